from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import FollowupCase


@tagged("post_install", "-at_install")
class TestFollowupRights(FollowupCase):
    def visible(self, user):
        return self.env["crm.followup"].with_user(user).search([("lead_id", "=", self.lead.id)])

    def test_task_then_seen_by_owner_superior_and_director_only(self):
        followup = self.plan(self.rep)
        for user in (self.rep, self.manager, self.director):
            self.assertEqual(self.visible(user), followup, user.login)
        for user in (self.colleague, self.stranger):
            self.assertFalse(self.visible(user), user.login)

    def test_new_superior_then_sees_at_once(self):
        followup = self.plan(self.rep)
        self.assertFalse(self.visible(self.stranger))
        self.rep.superior_id = self.stranger
        self.assertEqual(self.visible(self.stranger), followup)
        self.assertFalse(self.visible(self.manager))

    def test_task_without_salesperson_then_not_visible_to_everybody(self):
        followup = self.env["crm.followup"].create({"lead_id": self.lead.id, "user_id": False})
        self.assertEqual(self.visible(self.rep), followup)
        self.assertFalse(self.visible(self.stranger))

    def test_stranger_then_cannot_write_or_close(self):
        followup = self.plan(self.rep)
        with self.assertRaises(AccessError):
            followup.with_user(self.stranger).write({"name": "Mine now"})
        with self.assertRaises(AccessError):
            followup.with_user(self.stranger)._mark_done({"result": "Stolen", "maturity_id": self.grade["A+"].id})
        self.assertRecordValues(followup, [{"state": "planned", "name": False}])
        self.assertEqual(self.lead.maturity_id, self.grade["D"])

    def test_stranger_then_cannot_follow_up_a_hidden_prospect(self):
        count = self.env["crm.followup"].search_count([])
        with self.assertRaises(AccessError):
            self.plan(self.stranger)
        self.assertEqual(self.env["crm.followup"].search_count([]), count)

    def test_stranger_then_cannot_move_his_task_to_a_hidden_prospect(self):
        own = self.env["crm.lead"].create({"name": "Own", "user_id": self.stranger.id})
        followup = self.plan(self.stranger, lead_id=own.id)
        with self.assertRaises(AccessError):
            followup.with_user(self.stranger).write({"lead_id": self.lead.id})

    def test_given_task_then_colleague_closes_it_without_seeing_the_prospect(self):
        followup = self.plan(self.manager, user_id=self.colleague.id)
        self.assertFalse(self.lead.with_user(self.colleague).has_access("read"))
        self.done(followup, self.colleague, maturity_id=self.grade["C+"].id, next_date="2026-03-30")
        self.assertEqual(self.lead.maturity_id, self.grade["C+"])
        following = self.env["crm.followup"].search([("previous_id", "=", followup.id)])
        self.assertEqual(following.user_id, self.colleague)
        self.done(following, self.colleague, result="Again")
        self.assertEqual(following.state, "done")

    def test_salesperson_then_cannot_delete_records(self):
        followup = self.done(self.plan(self.rep), self.rep)
        with self.assertRaises(AccessError):
            followup.with_user(self.rep).unlink()
        self.assertTrue(followup.exists())

    def test_other_company_then_hidden(self):
        company = self.env["res.company"].create({"name": "Elsewhere"})
        lead = self.env["crm.lead"].create({"name": "There", "company_id": company.id, "user_id": False})
        followup = self.env["crm.followup"].create({"lead_id": lead.id, "user_id": self.director.id})
        self.assertEqual(followup.company_id, company)
        self.assertFalse(self.env["crm.followup"].with_user(self.director).search([("id", "=", followup.id)]))

    def test_no_salesperson_then_partner_form_still_opens(self):
        user = self.env["res.users"].create(
            {"name": "Storekeeper", "login": "fu_store", "group_ids": self.links(self.env.ref("base.group_user"))}
        )
        view = self.customer.with_user(user).get_view(view_type="form")
        self.assertNotIn("followup_ids", view["arch"])
        self.customer.with_user(user).web_read({"name": {}, "maturity_id": {"fields": {"display_name": {}}}})
