from odoo import fields, models


class ResPartner(models.Model):
    _name = "res.partner"
    _inherit = ["res.partner", "crm.followup.mixin"]

    # Vendors, colleagues and portal users are partners too: follow-ups are for those who sell.
    followup_ids = fields.One2many("crm.followup", "partner_id", "Follow-ups", groups="sales_team.group_sale_salesman")
    maturity_change_ids = fields.One2many(
        "crm.maturity.change", "partner_id", "Maturity History", groups="sales_team.group_sale_salesman"
    )

    _owner_last_followup = models.Index("(user_id, last_followup_at) WHERE user_id IS NOT NULL")

    def _get_followup_field(self):
        return "partner_id"

    def _get_new_maturity(self, vals):
        # A contact below a company shares the company's grade; a partner without owner is no business of sales.
        if vals.get("parent_id") or not vals.get("user_id"):
            return self.env["crm.maturity"]
        converted = self.env["crm.maturity"].browse(self.env.context.get("default_maturity_id"))
        return converted or super()._get_new_maturity(vals)

    def action_open_customer(self):
        """Open the customer's page."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "views": [(self.env.ref("crm_followup.res_partner_view_form_customer").id, "form")],
        }
