from odoo import api, models

from ..tools.refused import RefusedRows


class IrFieldsConverter(models.AbstractModel):
    """A file of prospects names the same few provinces, channels and pools in every row: look each up once."""

    _name = "ir.fields.converter"
    _inherit = "ir.fields.converter"

    @api.model
    def db_id_for(self, model, field, subfield, value, savepoint):
        refused = self.env.context.get("crm_refused_rows")
        if not isinstance(refused, RefusedRows) or field.comodel_name == "crm.lead":
            return super().db_id_for(model, field, subfield, value, savepoint)
        key = (field.comodel_name, field.name, subfield, value)
        if key not in refused.found:
            result = super().db_id_for(model, field, subfield, value, savepoint)
            if not result[0]:
                return result
            refused.found[key] = result
        return refused.found[key]
