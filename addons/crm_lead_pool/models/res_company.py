from odoo import api, fields, models


class ResCompany(models.Model):
    _name = "res.company"
    _inherit = "res.company"

    normalize_phone = fields.Boolean(
        "International telephone numbers",
        compute="_compute_normalize_phone",
        store=True,
        readonly=False,
        help="Store numbers that prospects and customers are entered with in national form, such as 13800138000, in "
        "international form: +86 138 0013 8000. Odoo then finds duplicates and can dial. On from the start for "
        "companies in China.",
    )

    @api.depends("country_id")
    def _compute_normalize_phone(self):
        for company in self:
            company.normalize_phone = company.country_id.code == "CN" or company.normalize_phone
