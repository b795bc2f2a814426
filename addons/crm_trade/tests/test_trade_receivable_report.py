from datetime import date

from odoo.tests import tagged

from ..exceptions import DocumentClosedToSales
from .common import TradeCommon


@tagged("post_install", "-at_install")
class TestTradeReceivableReport(TradeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sell_for_years()
        cls.Report = cls.env["crm.trade.receivable.report"]

    def test_open_items_with_their_age(self):
        items = self.Report.search([("partner_id", "=", self.customer.id)], order="date_due, id")
        common = {"partner_id": self.customer.id, "user_id": self.rep.id, "currency_id": self.usd.id}
        self.assertRecordValues(
            items,
            [
                {
                    **common,
                    "move_id": self.advance.move_id.id,
                    "kind": "payment",
                    "amount": -50.0,
                    "residual": -50.0,
                    "date_due": date(2025, 12, 20),
                    "days_overdue": 0,
                    "bucket": "credit",
                },
                {
                    **common,
                    "move_id": self.partly_paid.id,
                    "kind": "invoice",
                    "amount": 1000.0,
                    "residual": 600.0,
                    "date_due": date(2026, 5, 1),
                    "days_overdue": 45,
                    "bucket": "d31_60",
                },
                {
                    **common,
                    "move_id": self.credit_note.id,
                    "kind": "refund",
                    "amount": -100.0,
                    "residual": -100.0,
                    "date_due": date(2026, 6, 5),
                    "days_overdue": 0,
                    "bucket": "credit",
                },
                {
                    **common,
                    "move_id": self.in_euros.id,
                    "kind": "invoice",
                    "amount": 300.0,
                    "residual": 300.0,
                    "date_due": date(2026, 6, 14),
                    "days_overdue": 1,
                    "bucket": "d1_30",
                },
                {
                    **common,
                    "move_id": self.not_due.id,
                    "kind": "invoice",
                    "amount": 230.0,
                    "residual": 230.0,
                    "date_due": date(2026, 7, 1),
                    "days_overdue": 0,
                    "bucket": "not_due",
                },
            ],
        )
        self.assertEqual(items[3].residual_currency, 600.0)
        self.assertEqual(sum(items.mapped("residual")), self.customer.trade_receivable)

    def test_bucket_borders(self):
        # Today is 15 June 2026.
        for due, days, bucket in (
            ("2026-06-15", 0, "not_due"),
            ("2026-06-14", 1, "d1_30"),
            ("2026-05-16", 30, "d1_30"),
            ("2026-05-15", 31, "d31_60"),
            ("2026-04-16", 60, "d31_60"),
            ("2026-04-15", 61, "d61_90"),
            ("2026-03-17", 90, "d61_90"),
            ("2026-03-16", 91, "d91"),
        ):
            with self.subTest(due=due):
                invoice = self.invoice(10, "2026-01-02", due, partner=self.stranger)
                item = self.Report.search([("move_id", "=", invoice.id)])
                self.assertEqual((item.days_overdue, item.bucket), (days, bucket))

    def test_ageing_per_customer_is_grouped(self):
        groups = self.Report._read_group(
            [("partner_id", "=", self.customer.id)], ["bucket"], ["residual:sum", "days_overdue:max"]
        )
        self.assertEqual(
            {bucket: (residual, days) for bucket, residual, days in groups},
            {
                "not_due": (230.0, 0),
                "d1_30": (300.0, 1),
                "d31_60": (600.0, 45),
                "credit": (-150.0, 0),
            },
        )

    def test_debt_follows_the_owner_of_the_customer(self):
        self.customer.user_id = self.other_rep
        self.env.flush_all()
        items = self.Report.search([("partner_id", "=", self.customer.id)])
        self.assertEqual(items.user_id, self.other_rep)

    def test_document_of_another_salesperson_stays_closed(self):
        item = self.Report.with_user(self.rep).search([("move_id", "=", self.partly_paid.id)])
        with self.assertRaises(DocumentClosedToSales):
            item.action_open_document()
        self.partly_paid.invoice_user_id = self.rep
        self.assertEqual(item.action_open_document()["res_id"], self.partly_paid.id)
