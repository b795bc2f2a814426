from datetime import date

from odoo import Command
from odoo.tests import tagged

from .common import TradeCommon

NOTHING = {
    "trade_order_count": 0,
    "trade_order_total": 0.0,
    "trade_order_largest": 0.0,
    "trade_year_count": 0,
    "trade_year_total": 0.0,
    "trade_last_order_date": False,
    "trade_invoiced_total": 0.0,
    "trade_received_total": 0.0,
    "trade_received_year": 0.0,
    "trade_receivable": 0.0,
    "trade_overdue": 0.0,
}
# Orders: 1000 + 230 (200 and 15 % tax, from the contact) + 300 (600 euros) + 40 (just after midnight in Shanghai).
# Books: 1000 + 230 - 100 + 300 + 500 invoiced, 400 + 50 + 500 received, the rest is open. Overdue are 600 and 300,
# less the credit note of 100 and the advance payment of 50.
HISTORY = {
    "trade_order_count": 4,
    "trade_order_total": 1570.0,
    "trade_order_largest": 1000.0,
    "trade_year_count": 3,
    "trade_year_total": 570.0,
    "trade_last_order_date": date(2026, 5, 1),
    "trade_invoiced_total": 1930.0,
    "trade_received_total": 950.0,
    "trade_received_year": 400.0,
    "trade_receivable": 980.0,
    "trade_overdue": 750.0,
}


@tagged("post_install", "-at_install")
class TestResPartnerFigures(TradeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sell_for_years()

    def test_history_gives_the_figures_worked_out_by_hand(self):
        self.assertRecordValues(
            self.customer + self.buyer + self.stranger,
            [HISTORY, HISTORY, NOTHING],
        )

    def test_books_add_up(self):
        partner = self.customer
        self.assertAlmostEqual(
            partner.trade_invoiced_total - partner.trade_received_total, partner.trade_receivable, places=2
        )
        self.assertEqual(partner.trade_receivable, partner.sudo().credit)

    def test_salesperson_without_accounting_rights_sees_the_same_figures(self):
        self.assertRecordValues(self.customer.with_user(self.rep), [HISTORY])

    def test_reversed_and_reset_documents_leave_no_trace(self):
        self._reverse_invoice(self.not_due, is_modify=False, post=True)
        self.in_euros.button_draft()
        self.env.invalidate_all()
        # 1930 - 230 - 300 invoiced; open: 600 - 100 - 50 and nothing of the reversed invoice.
        self.assertRecordValues(
            self.customer,
            [{"trade_invoiced_total": 1400.0, "trade_receivable": 450.0, "trade_overdue": 450.0}],
        )

    def test_refund_to_the_customer_lessens_what_was_received(self):
        payment = self.env["account.payment"].create(
            {
                "amount": 30,
                "date": "2026-06-12",
                "payment_type": "outbound",
                "partner_type": "customer",
                "partner_id": self.customer.id,
            }
        )
        payment.action_post()
        self.env.invalidate_all()
        self.assertRecordValues(
            self.customer,
            [{"trade_received_total": 920.0, "trade_received_year": 370.0, "trade_receivable": 1010.0}],
        )

    def test_two_companies_are_added_in_the_currency_of_the_current_one(self):
        other = self.setup_other_company(name="Second Company", currency_id=self.eur.id)["company"]
        # The second company keeps its books in euros, and for both one dollar is two euros.
        self.env["res.currency.rate"].create(
            [
                {"name": "2020-01-01", "currency_id": self.usd.id, "company_id": other.id, "rate": 0.5},
                {"name": "2020-01-01", "currency_id": self.eur.id, "company_id": other.id, "rate": 1.0},
            ]
        )
        self.env.user.company_ids = [Command.link(other.id)]
        self.director.company_ids = [Command.link(other.id)]
        env = self.env(context=dict(self.env.context, allowed_company_ids=other.ids))
        order = env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "company_id": other.id,
                "order_line": [self._prepare_order_line(product_id=self.product_a, price_unit=80, tax_ids=[])],
            }
        )
        order.action_confirm()
        director = self.customer.with_user(self.director)
        first = director.with_context(allowed_company_ids=self.company.ids)
        second = director.with_context(allowed_company_ids=other.ids)
        both = director.with_context(allowed_company_ids=(self.company + other).ids)
        both_in_euros = director.with_context(allowed_company_ids=(other + self.company).ids)
        self.assertRecordValues(first, [HISTORY])
        self.assertRecordValues(second, [{"trade_order_count": 1, "trade_order_total": 80.0, "trade_receivable": 0.0}])
        self.assertEqual(second.trade_currency_id, self.eur)
        self.assertRecordValues(
            both, [{"trade_order_count": 5, "trade_order_total": 1610.0, "trade_receivable": 980.0}]
        )
        self.assertRecordValues(
            both_in_euros,
            [{"trade_order_total": 3220.0, "trade_receivable": 1960.0, "trade_overdue": 1500.0}],
        )

    def test_search_by_open_and_overdue_amount(self):
        candidates = self.customer + self.buyer + self.stranger
        for domain, expected in (
            ([("trade_receivable", ">", 0)], self.customer + self.buyer),
            ([("trade_receivable", ">=", 980)], self.customer + self.buyer),
            ([("trade_receivable", ">", 980)], self.env["res.partner"]),
            ([("trade_receivable", "<=", 0)], self.stranger),
            ([("trade_overdue", ">", 0)], self.customer + self.buyer),
            ([("trade_overdue", ">", 750)], self.env["res.partner"]),
            ([("trade_overdue", "<", 800)], candidates),
        ):
            with self.subTest(domain=domain):
                found = self.env["res.partner"].search([*domain, ("id", "in", candidates.ids)])
                self.assertEqual(found, found & expected)
                self.assertEqual(set(found.ids), set(expected.ids))

    def test_fifty_partners_take_as_many_queries_as_one(self):
        partners = self.env["res.partner"].create(
            [{"name": f"Customer {number:02}", "user_id": self.rep.id} for number in range(49)]
        )
        for partner in partners[:5]:
            self.order(10, "2026-02-01 03:00:00", partner=partner)
        self.env.flush_all()
        names = [*HISTORY, "trade_label"]
        queries = []
        # The first round fills Odoo's caches of rules and groups.
        for recordset in (self.customer, self.customer, self.customer + partners):
            self.env.invalidate_all()
            visible = recordset.with_user(self.rep)
            # Reading the partners, the company and its currency is Odoo's share.
            visible.read(["name", "commercial_partner_id"])
            self.company.currency_id.read(["rounding"])
            before = self.cr.sql_log_count
            visible.read(names)
            queries.append(self.cr.sql_log_count - before)
        # Orders, books, purchases: one query each.
        self.assertEqual(queries[1:], [3, 3])
