{
    "name": "Field CRM: Reports",
    "summary": "Follow-ups per salesperson as list, pivot, graph and XLSX",
    "version": "19.0.1.0.0",
    "category": "Sales/CRM",
    "author": "Field CRM contributors",
    "license": "LGPL-3",
    "depends": ["crm_followup"],
    "external_dependencies": {"python": ["xlsxwriter"]},
    "data": [
        "security/ir.model.access.csv",
        "security/ir_rules.xml",
        "wizards/crm_followup_summary_views.xml",
        "report/crm_followup_report_views.xml",
        "views/menus.xml",
    ],
    "demo": ["demo/crm_reports_demo.xml"],
}
