from contextlib import contextmanager
from datetime import date

from psycopg2 import IntegrityError

from odoo import SUPERUSER_ID, Command, api
from odoo.sql_db import db_connect
from odoo.tests import BaseCase, get_db_name, tagged
from odoo.tools import mute_logger

from ..exceptions import RouteInUse

DAY = date(2026, 6, 15)


@tagged("post_install", "-at_install")
class TestVisitRouteRace(BaseCase):
    """Real transactions on two connections: what the tests store is committed, and removed at the end."""

    def setUp(self):
        super().setUp()
        with self.transaction() as env:
            shops = env["res.partner"].create([{"name": f"Raced Shop {number}"} for number in range(3)])
            self.shop_ids = shops.ids
            self.route_id = (
                env["crm.visit.route"]
                .create({"name": "Raced", "line_ids": [Command.create({"partner_id": shop.id}) for shop in shops]})
                .id
            )
        self.addCleanup(self.remove)

    @contextmanager
    def transaction(self):
        """An environment of its own transaction, committed at the end unless it fails."""
        with db_connect(get_db_name()).cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            yield env
            env.flush_all()

    def remove(self):
        with self.transaction() as env:
            env["crm.followup"].search([("partner_id", "in", self.shop_ids)]).unlink()
            env["crm.visit.route"].browse(self.route_id).unlink()
            env["res.partner"].browse(self.shop_ids).unlink()

    def create_visits(self, env):
        return env["crm.visit.route"].browse(self.route_id)._create_visits(DAY)

    def count(self):
        with self.transaction() as env:
            return env["crm.followup"].search_count([("partner_id", "in", self.shop_ids)])

    def test_second_presser_is_refused_while_the_first_is_at_it(self):
        with self.transaction() as first:
            self.assertEqual(len(self.create_visits(first).created), 3)
            first.flush_all()
            with self.assertRaises(RouteInUse), self.transaction() as second:
                self.create_visits(second)
        with self.transaction() as third:
            made = self.create_visits(third)
            self.assertEqual((made.created, made.existing), ([], 3))
        self.assertEqual(self.count(), 3)

    def test_second_presser_with_an_older_view_doubles_nothing(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.transaction() as second:
            second.cr.execute("SELECT 1")  # its view of the data begins here, before the first commits
            second["crm.visit.route"].browse(self.route_id).name
            with self.transaction() as first:
                self.create_visits(first)
            self.create_visits(second)
        self.assertEqual(self.count(), 3)
