from odoo import api, fields, models
from odoo.tools import SQL

from ..const import LAST_ORDERS_LIMIT, TRADE_GROUPS


class ResPartner(models.Model):
    """What the customer's page lists, and what one can start from it."""

    _inherit = "res.partner"

    trade_last_order_ids = fields.Many2many(
        "sale.order", compute="_compute_trade_last_order_ids", string="Last Orders", groups=TRADE_GROUPS
    )
    trade_open_item_ids = fields.Many2many(
        "crm.trade.receivable.report", compute="_compute_trade_open_item_ids", string="Open Items", groups=TRADE_GROUPS
    )

    @api.depends("commercial_partner_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_trade_last_order_ids(self):
        """The latest orders and quotations that the user may open, at most LAST_ORDERS_LIMIT a customer."""
        Order = self.env["sale.order"]
        customer_ids = self.commercial_partner_id._origin.ids
        if not customer_ids or not Order.has_access("read"):
            self.trade_last_order_ids = False
            return
        readable = Order._search(
            [("partner_id.commercial_partner_id", "in", customer_ids), ("state", "!=", "cancel")],
        )
        rows = self.env.execute_query(
            SQL(
                """
                SELECT customer_id, ARRAY_AGG(order_id ORDER BY place)
                  FROM (
                    SELECT partner.commercial_partner_id AS customer_id, doc.id AS order_id,
                           ROW_NUMBER() OVER (
                               PARTITION BY partner.commercial_partner_id ORDER BY doc.date_order DESC, doc.id DESC
                           ) AS place
                      FROM sale_order doc
                      JOIN res_partner partner ON partner.id = doc.partner_id
                     WHERE doc.id IN %s
                  ) ranked
                 WHERE place <= %s
              GROUP BY customer_id
                """,
                readable.subselect(),
                LAST_ORDERS_LIMIT,
            )
        )
        orders = dict(rows)
        for partner in self:
            partner.trade_last_order_ids = Order.browse(orders.get(partner.commercial_partner_id._origin.id, ()))

    @api.depends("commercial_partner_id")
    @api.depends_context("uid", "company", "allowed_company_ids", "tz")
    def _compute_trade_open_item_ids(self):
        """Open items that the user may see by the rules of the receivable report, oldest due date first."""
        Item = self.env["crm.trade.receivable.report"]
        if not Item.has_access("read"):
            self.trade_open_item_ids = False
            return
        items = Item.search([("partner_id", "in", self.commercial_partner_id._origin.ids)]).grouped("partner_id")
        for partner in self:
            partner.trade_open_item_ids = items.get(partner.commercial_partner_id._origin, Item)

    def action_new_quotation(self):
        """Open a new quotation for this customer. Saving it needs the ordinary right to make quotations.

        :raise AccessError: when the user may not read the customer or may not make quotations
        """
        self.ensure_one()
        self.check_access("read")
        self.env["sale.order"].check_access("create")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New Quotation"),
            "res_model": "sale.order",
            "view_mode": "form",
            "target": "current",
            "context": self._prepare_trade_quotation_context(),
        }

    def _prepare_trade_quotation_context(self) -> dict:
        """Defaults of a quotation made from the customer's page."""
        return {"default_partner_id": self.id}

    def action_view_trade_receivables(self):
        """Open the open items of this customer, as far as the user may see them."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.actions"]._for_xml_id("crm_trade.crm_trade_receivable_report_action")
        action["domain"] = [("partner_id", "=", self.commercial_partner_id.id)]
        action["context"] = {}
        return action
