from datetime import datetime

from odoo.tests import tagged

from odoo.addons.crm_followup.exceptions import FollowupRefused

from ..exceptions import ClaimLost, ClaimRefused
from .common import PoolCase


@tagged("post_install", "-at_install")
class TestPoolClaim(PoolCase):
    def test_claim_makes_the_owner_and_opens_the_record(self):
        lead = self.pooled_lead()
        entry = self.entry_of(lead)
        action = entry.with_user(self.rep).action_claim()
        self.assertEqual((action["res_model"], action["res_id"]), ("crm.lead", lead.id))
        self.assertUnchangedOwner(lead, self.rep)
        self.assertEqual(lead.with_user(self.rep).phone, "+86 138 0013 8000")
        self.assertRecordValues(entry, [{"state": "claimed", "claimed_by_id": self.rep.id}])
        self.assertTrue(entry.closed_at)
        self.assertRecordValues(
            self.events_of(lead)[-1],
            [
                {
                    "kind": "claim",
                    "from_pool_id": self.pool.id,
                    "to_pool_id": False,
                    "from_user_id": False,
                    "to_user_id": self.rep.id,
                    "by_user_id": self.rep.id,
                }
            ],
        )

    def test_claim_of_a_customer_brings_the_contacts(self):
        self.release(self.rep, self.customer)
        self.assertFalse(self.contact.user_id)
        self.entry_of(self.customer).with_user(self.colleague).action_claim()
        self.assertEqual(self.customer.user_id, self.colleague)
        self.assertEqual(self.contact.user_id, self.colleague)
        self.assertEqual(self.contact.with_user(self.colleague).name, "Buyer Wu")

    def test_second_reads_who_was_faster(self):
        lead = self.pooled_lead("Contended Shop")
        entry = self.entry_of(lead)
        self.patch(self.env.cr, "now", lambda: datetime(2026, 3, 2, 4, 5))
        entry.with_user(self.rep).action_claim()
        events = self.events_of(lead)
        with self.assertRaises(ClaimLost) as lost:
            entry.with_user(self.colleague.with_context(tz="Asia/Shanghai")).with_context(
                tz="Asia/Shanghai"
            ).action_claim()
        self.assertEqual(str(lost.exception), "Contended Shop: Claimed by Rep One at 2026-03-02 12:05: choose another.")
        self.assertUnchangedOwner(lead, self.rep)
        self.assertEqual(self.events_of(lead), events)

    def test_several_at_once_reports_got_and_lost(self):
        leads = self.env["crm.lead"].concat(*(self.pooled_lead(f"Shop {number}") for number in range(4)))
        entries = self.env["crm.pool.entry"].concat(*(self.entry_of(lead) for lead in leads))
        entries[1].with_user(self.rep).action_claim()
        action = entries.with_user(self.colleague).action_claim()
        self.assertEqual(leads.mapped("user_id"), self.colleague | self.rep)
        self.assertEqual(leads.filtered(lambda lead: lead.user_id == self.colleague), leads - leads[1])
        message = action["params"]["message"]
        self.assertIn("3 claimed", message)
        self.assertIn("Shop 1: Claimed by Rep One", message)
        self.assertEqual(action["params"]["type"], "warning")

    def test_who_does_not_belong_to_the_pool_cannot_claim(self):
        lead = self.pooled_lead()
        entry = self.entry_of(lead)
        with self.assertRaises(ClaimRefused):
            entry.with_user(self.outsider).action_claim()
        with self.assertRaises(ClaimRefused):
            entry.with_user(self.clerk).action_claim()
        self.assertUnchangedOwner(lead, self.env["res.users"], self.pool)
        self.assertEqual(entry.state, "open")

    def test_pooled_record_cannot_be_followed_up(self):
        lead = self.pooled_lead()
        followups = self.env["crm.followup"]
        values = {"type_id": self.env.ref("crm_followup.type_call").id, "user_id": self.manager.id}
        with self.assertRaises(FollowupRefused):
            followups.with_user(self.manager).create({**values, "lead_id": lead.id})
        self.release(self.rep, self.customer)
        with self.assertRaises(FollowupRefused):
            followups.with_user(self.manager).create({**values, "partner_id": self.customer.id})
        with self.assertRaises(FollowupRefused):
            lead.with_user(self.manager).action_plan_followup()
        self.assertFalse(followups.search([("lead_id", "=", lead.id)]))
        self.entry_of(lead).with_user(self.rep).action_claim()
        followups.with_user(self.rep).create({**values, "user_id": self.rep.id, "lead_id": lead.id})
        self.assertEqual(lead.next_followup_date, lead.followup_ids.planned_date)

    def test_claim_of_many_is_set_based(self):
        # Odoo looks for a sales team lead by lead, unless the lead is in a team of the new owner.
        team = self.env["crm.team"].create({"name": "Reps", "member_ids": [(6, 0, self.rep.ids)]})

        def claim(count):
            leads = self.env["crm.lead"].concat(
                *(self.pooled_lead(f"Shop {count}-{n}", team_id=team.id) for n in range(count))
            )
            entries = self.env["crm.pool.entry"].search([("lead_id", "in", leads.ids)])
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            entries.with_user(self.rep).action_claim()
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        claim(2)
        few, many = claim(5), claim(40)
        self.assertLessEqual(many - few, 2, "The number of queries must not grow with the number of entries")
