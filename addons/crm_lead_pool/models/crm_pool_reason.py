from odoo import fields, models


class CrmPoolReason(models.Model):
    """Why a record changed hands: chosen from a list that the administrator keeps."""

    _name = "crm.pool.reason"
    _description = "Reason for a Change of Owner"
    _order = "sequence, id"

    name = fields.Char("Reason", required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _name_uniq = models.Constraint("UNIQUE(name)", "There is a reason of this name already.")
