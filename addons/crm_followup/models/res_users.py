from odoo import api, fields, models

from ..exceptions import HierarchyCycle


class ResUsers(models.Model):
    _name = "res.users"
    _inherit = "res.users"
    # Lets record rules say ('user_id', 'child_of', user.id) for "own and all subordinates'", at any depth. By Odoo's
    # default, parent_id, the company of the user's contact, no hierarchy of users can be walked.
    _parent_name = "superior_id"

    superior_id = fields.Many2one(
        "res.users",
        "Superior",
        index="btree_not_null",
        ondelete="set null",
        domain="[('share', '=', False), ('id', '!=', id)]",
        help="Sees and may work on everything this salesperson owns, as do the superior's own superiors.",
    )
    subordinate_ids = fields.One2many("res.users", "superior_id", "Direct Subordinates")

    @api.constrains("superior_id")
    def _check_superior_cycle(self):
        if self._has_cycle("superior_id"):
            raise HierarchyCycle(
                self.env._("A salesperson cannot stand above a superior of his own: choose another superior.")
            )
