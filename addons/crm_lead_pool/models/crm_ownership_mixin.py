from odoo import api, fields, models
from odoo.tools import clean_context

from ..const import ENTRY_STATE_OF_KIND, GROUP_DIRECTOR, GROUP_SUPERIOR, OWNERSHIP_FIELDS
from ..exceptions import AssignRefused, OwnerAndPool, PoolCompanyMismatch, PoolEntryRefused, ReleaseRefused
from ..tools.ownership import Holder, Move, event_kind


class CrmOwnershipMixin(models.AbstractModel):
    """The ownership engine: a record has an owner, or is in a pool with one open entry, or neither; never both.

    Every change of ``user_id`` or ``pool_id``, by whatever way, passes ``create`` and ``write`` here: it is checked,
    the entries follow, and the ledger gets one row for each record, in one INSERT for all of them.
    """

    _name = "crm.ownership.mixin"
    _description = "Has an Owner or Is in a Pool"

    pool_id = fields.Many2one("crm.pool", "Pool", index="btree_not_null", ondelete="restrict", copy=False)
    can_release = fields.Boolean(compute="_compute_can_dispose")
    can_transfer = fields.Boolean(compute="_compute_can_dispose")

    # ------------------------------------------------------------
    # What the inheriting model says
    # ------------------------------------------------------------
    def _get_ownership_field(self):
        """The many2one of ``crm.pool.entry`` and ``crm.ownership.event`` that points to this model."""
        return self._get_followup_field()

    def _get_ownership_roots(self):
        """The records that are owned when these are worked with: of a contact, the company that it belongs to."""
        return self

    def _get_shown_fields(self):
        """Names of the fields from which a pool entry is made."""
        raise NotImplementedError

    def _prepare_entry_source(self):
        """What an entry shows of this record before masking. Override to show more.

        :return: values of ``crm.pool.entry``, ``name``, ``phone``, ``email`` and ``street`` in full
        """
        raise NotImplementedError

    def _get_release_obstacles(self):
        """Why records among these cannot go to a pool now. Override to refuse more, and call super.

        :return: dict of record → text for the user
        """
        return {}

    # ------------------------------------------------------------
    # Who may give records away
    # ------------------------------------------------------------
    def _disposable(self):
        """The records among these that the current user may release, assign or transfer.

        His own and his subordinates' at any depth, those in pools that he manages, and ownerless ones for superiors;
        directors may dispose of all.
        """
        user = self.env.user
        if self.env.su or user.has_group(GROUP_DIRECTOR):
            return self
        records = self.sudo()  # sudo: the question is answered for records that the user may not read, too
        owners = records.user_id
        below = owners.search([("id", "in", owners.ids), ("id", "child_of", user.id)])
        managed = records.pool_id.with_env(self.env)._managed()
        is_superior = user.has_group(GROUP_SUPERIOR)
        disposable = records.filtered(
            lambda record: (
                record.user_id in below
                if record.user_id
                else (record.pool_id in managed if record.pool_id else is_superior)
            )
        )
        return disposable.with_env(self.env)

    @api.depends("user_id", "pool_id")
    @api.depends_context("uid")
    def _compute_can_dispose(self):
        disposable = self._disposable()
        may_transfer = self.env.user.has_group(GROUP_SUPERIOR) or self.env.user.has_group(GROUP_DIRECTOR)
        for record in self:
            record.can_release = record in disposable and bool(record.user_id)
            record.can_transfer = record in disposable and may_transfer

    # ------------------------------------------------------------
    # Values
    # ------------------------------------------------------------
    def _complete_create_vals(self, vals_list):
        """Settle owner and pool of new records, so that each has one, the other, or neither.

        :raise OwnerAndPool: when values name both
        :raise PoolEntryRefused: when the user may not put new records into the pool
        """
        pool_ids = set()
        for vals in vals_list:
            pool_id = vals.get("pool_id", self.env.context.get("default_pool_id"))
            if pool_id:
                self._check_owner_or_pool(vals)
                pool_ids.add(pool_id)
                vals.update(pool_id=pool_id, user_id=False, **self._get_pool_company_vals(pool_id))
        if pool_ids:
            self._check_create_in_pool(self.env["crm.pool"].browse(pool_ids))
        return vals_list

    def _check_owner_or_pool(self, vals):
        if vals.get("user_id") and vals.get("pool_id"):
            raise OwnerAndPool(
                self.env._("A record has an owner or is in a pool, not both: leave out the salesperson or the pool.")
            )

    def _get_pool_company_vals(self, pool_id):
        """Values that keep a record that enters a pool in the company of the pool."""
        return {}

    def _check_create_in_pool(self, pools):
        """:raise PoolEntryRefused: when the user manages not all of these pools"""
        foreign = pools - pools._managed()
        if foreign:
            raise PoolEntryRefused(
                self.env._(
                    "Only managers of the pool “%(pool)s” may put new records straight into it: "
                    "leave the pool out, then the records are yours, or ask a manager to import them.",
                    pool=foreign[0].sudo().name,  # sudo: the name of the pool that the user himself wrote down
                )
            )

    # ------------------------------------------------------------
    # Create and write
    # ------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        nobody = Holder()
        records._after_ownership_change(dict.fromkeys(records.ids, nobody), is_new=True)
        return records

    def write(self, vals):
        if not OWNERSHIP_FIELDS & vals.keys():
            result = super().write(vals)
            if self._get_shown_fields() & vals.keys():
                self._refresh_entries()
            return result
        before = self._get_holders()
        self._check_ownership_change(vals)
        result = super().write(vals)
        self._after_ownership_change(before)
        return result

    def _complete_write_vals(self, vals):
        """Let owner and pool exclude each other: who gets an owner leaves the pool, what enters a pool loses its owner.

        :raise OwnerAndPool: when values name both
        """
        self._check_owner_or_pool(vals)
        if vals.get("pool_id"):
            return {**vals, "user_id": False, **self._get_pool_company_vals(vals["pool_id"])}
        if vals.get("user_id") and self.sudo().pool_id:  # sudo: who may write is checked by the write itself
            return {**vals, "pool_id": False}
        return vals

    def _split_pool_vals(self, vals):
        """Check a release by the rights of the user, and tell which part of it has to be written with sudo.

        Odoo reads a record again after writing it; who puts it into a pool can no longer read it then. Only owner, pool
        and company go with sudo, after the checks; everything else is written by the user, and before.

        :param vals: completed values
        :return: (values for the user, values for sudo)
        """
        if self.env.su or not vals.get("pool_id"):
            return vals, {}
        self.check_access("write")
        self._check_ownership_change(vals)
        own = {name: value for name, value in vals.items() if name not in ("user_id", "pool_id", "company_id")}
        if own:
            self.write(own)
        return {}, {name: value for name, value in vals.items() if name not in own}

    def _get_holders(self):
        """dict of record id → who holds the record now"""
        # sudo: who gave a record away can no longer read it
        return {record.id: Holder(record.user_id.id or 0, record.pool_id.id or 0) for record in self.sudo()}

    # ------------------------------------------------------------
    # Checks
    # ------------------------------------------------------------
    def _check_ownership_change(self, vals):
        """Refuse changes that the user may not make, or that a rule stands against. Override to add checks.

        :param vals: completed values that hold ``user_id`` or ``pool_id``
        """
        if vals.get("pool_id"):
            self._check_enter_pool(self.env["crm.pool"].browse(vals["pool_id"]))
        elif vals.get("user_id") or "pool_id" in vals:
            self._check_leave_pool()

    def _check_leave_pool(self):
        """:raise AssignRefused: when a record is in a pool that the user does not manage"""
        # sudo: the question is asked about records that the user may not read, and answered by his own rights
        pools = self.sudo().pool_id.with_env(self.env)
        foreign = pools - pools._managed()
        if foreign:
            raise AssignRefused(
                self.env._(
                    "Only managers of the pool “%(pool)s” give its records away: claim the record, or ask a manager.",
                    pool=foreign[0].sudo().name,  # sudo: the name of the pool, for the message
                )
            )

    def _check_enter_pool(self, pool):
        """:raise ReleaseRefused: when the user may not release a record, or something stands against it
        :raise PoolCompanyMismatch: when pool and record belong to different companies
        """
        pool.check_access("read")
        # sudo: only to sort the records by pool and company; what the user may do is asked with his own rights
        entering = self.sudo().filtered(lambda record: record.pool_id.id != pool.id).with_env(self.env)
        if any(record.company_id and record.company_id != pool.company_id for record in entering.sudo()):
            raise PoolCompanyMismatch(
                self.env._(
                    "The pool “%(pool)s” belongs to %(company)s: choose a pool of the record's own company.",
                    pool=pool.name,
                    company=pool.company_id.name,
                )
            )
        # sudo: only to find those in a pool; they are checked with the user's rights
        entering.sudo().filtered("pool_id").with_env(self.env)._check_leave_pool()
        foreign = entering - entering._disposable()
        if foreign:
            raise ReleaseRefused(
                self.env._(
                    "“%(record)s” is not yours to release: ask its owner or his superior.",
                    record=foreign[0].sudo().display_name,  # sudo: the name of the record that the user chose
                )
            )
        obstacles = entering._get_release_obstacles()
        if obstacles:
            raise ReleaseRefused("\n".join(entering._get_obstacle_texts(obstacles)))

    def _get_obstacle_texts(self, obstacles):
        return [
            self.env._("%(record)s: %(reason)s", record=record.display_name, reason=text)
            for record, text in obstacles.items()
        ]

    # ------------------------------------------------------------
    # What follows from a change
    # ------------------------------------------------------------
    def _after_ownership_change(self, before, is_new=False):
        """Let entries, ledger and open tasks follow.

        :param before: dict of record id → ``Holder``
        :param is_new: the records have just been created
        """
        move = self.env.context.get("crm_ownership_move")
        move = move if isinstance(move, Move) else Move()
        after = self._get_holders()
        new_kind = "import" if self.env.context.get("import_file") else "create"
        kinds = {}
        for record in self.sudo():  # sudo: who gave a record away can no longer read it
            kind = event_kind(before[record.id], after[record.id], self.env.uid)
            if is_new and (kind or record._is_ledger_kept()):
                kinds[record] = new_kind
            elif kind:
                kinds[record] = move.kind or kind
        if not kinds:
            return
        self._move_entries(before, after, kinds, move)
        # sudo: nobody has the right to write the ledger; the change that it tells of has passed the checks
        # Without defaults, which are meant for the record: default_partner_id of a lead is no customer of the row.
        Event = self.env["crm.ownership.event"].sudo().with_context(clean_context(self.env.context))
        Event.create(
            [
                record._prepare_event_vals(before[record.id], after[record.id], kind, move)
                for record, kind in kinds.items()
            ]
        )
        if not is_new:
            self._follow_owner(before, after)

    def _is_ledger_kept(self):
        """Whether the ledger tells of the creation of this record, though nobody owns it."""
        return False

    def _prepare_event_vals(self, before, after, kind, move):
        """Values of the ledger row for this record. Override to tell more."""
        self.ensure_one()
        return {
            self._get_ownership_field(): self.id,
            "record_name": self.display_name,
            "company_id": self.company_id.id,
            "kind": kind,
            "from_user_id": before.user or False,
            "to_user_id": after.user or False,
            "from_pool_id": before.pool or False,
            "to_pool_id": after.pool or False,
            "at": self.env.cr.now(),
            "by_user_id": self.env.uid,
            "reason_id": move.reason_id,
            "note": move.note,
        }

    # ------------------------------------------------------------
    # Entries
    # ------------------------------------------------------------
    def _move_entries(self, before, after, kinds, move):
        """Close the entries of records that left a pool, open one for each that entered."""
        # sudo: entries are written by the engine alone
        Entry = self.env["crm.pool.entry"].sudo().with_context(clean_context(self.env.context))
        field = self._get_ownership_field()
        left = [
            record for record in kinds if before[record.id].pool and before[record.id].pool != after[record.id].pool
        ]
        if left:
            now = self.env.cr.now()
            entries = Entry.search([(field, "in", [record.id for record in left]), ("state", "=", "open")])
            for (state, user_id), group in entries.grouped(
                lambda entry: (
                    ENTRY_STATE_OF_KIND.get(kinds[entry[field]], "withdrawn"),
                    after[entry[field].id].user or False,
                )
            ).items():
                group.write({"state": state, "claimed_by_id": user_id, "closed_at": now})
            # The unique index allows one open entry: the old ones must be closed before new ones are inserted.
            entries.flush_recordset(["state"])
        entered = [
            record for record in kinds if after[record.id].pool and before[record.id].pool != after[record.id].pool
        ]
        if entered:
            Entry.create([record._prepare_entry_vals(before[record.id], move) for record in entered])

    def _prepare_entry_vals(self, before, move):
        """Values of the pool entry for this record. Override to keep more."""
        self.ensure_one()
        return {
            **self._get_entry_values(self.pool_id),
            self._get_ownership_field(): self.id,
            "record_type": "lead" if self._get_ownership_field() == "lead_id" else "partner",
            "pool_id": self.pool_id.id,
            "company_id": self.pool_id.company_id.id,
            "entered_at": self.env.cr.now(),
            "reason_id": move.reason_id,
            "note": move.note,
            "released_by_id": self.env.uid,
            "previous_owner_id": before.user or False,
        }

    def _get_entry_values(self, pool):
        """What the pool shows of this record, masked as the pool says."""
        self.ensure_one()
        return pool._masked(self._prepare_entry_source())

    def _refresh_entries(self):
        """Write anew what the pool shows of those records among these that are in one."""
        pooled = self.sudo().filtered("pool_id")  # sudo: entries are written by the engine alone
        if pooled:
            domain = [(self._get_ownership_field(), "in", pooled.ids), ("state", "=", "open")]
            self.env["crm.pool.entry"].sudo().search(domain)._refresh()

    # ------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------
    def action_release(self):
        """Open the dialog that puts these records into a pool."""
        return self.env["crm.pool.release"]._open(self)

    def action_transfer(self):
        """Open the dialog that gives these records to another salesperson."""
        field = "lead_ids" if self._get_ownership_field() == "lead_id" else "partner_ids"
        return self.env["crm.ownership.transfer"]._open(**{field: self._get_ownership_roots()})
