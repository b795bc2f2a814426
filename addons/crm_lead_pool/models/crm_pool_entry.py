from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import NO_ACCESS, Domain
from odoo.tools import SQL

from ..const import ENTRY_STATES, GROUP_SALESMAN, GROUP_SUPERIOR
from ..exceptions import AssignRefused, ClaimLost, ClaimRefused
from ..tools.ownership import Move


class CrmPoolEntry(models.Model):
    """What salespeople may know of a record in a pool.

    The record itself is out of their sight. An entry holds nothing that its pool masks: the text is masked before it is
    stored, so no search, export or grouping can bring it back. Entries are written by the ownership engine alone.
    """

    _name = "crm.pool.entry"
    _description = "Pool Entry"
    _order = "entered_at desc, id desc"
    _check_company_auto = True

    pool_id = fields.Many2one("crm.pool", required=True, readonly=True, ondelete="restrict")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    # Not even the name of the record may leak by way of the link: managers open it through action_open_record().
    lead_id = fields.Many2one(
        "crm.lead", "Prospect", readonly=True, index="btree_not_null", ondelete="cascade", groups=NO_ACCESS
    )
    partner_id = fields.Many2one(
        "res.partner", "Customer", readonly=True, index="btree_not_null", ondelete="cascade", groups=NO_ACCESS
    )
    record_type = fields.Selection(
        [("lead", "Prospect"), ("partner", "Customer")], "Type", readonly=True, required=True, default="lead"
    )
    name = fields.Char(readonly=True)
    phone = fields.Char(readonly=True)
    email = fields.Char("E-mail", readonly=True)
    street = fields.Char(readonly=True)
    city = fields.Char(readonly=True, index="btree_not_null")
    state_id = fields.Many2one("res.country.state", "Province", readonly=True, ondelete="set null")
    industry_id = fields.Many2one("res.partner.industry", readonly=True, ondelete="set null")
    source_id = fields.Many2one("utm.source", "Channel", readonly=True, ondelete="set null", index="btree_not_null")
    maturity_id = fields.Many2one("crm.maturity", readonly=True, ondelete="set null")
    reason_id = fields.Many2one("crm.pool.reason", readonly=True, ondelete="restrict")
    note = fields.Char(readonly=True, groups=GROUP_SUPERIOR)
    entered_at = fields.Datetime(
        "In the pool since", readonly=True, required=True, default=lambda self: self.env.cr.now()
    )
    days_in_pool = fields.Integer("Days in the pool", compute="_compute_days_in_pool", search="_search_days_in_pool")
    released_by_id = fields.Many2one("res.users", "Released by", readonly=True, groups=GROUP_SUPERIOR)
    previous_owner_id = fields.Many2one("res.users", "Previous owner", readonly=True, groups=GROUP_SUPERIOR)
    state = fields.Selection(ENTRY_STATES, readonly=True, required=True, default="open")
    closed_at = fields.Datetime("Closed at", readonly=True)
    claimed_by_id = fields.Many2one("res.users", "Claimed by or assigned to", readonly=True)
    can_manage = fields.Boolean(compute="_compute_can_manage")

    _one_record = models.Constraint(
        "CHECK(num_nonnulls(lead_id, partner_id) = 1)", "A pool entry stands for one prospect or one customer."
    )
    _open_lead_uniq = models.UniqueIndex("(lead_id) WHERE state = 'open'", "The prospect is in a pool already.")
    _open_partner_uniq = models.UniqueIndex("(partner_id) WHERE state = 'open'", "The customer is in a pool already.")
    _open_of_pool = models.Index("(pool_id, entered_at DESC, id DESC) WHERE state = 'open'")
    _claimed_by = models.Index("(claimed_by_id, closed_at) WHERE state = 'claimed'")

    # ------------------------------------------------------------
    # Computed
    # ------------------------------------------------------------
    @api.depends("entered_at", "closed_at")
    def _compute_days_in_pool(self):
        now = self.env.cr.now()
        for entry in self:
            entry.days_in_pool = ((entry.closed_at or now) - entry.entered_at).days if entry.entered_at else 0

    def _search_days_in_pool(self, operator, value):
        """Days in the pool as a range of ``entered_at``, which is indexed; of open entries only."""
        now = self.env.cr.now()
        is_open = Domain("state", "=", "open")
        since = Domain.TRUE
        if operator in (">", ">=", "<", "<="):
            # days > N: entered at least N+1 whole days ago; days >= N: at least N
            days = int(value) + (operator in (">", "<="))
            compare = "<=" if operator in (">", ">=") else ">"
            since = Domain("entered_at", compare, now - timedelta(days=days))
        elif operator == "in":
            since = Domain.OR(
                Domain("entered_at", "<=", now - timedelta(days=int(days)))
                & Domain("entered_at", ">", now - timedelta(days=int(days) + 1))
                for days in value
            )
        else:
            return NotImplemented
        return is_open & since

    @api.depends("pool_id")
    @api.depends_context("uid")
    def _compute_can_manage(self):
        managed = self.pool_id._managed()
        for entry in self:
            entry.can_manage = entry.pool_id in managed

    # ------------------------------------------------------------
    # For the engine
    # ------------------------------------------------------------
    def _get_record(self):
        """The prospect or customer behind the entry, in sudo mode: entries are read by people who may not see it."""
        self.ensure_one()
        return self.sudo().lead_id or self.sudo().partner_id

    def _refresh(self):
        """Write anew what the entries show, after the record or the masks of the pool changed."""
        for entry in self.sudo():  # sudo: entries are written by the engine alone
            entry.write(entry._get_record()._get_entry_values(entry.pool_id))

    # ------------------------------------------------------------
    # Claim
    # ------------------------------------------------------------
    def action_claim(self):
        """Make the current user the owner of the records behind these entries: of each that nobody else got first.

        Exactly one of several people who claim an entry at the same moment wins: the state changes by one conditional
        UPDATE, in the order of ids. Who comes second waits for the first and is then told.

        :return: an action: the record when one was claimed, else a notification of what was got and what was lost
        :raise ClaimLost: when nothing was got
        :raise ClaimRefused: when the user may not claim
        """
        self._check_claim()
        won = self._claim_open()
        lost = self - won
        if not won:
            raise ClaimLost("\n".join(lost._get_lost_texts()))
        for field in ("lead_id", "partner_id"):
            # sudo: the claimer has no access to the record before it is his; the entry was checked and won above
            records = won.sudo().mapped(field)
            if records:
                records.with_context(crm_ownership_move=Move("claim")).write({"user_id": self.env.uid})
        return won._action_after_claim(lost)

    def _check_claim(self):
        """Refuse claims before anything is locked. Override to add caps and waiting times.

        :raise ClaimRefused: saying which rule stands against the claim
        """
        if not self.env.user.has_group(GROUP_SALESMAN):
            raise ClaimRefused(self.env._("Only salespeople can claim from a pool: ask an administrator for the role."))
        # Reading is refused for pools that the user does not belong to; a lost entry must still say who was faster.
        members = self.env["crm.pool"].search([("id", "in", self.sudo().pool_id.ids)])
        if self.sudo().pool_id - members:
            raise ClaimRefused(self.env._("You do not belong to this pool: ask its manager to add you."))

    def _claim_open(self):
        """Turn the open ones among these entries into the user's.

        Locks the rows in the order of ids and waits for who holds them. A transaction that changed a row in the
        meantime makes PostgreSQL refuse ours; Odoo then runs the request again, and it finds the entry taken.

        :return: the entries that were won
        """
        if not self.ids:
            return self
        self.flush_recordset(["state", "closed_at", "claimed_by_id"])
        rows = self.env.execute_query(
            SQL(
                """
                UPDATE crm_pool_entry
                   SET state = 'claimed', closed_at = %(now)s, claimed_by_id = %(uid)s,
                       write_uid = %(uid)s, write_date = %(now)s
                 WHERE id IN (SELECT id FROM crm_pool_entry WHERE id = ANY(%(ids)s) ORDER BY id FOR UPDATE)
                   AND state = 'open'
             RETURNING id
                """,
                now=self.env.cr.now(),
                uid=self.env.uid,
                ids=list(self.ids),
            )
        )
        self.invalidate_recordset(["state", "closed_at", "claimed_by_id"])
        won = {row[0] for row in rows}
        return self.filtered(lambda entry: entry.id in won)

    def _get_lost_texts(self):
        """For each entry that somebody else has: a sentence that says who, and what to do."""
        texts = []
        for entry in self.sudo():  # sudo: an entry that is closed is no longer readable for the other members
            when = (
                fields.Datetime.context_timestamp(self, entry.closed_at).strftime("%Y-%m-%d %H:%M")
                if entry.closed_at
                else ""
            )
            if entry.claimed_by_id:
                text = self.env._(
                    "%(entry)s: Claimed by %(name)s at %(when)s: choose another.",
                    entry=entry.name,
                    name=entry.claimed_by_id.name,
                    when=when,
                )
            else:
                text = self.env._(
                    "%(entry)s: taken out of the pool at %(when)s: choose another.", entry=entry.name, when=when
                )
            texts.append(text)
        return texts

    def _action_after_claim(self, lost):
        """:return: the action that shows the user what he got, and what not"""
        if len(self) == 1 and not lost:
            return self._action_open(self._get_record())
        message = self.env._("%(count)s claimed: they are in your lists now.", count=len(self))
        texts = lost._get_lost_texts()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning" if texts else "success",
                "title": self.env._("Claim from the pool"),
                "message": "\n".join([message, *texts]),
                "sticky": bool(texts),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    # ------------------------------------------------------------
    # For managers
    # ------------------------------------------------------------
    def _action_open(self, record):
        return {
            "type": "ir.actions.act_window",
            "res_model": record._name,
            "res_id": record.id,
            "view_mode": "form",
            "views": [(False, "form")],
        }

    def _check_managed(self):
        """:raise AssignRefused: when one of the entries is in a pool that the user does not manage"""
        if self.pool_id - self.pool_id._managed():
            raise AssignRefused(
                self.env._(
                    "Only managers of the pool may do this: claim the entry, or ask a manager to assign it to you."
                )
            )

    def action_open_record(self):
        """Open the record behind the entry: for managers of its pool."""
        self.ensure_one()
        self._check_managed()
        return self._action_open(self._get_record())

    def action_assign(self):
        """Open the dialog in which managers give the records behind these entries to a salesperson."""
        self._check_managed()
        # sudo: only the ids of the records are taken; the dialog checks access to them again
        entries = self.sudo().filtered(lambda entry: entry.state == "open")
        return self.env["crm.ownership.transfer"]._open(entries.lead_id, entries.partner_id)
