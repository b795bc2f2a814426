from psycopg2 import IntegrityError

from odoo import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import VisitCommon


@tagged("post_install", "-at_install")
class TestVisitStockLine(VisitCommon):
    def count(self, visit, quantity, product=None, **values):
        return self.env["crm.visit.stock.line"].create(
            {
                "followup_id": visit.id,
                "product_id": (product or self.product_a).id,
                "shelf_qty": quantity,
                **values,
            }
        )

    def done(self, moment, quantity, partner=None, product=None):
        visit = self.visit(partner=partner)
        self.count(visit, quantity, product=product)
        visit._mark_done({"result": "Counted", "done_at": moment})
        return visit

    def test_last_count_is_that_of_the_last_visit_that_was_done(self):
        self.done("2026-06-01 02:00:00", 24)
        self.done("2026-06-08 02:00:00", 15)
        self.count(self.visit(), 99)  # planned only
        self.done("2026-06-09 02:00:00", 7, partner=self.shops[1])
        self.done("2026-06-10 02:00:00", 8, product=self.product_b)
        line = self.count(self.visit(), 6)
        self.assertRecordValues(line, [{"previous_qty": 15.0, "shelf_qty": 6.0, "partner_id": self.customer.id}])

    def test_first_count_has_none_before(self):
        self.assertEqual(self.count(self.visit(), 6).previous_qty, 0.0)

    def test_last_count_is_kept_when_the_earlier_one_is_corrected(self):
        earlier = self.done("2026-06-08 02:00:00", 15)
        line = self.count(self.visit(), 6)
        earlier.stock_line_ids.shelf_qty = 14
        self.assertEqual(line.previous_qty, 15.0)

    def test_count_of_a_visit_recorded_late_looks_back_from_its_own_time(self):
        self.done("2026-06-01 02:00:00", 24)
        self.done("2026-06-08 02:00:00", 15)
        late = self.visit()
        late._mark_done({"result": "Was there too", "done_at": "2026-06-05 02:00:00"})
        self.assertEqual(self.count(late, 20).previous_qty, 24.0)

    def test_prospect_is_counted_too(self):
        lead = self.env["crm.lead"].create({"name": "Corner Shop", "type": "lead", "user_id": self.rep.id})
        first = self.visit(partner=self.env["res.partner"], lead_id=lead.id)
        self.count(first, 5)
        first._mark_done({"result": "Counted", "done_at": "2026-06-08 02:00:00"})
        line = self.count(self.visit(partner=self.env["res.partner"], lead_id=lead.id), 3)
        self.assertEqual(line.previous_qty, 5.0)

    def test_form_of_the_salesperson_shows_the_last_count_while_typing(self):
        self.done("2026-06-08 02:00:00", 15)
        visit = self.visit()
        with Form(visit.with_user(self.rep)) as form, form.stock_line_ids.new() as line:
            line.product_id = self.product_a
            self.assertEqual(line.previous_qty, 15.0)
            line.shelf_qty = 4
            line.facing = 2
        self.assertRecordValues(
            visit.stock_line_ids, [{"previous_qty": 15.0, "shelf_qty": 4.0, "facing": 2, "user_id": self.rep.id}]
        )

    def test_products_of_the_last_count_are_taken_over_once(self):
        self.done("2026-06-01 02:00:00", 24, product=self.product_b)
        last = self.done("2026-06-08 02:00:00", 15)
        self.count(last, 9, product=self.product_b)
        visit = self.visit()
        self.count(visit, 4)
        visit.action_add_last_products()
        visit.action_add_last_products()
        self.assertRecordValues(
            visit.stock_line_ids.sorted("id"),
            [
                {"product_id": self.product_a.id, "previous_qty": 15.0, "shelf_qty": 4.0},
                {"product_id": self.product_b.id, "previous_qty": 9.0, "shelf_qty": 0.0},
            ],
        )

    def test_first_visit_has_no_products_to_take_over(self):
        visit = self.visit()
        visit.action_add_last_products()
        self.assertFalse(visit.stock_line_ids)

    def test_product_is_counted_once_a_visit_and_never_below_zero(self):
        visit = self.visit()
        self.count(visit, 1)
        for values in ({"quantity": 2}, {"quantity": -1, "product": self.product_b}):
            with (
                self.subTest(values=values),
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
                self.env.cr.savepoint(),
            ):
                self.count(visit, **values)
        self.assertEqual(len(visit.stock_line_ids), 1)

    def test_fifty_lines_look_back_in_one_query(self):
        self.done("2026-06-08 02:00:00", 15)
        products = self.env["product.product"].create([{"name": f"Product {number}"} for number in range(50)])
        visit = self.visit()
        visit.stock_line_ids = [Command.create({"product_id": product.id, "shelf_qty": 1}) for product in products]
        self.env.flush_all()
        queries = []
        for lines in (visit.stock_line_ids[:1], visit.stock_line_ids[:1], visit.stock_line_ids):
            self.env.invalidate_all()
            lines.mapped("followup_id.partner_id")
            lines.mapped("product_id")
            before = self.cr.sql_log_count
            lines._compute_previous_qty()
            queries.append(self.cr.sql_log_count - before)
        self.assertEqual(queries[1:], [queries[1]] * 2)
