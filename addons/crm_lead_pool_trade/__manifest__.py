{
    "name": "Field CRM: Public Pool and Trade",
    "summary": "A customer with open orders or unpaid invoices cannot be released to a pool",
    "version": "19.0.1.0.0",
    "category": "Sales/CRM",
    "author": "Field CRM contributors",
    "license": "LGPL-3",
    "depends": ["crm_lead_pool", "crm_trade"],
    "auto_install": True,
}
