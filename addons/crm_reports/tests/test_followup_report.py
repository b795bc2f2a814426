from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import ReportCase

COUNTS = [
    "planned_count",
    "overdue_count",
    "done_count",
    "visit_count",
    "on_time_count",
    "grade_up_count",
    "grade_down_count",
]


@tagged("post_install", "-at_install")
class TestFollowupReport(ReportCase):
    def counts(self, user):
        groups = (
            self.env["crm.followup.report"]
            .with_user(user)
            ._read_group([("user_id", "in", self.users.ids)], ["user_id"], [f"{name}:sum" for name in COUNTS])
        )
        return {person: dict(zip(COUNTS, counts, strict=True)) for person, *counts in groups}

    def test_fortnight_then_counted_by_hand(self):
        self.assertEqual(
            self.counts(self.director),
            {
                self.rep: {
                    "planned_count": 2,
                    "overdue_count": 1,
                    "done_count": 2,
                    "visit_count": 1,
                    "on_time_count": 1,
                    "grade_up_count": 1,
                    "grade_down_count": 1,
                },
                self.stranger: {
                    "planned_count": 0,
                    "overdue_count": 0,
                    "done_count": 1,
                    "visit_count": 0,
                    "on_time_count": 1,
                    "grade_up_count": 0,
                    "grade_down_count": 0,
                },
            },
        )

    def test_report_then_each_role_sees_its_own_people(self):
        self.assertEqual(set(self.counts(self.manager)), {self.rep})
        self.assertEqual(set(self.counts(self.rep)), {self.rep})
        self.assertEqual(set(self.counts(self.stranger)), {self.stranger})
        self.assertEqual(set(self.counts(self.colleague)), set())

    def test_no_salesperson_then_refused(self):
        user = self.env["res.users"].create(
            {"name": "Storekeeper", "login": "rp_store", "group_ids": self.links(self.env.ref("base.group_user"))}
        )
        with self.assertRaises(AccessError):
            self.env["crm.followup.report"].with_user(user).search([])

    def test_customer_made_of_prospect_then_one_grade_up_not_two(self):
        self.lead.with_user(self.rep).action_convert_to_customer()
        followup = self.plan(self.rep, lead_id=self.lead.id, planned_date="2026-03-10")
        self.done(followup, self.rep, maturity_id=self.grade["A+"].id)
        self.assertEqual(len(self.env["crm.maturity.change"].search([("followup_id", "=", followup.id)])), 2)
        row = self.env["crm.followup.report"].search([("followup_id", "=", followup.id)])
        self.assertRecordValues(row, [{"grade_up_count": 1, "done_count": 1}])
