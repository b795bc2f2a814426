from datetime import date

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import VisitCommon


@tagged("post_install", "-at_install")
class TestVisitAccess(VisitCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.own_visit = cls.visit()
        cls.line = cls.env["crm.visit.stock.line"].create(
            {"followup_id": cls.own_visit.id, "product_id": cls.product_a.id, "shelf_qty": 3}
        )

    def visible(self, user):
        """What of the route, its stops and the shelf count the user finds."""
        return tuple(
            len(self.env[model].with_user(user).search([("id", "in", records.ids)]))
            for model, records in (
                ("crm.visit.route", self.route),
                ("crm.visit.route.line", self.route.line_ids),
                ("crm.visit.stock.line", self.line),
            )
        )

    def test_who_sees_what(self):
        self.assertEqual(self.visible(self.rep), (1, 3, 1))
        self.assertEqual(self.visible(self.other_rep), (0, 0, 0))
        self.assertEqual(self.visible(self.superior), (1, 3, 1))
        self.assertEqual(self.visible(self.director), (1, 3, 1))
        for user in (self.bookkeeper, self.portal):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.visible(user)

    def test_other_company_is_hidden(self):
        other = self.setup_other_company(name="Second Company")["company"]
        self.director.company_ids = [Command.link(other.id)]
        director = self.director.with_context(allowed_company_ids=other.ids)
        for model, records in (
            ("crm.visit.route", self.route),
            ("crm.visit.route.line", self.route.line_ids),
            ("crm.visit.stock.line", self.line),
        ):
            found = director.env[model].with_user(self.director).with_context(allowed_company_ids=other.ids)
            self.assertFalse(found.search([("id", "in", records.ids)]), model)

    def test_salesperson_cannot_hand_his_route_to_a_colleague_but_his_superior_can(self):
        with self.assertRaises(AccessError):
            self.route.with_user(self.rep).user_id = self.other_rep
        self.env.invalidate_all()
        self.assertEqual(self.route.user_id, self.rep)
        self.route.with_user(self.superior).user_id = self.superior
        self.assertEqual(self.route.user_id, self.superior)

    def test_colleague_can_neither_change_the_route_nor_make_its_visits(self):
        route = self.route.with_user(self.other_rep)
        with self.assertRaises(AccessError):
            route.name = "Taken"
        with self.assertRaises(AccessError):
            route._create_visits(date(2026, 6, 15))
        self.assertFalse(self.visits())
        self.assertEqual(self.route.name, "East Side")

    def test_salesperson_cannot_make_a_route_for_a_colleague(self):
        before = self.env["crm.visit.route"].search_count([])
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            self.env["crm.visit.route"].with_user(self.rep).create({"name": "Yours", "user_id": self.other_rep.id})
        self.assertEqual(self.env["crm.visit.route"].search_count([]), before)

    def test_superior_makes_the_visits_of_a_subordinate(self):
        made = self.route.with_user(self.superior)._create_visits(date(2026, 6, 15))
        self.assertEqual(len(made.created), 3)
        self.assertEqual(self.visits().user_id, self.rep)

    def test_owner_of_the_customer_reads_what_a_colleague_counted_but_changes_nothing(self):
        visit = self.visit(user=self.other_rep, partner=self.stranger)
        line = self.env["crm.visit.stock.line"].create(
            {"followup_id": visit.id, "product_id": self.product_a.id, "shelf_qty": 3}
        )
        # Done visits stay with who made them; planned ones may go along with the customer.
        visit._mark_done({"result": "Counted"})
        self.stranger.user_id = self.rep
        own = line.with_user(self.rep)
        self.assertEqual(own.shelf_qty, 3)
        with self.assertRaises(AccessError):
            own.shelf_qty = 9
        with self.assertRaises(AccessError):
            own.unlink()
        self.assertEqual(line.shelf_qty, 3)

    def test_superior_corrects_what_a_subordinate_counted(self):
        self.line.with_user(self.superior).shelf_qty = 4
        self.assertEqual(self.line.shelf_qty, 4)
