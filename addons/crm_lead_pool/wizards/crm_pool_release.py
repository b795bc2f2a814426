from odoo import api, fields, models

from ..exceptions import ReleaseRefused
from ..tools.ownership import Move


class CrmPoolRelease(models.TransientModel):
    """Put prospects or customers into a pool, with a reason."""

    _name = "crm.pool.release"
    _description = "Release to a Pool"

    lead_ids = fields.Many2many("crm.lead", string="Prospects")
    partner_ids = fields.Many2many("res.partner", string="Customers")
    record_count = fields.Integer(compute="_compute_record_count")
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)
    pool_id = fields.Many2one(
        "crm.pool",
        required=True,
        compute="_compute_pool_id",
        store=True,
        precompute=True,
        readonly=False,
        domain="[('company_id', '=', company_id)]",
    )
    reason_id = fields.Many2one("crm.pool.reason", required=True)
    note = fields.Char()

    @api.depends("lead_ids", "partner_ids")
    def _compute_record_count(self):
        for wizard in self:
            wizard.record_count = len(wizard.lead_ids) + len(wizard.partner_ids)

    @api.depends("company_id")
    def _compute_pool_id(self):
        for wizard in self:
            pools = self.env["crm.pool"].search([("company_id", "=", wizard.company_id.id)])
            wizard.pool_id = pools.filtered("is_default")[:1] or pools[:1]

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        model, ids = self.env.context.get("active_model"), self.env.context.get("active_ids", [])
        target = {"crm.lead": "lead_ids", "res.partner": "partner_ids"}.get(model)
        if target and target not in values:
            records = self.env[model].browse(ids)._get_ownership_roots()
            values[target] = [(6, 0, records.ids)]
        companies = self.env["crm.lead"].browse(values["lead_ids"][0][2]).company_id if values.get("lead_ids") else None
        if companies:
            values["company_id"] = companies[0].id
        return values

    @api.model
    def _open(self, records):
        """:return: the action that opens this dialog for ``records``"""
        action = self.env["ir.actions.act_window"]._for_xml_id("crm_lead_pool.crm_pool_release_action")
        action["context"] = {"active_model": records._name, "active_ids": records.ids}
        return action

    def action_release(self):
        """Release what may be released; what something stands against stays, and is named.

        :raise ReleaseRefused: when nothing can be released
        """
        self.ensure_one()
        move = Move("", self.reason_id.id, self.note or "")
        texts, done = [], 0
        for records in (self.lead_ids, self.partner_ids._get_ownership_roots()):
            obstacles = records._get_release_obstacles()
            texts += records._get_obstacle_texts(obstacles)
            free = records.filtered(lambda record, stay=obstacles: record not in stay)
            if free:
                free.with_context(crm_ownership_move=move).write({"pool_id": self.pool_id.id})
                done += len(free)
        if not done:
            raise ReleaseRefused("\n".join(texts) or self.env._("Choose at least one record to release."))
        return self._action_after(done, texts)

    def _action_after(self, done, texts):
        """:return: a notification of what was done, and a list to go on with: the record may be out of sight"""
        xmlid = (
            "crm_followup.res_partner_action_customers"
            if self.partner_ids
            else "crm_followup.crm_lead_action_prospects"
        )
        following = self.env["ir.actions.act_window"]._for_xml_id(xmlid)
        following["target"] = "main"
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning" if texts else "success",
                "message": "\n".join(
                    [self.env._("%(count)s released to “%(pool)s”.", count=done, pool=self.pool_id.name), *texts]
                ),
                "sticky": bool(texts),
                "next": following,
            },
        }
