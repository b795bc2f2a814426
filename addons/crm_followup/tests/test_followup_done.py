from datetime import date, datetime

from freezegun import freeze_time

from odoo.tests import Form, tagged

from ..exceptions import FollowupAlreadyClosed, FollowupRefused
from .common import FollowupCase


@tagged("post_install", "-at_install")
class TestFollowupDone(FollowupCase):
    @freeze_time("2026-03-10 17:30:00")
    def test_task_done_then_record_grade_next_task_and_dates_follow(self):
        followup = self.plan(self.rep, name="Ask for the order")
        picture = self.attachment(self.rep)
        self.assertEqual(self.lead.next_followup_date, date(2026, 3, 10))
        self.assertFalse(self.lead.last_followup_at)

        self.done(
            followup,
            self.rep,
            result="Wants ten boxes",
            interests="Green tea",
            objections="Price",
            maturity_id=self.grade["B+"].id,
            picture_ids=self.links(picture),
            next_date="2026-03-20",
            next_type_id=self.visit.id,
            next_points="Bring the contract",
        )

        self.assertRecordValues(
            followup,
            [
                {
                    "state": "done",
                    "done_at": datetime(2026, 3, 10, 17, 30),
                    # half past five UTC in the evening is past midnight in Shanghai: the rep's local day counts
                    "done_date": date(2026, 3, 11),
                    "result": "Wants ten boxes",
                    "interests": "Green tea",
                    "objections": "Price",
                    "maturity_id": self.grade["B+"].id,
                    "picture_ids": picture.ids,
                }
            ],
        )
        following = self.env["crm.followup"].search([("previous_id", "=", followup.id)])
        self.assertRecordValues(
            following,
            [
                {
                    "state": "planned",
                    "planned_date": date(2026, 3, 20),
                    "type_id": self.visit.id,
                    "name": "Bring the contract",
                    "user_id": self.rep.id,
                    "lead_id": self.lead.id,
                }
            ],
        )
        self.assertRecordValues(
            self.lead,
            [
                {
                    "maturity_id": self.grade["B+"].id,
                    "last_followup_at": datetime(2026, 3, 10, 17, 30),
                    "next_followup_date": date(2026, 3, 20),
                    "followup_count": 1,
                }
            ],
        )
        self.assertEqual(picture.res_id, followup.id)

    def test_task_done_twice_then_second_reads_who_was_faster(self):
        followup = self.plan(self.rep)
        first = self.env["crm.followup.done"].with_user(self.rep).create({"followup_id": followup.id, "result": "One"})
        second = (
            self.env["crm.followup.done"].with_user(self.manager).create({"followup_id": followup.id, "result": "Two"})
        )
        first.action_save()
        with self.assertRaises(FollowupAlreadyClosed) as refused:
            second.action_save()
        self.assertIn(self.rep.name, str(refused.exception))
        self.assertEqual(followup.result, "One")

    def test_contact_nobody_planned_then_done_record(self):
        action = self.lead.with_user(self.rep).action_record_followup()
        with Form(self.env["crm.followup.done"].with_user(self.rep).with_context(**action["context"])) as form:
            form.type_id = self.visit
            form.result = "Met by chance"
        form.record.action_save()
        self.assertRecordValues(
            self.lead.followup_ids.sorted("id")[0],
            [{"state": "done", "type_id": self.visit.id, "user_id": self.rep.id, "result": "Met by chance"}],
        )

    @freeze_time("2026-03-10 01:00:00")
    def test_quick_screen_suggests_next_time_by_grade(self):
        action = self.lead.with_user(self.rep).action_record_followup()
        with Form(self.env["crm.followup.done"].with_user(self.rep).with_context(**action["context"])) as form:
            form.result = "Interested"
            form.maturity_id = self.grade["C+"]
            self.assertEqual(form.next_date, date(2026, 3, 24))

    def test_done_without_words_then_refused(self):
        followup = self.plan(self.rep)
        with self.assertRaises(FollowupRefused):
            followup.with_user(self.rep)._mark_done({"result": "  "})
        self.assertEqual(followup.state, "planned")

    def test_done_record_then_cannot_be_undone(self):
        followup = self.done(self.plan(self.rep), self.rep)
        with self.assertRaises(FollowupAlreadyClosed):
            followup.with_user(self.rep).write({"state": "planned"})
        self.assertEqual(followup.state, "done")

    def test_cancelled_task_then_not_next_and_can_be_planned_again(self):
        followup = self.plan(self.rep)
        followup.with_user(self.rep).action_cancel()
        self.assertFalse(self.lead.next_followup_date)
        followup.with_user(self.rep).action_replan()
        self.assertEqual(self.lead.next_followup_date, followup.planned_date)

    @freeze_time("2026-03-12 20:00:00")
    def test_move_to_today_then_local_day_and_only_planned_move(self):
        overdue = self.plan(self.rep)
        closed = self.done(self.plan(self.rep), self.rep)
        (overdue | closed).with_user(self.rep).action_move_to_today()
        self.assertEqual(overdue.planned_date, date(2026, 3, 13))
        self.assertEqual(closed.planned_date, date(2026, 3, 10))

    @freeze_time("2026-03-10 20:00:00")
    def test_overdue_then_by_local_day(self):
        followup = self.plan(self.rep)
        Followup = self.env["crm.followup"]
        overdue = [("is_overdue", "=", True), ("id", "=", followup.id)]
        # in Shanghai it is the 11th already, in London still the 10th
        self.assertEqual(Followup.with_context(tz="Asia/Shanghai").search(overdue), followup)
        self.assertFalse(Followup.with_context(tz="Europe/London").search(overdue))
        self.assertFalse(
            Followup.with_context(tz="Asia/Shanghai").search([("is_overdue", "=", False), ("id", "=", followup.id)])
        )

    def test_same_client_reference_twice_then_one_record(self):
        first = self.plan(self.rep, uuid="9a0c3c1e-0000-4000-8000-000000000001")
        second = self.plan(self.rep, uuid="9a0c3c1e-0000-4000-8000-000000000001")
        self.assertEqual(first, second)

    def test_deleted_record_then_dates_follow(self):
        followup = self.done(self.plan(self.rep), self.rep)
        self.assertTrue(self.lead.last_followup_at)
        followup.sudo().unlink()
        self.assertFalse(self.lead.last_followup_at)

    def test_dates_of_many_records_then_queries_do_not_grow(self):
        leads = self.env["crm.lead"].create([{"name": f"Lead {n}", "user_id": self.rep.id} for n in range(40)])
        self.env["crm.followup"].create([{"lead_id": lead.id, "type_id": self.call.id} for lead in leads])
        self.env.flush_all()
        for sample in (leads[:2], leads):
            self.env.invalidate_all()
            with self.assertQueryCount(3):
                sample._compute_followup_dates()
            self.env.flush_all()
