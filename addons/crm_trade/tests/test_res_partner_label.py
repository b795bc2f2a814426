from odoo.tests import tagged

from .common import TradeCommon


@tagged("post_install", "-at_install")
class TestResPartnerLabel(TradeCommon):
    def assertLabel(self, expected):
        """The label is computed as expected, for the contact too, and each search finds just who has it."""
        self.env.invalidate_all()
        self.assertEqual((self.customer + self.buyer).mapped("trade_label"), [expected] * 2)
        family = [("id", "in", (self.customer + self.buyer).ids)]
        for label in ("never", "first", "repeat"):
            found = self.env["res.partner"].search_count([*family, ("trade_label", "=", label)])
            self.assertEqual(found, 2 if label == expected else 0, label)
            others = self.env["res.partner"].search_count([*family, ("trade_label", "!=", label)])
            self.assertEqual(others, 0 if label == expected else 2, label)

    def test_quotation_and_cancelled_order_are_no_purchases(self):
        self.order(100, "2026-06-01 03:00:00", state="draft")
        self.order(100, "2026-06-01 03:00:00", state="cancel")
        self.assertLabel("never")

    def test_first_and_second_order_move_the_label(self):
        self.order(100, "2026-05-01 03:00:00")
        self.assertLabel("first")
        self.order(100, "2026-06-01 03:00:00", partner=self.buyer)
        self.assertLabel("repeat")

    def test_invoice_of_an_order_is_the_same_purchase(self):
        order = self.order(100, "2026-05-01 03:00:00")
        order.order_line.qty_delivered = 1
        order._create_invoices().action_post()
        self.assertLabel("first")

    def test_invoice_without_order_is_a_purchase_until_it_is_reversed(self):
        invoice = self.invoice(100, "2026-06-01", "2026-06-01")
        self.assertLabel("first")
        self._reverse_invoice(invoice, is_modify=False, post=True)
        self.assertLabel("never")

    def test_labels_are_found_together(self):
        self.order(100, "2026-05-01 03:00:00")
        candidates = self.customer + self.stranger
        found = self.env["res.partner"].search(
            [("trade_label", "in", ["never", "first"]), ("id", "in", candidates.ids)]
        )
        self.assertEqual(set(found.ids), set(candidates.ids))

    def test_nobody_is_without_a_label(self):
        self.assertFalse(self.env["res.partner"].search([("trade_label", "=", False)]))
