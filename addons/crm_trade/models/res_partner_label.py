from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..const import TRADE_GROUPS, TRADE_LABELS
from ..tools.labels import label_range, trade_label


class ResPartner(models.Model):
    """The trade label: how often a customer bought, over all switched-on companies."""

    _inherit = "res.partner"

    trade_label = fields.Selection(
        [
            ("never", "Never bought"),
            ("first", "First-time buyer"),
            ("repeat", "Repeat buyer"),
        ],
        compute="_compute_trade_label",
        search="_search_trade_label",
        groups=TRADE_GROUPS,
        help="By the number of confirmed orders and of invoices made without an order.",
    )

    @api.depends("commercial_partner_id")
    @api.depends_context("uid", "company", "allowed_company_ids")
    def _compute_trade_label(self):
        partner_ids = self._get_trade_partner_ids()
        counts = {}
        if partner_ids:
            query = self._get_trade_purchase_count_sql(SQL("partner.commercial_partner_id = ANY(%s)", partner_ids))
            counts = dict(self.env.execute_query(query))
        for partner in self:
            partner.trade_label = trade_label(counts.get(partner.commercial_partner_id._origin.id, 0), TRADE_LABELS)

    def _search_trade_label(self, operator, value):
        if operator != "in":
            return NotImplemented
        # Everybody has a label, so an empty one finds nobody.
        return Domain.OR(self._get_trade_label_domain(key) for key in value if key)

    def _get_trade_label_domain(self, key: str) -> Domain:
        """Partners with the label ``key``. Who never bought appears in no document and is found from the other side."""
        least, most = label_range(key, TRADE_LABELS)
        domain = Domain.TRUE
        if least:
            domain &= Domain("commercial_partner_id", "any", self._get_trade_buyers_sql(least))
        if most is not None:
            domain &= Domain("commercial_partner_id", "not any", self._get_trade_buyers_sql(most + 1))
        return domain

    def _get_trade_buyers_sql(self, least: int) -> SQL:
        """Query of the commercial partners with at least ``least`` purchases."""
        return SQL(
            "SELECT customer_id FROM (%s) purchases WHERE purchase_count >= %s",
            self._get_trade_purchase_count_sql(SQL("TRUE")),
            least,
        )

    def _get_trade_purchase_count_sql(self, condition: SQL) -> SQL:
        """Query ``customer_id, purchase_count`` per commercial partner; ``condition`` is on res_partner ``partner``."""
        self._flush_trade_books()
        self.env["sale.order"].flush_model(["partner_id", "company_id", "state"])
        purchases = SQL(" UNION ALL ").join(
            SQL(
                "SELECT partner.commercial_partner_id AS customer_id FROM res_partner partner JOIN (%s) doc"
                " ON doc.partner_id = partner.id WHERE doc.company_id = ANY(%s) AND %s",
                query,
                self.env.companies.ids,
                condition,
            )
            for query in self._get_trade_purchase_queries()
        )
        return SQL("SELECT customer_id, COUNT(*) AS purchase_count FROM (%s) docs GROUP BY customer_id", purchases)

    @api.model
    def _get_trade_purchase_queries(self) -> list[SQL]:
        """Queries ``partner_id, company_id``, one row a purchase. Extend it where another document is a purchase too.

        A purchase is a confirmed order, or a posted invoice or receipt that came from no order and was not reversed.
        """
        return [
            SQL("SELECT partner_id, company_id FROM sale_order WHERE state = 'sale'"),
            SQL(
                """
                SELECT move.partner_id, move.company_id
                  FROM account_move move
                 WHERE move.move_type IN ('out_invoice', 'out_receipt')
                   AND move.state = 'posted'
                   AND move.payment_state != 'reversed'
                   AND NOT EXISTS (
                     SELECT 1
                       FROM account_move_line line
                       JOIN sale_order_line_invoice_rel rel ON rel.invoice_line_id = line.id
                      WHERE line.move_id = move.id
                   )
                """
            ),
        ]
