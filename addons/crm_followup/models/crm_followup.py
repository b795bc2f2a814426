import pytz

from odoo import api, fields, models
from odoo.fields import Domain

from ..const import STATES, TRANSITIONS
from ..exceptions import FollowupAlreadyClosed, FollowupRefused


class CrmFollowup(models.Model):
    """One contact with a prospect or customer: first the planned task and, once done, the record of what happened.

    It belongs to a prospect (``lead_id``), a customer (``partner_id``) or both: a prospect's follow-ups go along when
    the prospect becomes a customer. The day of a task is the local day of the one who does it, so ``planned_date`` is a
    date, not a point in time.
    """

    _name = "crm.followup"
    _description = "Follow-up"
    _inherit = ["mail.thread"]
    _order = "planned_date desc, planned_hour desc, id desc"
    _mail_post_access = "read"

    name = fields.Char("Points", help="What the contact is about.")
    type_id = fields.Many2one(
        "crm.followup.type", "Kind", required=True, ondelete="restrict", default=lambda self: self._default_type()
    )
    is_on_site = fields.Boolean(related="type_id.is_on_site")
    state = fields.Selection(STATES, required=True, default="planned", index=True, copy=False)
    user_id = fields.Many2one("res.users", "Salesperson", default=lambda self: self.env.user, ondelete="restrict")
    company_id = fields.Many2one(
        "res.company", compute="_compute_company_id", store=True, readonly=False, precompute=True, index=True
    )
    lead_id = fields.Many2one("crm.lead", "Prospect", index="btree_not_null", ondelete="cascade", check_company=True)
    partner_id = fields.Many2one(
        "res.partner",
        "Customer",
        compute="_compute_partner_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        domain="[('parent_id', '=', False)]",
    )
    contact_id = fields.Many2one(
        "res.partner", "Contact", ondelete="set null", domain="[('id', 'child_of', partner_id)]", check_company=True
    )
    record_name = fields.Char("Customer or Prospect", compute="_compute_record_info")
    address = fields.Char(compute="_compute_record_info")
    phone = fields.Char(compute="_compute_record_info")

    planned_date = fields.Date("Planned for", required=True, default=fields.Date.context_today, copy=False)
    planned_hour = fields.Float("Time", help="Local time of day; 0 means any time.")
    is_overdue = fields.Boolean("Overdue", compute="_compute_is_overdue", search="_search_is_overdue")

    done_at = fields.Datetime("Done at", copy=False, readonly=True)
    done_date = fields.Date(
        "Done on", compute="_compute_done_date", store=True, copy=False, help="Local day of the salesperson."
    )
    result = fields.Text("What happened", copy=False)
    interests = fields.Text(copy=False, help="What the customer liked or asked for.")
    objections = fields.Text(copy=False, help="What speaks against a purchase.")
    maturity_id = fields.Many2one("crm.maturity", "New maturity", ondelete="restrict", copy=False)
    picture_ids = fields.Many2many("ir.attachment", string="Pictures", copy=False, bypass_search_access=True)

    next_date = fields.Date("Next time", copy=False)
    next_type_id = fields.Many2one("crm.followup.type", "Next kind", ondelete="restrict", copy=False)
    next_points = fields.Char(copy=False)
    previous_id = fields.Many2one("crm.followup", "Made after", index="btree_not_null", ondelete="set null", copy=False)

    uuid = fields.Char(
        "Client reference",
        copy=False,
        readonly=True,
        help="Made by the phone, so that a follow-up that is sent twice is stored once.",
    )

    _of_something = models.Constraint(
        "CHECK(lead_id IS NOT NULL OR partner_id IS NOT NULL)",
        "Choose the prospect or the customer that is followed up.",
    )
    _hour_of_day = models.Constraint(
        "CHECK(planned_hour >= 0 AND planned_hour < 24)", "The time of day lies between 0:00 and 23:59."
    )
    _uuid_uniq = models.UniqueIndex("(uuid) WHERE uuid IS NOT NULL", "This follow-up has been stored already.")
    _planned_of_user = models.Index("(user_id, planned_date) WHERE state = 'planned'")
    _done_of_user = models.Index("(user_id, done_date) WHERE state = 'done'")

    # ------------------------------------------------------------
    # Defaults and computed fields
    # ------------------------------------------------------------
    def _default_type(self):
        return self.env["crm.followup.type"].search([], limit=1)

    @api.depends("lead_id", "partner_id")
    def _compute_company_id(self):
        for followup in self:
            record = followup.lead_id or followup.partner_id
            followup.company_id = record.company_id or followup.company_id or self.env.company

    @api.depends("lead_id.partner_id.commercial_partner_id")
    def _compute_partner_id(self):
        for followup in self:
            customer = followup.lead_id.partner_id.commercial_partner_id
            followup.partner_id = customer or followup.partner_id

    def _get_record(self):
        """The prospect or customer that is followed up: the customer once there is one."""
        self.ensure_one()
        return self.partner_id or self.lead_id

    @api.depends("lead_id", "partner_id", "contact_id", "is_on_site")
    def _compute_record_info(self):
        for followup in self:
            # sudo: who has the task must know whom to call or visit, though the record may be a colleague's
            record = followup.sudo()._get_record()
            followup.record_name = record.display_name
            followup.phone = followup.sudo().contact_id.phone or (record.phone if record else False)
            parts = [record.city, record.street, record.street2] if record and followup.is_on_site else []
            followup.address = " ".join(filter(None, parts)) or False

    @api.depends("type_id", "record_name")
    def _compute_display_name(self):
        for followup in self:
            followup.display_name = " · ".join(filter(None, [followup.type_id.name, followup.record_name]))

    @api.depends("state", "planned_date")
    def _compute_is_overdue(self):
        today = fields.Date.context_today(self)
        for followup in self:
            followup.is_overdue = (
                followup.state == "planned" and bool(followup.planned_date) and followup.planned_date < today
            )

    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        overdue = Domain("state", "=", "planned") & Domain("planned_date", "<", fields.Date.context_today(self))
        return overdue if True in value else ~overdue

    @api.depends("done_at", "user_id")
    def _compute_done_date(self):
        for followup in self:
            zone = pytz.timezone(followup.user_id.tz or self.env.user.tz or "UTC")
            done_at = followup.done_at
            followup.done_date = pytz.utc.localize(done_at).astimezone(zone).date() if done_at else False

    # ------------------------------------------------------------
    # Create, write: the invariants that nothing else can hold
    # ------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        known = self._find_by_uuid([vals["uuid"] for vals in vals_list if vals.get("uuid")])
        new_vals = [vals for vals in vals_list if vals.get("uuid") not in known]
        for vals in new_vals:
            if vals.get("state") == "done":
                vals.setdefault("done_at", fields.Datetime.now())
        quiet = self.with_context(mail_create_nolog=True, mail_create_nosubscribe=True)
        created = super(CrmFollowup, quiet).create(new_vals).with_env(self.env)
        created._check_records_visible()
        created._check_records_can_be_followed_up()
        created.filtered(lambda followup: followup.state == "done")._after_done()
        if not known:
            return created
        rest = iter(created)
        return self.concat(*(known.get(vals.get("uuid")) or next(rest) for vals in vals_list))

    def _find_by_uuid(self, uuids):
        """What the current user has stored already under these client references, as dict uuid → follow-up."""
        if not uuids:
            return {}
        # Only the user's own: a reference guessed or copied from somebody else finds nothing.
        found = self.search(Domain("uuid", "in", uuids) & Domain("create_uid", "=", self.env.uid))
        return {followup.uuid: followup for followup in found}

    def write(self, vals):
        if {"lead_id", "partner_id"} & vals.keys():
            super().write({name: vals[name] for name in ("lead_id", "partner_id") if name in vals})
            self._check_records_visible()
            vals = {name: value for name, value in vals.items() if name not in ("lead_id", "partner_id")}
        if "state" not in vals:
            return super().write(vals)
        state = vals["state"]
        moving = self.filtered(lambda followup: followup.state != state)
        moving._check_transition(state)
        if state == "done":
            vals = {"done_at": fields.Datetime.now(), **vals}
        result = super().write(vals)
        if state == "done":
            moving._after_done()
        return result

    def _check_transition(self, state):
        """Refuse a change of state that is not in ``TRANSITIONS``.

        :raise FollowupAlreadyClosed: saying who closed the follow-up, and when
        """
        for followup in self:
            if state not in TRANSITIONS[followup.state]:
                raise FollowupAlreadyClosed(
                    self.env._(
                        "“%(followup)s” is %(state)s already (%(user)s, %(date)s). Reload the page to see it.",
                        followup=followup.display_name,
                        state=dict(self._fields["state"]._description_selection(self.env))[followup.state].lower(),
                        user=followup.write_uid.name,
                        date=fields.Date.to_string(followup.done_date or followup.planned_date),
                    )
                )
        if state == "done":
            self._check_records_can_be_followed_up()

    def _check_records_can_be_followed_up(self):
        """Ask every prospect and customer whether it may be followed up now."""
        self.lead_id._check_can_follow_up()
        self.partner_id._check_can_follow_up()

    def _check_records_visible(self):
        """Refuse follow-ups of records that the user cannot see. Once given to him, a task needs no such right."""
        self.lead_id.check_access("read")
        self.filtered(lambda followup: not followup.lead_id).partner_id.check_access("read")

    # ------------------------------------------------------------
    # Done
    # ------------------------------------------------------------
    def _mark_done(self, vals):
        """Close the follow-ups with what happened; the grade and the next task follow from it.

        :param vals: values of the record (``result``, ``maturity_id``, ``next_date``…)
        :raise FollowupAlreadyClosed: when somebody was faster
        :raise FollowupRefused: when the record may not be followed up now
        """
        if not (vals.get("result") or "").strip():
            raise FollowupRefused(self.env._("Write in a few words what happened; then the follow-up can be closed."))
        self._check_transition("done")
        self.write({**vals, "state": "done"})

    def _after_done(self):
        """Let the grade and the next task follow from what was written down."""
        for followup in self.filtered("maturity_id"):
            # sudo: who was given the task sets the grade that results from it, though the record may be a colleague's;
            # that the user may close the follow-up was checked by its own rules before.
            records = [followup.sudo().lead_id, followup.sudo().partner_id]
            for record in records:
                if record and record.maturity_id != followup.maturity_id:
                    record.with_context(crm_followup_source_id=followup.id).maturity_id = followup.maturity_id
        following = self.filtered("next_date")
        if following:
            # sudo: the next task is on the same record, which need not be visible to who was given the first one
            following.sudo().create([followup._prepare_next_vals() for followup in following])

    def _prepare_next_vals(self):
        """Values of the task that comes after this record. Override to carry more over."""
        self.ensure_one()
        return {
            "name": self.next_points,
            "type_id": (self.next_type_id or self.type_id).id,
            "user_id": self.user_id.id or self.env.uid,
            "lead_id": self.lead_id.id,
            "partner_id": self.partner_id.id,
            "contact_id": self.contact_id.id,
            "planned_date": self.next_date,
            "previous_id": self.id,
        }

    # ------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------
    def action_done(self):
        """Open the one screen on which a task is closed."""
        self.ensure_one()
        if self.state != "planned":
            self._check_transition("done")
        return self.env["crm.followup.done"]._open({"default_followup_id": self.id})

    def action_cancel(self):
        self.write({"state": "cancelled"})

    def action_replan(self):
        self.write({"state": "planned"})

    def action_move_to_today(self):
        """Move planned tasks, overdue or future, to the user's own today; those that are closed stay as they are."""
        self.filtered(lambda followup: followup.state == "planned").planned_date = fields.Date.context_today(self)

    def action_save_plan(self):
        """Close the planning dialog: the form has stored the task."""
        return {"type": "ir.actions.act_window_close"}

    def action_open_record(self):
        """Open the customer or the prospect."""
        self.ensure_one()
        if self.partner_id:
            return self.partner_id.action_open_customer()
        return {
            "type": "ir.actions.act_window",
            "res_model": "crm.lead",
            "res_id": self.lead_id.id,
            "view_mode": "form",
            "views": [(False, "form")],
        }
