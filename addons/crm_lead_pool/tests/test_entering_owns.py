from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..exceptions import PoolEntryRefused
from .common import PoolCase


@tagged("post_install", "-at_install")
class TestEnteringOwns(PoolCase):
    def create(self, user, **values):
        return self.env["crm.lead"].with_user(user).create({"name": "New Shop", "type": "lead", **values})

    def test_who_enters_owns(self):
        for user in (self.rep, self.superior):
            for values in ({}, {"user_id": False}):
                with self.subTest(user=user.login, values=values):
                    lead = self.create(user, **values)
                    self.assertEqual((lead.user_id, lead.pool_id), (user, self.env["crm.pool"]))
                    self.assertRecordValues(
                        self.events_of(lead), [{"kind": "create", "to_user_id": user.id, "by_user_id": user.id}]
                    )

    def test_director_may_leave_a_lead_without_owner(self):
        lead = self.create(self.director, user_id=False)
        self.assertUnchangedOwner(lead, self.env["res.users"])

    def test_default_pool_takes_ownerless_only_when_told(self):
        self.assertFalse(self.create(self.director, user_id=False).pool_id)
        self.pool.takes_ownerless = True
        lead = self.create(self.director, user_id=False)
        self.assertUnchangedOwner(lead, self.env["res.users"], self.pool)
        self.assertTrue(self.entry_of(lead))
        self.assertEqual(self.create(self.rep, user_id=False).user_id, self.rep)

    def test_mail_of_an_unknown_sender_waits_in_the_default_pool(self):
        self.pool.takes_ownerless = True
        team = self.env["crm.team"].create({"name": "Mail team", "user_id": self.director.id})
        lead = self.env["crm.lead"].message_new(
            {"subject": "Asks for prices", "email_from": "new@example.com", "body": "", "to": ""}, {"team_id": team.id}
        )
        lead._assign_userless_lead_in_team("mail")
        self.assertUnchangedOwner(lead, self.env["res.users"], self.pool)

    def test_only_managers_enter_into_a_pool(self):
        count = self.env["crm.lead"].search_count([])
        for user in (self.rep, self.superior):
            with self.assertRaisesRegex(PoolEntryRefused, "Only managers of the pool “Test pool”"):
                self.create(user, pool_id=self.pool.id)
            with self.assertRaises(AccessError):
                self.env["crm.lead"].with_user(user).with_context(default_pool_id=self.pool.id).create(
                    {"name": "By context"}
                )
        self.assertEqual(self.env["crm.lead"].search_count([]), count)
        for user in (self.manager, self.director):
            lead = self.create(user, pool_id=self.pool.id)
            self.assertUnchangedOwner(lead, self.env["res.users"], self.pool)
            self.assertEqual(len(self.entry_of(lead)), 1)

    def test_partners_without_owner_stay_as_in_odoo(self):
        partner = self.env["res.partner"].with_user(self.rep).create({"name": "Vendor"})
        self.assertFalse(partner.user_id)
        self.assertFalse(partner.pool_id)
        self.assertEqual(partner.with_user(self.outsider).name, "Vendor")
