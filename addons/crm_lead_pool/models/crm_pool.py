from odoo import api, fields, models
from odoo.fields import Domain

from ..const import GROUP_DIRECTOR
from ..exceptions import PoolNotEmpty
from ..tools import masking

# Fields of an entry that a pool may mask: its name, the setting, and how the text is masked.
MASKS = {
    "name": ("mask_name", masking.mask_name),
    "phone": ("mask_phone", masking.mask_phone),
    "email": ("mask_email", masking.mask_email),
    "street": ("mask_street", masking.mask_street),
}


class CrmPool(models.Model):
    """Prospects and customers that nobody owns and that salespeople may claim.

    Members see the entries (``crm.pool.entry``), managers see the records behind them. A pool without members is open
    to every salesperson of its company.
    """

    _name = "crm.pool"
    _description = "Public Pool"
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    description = fields.Text(help="What this pool is for; salespeople read it.")
    member_ids = fields.Many2many(
        "res.users",
        "crm_pool_member_rel",
        "pool_id",
        "user_id",
        "Members",
        domain="[('share', '=', False)]",
        help="Who sees the entries and may claim them. Leave empty for every salesperson of the company.",
    )
    manager_ids = fields.Many2many(
        "res.users",
        "crm_pool_manager_rel",
        "pool_id",
        "user_id",
        "Managers",
        domain="[('share', '=', False)]",
        help="Who sees the records themselves, assigns them and may import straight into the pool. "
        "Sales directors may do so for every pool.",
    )
    is_default = fields.Boolean("Default pool", help="Proposed when a record is released. One for each company.")
    takes_ownerless = fields.Boolean(
        "Takes prospects without owner",
        help="Prospects that arrive with neither owner nor pool (e-mail, website, import) come into this pool. "
        "Only for the default pool.",
    )
    allow_core_assignment = fields.Boolean(
        "Odoo's assignment may take these",
        help="Lets the lead assignment of the sales teams give the prospects of this pool to salespeople.",
    )
    mask_name = fields.Boolean("Mask names")
    mask_phone = fields.Boolean("Mask telephone numbers", default=True)
    mask_email = fields.Boolean("Mask e-mail addresses", default=True)
    mask_street = fields.Boolean("Mask streets", default=True)
    open_count = fields.Integer("Open entries", compute="_compute_counts")
    claimed_count = fields.Integer("Claimed in the last 30 days", compute="_compute_counts")

    _name_uniq = models.Constraint("UNIQUE(company_id, name)", "There is a pool of this name already.")
    _default_uniq = models.UniqueIndex(
        "(company_id) WHERE is_default AND active", "The company has a default pool already: unmark that one first."
    )
    _ownerless_default = models.Constraint(
        "CHECK(is_default OR NOT COALESCE(takes_ownerless, FALSE))",
        "Only the default pool can take prospects without owner: mark it as default pool too.",
    )

    def _compute_counts(self):
        Entry = self.env["crm.pool.entry"]
        mine = Domain("pool_id", "in", self.ids)
        open_counts = dict(Entry._read_group(mine & Domain("state", "=", "open"), ["pool_id"], ["__count"]))
        claimed = mine & Domain("state", "=", "claimed") & Domain("closed_at", ">=", "now -30d")
        claimed_counts = dict(Entry._read_group(claimed, ["pool_id"], ["__count"]))
        for pool in self:
            pool.open_count = open_counts.get(pool, 0)
            pool.claimed_count = claimed_counts.get(pool, 0)

    def write(self, vals):
        if vals.get("active") is False:
            self._check_empty()
        result = super().write(vals)
        if any(setting in vals for setting, _mask in MASKS.values()):
            # sudo: who may set the masks need not be able to read the entries' records
            self.env["crm.pool.entry"].sudo().search([("pool_id", "in", self.ids), ("state", "=", "open")])._refresh()
        return result

    def _check_empty(self):
        """:raise PoolNotEmpty: when one of the pools still holds records"""
        # sudo: entries of every company and member count
        entry = self.env["crm.pool.entry"].sudo().search([("pool_id", "in", self.ids), ("state", "=", "open")], limit=1)
        if entry:
            raise PoolNotEmpty(
                self.env._(
                    "The pool “%(pool)s” still holds records: "
                    "assign them or move them to another pool, then archive it.",
                    pool=entry.pool_id.name,
                )
            )

    def _managed(self):
        """The pools among these whose records the current user may see, assign and import."""
        if self.env.su or self.env.user.has_group(GROUP_DIRECTOR):
            return self
        # sudo: the question is about the user himself, and must work for pools that he may not read
        return self.filtered(lambda pool: self.env.user in pool.sudo().manager_ids)

    def _masked(self, values):
        """Mask what this pool does not show.

        :param values: dict with the full ``name``, ``phone``, ``email`` and ``street``
        :return: a new dict
        """
        self.ensure_one()
        return values | {
            field: mask(values.get(field)) if self[setting] else values.get(field)
            for field, (setting, mask) in MASKS.items()
        }

    @api.model
    def _get_default(self, company):
        """The default pool of a company, or an empty recordset."""
        # sudo: which pool a record comes into does not depend on who brings it
        return self.sudo().search([("company_id", "=", company.id), ("is_default", "=", True)], limit=1)

    def action_open_entries(self):
        """List what is in these pools."""
        action = self.env["ir.actions.act_window"]._for_xml_id("crm_lead_pool.crm_pool_entry_action")
        action["domain"] = [("pool_id", "in", self.ids)]
        return action
