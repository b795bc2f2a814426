import base64
from datetime import date
from io import BytesIO

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..tools.workbook import Column, Sheet, write_workbook

MEASURES = [
    "done_count",
    "visit_count",
    "on_time_count",
    "planned_count",
    "overdue_count",
    "grade_up_count",
    "grade_down_count",
]


class CrmFollowupSummary(models.TransientModel):
    """The follow-ups of a period as a workbook: a sheet with one row per salesperson, and one with every follow-up."""

    _name = "crm.followup.summary"
    _description = "Follow-up Summary"

    date_from = fields.Date("From", required=True, default=lambda self: self._default_date_from())
    date_to = fields.Date("To", required=True, default=fields.Date.context_today)
    user_ids = fields.Many2many(
        "res.users",
        string="Salespeople",
        domain="[('share', '=', False)]",
        help="Empty: everybody whose follow-ups you see.",
    )
    file = fields.Binary(readonly=True, attachment=False)
    file_name = fields.Char(readonly=True)

    @api.model
    def _default_date_from(self) -> date:
        return fields.Date.context_today(self) - relativedelta(months=1)

    @api.constrains("date_from", "date_to")
    def _check_period(self):
        for wizard in self:
            if wizard.date_from > wizard.date_to:
                raise ValidationError(self.env._("The period ends before it begins: choose a later end."))

    def _get_domain(self):
        domain = Domain("date", ">=", self.date_from) & Domain("date", "<=", self.date_to)
        return domain & Domain("user_id", "in", self.user_ids.ids) if self.user_ids else domain

    def _get_summary_sheet(self) -> Sheet:
        report = self.env["crm.followup.report"]
        labels = report.fields_get(MEASURES, ["string"])
        groups = report._read_group(self._get_domain(), ["user_id"], [f"{name}:sum" for name in MEASURES])
        rows = sorted([user.name or self.env._("Nobody"), *counts] for user, *counts in groups)
        columns = [Column(self.env._("Salesperson"), 24)]
        columns += [Column(labels[name]["string"], 14, total=True) for name in MEASURES]
        return Sheet(self.env._("Summary"), columns, rows)

    def _get_detail_sheet(self) -> Sheet:
        columns = [
            Column(self.env._("Day"), 12, is_date=True),
            Column(self.env._("Salesperson"), 24),
            Column(self.env._("Kind"), 12),
            Column(self.env._("Customer or Prospect"), 32),
            Column(self.env._("State"), 10),
            Column(self.env._("What happened"), 60),
            Column(self.env._("New Maturity"), 24),
            Column(self.env._("Next time"), 12, is_date=True),
        ]
        states = dict(self.env["crm.followup"]._fields["state"]._description_selection(self.env))
        # Found through the report, so that both sheets count the same follow-ups.
        rows = self.env["crm.followup.report"].search(self._get_domain(), order="user_id, date, id")
        return Sheet(self.env._("Details"), columns, (self._get_detail_row(row.followup_id, states) for row in rows))

    def _get_detail_row(self, followup, states):
        return [
            followup.done_date or followup.planned_date,
            followup.user_id.name or "",
            followup.type_id.name,
            followup.record_name,
            states[followup.state],
            followup.result or followup.name or "",
            followup.maturity_id.display_name or "",
            followup.next_date or None,
        ]

    def action_export(self):
        """Write the workbook and let the browser download it."""
        self.ensure_one()
        stream = BytesIO()
        write_workbook(stream, [self._get_summary_sheet(), self._get_detail_sheet()], total_label=self.env._("Total"))
        self.file = base64.b64encode(stream.getvalue())
        self.file_name = self.env._("Follow-ups %(start)s to %(end)s.xlsx", start=self.date_from, end=self.date_to)
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/file/{self.file_name}?download=true",
            "target": "download",
        }
