from odoo import api, fields, models
from odoo.tools import SQL

from ..const import AGEING_BUCKETS
from ..exceptions import DocumentClosedToSales


class CrmTradeReceivableReport(models.Model):
    """Open items of customers: one row for each posted receivable line that is not settled, with its age.

    The sum of ``residual`` is the balance of the receivable accounts: invoices that are not paid, less credit notes and
    payments not allocated yet. A journal entry without a partner is listed too, so that the total agrees with the
    books. Rows of several companies are shown in the currency of the current company at today's rate.

    ``user_id`` is the owner of the customer, not the salesperson of the invoice: whoever looks after the customer
    today sees the debt. Salespeople need no accounting rights for it; the rules of this model decide what they see.
    """

    _name = "crm.trade.receivable.report"
    _description = "Due Receivable"
    _auto = False
    _rec_name = "name"
    _order = "date_due, id"

    name = fields.Char("Document", readonly=True)
    move_id = fields.Many2one("account.move", "Journal Entry", readonly=True)
    kind = fields.Selection(
        [
            ("invoice", "Invoice"),
            ("refund", "Credit Note"),
            ("payment", "Payment"),
            ("other", "Other Entry"),
        ],
        readonly=True,
    )
    partner_id = fields.Many2one("res.partner", "Customer", readonly=True)
    user_id = fields.Many2one("res.users", "Salesperson", readonly=True)
    company_id = fields.Many2one("res.company", "Company", readonly=True)
    currency_id = fields.Many2one("res.currency", "Currency", readonly=True)
    date = fields.Date(readonly=True)
    date_due = fields.Date("Due Date", readonly=True)
    days_overdue = fields.Integer("Days Overdue", readonly=True, aggregator="max")
    bucket = fields.Selection(
        [
            ("not_due", "Not due"),
            ("d1_30", "1-30 days"),
            ("d31_60", "31-60 days"),
            ("d61_90", "61-90 days"),
            ("d91", "Over 90 days"),
            ("credit", "Unallocated credit"),
        ],
        "Age",
        readonly=True,
    )
    amount = fields.Monetary(readonly=True)
    residual = fields.Monetary("Open Amount", readonly=True)
    document_currency_id = fields.Many2one("res.currency", "Document Currency", readonly=True)
    residual_currency = fields.Monetary(
        "Open in Document Currency", currency_field="document_currency_id", readonly=True, aggregator=None
    )

    _depends = {
        "account.account": ["account_type"],
        "account.journal": ["type"],
        "account.move": ["move_type", "name"],
        "account.move.line": [
            "account_id",
            "amount_residual",
            "amount_residual_currency",
            "balance",
            "company_id",
            "currency_id",
            "date",
            "date_maturity",
            "journal_id",
            "move_id",
            "parent_state",
            "partner_id",
            "reconciled",
        ],
        "res.partner": ["commercial_partner_id", "user_id"],
    }

    @property
    def _table_query(self) -> SQL:
        return SQL("%s %s %s", self._select(), self._from(), self._where())

    @api.model
    def _select(self) -> SQL:
        return SQL(
            """
            SELECT line.id,
                   move.name,
                   line.move_id,
                   %(kind)s AS kind,
                   customer.id AS partner_id,
                   customer.user_id,
                   line.company_id,
                   %(currency)s AS currency_id,
                   line.date,
                   %(due)s AS date_due,
                   CASE WHEN line.amount_residual > 0 THEN GREATEST(%(today)s - %(due)s, 0) ELSE 0 END AS days_overdue,
                   %(bucket)s AS bucket,
                   line.balance * rates.rate AS amount,
                   line.amount_residual * rates.rate AS residual,
                   line.currency_id AS document_currency_id,
                   line.amount_residual_currency AS residual_currency
            """,
            kind=self._select_kind(),
            bucket=self._select_bucket(),
            currency=self.env.company.currency_id.id,
            due=self._due_date(),
            today=fields.Date.context_today(self),
        )

    @api.model
    def _select_kind(self) -> SQL:
        return SQL(
            """
            CASE WHEN move.move_type IN ('out_invoice', 'out_receipt') THEN 'invoice'
                 WHEN move.move_type = 'out_refund' THEN 'refund'
                 WHEN journal.type IN ('bank', 'cash', 'credit') THEN 'payment'
                 ELSE 'other' END
            """
        )

    @api.model
    def _select_bucket(self) -> SQL:
        """CASE over AGEING_BUCKETS, oldest first; an open credit has no age."""
        today, due = fields.Date.context_today(self), self._due_date()
        aged = [(key, first) for key, _caption, first in AGEING_BUCKETS if first is not None]
        cases = [SQL("WHEN %s - %s >= %s THEN %s", today, due, first, key) for key, first in reversed(aged)]
        return SQL("CASE WHEN line.amount_residual < 0 THEN 'credit' %s ELSE 'not_due' END", SQL(" ").join(cases))

    @api.model
    def _due_date(self) -> SQL:
        return SQL("COALESCE(line.date_maturity, line.date)")

    @api.model
    def _from(self) -> SQL:
        return SQL(
            """
            FROM account_move_line line
            JOIN account_account account ON account.id = line.account_id
            JOIN account_move move ON move.id = line.move_id
            JOIN account_journal journal ON journal.id = line.journal_id
            JOIN (VALUES %(rates)s) AS rates(company_id, rate) ON rates.company_id = line.company_id
            LEFT JOIN res_partner partner ON partner.id = line.partner_id
            LEFT JOIN res_partner customer ON customer.id = partner.commercial_partner_id
            """,
            rates=self.env["res.partner"]._get_trade_rates_sql(),
        )

    @api.model
    def _where(self) -> SQL:
        return SQL(
            "WHERE %s AND line.reconciled IS NOT TRUE",
            self.env["res.partner"]._get_trade_receivable_sql(),
        )

    def action_open_document(self):
        """Open the invoice or entry behind the open item.

        :raise DocumentClosedToSales: when the user sees the debt but may not open the document
        """
        self.ensure_one()
        self.check_access("read")
        if not self.move_id.has_access("read"):
            raise DocumentClosedToSales(
                self.env._(
                    "%(document)s can be opened by its own salesperson and by accounting only. "
                    "Ask them for a copy if the customer needs one.",
                    document=self.name,
                )
            )
        return {
            "type": "ir.actions.act_window",
            "res_model": "account.move",
            "res_id": self.move_id.id,
            "view_mode": "form",
        }
