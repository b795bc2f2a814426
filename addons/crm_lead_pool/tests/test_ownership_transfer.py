from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..exceptions import AssignRefused
from .common import PoolCase


@tagged("post_install", "-at_install")
class TestOwnershipTransfer(PoolCase):
    def test_manager_of_the_pool_assigns(self):
        leads = self.pooled_lead("One") | self.pooled_lead("Two")
        entries = self.env["crm.pool.entry"].search([("lead_id", "in", leads.ids)])
        action = entries.with_user(self.manager).action_assign()
        self.assertEqual(sorted(action["context"]["default_lead_ids"][0][2]), sorted(leads.ids))
        self.transfer(self.manager, leads, self.colleague, reason_id=self.reason.id)
        self.assertEqual(leads.user_id, self.colleague)
        self.assertEqual(entries.mapped("state"), ["assigned", "assigned"])
        for lead in leads:
            self.assertRecordValues(
                self.events_of(lead)[-1],
                [
                    {
                        "kind": "assign",
                        "from_pool_id": self.pool.id,
                        "to_user_id": self.colleague.id,
                        "reason_id": self.reason.id,
                    }
                ],
            )

    def test_who_does_not_manage_the_pool_cannot_assign(self):
        lead = self.pooled_lead()
        entry = self.entry_of(lead)
        for user in (self.rep, self.superior):
            for attempt in (entry.with_user(user).action_assign, entry.with_user(user).action_open_record):
                with self.assertRaises(AssignRefused):
                    attempt()
        with self.assertRaises(AccessError):
            self.transfer(self.rep, lead, self.rep)
        with self.assertRaises(AccessError):
            self.transfer(self.superior, lead, self.rep)
        self.release(self.rep, self.customer)
        # A clerk sees the customer, but giving it away is not his.
        with self.assertRaises(AssignRefused):
            self.customer.with_user(self.clerk).write({"user_id": self.colleague.id})
        self.assertUnchangedOwner(lead, self.env["res.users"], self.pool)
        self.assertUnchangedOwner(self.customer, self.env["res.users"], self.pool)

    def test_superior_transfers_and_takes_back(self):
        task = self.env["crm.followup"].create(
            {"lead_id": self.lead.id, "type_id": self.env.ref("crm_followup.type_call").id, "user_id": self.rep.id}
        )
        self.transfer(self.superior, self.lead, self.superior)
        self.assertUnchangedOwner(self.lead, self.superior)
        self.assertEqual(task.user_id, self.superior, "Open tasks go along")
        self.transfer(self.superior, self.lead, self.rep)
        self.assertEqual(self.events_of(self.lead).mapped("kind"), ["create", "take_back", "transfer"])
        self.assertEqual(task.user_id, self.rep)

    def test_superior_of_others_cannot_transfer(self):
        with self.assertRaises(AccessError):
            self.transfer(self.manager, self.lead, self.colleague)
        with self.assertRaises(AssignRefused):
            self.transfer(self.manager, self.customer, self.colleague)
        self.assertUnchangedOwner(self.lead, self.rep)
        self.assertUnchangedOwner(self.customer, self.rep)

    def test_contacts_follow_the_customer(self):
        self.contact.user_id = self.rep
        foreign = self.env["res.partner"].create(
            {"name": "Special buyer", "parent_id": self.customer.id, "user_id": self.director.id}
        )
        self.transfer(self.superior, self.customer, self.colleague)
        self.assertEqual((self.customer | self.contact).user_id, self.colleague)
        self.assertEqual(foreign.user_id, self.director, "A contact that another one looks after stays with him")

    def test_buttons_show_what_one_may_do(self):
        def rights(record, user):
            record = record.with_user(user)
            return record.can_release, record.can_transfer

        self.assertEqual(rights(self.lead, self.rep), (True, False))
        self.assertEqual(rights(self.lead, self.superior), (True, True))
        self.assertEqual(rights(self.lead, self.director), (True, True))
        self.assertEqual(rights(self.customer, self.colleague), (False, False))
        self.assertEqual(rights(self.pooled_lead(), self.manager), (False, True))
