from odoo.tests import tagged

from odoo.addons.crm_lead_pool.exceptions import ReleaseRefused
from odoo.addons.crm_trade.tests.common import TradeCommon


@tagged("post_install", "-at_install")
class TestReleaseObstacles(TradeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pool = cls.env["crm.pool"].create({"name": "Open Sea", "company_id": cls.company.id})
        cls.lead = cls.env["crm.lead"].create(
            {
                "name": "More for Hengda",
                "type": "opportunity",
                "partner_id": cls.customer.id,
                "user_id": cls.rep.id,
                "company_id": cls.company.id,
            }
        )

    def release(self, record, user):
        record.with_user(user).write({"pool_id": self.pool.id})
        self.env.invalidate_all()

    def assertStays(self, text):
        for record in (self.lead, self.customer):
            with self.subTest(model=record._name):
                with self.assertRaises(ReleaseRefused) as refusal:
                    self.release(record, self.rep)
                self.assertIn(text, str(refusal.exception))
                self.env.invalidate_all()
                self.assertRecordValues(record, [{"user_id": self.rep.id, "pool_id": False}])

    def assertGoes(self):
        for record in (self.lead, self.customer):
            self.release(record, self.director)
            self.assertRecordValues(record, [{"user_id": False, "pool_id": self.pool.id}])

    def test_order_that_is_not_invoiced_holds_the_customer(self):
        self.order(100, "2026-06-01 03:00:00", partner=self.buyer, user_id=self.other_rep.id)
        self.assertStays("1 confirmed orders are not fully invoiced")

    def test_debt_holds_the_customer(self):
        self.invoice(100, "2026-06-01", "2026-07-01")
        self.assertStays("it still owes money")

    def test_credit_that_covers_the_debt_holds_nobody(self):
        self.invoice(100, "2026-06-01", "2026-07-01")
        self.invoice(100, "2026-06-01", "2026-06-01", move_type="out_refund")
        self.assertGoes()

    def test_paid_order_and_open_quotation_hold_nobody(self):
        order = self.order(100, "2026-06-01 03:00:00")
        order.order_line.qty_delivered = 1
        invoice = order._create_invoices()
        invoice.action_post()
        self.pay(invoice, 100, "2026-06-02")
        self.order(50, "2026-06-03 03:00:00", state="draft")
        self.order(70, "2026-06-03 03:00:00", state="cancel")
        self.assertGoes()

    def test_debt_in_a_company_that_the_user_does_not_see_holds_the_customer(self):
        other = self.setup_other_company(name="Second Company")
        self.env["account.move"].sudo().with_company(other["company"]).create(
            {
                "move_type": "out_invoice",
                "partner_id": self.customer.id,
                "invoice_date": "2026-06-01",
                "company_id": other["company"].id,
                "journal_id": other["default_journal_sale"].id,
                "invoice_line_ids": [
                    self._prepare_invoice_line(
                        name="Goods", price_unit=10, tax_ids=[], account_id=other["default_account_revenue"].id
                    )
                ],
            }
        ).action_post()
        self.assertStays("it still owes money")

    def test_fifty_customers_take_as_many_queries_as_one(self):
        customers = self.customer + self.env["res.partner"].create(
            [{"name": f"Customer {number}", "user_id": self.rep.id} for number in range(49)]
        )
        for customer in customers[:5]:
            self.invoice(10, "2026-06-01", "2026-07-01", partner=customer)
        self.env.flush_all()
        queries = []
        for partners in (self.customer, self.customer, customers):
            self.env.invalidate_all()
            partners.sudo().mapped("commercial_partner_id.user_ids")
            self.company.currency_id.mapped("rounding")
            before = self.cr.sql_log_count
            partners._get_open_trade()
            queries.append(self.cr.sql_log_count - before)
        self.assertEqual(queries[1], queries[2])
