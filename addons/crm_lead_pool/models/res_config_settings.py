from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _name = "res.config.settings"
    _inherit = "res.config.settings"

    normalize_phone = fields.Boolean(related="company_id.normalize_phone", readonly=False)
