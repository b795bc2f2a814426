from odoo import api, fields, models
from odoo.fields import Domain

from ..const import NEW_MATURITY_XMLID


class CrmFollowupMixin(models.AbstractModel):
    """What prospects and customers have in common: a grade with its history, and follow-ups.

    The inheriting model declares ``followup_ids`` and ``maturity_change_ids`` and says in
    ``_get_followup_field()`` by which field of ``crm.followup`` it is meant.
    """

    _name = "crm.followup.mixin"
    _description = "Can Be Followed Up"

    maturity_id = fields.Many2one("crm.maturity", "Maturity", index="btree_not_null", ondelete="restrict", copy=False)
    maturity_color = fields.Integer(related="maturity_id.color", string="Maturity Colour")
    last_followup_at = fields.Datetime(
        "Last Follow-up", compute="_compute_followup_dates", store=True, index="btree_not_null", copy=False
    )
    next_followup_date = fields.Date(
        "Next Follow-up", compute="_compute_followup_dates", store=True, index="btree_not_null", copy=False
    )
    followup_count = fields.Integer("Follow-ups Done", compute="_compute_followup_count")

    # ------------------------------------------------------------
    # What the inheriting model says
    # ------------------------------------------------------------
    def _get_followup_field(self) -> str:
        """The many2one of ``crm.followup`` and ``crm.maturity.change`` that points to this model."""
        raise NotImplementedError

    def _get_new_maturity(self, vals):
        """The grade of a new record whose values name none.

        :param vals: the values of ``create``
        :return: ``crm.maturity``, possibly empty
        """
        # Not env.ref(): it asks the database whether the grade exists, and this is done for each imported row.
        grade_id = self.env["ir.model.data"]._xmlid_to_res_id(NEW_MATURITY_XMLID, raise_if_not_found=False)
        return self.env["crm.maturity"].browse(grade_id)

    def _check_can_follow_up(self):
        """Refuse to follow up records that may not be followed up now. Override to add reasons.

        :raise FollowupRefused: with what the user has to do first
        """

    # ------------------------------------------------------------
    # Computed from the follow-ups
    # ------------------------------------------------------------
    @api.depends("followup_ids.state", "followup_ids.done_at", "followup_ids.planned_date")
    def _compute_followup_dates(self):
        field = self._get_followup_field()
        Followup = self.env["crm.followup"]
        ids = self._origin.ids
        last = dict(
            Followup._read_group(Domain(field, "in", ids) & Domain("state", "=", "done"), [field], ["done_at:max"])
        )
        coming = dict(
            Followup._read_group(
                Domain(field, "in", ids) & Domain("state", "=", "planned"), [field], ["planned_date:min"]
            )
        )
        for record in self:
            record.last_followup_at = last.get(record._origin, False)
            record.next_followup_date = coming.get(record._origin, False)

    def _compute_followup_count(self):
        field = self._get_followup_field()
        counts = dict(
            self.env["crm.followup"]._read_group(
                Domain(field, "in", self.ids) & Domain("state", "=", "done"), [field], ["__count"]
            )
        )
        for record in self:
            record.followup_count = counts.get(record, 0)

    # ------------------------------------------------------------
    # The grade and its history
    # ------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if "maturity_id" not in vals:
                vals["maturity_id"] = self._get_new_maturity(vals).id
        records = super().create(vals_list)
        no_grade = self.env["crm.maturity"]
        self.env["crm.maturity.change"]._record_changes(records, {record.id: no_grade for record in records})
        return records

    def write(self, vals):
        if "maturity_id" not in vals:
            return super().write(vals)
        before = {record.id: record.maturity_id for record in self}
        result = super().write(vals)
        self.env["crm.maturity.change"]._record_changes(self, before)
        return result

    # ------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------
    def _prepare_followup_context(self):
        self.ensure_one()
        return {f"default_{self._get_followup_field()}": self.id, "default_user_id": self.env.uid}

    def action_plan_followup(self):
        """Open the form that plans a follow-up of this record."""
        self._check_can_follow_up()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Plan a Follow-up"),
            "res_model": "crm.followup",
            "view_mode": "form",
            "views": [(self.env.ref("crm_followup.crm_followup_view_form_plan").id, "form")],
            "target": "new",
            "context": self._prepare_followup_context(),
        }

    def action_record_followup(self):
        """Open the form that records a contact which nobody had planned."""
        self._check_can_follow_up()
        return self.env["crm.followup.done"]._open(self._prepare_followup_context())

    def action_open_followups(self):
        """List all follow-ups of this record: planned ones and records."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("crm_followup.crm_followup_action_of_record")
        action["domain"] = [(self._get_followup_field(), "=", self.id)]
        action["context"] = self._prepare_followup_context()
        return action
