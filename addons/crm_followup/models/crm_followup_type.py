from odoo import fields, models


class CrmFollowupType(models.Model):
    """The kinds of contact: call, visit, message… The kind decides what a follow-up asks for."""

    _name = "crm.followup.type"
    _description = "Kind of Follow-up"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="A short technical name, such as call or visit.")
    sequence = fields.Integer(default=10)
    icon = fields.Char(default="fa-comment", help="Font Awesome class of the icon, such as fa-phone.")
    is_on_site = fields.Boolean("On site", help="The follow-up happens at the customer's place: its address is shown.")
    active = fields.Boolean(default=True)

    _code_uniq = models.Constraint("UNIQUE(code)", "There is a kind of follow-up with this code already.")
