from odoo import api, fields, models
from odoo.tools import SQL

from ..const import EVENT_KINDS
from ..exceptions import LedgerAppendOnly


class CrmOwnershipEvent(models.Model):
    """The ledger: who got or lost which record, when, from whom, why. Rows are only ever added, by the engine alone."""

    _name = "crm.ownership.event"
    _description = "Ownership Event"
    _order = "at desc, id desc"
    _rec_name = "record_name"

    kind = fields.Selection(EVENT_KINDS, required=True, readonly=True)
    record_name = fields.Char("Record", readonly=True)
    lead_id = fields.Many2one("crm.lead", "Prospect", readonly=True, index="btree_not_null", ondelete="set null")
    partner_id = fields.Many2one("res.partner", "Customer", readonly=True, index="btree_not_null", ondelete="set null")
    company_id = fields.Many2one("res.company", readonly=True, index="btree_not_null")
    from_user_id = fields.Many2one("res.users", "From", readonly=True, index="btree_not_null", ondelete="set null")
    to_user_id = fields.Many2one("res.users", "To", readonly=True, index="btree_not_null", ondelete="set null")
    from_pool_id = fields.Many2one("crm.pool", "From pool", readonly=True, ondelete="restrict")
    to_pool_id = fields.Many2one("crm.pool", "To pool", readonly=True, ondelete="restrict")
    at = fields.Datetime("Date", required=True, readonly=True, index=True, default=lambda self: self.env.cr.now())
    by_user_id = fields.Many2one("res.users", "By", readonly=True, ondelete="set null")
    reason_id = fields.Many2one("crm.pool.reason", readonly=True, ondelete="restrict")
    note = fields.Char(readonly=True)

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise LedgerAppendOnly(
                self.env._("The ownership ledger writes itself: change the owner on the record instead.")
            )
        return super().create(vals_list)

    def write(self, vals):
        raise LedgerAppendOnly(self.env._("The ownership ledger cannot be changed: what happened stays recorded."))

    def unlink(self):
        raise LedgerAppendOnly(self.env._("The ownership ledger cannot be deleted: what happened stays recorded."))

    @api.model
    def _move_to(self, field, sources, target):
        """Let the events of merged records follow to the record that remains. The one change the ledger knows.

        :param field: ``lead_id`` or ``partner_id``
        :param sources: the records that are merged away
        :param target: the record that remains
        """
        self.flush_model([field])
        self.env.cr.execute(
            SQL(
                "UPDATE crm_ownership_event SET %(field)s = %(target)s WHERE %(field)s = ANY(%(sources)s)",
                field=SQL.identifier(field),
                target=target.id,
                sources=list(sources.ids),
            )
        )
        self.invalidate_model([field])
