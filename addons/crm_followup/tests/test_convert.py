from odoo.tests import tagged

from .common import FollowupCase


@tagged("post_install", "-at_install")
class TestConvert(FollowupCase):
    def test_prospect_made_customer_then_everything_goes_along(self):
        followup = self.done(self.plan(self.rep), self.rep, maturity_id=self.grade["B+"].id)
        action = self.lead.with_user(self.rep).action_convert_to_customer()
        customer = self.env["res.partner"].browse(action["res_id"])
        self.assertRecordValues(
            customer,
            [
                {
                    "name": "Corner Shop Ltd",
                    "is_company": True,
                    "street": "1 Bund",
                    "city": "Shanghai",
                    "user_id": self.rep.id,
                    "maturity_id": self.grade["B+"].id,
                    "last_followup_at": followup.done_at,
                    "followup_count": 1,
                    "partner_latitude": 31.2397,
                    "partner_longitude": 121.49,
                }
            ],
        )
        self.assertIn("Buys on Fridays", customer.comment)
        self.assertEqual(customer.child_ids.mapped("name"), ["Zhao Min"])
        self.assertEqual((self.lead.type, self.lead.partner_id), ("opportunity", customer.child_ids))

    def test_converted_twice_then_same_customer(self):
        first = self.lead.with_user(self.rep).action_convert_to_customer()
        second = self.lead.with_user(self.rep).action_convert_to_customer()
        self.assertEqual(first["res_id"], second["res_id"])

    def test_known_customer_then_its_own_grade_stays(self):
        self.customer.maturity_id = self.grade["A+"]
        self.lead.partner_id = self.customer
        self.lead.with_user(self.rep).action_convert_to_customer()
        self.assertEqual(self.customer.maturity_id, self.grade["A+"])
