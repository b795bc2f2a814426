from odoo import api, fields, models
from odoo.tools import SQL


class CrmVisitStockLine(models.Model):
    """What was counted of one product in a shop during a visit."""

    _name = "crm.visit.stock.line"
    _description = "Shelf Count"
    _order = "followup_id desc, sequence, id"
    _rec_name = "product_id"

    followup_id = fields.Many2one("crm.followup", "Visit", required=True, index=True, ondelete="cascade")
    sequence = fields.Integer(default=10)
    product_id = fields.Many2one(
        "product.product", "Product", required=True, index=True, ondelete="restrict", domain="[('sale_ok', '=', True)]"
    )
    uom_id = fields.Many2one(related="product_id.uom_id", string="Unit")
    previous_qty = fields.Float(
        "Last Count",
        compute="_compute_previous_qty",
        store=True,
        precompute=True,
        digits="Product Unit",
        aggregator=None,
        help="What was counted at the last visit that was done before this one.",
    )
    shelf_qty = fields.Float("On the Shelf", digits="Product Unit", aggregator=None)
    sold_qty = fields.Float("Sold Since", digits="Product Unit", help="What the shop sold since the last visit.")
    facing = fields.Integer("Facings", aggregator="avg", help="Units that stand side by side in the front row.")
    partner_id = fields.Many2one(related="followup_id.partner_id", store=True, index=True)
    user_id = fields.Many2one(related="followup_id.user_id", store=True, index=True)
    company_id = fields.Many2one(related="followup_id.company_id", store=True, index=True)
    done_date = fields.Date(related="followup_id.done_date", store=True)
    state = fields.Selection(related="followup_id.state", store=True)

    _product_uniq = models.UniqueIndex(
        "(followup_id, product_id)", "This product was counted in this visit already. Correct that line instead."
    )
    _qty_not_negative = models.Constraint(
        "CHECK(shelf_qty >= 0 AND sold_qty >= 0 AND facing >= 0)", "What was counted cannot be less than nothing."
    )

    @api.depends("followup_id.partner_id", "followup_id.lead_id", "product_id")
    def _compute_previous_qty(self):
        """The last count of the same product at the same customer, for all lines in one query for each kind of record.

        It is kept as it was when the line was made: a later correction of an earlier visit does not rewrite it.
        """
        keys = {line: line._get_count_key() for line in self}
        previous = {}
        for column in ("partner_id", "lead_id"):
            if rows := {key[1:] for key in keys.values() if key and key[0] == column}:
                previous |= {(column, *row): qty for *row, qty in self._fetch_previous_counts(column, rows)}
        for line, key in keys.items():
            line.previous_qty = previous.get(key, 0.0)

    def _get_count_key(self) -> tuple[str, int, int, int | None] | None:
        """By which column, of which record, product and visit the last count is looked up; None: nothing to look up."""
        # sudo: who has the visit may count there, though the customer may be a colleague's.
        visit = self.followup_id.sudo()
        column = "partner_id" if visit.partner_id else "lead_id"
        record_id, product_id = visit[column]._origin.id, self.product_id._origin.id
        return (column, record_id, product_id, visit._origin.id or None) if record_id and product_id else None

    def _fetch_previous_counts(self, column: str, rows: set[tuple]) -> list[tuple]:
        """Rows ``(record, product, visit, quantity)`` for the wanted ``(record, product, visit)``."""
        self.env["crm.followup"].flush_model(["partner_id", "lead_id", "state", "done_at"])
        self.flush_model(["followup_id", "product_id", "shelf_qty"])
        return self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT ON (wanted.record_id, wanted.product_id, wanted.visit_id)
                       wanted.record_id, wanted.product_id, wanted.visit_id, line.shelf_qty::float
                  FROM (VALUES %(rows)s) AS wanted(record_id, product_id, visit_id)
             LEFT JOIN crm_followup this ON this.id = wanted.visit_id
                  JOIN crm_followup visit ON visit.%(column)s = wanted.record_id
                   AND visit.state = 'done'
                   AND visit.id IS DISTINCT FROM wanted.visit_id
                   AND (this.done_at IS NULL OR visit.done_at < this.done_at)
                  JOIN crm_visit_stock_line line ON line.followup_id = visit.id
                   AND line.product_id = wanted.product_id
              ORDER BY wanted.record_id, wanted.product_id, wanted.visit_id, visit.done_at DESC, visit.id DESC
                """,
                rows=SQL(", ").join(SQL("(%s::int, %s::int, %s::int)", *row) for row in rows),
                column=SQL.identifier(column),
            )
        )
