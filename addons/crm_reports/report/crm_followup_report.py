from odoo import api, fields, models
from odoo.tools import SQL


class CrmFollowupReport(models.Model):
    """One row per follow-up, with what is counted about it; cancelled ones are left out.

    The day of a row is the local day on which it was done or, while planned, is to be done. ``_select_fields``,
    ``_from`` and ``_where`` may be extended one by one.
    """

    _name = "crm.followup.report"
    _description = "Follow-up Analysis"
    _auto = False
    _order = "date desc, id desc"
    _rec_name = "followup_id"
    _depends = {
        "crm.followup": [
            *("company_id", "done_date", "lead_id", "maturity_id", "partner_id", "planned_date"),
            *("state", "type_id", "user_id"),
        ],
        "crm.followup.type": ["is_on_site"],
        "crm.maturity": ["sequence"],
        "crm.maturity.change": ["followup_id", "from_id", "to_id"],
        "res.users": ["superior_id"],
    }

    followup_id = fields.Many2one("crm.followup", "Follow-up", readonly=True)
    date = fields.Date("Day", readonly=True)
    user_id = fields.Many2one("res.users", "Salesperson", readonly=True)
    superior_id = fields.Many2one("res.users", "Superior", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    type_id = fields.Many2one("crm.followup.type", "Kind", readonly=True)
    lead_id = fields.Many2one("crm.lead", "Prospect", readonly=True)
    partner_id = fields.Many2one("res.partner", "Customer", readonly=True)
    maturity_id = fields.Many2one("crm.maturity", "New Maturity", readonly=True)
    state = fields.Selection([("planned", "Planned"), ("done", "Done")], readonly=True)
    planned_count = fields.Integer("Planned", readonly=True, help="Still to be done, overdue ones included.")
    overdue_count = fields.Integer("Overdue", readonly=True, help="Planned for a day before today and not done.")
    done_count = fields.Integer("Done", readonly=True)
    visit_count = fields.Integer("Visits Done", readonly=True, help="Done ones of a kind that is on site.")
    on_time_count = fields.Integer("Done on Time", readonly=True, help="Done on the planned day or before.")
    grade_up_count = fields.Integer("Grade Up", readonly=True, help="Follow-ups after which the grade was better.")
    grade_down_count = fields.Integer("Grade Down", readonly=True, help="Follow-ups after which the grade was worse.")

    @property
    def _table_query(self):
        return SQL("SELECT %s FROM %s WHERE %s", self._select(), self._from(), self._where())

    @api.model
    def _select_fields(self):
        """What is selected: dict of column → ``SQL``. Extend it to add columns."""
        today = fields.Date.context_today(self)
        return {
            "id": SQL("f.id"),
            "followup_id": SQL("f.id"),
            "date": SQL("COALESCE(f.done_date, f.planned_date)"),
            "user_id": SQL("f.user_id"),
            "superior_id": SQL("u.superior_id"),
            "company_id": SQL("f.company_id"),
            "type_id": SQL("f.type_id"),
            "lead_id": SQL("f.lead_id"),
            "partner_id": SQL("f.partner_id"),
            "maturity_id": SQL("f.maturity_id"),
            "state": SQL("f.state"),
            "planned_count": SQL("(f.state = 'planned')::int"),
            "overdue_count": SQL("(f.state = 'planned' AND f.planned_date < %s)::int", today),
            "done_count": SQL("(f.state = 'done')::int"),
            "visit_count": SQL("(f.state = 'done' AND t.is_on_site)::int"),
            "on_time_count": SQL("(f.state = 'done' AND f.done_date <= f.planned_date)::int"),
            # A better grade stands higher in the list of grades, that is, has the smaller sequence.
            "grade_up_count": SQL("COALESCE((change.step < 0)::int, 0)"),
            "grade_down_count": SQL("COALESCE((change.step > 0)::int, 0)"),
        }

    @api.model
    def _select(self):
        return SQL(", ").join(
            SQL("%s AS %s", term, SQL.identifier(name)) for name, term in self._select_fields().items()
        )

    @api.model
    def _from(self):
        # A follow-up of a prospect that is a customer already changes two grades: it still counts once.
        return SQL(
            """crm_followup f
               JOIN crm_followup_type t ON t.id = f.type_id
               LEFT JOIN res_users u ON u.id = f.user_id
               LEFT JOIN LATERAL (
                   SELECT now_grade.sequence - old_grade.sequence AS step
                     FROM crm_maturity_change c
                     JOIN crm_maturity old_grade ON old_grade.id = c.from_id
                     JOIN crm_maturity now_grade ON now_grade.id = c.to_id
                    WHERE c.followup_id = f.id
                    ORDER BY c.id
                    LIMIT 1
               ) change ON TRUE"""
        )

    @api.model
    def _where(self):
        return SQL("f.state IN ('planned', 'done')")
