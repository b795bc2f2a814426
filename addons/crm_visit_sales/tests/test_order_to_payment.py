from odoo import Command
from odoo.tests import Form, tagged

from .common import VisitCommon


@tagged("post_install", "-at_install")
class TestOrderToPayment(VisitCommon):
    """From the visit to the money with Odoo's own documents, each step by the person whose work it is."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.storekeeper = cls._new_user("trade_storekeeper", "stock.group_stock_user")
        cls.goods = cls._create_product(
            name="Rice Cooker", is_storable=True, invoice_policy="delivery", list_price=299.0, taxes_id=cls.tax_sale_a
        )
        warehouse = cls.env["stock.warehouse"].search([("company_id", "=", cls.company.id)], limit=1)
        cls.stock = warehouse.lot_stock_id
        cls.env["stock.quant"]._update_available_quantity(cls.goods, cls.stock, 50)
        cls.tax_sale_a.amount = 13.0

    def assertFigures(self, **expected):
        self.env.invalidate_all()
        values = {f"trade_{name}": value for name, value in expected.items()}
        self.assertRecordValues(self.customer.with_user(self.rep), [values])

    def test_customers_page_follows_every_step(self):
        # The route makes the visit, the shelf is counted, the order is taken.
        self.route.with_user(self.rep).action_create_visits()
        visit = self.visits([("partner_id", "=", self.customer.id)]).with_user(self.rep)
        visit.stock_line_ids = [Command.create({"product_id": self.goods.id, "shelf_qty": 2, "facing": 1})]
        action = visit.action_new_order()
        quotation = self.env["sale.order"].with_user(self.rep).with_context(**action["context"])
        with Form(quotation) as form, form.order_line.new() as line:
            line.product_id = self.goods
            line.product_uom_qty = 10
            line.price_unit = 100
        order = form.save()
        visit._mark_done({"result": "Ordered ten"})
        self.assertRecordValues(order, [{"amount_untaxed": 1000.0, "amount_total": 1130.0, "visit_id": visit.id}])
        self.assertFigures(order_count=0, order_total=0.0, label="never", receivable=0.0)

        # The salesperson confirms: an order, nothing owed yet.
        order.action_confirm()
        self.assertFigures(order_count=1, order_total=1130.0, label="first", invoiced_total=0.0, receivable=0.0)

        # The warehouse delivers.
        picking = order.sudo().picking_ids.with_user(self.storekeeper)
        self.assertEqual(picking.state, "assigned")
        picking.button_validate()
        self.assertEqual(picking.state, "done")
        self.assertEqual(order.sudo().order_line.qty_delivered, 10)
        self.assertEqual(self.goods.with_company(self.company).qty_available, 40)

        # Accounting invoices and posts: 1130 are owed, due in thirty days.
        invoice = order.with_user(self.bookkeeper)._create_invoices()
        invoice.invoice_date = "2026-06-15"
        invoice.invoice_date_due = "2026-07-15"
        invoice.action_post()
        self.assertFigures(invoiced_total=1130.0, received_total=0.0, receivable=1130.0, overdue=0.0, label="first")
        items = self.env["crm.trade.receivable.report"].with_user(self.rep).search([("move_id", "=", invoice.id)])
        self.assertRecordValues(items, [{"residual": 1130.0, "bucket": "not_due", "partner_id": self.customer.id}])

        # The customer pays a part, then the rest.
        self.register(invoice, 630.0)
        self.assertFigures(received_total=630.0, received_year=630.0, receivable=500.0)
        self.register(invoice, 500.0)
        self.assertEqual(invoice.payment_state, "paid")
        self.assertFigures(
            order_count=1, order_total=1130.0, invoiced_total=1130.0, received_total=1130.0, receivable=0.0, overdue=0.0
        )
        self.assertFalse(items.exists() and items.search([("move_id", "=", invoice.id)]))

    def test_returned_goods_are_credited(self):
        order = self._create_sale_order_one_line(
            product_id=self.goods, product_uom_qty=4, price_unit=100, partner_id=self.customer, user_id=self.rep
        )
        order.picking_ids.button_validate()
        order._create_invoices().action_post()
        self.assertFigures(invoiced_total=452.0, receivable=452.0)
        wizard = (
            self.env["stock.return.picking"]
            .with_context(
                active_model="stock.picking", active_id=order.picking_ids.id, active_ids=order.picking_ids.ids
            )
            .create({})
        )
        wizard.product_return_moves.quantity = 1
        back = self.env["stock.picking"].browse(wizard.action_create_returns()["res_id"])
        back.button_validate()
        order._create_invoices(final=True).action_post()
        self.assertFigures(order_count=1, order_total=452.0, invoiced_total=339.0, receivable=339.0, label="first")

    def register(self, invoice, amount):
        self.env["account.payment.register"].with_user(self.bookkeeper).with_context(
            active_model="account.move", active_ids=invoice.ids
        ).create({"amount": amount, "payment_date": "2026-06-15"})._create_payments()
