from datetime import datetime

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import FollowupCase


@tagged("post_install", "-at_install")
class TestMaturity(FollowupCase):
    def test_new_records_then_grade_d_where_sales_cares(self):
        Partner = self.env["res.partner"]
        contact = Partner.create({"name": "Clerk", "parent_id": self.customer.id})
        vendor = Partner.create({"name": "Vendor", "is_company": True})
        self.assertEqual((self.lead.maturity_id, self.customer.maturity_id), (self.grade["D"], self.grade["D"]))
        self.assertFalse(contact.maturity_id)
        self.assertFalse(vendor.maturity_id)

    def test_defaults_of_the_new_record_then_not_taken_for_the_history(self):
        Lead = self.env["crm.lead"].with_context(default_partner_id=self.customer.id, default_user_id=self.rep.id)
        lead = Lead.create({"name": "From the kanban"})
        self.assertEqual(lead.partner_id, self.customer)
        self.assertRecordValues(lead.maturity_change_ids, [{"lead_id": lead.id, "partner_id": False}])

    def test_grade_changes_then_history_says_who_when_and_how_long(self):
        with freeze_time("2026-03-01 08:00:00"):
            lead = self.env["crm.lead"].with_user(self.rep).create({"name": "History", "type": "lead"})
        with freeze_time("2026-03-06 09:00:00"):
            followup = self.done(self.plan(self.rep, lead_id=lead.id), self.rep, maturity_id=self.grade["B+"].id)
        with freeze_time("2026-03-08 09:00:00"):
            lead.with_user(self.manager).maturity_id = self.grade["C+"]
            lead.with_user(self.manager).maturity_id = self.grade["C+"]
        self.env["crm.maturity.change"].invalidate_model()
        changes = lead.maturity_change_ids.sorted("id")
        self.assertRecordValues(
            changes,
            [
                {"from_id": False, "to_id": self.grade["D"].id, "user_id": self.rep.id, "days_before": 0},
                {"from_id": self.grade["D"].id, "to_id": self.grade["B+"].id, "user_id": self.rep.id, "days_before": 5},
                {
                    "from_id": self.grade["B+"].id,
                    "to_id": self.grade["C+"].id,
                    "user_id": self.manager.id,
                    "days_before": 2,
                },
            ],
        )
        self.assertEqual(changes[1].followup_id, followup)
        self.assertEqual(changes[1].changed_at, datetime(2026, 3, 6, 9))

    def test_history_then_nobody_changes_it(self):
        change = self.lead.maturity_change_ids
        for user in (self.rep, self.director):
            with self.assertRaises(AccessError):
                change.with_user(user).write({"to_id": self.grade["A+"].id})
            with self.assertRaises(AccessError):
                change.with_user(user).unlink()
        with self.assertRaises(AccessError):
            change.sudo().write({"to_id": self.grade["A+"].id})
        self.assertEqual(change.to_id, self.grade["D"])
