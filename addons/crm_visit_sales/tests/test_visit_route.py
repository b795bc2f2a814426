from datetime import date
from unittest.mock import patch

from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import LockError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from odoo.addons.crm_followup.exceptions import FollowupRefused

from ..exceptions import RouteInUse
from .common import VisitCommon


@tagged("post_install", "-at_install")
class TestVisitRoute(VisitCommon):
    def test_route_makes_todays_visits_in_the_order_of_the_stops(self):
        action = self.route.with_user(self.rep).action_create_visits()
        visits = self.visits()
        common = {
            "type_id": self.visit_type.id,
            "user_id": self.rep.id,
            "state": "planned",
            "planned_date": date(2026, 6, 15),
            "route_date": date(2026, 6, 15),
            "name": "East Side",
        }
        self.assertRecordValues(
            visits,
            [
                {**common, "partner_id": self.shops[2].id, "route_sequence": 10},
                {**common, "partner_id": self.shops[0].id, "route_sequence": 20},
                {**common, "partner_id": self.shops[1].id, "route_sequence": 30},
            ],
        )
        self.assertEqual((action["params"]["type"], action["params"]["message"]), ("success", "3 visits created."))

    def test_pressing_again_makes_nothing_and_says_so(self):
        self.route.with_user(self.rep).action_create_visits()
        before = self.visits()
        action = self.route.with_user(self.rep).action_create_visits()
        self.assertEqual(self.visits(), before)
        self.assertEqual(action["params"]["message"], "0 visits created. 3 were there already.")

    def test_a_new_stop_is_added_to_the_day(self):
        self.route._create_visits(date(2026, 6, 15))
        self.route.line_ids = [Command.create({"partner_id": self.stranger.id, "sequence": 15})]
        made = self.route._create_visits(date(2026, 6, 15))
        self.assertEqual((len(made.created), made.existing, made.refused), (1, 3, []))

    def test_moved_and_cancelled_visits_still_count_for_their_day(self):
        self.route._create_visits(date(2026, 6, 12))
        friday = self.visits()
        friday[0].action_move_to_today()
        friday[1].action_cancel()
        self.assertEqual(self.route._create_visits(date(2026, 6, 12)).existing, 3)
        # Monday's own visits are made although one of Friday's was moved there.
        self.assertEqual(len(self.route._create_visits(date(2026, 6, 15)).created), 3)

    def test_database_refuses_a_second_visit_of_a_stop_and_date(self):
        self.route._create_visits(date(2026, 6, 15))
        line = self.route.line_ids[0]
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.env["crm.followup"].create(line._prepare_visit_vals(date(2026, 6, 15)))
        self.assertEqual(len(self.visits()), 3)

    def test_customer_that_was_given_away_is_left_out_with_the_reason(self):
        other = self.setup_other_company(name="Second Company")["company"]
        self.env.cr.execute("UPDATE res_partner SET company_id = %s WHERE id = %s", (other.id, self.shops[1].id))
        self.env.invalidate_all()
        action = self.route.with_user(self.rep).action_create_visits()
        self.assertEqual(self.visits().partner_id, self.shops[0] + self.shops[2])
        self.assertEqual(action["params"]["type"], "warning")
        self.assertEqual(
            action["params"]["message"],
            "2 visits created. "
            "Second Shop left out: it is no longer among your customers; take the stop off the route.",
        )

    def test_customer_that_may_not_be_followed_up_is_left_out_with_the_reason(self):
        refused = self.shops[0]

        def check(partners):
            if refused in partners:
                raise FollowupRefused("Claim it first.")

        with patch.object(self.registry["res.partner"], "_check_can_follow_up", check):
            made = self.route._create_visits(date(2026, 6, 15))
        self.assertEqual(made.refused, [("Hengda Trading", "Claim it first.")])
        self.assertEqual(self.visits().partner_id, self.shops[1] + self.shops[2])

    def test_archived_customer_is_left_out(self):
        self.shops[2].active = False
        made = self.route._create_visits(date(2026, 6, 15))
        self.assertEqual([name for name, _reason in made.refused], ["Third Shop"])

    def test_locked_route_is_refused_and_nothing_is_made(self):
        with (
            patch.object(self.registry["crm.visit.route"], "lock_for_update", side_effect=LockError("held")),
            self.assertRaises(RouteInUse),
        ):
            self.route._create_visits(date(2026, 6, 15))
        self.assertFalse(self.visits())

    def test_one_customer_is_one_stop(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.route.line_ids = [Command.create({"partner_id": self.customer.id})]

    def test_wizard_offers_the_routes_of_the_weekday(self):
        tuesday = self.route.copy({"name": "West Side", "mon": False, "tue": True})
        foreign = self.route.copy({"name": "Foreign", "user_id": self.other_rep.id})
        Plan = self.env["crm.visit.route.plan"].with_user(self.rep)
        plan = Plan.create({"date": "2026-06-15"})
        self.assertEqual(plan.route_ids, self.route)
        with Form(plan) as form:
            form.date = "2026-06-16"
        self.assertEqual(plan.route_ids, tuesday)
        self.assertNotIn(foreign, plan.route_ids)
        plan.action_create_visits()
        self.assertEqual(
            self.env["crm.followup"].search_count([("route_id", "=", tuesday.id), ("planned_date", "=", "2026-06-16")]),
            3,
        )

    def test_wizard_takes_the_routes_it_was_opened_from(self):
        plan = (
            self.env["crm.visit.route.plan"]
            .with_user(self.rep)
            .with_context(active_model="crm.visit.route", active_ids=self.route.ids)
            .create({"date": "2026-06-18"})
        )
        self.assertEqual(plan.route_ids, self.route)

    def test_weekdays_are_shown_in_words(self):
        self.route.thu = True
        self.assertEqual(self.route.with_context(lang="en_US").weekdays, "Monday, Thursday")
