from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .common import TradeCommon


@tagged("post_install", "-at_install")
class TestResPartnerActions(TradeCommon):
    def test_new_quotation_is_for_the_customer_and_by_the_salesperson(self):
        action = self.customer.with_user(self.rep).action_new_quotation()
        self.assertEqual((action["res_model"], action["view_mode"]), ("sale.order", "form"))
        with Form(self.env["sale.order"].with_user(self.rep).with_context(**action["context"])) as form:
            self.assertEqual(form.partner_id, self.customer)
        order = form.save()
        self.assertRecordValues(order, [{"partner_id": self.customer.id, "user_id": self.rep.id, "state": "draft"}])

    def test_accounting_may_not_make_quotations(self):
        before = self.env["sale.order"].search_count([])
        with self.assertRaises(AccessError):
            self.customer.with_user(self.bookkeeper).action_new_quotation()
        self.assertEqual(self.env["sale.order"].search_count([]), before)

    def test_last_orders_are_those_one_may_open_newest_first(self):
        own = self.env["sale.order"]
        for day in range(1, 13):
            own += self.order(day, f"2026-05-{day:02} 03:00:00", user_id=self.rep.id)
        foreign = self.order(99, "2026-06-01 03:00:00", user_id=self.other_rep.id)
        self.order(98, "2026-06-02 03:00:00", user_id=self.rep.id, state="cancel")
        self.env.invalidate_all()
        expected = own.sorted("date_order", reverse=True)[:10]
        self.assertEqual(self.customer.with_user(self.rep).trade_last_order_ids.ids, expected.ids)
        self.assertEqual(self.buyer.with_user(self.rep).trade_last_order_ids.ids, expected.ids)
        self.assertEqual(
            self.customer.with_user(self.director).trade_last_order_ids.ids, [foreign.id, *expected[:9].ids]
        )
        self.assertFalse(self.stranger.with_user(self.rep).trade_last_order_ids)

    def test_receivables_button_shows_the_open_items_of_the_customer(self):
        invoice = self.invoice(100, "2026-06-01", "2026-06-10")
        self.invoice(70, "2026-06-01", "2026-06-10", partner=self.stranger)
        action = self.buyer.with_user(self.rep).action_view_trade_receivables()
        items = self.env[action["res_model"]].with_user(self.rep).search(action["domain"])
        self.assertRecordValues(items, [{"move_id": invoice.id, "residual": 100.0}])
        self.assertEqual(self.customer.with_user(self.rep).trade_open_item_ids.ids, items.ids)

    def test_customer_form_opens_for_every_role(self):
        self.order(100, "2026-06-01 03:00:00", user_id=self.rep.id)
        self.invoice(100, "2026-06-01", "2026-06-10")
        for user in (self.rep, self.superior, self.director, self.bookkeeper):
            with self.subTest(user=user.login):
                form = Form(self.customer.with_user(user))
                self.assertEqual(form.trade_receivable, 100.0)
