from odoo import api, fields, models

from ..const import GROUP_SUPERIOR
from ..exceptions import AssignRefused
from ..tools.ownership import Move


class CrmOwnershipTransfer(models.TransientModel):
    """Give prospects or customers to a salesperson: out of a pool, or from one owner to another, or back to oneself."""

    _name = "crm.ownership.transfer"
    _description = "Assign or Transfer"

    lead_ids = fields.Many2many("crm.lead", string="Prospects")
    partner_ids = fields.Many2many("res.partner", string="Customers")
    record_count = fields.Integer(compute="_compute_record_count")
    user_id = fields.Many2one(
        "res.users",
        "New owner",
        required=True,
        domain=lambda self: [
            ("share", "=", False),
            ("all_group_ids", "in", self.env.ref("sales_team.group_sale_salesman").ids),
        ],
    )
    reason_id = fields.Many2one("crm.pool.reason")
    note = fields.Char()

    @api.depends("lead_ids", "partner_ids")
    def _compute_record_count(self):
        for wizard in self:
            wizard.record_count = len(wizard.lead_ids) + len(wizard.partner_ids)

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        model, ids = self.env.context.get("active_model"), self.env.context.get("active_ids", [])
        target = {"crm.lead": "lead_ids", "res.partner": "partner_ids"}.get(model)
        if target and not values.get("lead_ids") and not values.get("partner_ids"):
            values[target] = [(6, 0, self.env[model].browse(ids)._get_ownership_roots().ids)]
        return values

    @api.model
    def _open(self, lead_ids=None, partner_ids=None):
        """:return: the action that opens this dialog for prospects and customers"""
        action = self.env["ir.actions.act_window"]._for_xml_id("crm_lead_pool.crm_ownership_transfer_action")
        action["context"] = {
            "default_lead_ids": [(6, 0, lead_ids.ids if lead_ids else [])],
            "default_partner_ids": [(6, 0, partner_ids.ids if partner_ids else [])],
        }
        return action

    def action_transfer(self):
        """Change the owner of all records, or of none.

        :raise AssignRefused: when the user may not dispose of one of them
        """
        self.ensure_one()
        if not self.env.user.has_group(GROUP_SUPERIOR):
            raise AssignRefused(self.env._("Only sales managers assign and transfer: ask your superior."))
        move = Move("", self.reason_id.id, self.note or "")
        done = 0
        for records in (self.lead_ids, self.partner_ids._get_ownership_roots()):
            foreign = records - records._disposable()
            if foreign:
                raise AssignRefused(
                    self.env._(
                        "“%(record)s” is not in your hands: ask its owner's superior, or a manager of its pool.",
                        record=foreign[0].sudo().display_name,  # sudo: the name of the record that the user chose
                    )
                )
            changing = records.filtered(lambda record: record.user_id != self.user_id)
            changing.with_context(crm_ownership_move=move).write({"user_id": self.user_id.id})
            done += len(changing)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("%(count)s given to %(user)s.", count=done, user=self.user_id.name),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }
