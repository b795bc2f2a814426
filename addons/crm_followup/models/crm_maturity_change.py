from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import clean_context


class CrmMaturityChange(models.Model):
    """The history of grades: one row each time a prospect or customer changes its grade. Rows are only ever added."""

    _name = "crm.maturity.change"
    _description = "Change of Maturity"
    _order = "changed_at desc, id desc"
    _rec_name = "to_id"

    lead_id = fields.Many2one("crm.lead", "Prospect", index="btree_not_null", ondelete="cascade")
    partner_id = fields.Many2one("res.partner", "Customer", index="btree_not_null", ondelete="cascade")
    company_id = fields.Many2one("res.company", index="btree_not_null")
    from_id = fields.Many2one("crm.maturity", "From", ondelete="restrict")
    to_id = fields.Many2one("crm.maturity", "To", ondelete="restrict")
    changed_at = fields.Datetime("Changed at", required=True, default=fields.Datetime.now, index=True)
    user_id = fields.Many2one("res.users", "Changed by", default=lambda self: self.env.user, ondelete="restrict")
    followup_id = fields.Many2one("crm.followup", "Follow-up", index="btree_not_null", ondelete="set null")
    days_before = fields.Integer(
        "Days in the grade before", aggregator="avg", help="Whole days that the record had the former grade."
    )

    _one_record = models.Constraint(
        "CHECK((lead_id IS NULL) <> (partner_id IS NULL))", "A change of grade belongs to one prospect or one customer."
    )

    @api.model
    def _record_changes(self, records, from_grades):
        """Add one row for each record whose grade is not the one it had.

        :param records: prospects or customers (a recordset of one model that has the follow-up mixin)
        :param from_grades: dict of record id → ``crm.maturity`` before the change (empty for a new record)
        :return: the new rows, in sudo mode
        """
        changed = records.filtered(lambda record: record.maturity_id != from_grades[record.id])
        # sudo: users have no right to write history; it is written for them by the change itself.
        # Without defaults, which are meant for the record: default_partner_id of a new lead is no customer of this row.
        changes = self.sudo().with_context(clean_context(self.env.context))
        if not changed:
            return changes
        field = records._get_followup_field()
        now = fields.Datetime.now()
        since = dict(changes._read_group([(field, "in", changed.ids)], [field], ["changed_at:max"]))
        followup = self.env.context.get("crm_followup_source_id", False)
        return changes.create(
            [
                {
                    field: record.id,
                    "company_id": record.company_id.id,
                    "from_id": from_grades[record.id].id,
                    "to_id": record.maturity_id.id,
                    "changed_at": now,
                    "user_id": self.env.uid,
                    "followup_id": followup,
                    "days_before": (now - since[record]).days if record in since else 0,
                }
                for record in changed
            ]
        )

    def write(self, vals):
        # The merge of two customers moves their history along; nothing else may touch a row.
        if set(vals) - {"lead_id", "partner_id"}:
            raise AccessError(self.env._("The history of grades cannot be changed: set the right grade on the record."))
        return super().write(vals)
