from datetime import timedelta

from odoo import api, fields, models


class CrmFollowupDone(models.TransientModel):
    """The one screen after a contact: what happened, the grade, pictures, and when to meet again.

    It closes the task it was opened for; without a task it records a contact that nobody had planned.
    """

    _name = "crm.followup.done"
    _description = "Follow-up Done"

    followup_id = fields.Many2one("crm.followup", "Task")
    lead_id = fields.Many2one("crm.lead", "Prospect")
    partner_id = fields.Many2one("res.partner", "Customer")
    user_id = fields.Many2one("res.users", "Salesperson", default=lambda self: self.env.user)
    record_name = fields.Char("Customer or Prospect", compute="_compute_record_name")
    type_id = fields.Many2one(
        "crm.followup.type",
        "Kind",
        required=True,
        compute="_compute_type_id",
        store=True,
        readonly=False,
        precompute=True,
    )
    result = fields.Text("What happened", required=True)
    interests = fields.Text()
    objections = fields.Text()
    maturity_before_id = fields.Many2one("crm.maturity", "Maturity so far", compute="_compute_maturity_before_id")
    maturity_id = fields.Many2one(
        "crm.maturity", "New maturity", compute="_compute_maturity_id", store=True, readonly=False
    )
    picture_ids = fields.Many2many("ir.attachment", string="Pictures")
    next_date = fields.Date("Next time", compute="_compute_next_date", store=True, readonly=False)
    next_type_id = fields.Many2one("crm.followup.type", "Next kind")
    next_points = fields.Char()

    @api.model
    def _open(self, context):
        """The action that opens this screen as a dialog with the given defaults."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Follow-up Done"),
            "res_model": self._name,
            "view_mode": "form",
            "target": "new",
            "context": context,
        }

    def _get_record(self):
        # sudo: only the name and the grade are shown, to somebody who has the task or opened the record itself
        wizard = self.sudo()
        task = wizard.followup_id
        return task._get_record() if task else (wizard.partner_id or wizard.lead_id)

    @api.depends("followup_id", "lead_id", "partner_id")
    def _compute_record_name(self):
        for wizard in self:
            wizard.record_name = wizard._get_record().display_name

    @api.depends("followup_id")
    def _compute_type_id(self):
        for wizard in self:
            wizard.type_id = wizard.followup_id.type_id or wizard.type_id or wizard.env["crm.followup"]._default_type()

    @api.depends("followup_id", "lead_id", "partner_id")
    def _compute_maturity_before_id(self):
        for wizard in self:
            wizard.maturity_before_id = wizard._get_record().maturity_id

    @api.depends("maturity_before_id")
    def _compute_maturity_id(self):
        for wizard in self:
            wizard.maturity_id = wizard.maturity_before_id

    @api.depends("maturity_id")
    def _compute_next_date(self):
        for wizard in self:
            days = wizard.maturity_id.followup_days
            wizard.next_date = fields.Date.context_today(wizard) + timedelta(days=days) if days else False

    def _prepare_done_vals(self):
        """Values of the record of the contact. Override to carry more over."""
        self.ensure_one()
        return {
            "type_id": self.type_id.id,
            "result": self.result,
            "interests": self.interests,
            "objections": self.objections,
            "maturity_id": self.maturity_id.id,
            "picture_ids": [(6, 0, self.picture_ids.ids)],
            "next_date": self.next_date,
            "next_type_id": self.next_type_id.id,
            "next_points": self.next_points,
        }

    def action_save(self):
        """Close the task, or record the contact.

        :raise FollowupAlreadyClosed: when somebody closed the task meanwhile
        """
        self.ensure_one()
        followup = self.followup_id or self.env["crm.followup"].create(
            {
                "lead_id": self.lead_id.id,
                "partner_id": self.partner_id.commercial_partner_id.id,
                "user_id": self.user_id.id,
                "type_id": self.type_id.id,
            }
        )
        followup._mark_done(self._prepare_done_vals())
        self.picture_ids.write({"res_model": followup._name, "res_id": followup.id})
        return {"type": "ir.actions.act_window_close"}
