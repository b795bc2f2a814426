from odoo import Command, api, fields, models
from odoo.fields import Domain

from ..exceptions import VisitWithoutCustomer


class CrmFollowup(models.Model):
    """A visit: the stop of a route that it was made for, what was counted there, and the orders taken."""

    _inherit = "crm.followup"

    route_line_id = fields.Many2one(
        "crm.visit.route.line", "Stop", index="btree_not_null", ondelete="set null", copy=False, readonly=True
    )
    route_id = fields.Many2one(related="route_line_id.route_id", store=True, index="btree_not_null", string="Route")
    route_date = fields.Date(
        "Route Date", copy=False, readonly=True, help="Day for which the route made this visit; stays when it is moved."
    )
    route_sequence = fields.Integer("Place on the Route", copy=False, readonly=True)
    stock_line_ids = fields.One2many("crm.visit.stock.line", "followup_id", "Shelf Count")
    order_ids = fields.One2many("sale.order", "visit_id", "Orders")
    order_count = fields.Integer("Number of Orders", compute="_compute_order_count")

    _route_line_date_uniq = models.UniqueIndex(
        "(route_line_id, route_date) WHERE route_line_id IS NOT NULL", "This stop has its visit of that day already."
    )

    @api.depends("order_ids")
    def _compute_order_count(self):
        counts = dict(self.env["sale.order"]._read_group([("visit_id", "in", self.ids)], ["visit_id"], ["__count"]))
        for visit in self:
            visit.order_count = counts.get(visit._origin, 0)

    def action_add_last_products(self):
        """Add a line for each product that was counted at the last visit here and is not on this count yet."""
        for visit in self:
            known = visit.stock_line_ids.product_id
            visit.stock_line_ids = [
                Command.create({"product_id": line.product_id.id, "sequence": line.sequence})
                for line in visit._get_last_count()
                if line.product_id not in known and line.product_id.active
            ]

    def _get_last_count(self):
        """The shelf count of the last visit here that was done before this one and counted anything."""
        self.ensure_one()
        # sudo: the last visit may have been a colleague's; only which products it counted is taken over.
        visit = self.sudo()
        column = "partner_id" if visit.partner_id else "lead_id"
        domain = Domain(column, "=", visit[column].id) & Domain("state", "=", "done") & Domain("id", "!=", visit.id)
        if visit.done_at:
            domain &= Domain("done_at", "<", visit.done_at)
        last = visit.search(domain & Domain("stock_line_ids", "!=", False), order="done_at desc, id desc", limit=1)
        return last.stock_line_ids

    def action_new_order(self):
        """Open a new quotation for the customer of this visit, with the visit noted on it.

        :raise VisitWithoutCustomer: when a prospect was visited that is no customer yet
        """
        self.ensure_one()
        if not self.partner_id:
            raise VisitWithoutCustomer(
                self.env._(
                    "Make “%(prospect)s” a customer first; then you can take the order.", prospect=self.record_name
                )
            )
        action = self.partner_id.action_new_quotation()
        action["context"] |= {"default_visit_id": self.id, "default_company_id": self.company_id.id}
        if self.lead_id.type == "opportunity":
            action["context"]["default_opportunity_id"] = self.lead_id.id
        return action

    def action_view_orders(self):
        """The quotations and orders taken during this visit."""
        self.ensure_one()
        domain = [("visit_id", "=", self.id)]
        action = {
            "type": "ir.actions.act_window",
            "name": self.env._("Orders of the Visit"),
            "res_model": "sale.order",
            "view_mode": "list,form",
            "domain": domain,
            "context": {"default_visit_id": self.id, "default_partner_id": self.partner_id.id},
        }
        orders = self.env["sale.order"].search(domain, limit=2)
        if len(orders) == 1:
            action |= {"view_mode": "form", "res_id": orders.id}
        return action
