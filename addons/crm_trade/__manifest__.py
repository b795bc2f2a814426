{
    "name": "Field CRM: Trade",
    "summary": "What a customer bought, paid and owes, on the customer's page and as a list of due receivables",
    "version": "19.0.1.0.0",
    "category": "Sales/CRM",
    "author": "Field CRM contributors",
    "license": "LGPL-3",
    "depends": ["crm_followup", "sale_management", "sale_crm", "account"],
    "data": [
        "security/ir.model.access.csv",
        "security/ir_rules.xml",
        "report/crm_trade_receivable_report_views.xml",
        "views/account_move_views.xml",
        "views/res_partner_views.xml",
        "views/menus.xml",
    ],
    "demo": ["demo/crm_trade_demo.xml"],
}
