import operator as py_operator

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..const import TRADE_GROUPS
from ..tools.figures import BooksRow, OrderRow, TradeFigures
from ..tools.periods import local_date, utc_midnight, year_start

COMPARISONS = {
    ">": (py_operator.gt, SQL(">"), SQL("<=")),
    ">=": (py_operator.ge, SQL(">="), SQL("<")),
    "<": (py_operator.lt, SQL("<"), SQL(">=")),
    "<=": (py_operator.le, SQL("<="), SQL(">")),
}


class ResPartner(models.Model):
    """What a customer bought, paid and owes.

    Nothing is stored: the figures are read from Odoo's own orders and books, for all partners of a recordset at once,
    and always for the commercial partner with everybody below. They cover the companies the user has switched on
    and are in the currency of the current company.

    A salesperson reads the figures of every customer that he may read, including what colleagues sold and accounting
    booked, without any right on those documents: the queries run below the record rules, after the right to read the
    partner was checked.
    """

    _inherit = "res.partner"

    trade_currency_id = fields.Many2one("res.currency", compute="_compute_trade_currency_id", string="Trade Currency")
    trade_order_count = fields.Integer(
        "Orders", compute="_compute_trade_figures", groups=TRADE_GROUPS, help="Confirmed sales orders."
    )
    trade_order_total = fields.Monetary(
        "Order Total",
        compute="_compute_trade_figures",
        currency_field="trade_currency_id",
        groups=TRADE_GROUPS,
        help="Confirmed sales orders, tax included, foreign currency at the rate of the order.",
    )
    trade_order_largest = fields.Monetary(
        "Largest Order", compute="_compute_trade_figures", currency_field="trade_currency_id", groups=TRADE_GROUPS
    )
    trade_year_count = fields.Integer("Orders this Year", compute="_compute_trade_figures", groups=TRADE_GROUPS)
    trade_year_total = fields.Monetary(
        "Order Total this Year",
        compute="_compute_trade_figures",
        currency_field="trade_currency_id",
        groups=TRADE_GROUPS,
    )
    trade_last_order_date = fields.Date("Last Order", compute="_compute_trade_figures", groups=TRADE_GROUPS)
    trade_invoiced_total = fields.Monetary(
        "Invoiced",
        compute="_compute_trade_figures",
        currency_field="trade_currency_id",
        groups=TRADE_GROUPS,
        help="Posted invoices less credit notes, tax included.",
    )
    trade_received_total = fields.Monetary(
        "Received",
        compute="_compute_trade_figures",
        currency_field="trade_currency_id",
        groups=TRADE_GROUPS,
        help="Payments booked in bank and cash journals, less what was paid back.",
    )
    trade_received_year = fields.Monetary(
        "Received this Year",
        compute="_compute_trade_figures",
        currency_field="trade_currency_id",
        groups=TRADE_GROUPS,
    )
    trade_receivable = fields.Monetary(
        "Receivable",
        compute="_compute_trade_figures",
        search="_search_trade_receivable",
        currency_field="trade_currency_id",
        groups=TRADE_GROUPS,
        help="Open balance of the receivable accounts: what is not paid yet, less unallocated credits.",
    )
    trade_overdue = fields.Monetary(
        "Overdue",
        compute="_compute_trade_figures",
        search="_search_trade_overdue",
        currency_field="trade_currency_id",
        groups=TRADE_GROUPS,
        help="What was due before today, less unallocated credits of the same company.",
    )
    # ------------------------------------------------------------------
    # Figures
    # ------------------------------------------------------------------

    @api.depends_context("company")
    def _compute_trade_currency_id(self):
        self.trade_currency_id = self.env.company.currency_id

    # Without "uid" a figure that a director's request had put into the cache would be handed to whoever asks next in
    # the same transaction, past the check below.
    @api.depends("commercial_partner_id")
    @api.depends_context("uid", "company", "allowed_company_ids", "tz")
    def _compute_trade_figures(self):
        figures = self._get_trade_figures()
        nothing = TradeFigures()
        timezone = self.env.tz
        for partner in self:
            row = figures.get(partner.commercial_partner_id._origin.id, nothing)
            partner.trade_order_count = row.order_count
            partner.trade_order_total = row.order_total
            partner.trade_order_largest = row.order_largest
            partner.trade_year_count = row.year_count
            partner.trade_year_total = row.year_total
            partner.trade_last_order_date = row.last_order_at and local_date(row.last_order_at, timezone)
            partner.trade_invoiced_total = row.invoiced
            partner.trade_received_total = row.received
            partner.trade_received_year = row.received_year
            partner.trade_receivable = row.receivable
            partner.trade_overdue = row.overdue

    def _get_trade_figures(self) -> dict[int, TradeFigures]:
        """Trade figures of the commercial partners of ``self`` by partner id; who never traded is left out.

        Amounts are in the currency of the current company, over the companies that are switched on. Costs two queries
        for any number of partners, plus the rates when those companies keep books in several currencies.

        :raise AccessError: when the user may not read one of the partners
        """
        partner_ids = self._get_trade_partner_ids()
        figures: dict[int, TradeFigures] = {}
        if not partner_ids:
            return figures
        rates = self._get_trade_rates()
        for partner_id, company_id, *values in self._fetch_trade_orders(partner_ids):
            figures.setdefault(partner_id, TradeFigures()).add_orders(OrderRow(*values), rates[company_id])
        for partner_id, company_id, *values in self._fetch_trade_books(partner_ids):
            figures.setdefault(partner_id, TradeFigures()).add_books(BooksRow(*values), rates[company_id])
        return figures

    def _get_trade_partner_ids(self) -> list[int]:
        """Ids of the commercial partners of ``self`` whose figures the user may see.

        :raise AccessError: when the user may not read one of the partners themselves. A contact whose company is
            hidden from the user stays readable, but shows no figures.
        """
        partners = self._origin
        partners.check_access("read")
        return partners.commercial_partner_id._filtered_access("read").ids

    def _get_trade_rates(self) -> dict[int, float]:
        """Rate from each switched-on company's currency into that of the current company, today."""
        company, today = self.env.company, fields.Date.context_today(self)
        target = company.currency_id
        # sudo: a company's currency and the rates are no secret, but its record may be closed to the user.
        return {
            other.id: self.env["res.currency"].sudo()._get_conversion_rate(other.currency_id, target, company, today)
            for other in self.env.companies.sudo()
        }

    def _get_trade_rates_sql(self) -> SQL:
        """The same as rows ``(company, rate)`` of a VALUES list."""
        return SQL(", ").join(SQL("(%s, %s::numeric)", *pair) for pair in self._get_trade_rates().items())

    def _fetch_trade_orders(self, partner_ids: list[int]) -> list[tuple]:
        """Rows ``(commercial partner, company, *OrderRow)`` of confirmed orders, in the company's currency."""
        self.env["res.partner"].flush_model(["commercial_partner_id"])
        self.env["sale.order"].flush_model(
            ["partner_id", "company_id", "state", "amount_total", "currency_rate", "date_order"]
        )
        since = utc_midnight(year_start(fields.Date.context_today(self)), self.env.tz)
        return self.env.execute_query(
            SQL(
                """
                SELECT customer_id, company_id, COUNT(*), SUM(amount), MAX(amount), MAX(date_order),
                       COUNT(*) FILTER (WHERE date_order >= %(since)s),
                       COALESCE(SUM(amount) FILTER (WHERE date_order >= %(since)s), 0.0)
                  FROM (
                    SELECT partner.commercial_partner_id AS customer_id, doc.company_id, doc.date_order,
                           (doc.amount_total / COALESCE(NULLIF(doc.currency_rate, 0), 1.0))::float AS amount
                      FROM res_partner partner
                      JOIN sale_order doc ON doc.partner_id = partner.id
                     WHERE partner.commercial_partner_id = ANY(%(partners)s)
                       AND doc.company_id = ANY(%(companies)s)
                       AND doc.state = 'sale'
                  ) orders
              GROUP BY customer_id, company_id
                """,
                since=since,
                partners=partner_ids,
                companies=self.env.companies.ids,
            )
        )

    def _fetch_trade_books(self, partner_ids: list[int]) -> list[tuple]:
        """Rows ``(commercial partner, company, *BooksRow)`` from posted receivable lines, in the company's currency.

        Invoices, credit notes and payments are all read from the receivable accounts: so what was invoiced, received
        and is still open comes from one place and adds up.
        """
        today = fields.Date.context_today(self)
        self._flush_trade_books()
        return self.env.execute_query(
            SQL(
                """
                SELECT partner.commercial_partner_id, line.company_id,
                       COALESCE(SUM(line.balance) FILTER (WHERE %(is_invoice)s), 0)::float,
                       COALESCE(-SUM(line.balance) FILTER (WHERE %(is_payment)s), 0)::float,
                       COALESCE(-SUM(line.balance) FILTER (WHERE %(is_payment)s AND line.date >= %(since)s), 0)::float,
                       COALESCE(SUM(line.amount_residual), 0)::float,
                       COALESCE(SUM(line.amount_residual) FILTER (WHERE %(is_due)s), 0)::float,
                       COALESCE(SUM(line.amount_residual) FILTER (WHERE line.amount_residual < 0), 0)::float
                  FROM res_partner partner
                  JOIN account_move_line line ON line.partner_id = partner.id
                  JOIN account_account account ON account.id = line.account_id
                  JOIN account_move move ON move.id = line.move_id
                  JOIN account_journal journal ON journal.id = line.journal_id
                 WHERE partner.commercial_partner_id = ANY(%(partners)s)
                   AND %(is_receivable)s
              GROUP BY partner.commercial_partner_id, line.company_id
                """,
                is_invoice=SQL("move.move_type IN ('out_invoice', 'out_refund', 'out_receipt')"),
                is_payment=SQL("move.move_type = 'entry' AND journal.type IN ('bank', 'cash', 'credit')"),
                is_due=self._get_trade_due_sql(today),
                is_receivable=self._get_trade_receivable_sql(),
                since=year_start(today),
                partners=partner_ids,
            )
        )

    def _flush_trade_books(self):
        self.env["res.partner"].flush_model(["commercial_partner_id"])
        self.env["account.account"].flush_model(["account_type"])
        self.env["account.move"].flush_model(["move_type", "state", "payment_state", "partner_id", "company_id"])
        self.env["account.move.line"].flush_model(
            [
                "account_id",
                "amount_residual",
                "balance",
                "company_id",
                "date",
                "date_maturity",
                "journal_id",
                "move_id",
                "parent_state",
                "partner_id",
                "reconciled",
            ]
        )

    def _get_trade_receivable_sql(self) -> SQL:
        """Condition on ``line`` and ``account``: a posted receivable line of a switched-on company."""
        return SQL(
            "account.account_type = 'asset_receivable' AND line.parent_state = 'posted' AND line.company_id = ANY(%s)",
            self.env.companies.ids,
        )

    def _get_trade_due_sql(self, today) -> SQL:
        """Condition on ``line``: an open debit that was due before ``today``."""
        return SQL("line.amount_residual > 0 AND COALESCE(line.date_maturity, line.date) < %s", today)

    # ------------------------------------------------------------------
    # Search on what is owed
    # ------------------------------------------------------------------

    def _search_trade_receivable(self, operator, value):
        return self._search_trade_open_amount(operator, value, overdue=False)

    def _search_trade_overdue(self, operator, value):
        return self._search_trade_open_amount(operator, value, overdue=True)

    def _search_trade_open_amount(self, operator, value, overdue):
        """Domain of partners whose open (or overdue) amount compares to ``value``, in the current company's currency.

        Knows ``<``, ``<=``, ``>`` and ``>=``. Whoever has no open item stands at 0. Which partners are found stays
        subject to the record rules of res.partner.
        """
        if operator not in COMPARISONS or not isinstance(value, int | float):
            return NotImplemented
        compare, sql_operator, sql_contrary = COMPARISONS[operator]
        zero_fits = compare(0.0, value)
        query = SQL(
            "SELECT customer_id FROM (%s) open_amounts GROUP BY customer_id HAVING ROUND(SUM(amount), 6) %s %s",
            self._get_trade_open_amounts_sql(overdue),
            sql_contrary if zero_fits else sql_operator,
            value,
        )
        return Domain("commercial_partner_id", "not any" if zero_fits else "any", query)

    def _get_trade_open_amounts_sql(self, overdue: bool) -> SQL:
        """Query ``customer_id, amount`` by commercial partner and company, in the current company's currency."""
        self._flush_trade_books()
        amount = SQL("SUM(line.amount_residual)")
        if overdue:
            amount = SQL(
                "GREATEST(SUM(line.amount_residual) FILTER (WHERE %s OR line.amount_residual < 0), 0)",
                self._get_trade_due_sql(fields.Date.context_today(self)),
            )
        return SQL(
            """
            SELECT partner.commercial_partner_id AS customer_id, COALESCE(%(amount)s, 0) * rates.rate AS amount
              FROM account_move_line line
              JOIN account_account account ON account.id = line.account_id
              JOIN res_partner partner ON partner.id = line.partner_id
              JOIN (VALUES %(rates)s) AS rates(company_id, rate) ON rates.company_id = line.company_id
             WHERE %(is_receivable)s
               AND line.reconciled IS NOT TRUE
          GROUP BY partner.commercial_partner_id, line.company_id, rates.rate
            """,
            amount=amount,
            rates=self._get_trade_rates_sql(),
            is_receivable=self._get_trade_receivable_sql(),
        )
