from odoo.exceptions import ValidationError
from odoo.tests import Form, tagged

from ..exceptions import VisitWithoutCustomer
from .common import VisitCommon


@tagged("post_install", "-at_install")
class TestVisitOrder(VisitCommon):
    def take_order(self, visit):
        action = visit.with_user(self.rep).action_new_order()
        with Form(self.env["sale.order"].with_user(self.rep).with_context(**action["context"])) as form:
            self.assertEqual(form.partner_id, self.customer)
        return form.save()

    def test_order_is_taken_for_the_customer_of_the_visit(self):
        visit = self.visit()
        order = self.take_order(visit)
        self.assertRecordValues(order, [{"visit_id": visit.id, "user_id": self.rep.id, "state": "draft"}])
        self.assertEqual(visit.order_count, 1)
        self.assertEqual(visit.with_user(self.rep).action_view_orders()["res_id"], order.id)
        self.assertFalse(self.env["sale.order"].browse(order.id).copy().visit_id)

    def test_visit_to_a_prospect_takes_no_order(self):
        lead = self.env["crm.lead"].create({"name": "Corner Shop", "type": "lead", "user_id": self.rep.id})
        visit = self.visit(partner=self.env["res.partner"], lead_id=lead.id)
        before = self.env["sale.order"].search_count([])
        with self.assertRaises(VisitWithoutCustomer):
            visit.action_new_order()
        self.assertEqual(self.env["sale.order"].search_count([]), before)

    def test_order_of_another_customer_is_refused(self):
        visit = self.visit()
        order = self.order(10, "2026-06-15 03:00:00", partner=self.shops[1], state="draft")
        with self.assertRaises(ValidationError):
            order.visit_id = visit
        order = self.order(10, "2026-06-15 03:00:00", partner=self.buyer, state="draft", visit_id=visit.id)
        self.assertEqual(order.visit_id, visit)

    def test_deleted_visit_leaves_the_order(self):
        visit = self.visit()
        order = self.take_order(visit)
        visit.sudo().unlink()
        self.assertTrue(order.exists())
        self.assertFalse(order.visit_id)
