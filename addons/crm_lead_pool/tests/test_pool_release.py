from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..exceptions import OwnerAndPool, PoolCompanyMismatch, ReleaseRefused
from .common import PoolCase


@tagged("post_install", "-at_install")
class TestPoolRelease(PoolCase):
    def test_owner_releases_with_reason(self):
        action = self.release(self.rep, self.lead, note="Moved away")
        self.assertUnchangedOwner(self.lead, self.env["res.users"], self.pool)
        self.assertRecordValues(
            self.entry_of(self.lead),
            [
                {
                    "reason_id": self.reason.id,
                    "note": "Moved away",
                    "previous_owner_id": self.rep.id,
                    "released_by_id": self.rep.id,
                }
            ],
        )
        self.assertRecordValues(
            self.events_of(self.lead)[-1],
            [
                {
                    "kind": "release",
                    "from_user_id": self.rep.id,
                    "to_pool_id": self.pool.id,
                    "reason_id": self.reason.id,
                    "note": "Moved away",
                    "by_user_id": self.rep.id,
                }
            ],
        )
        # The rep no longer sees the record: the dialog leads to a list instead of back to the form.
        self.assertEqual(action["params"]["next"]["res_model"], "crm.lead")
        self.assertFalse(self.lead.with_user(self.rep).has_access("read"))

    def test_lead_stays_in_the_company_of_the_pool(self):
        self.lead.team_id = False
        self.release(self.rep, self.lead)
        self.assertEqual(self.lead.company_id, self.pool.company_id)

    def test_superior_and_director_release_what_is_below_them(self):
        for user in (self.superior, self.director):
            lead = self.new_lead("Below", user_id=self.rep.id)
            self.release(user, lead, pool_id=self.pool.id)
            self.assertUnchangedOwner(lead, self.env["res.users"], self.pool)

    def test_nobody_else_releases(self):
        for record in (self.lead, self.customer):
            for user in (self.colleague, self.manager):
                with self.assertRaises(AccessError if record == self.lead else ReleaseRefused):
                    record.with_user(user).write({"pool_id": self.pool.id})
            self.assertUnchangedOwner(record, self.rep)
        ownerless = self.new_lead("Nobody's")
        with self.assertRaises(ReleaseRefused):
            ownerless.with_user(self.rep).write({"pool_id": self.pool.id})
        self.assertUnchangedOwner(ownerless, self.env["res.users"])

    def test_customer_goes_with_its_contacts(self):
        self.contact.user_id = self.rep
        self.release(self.rep, self.contact)
        self.assertEqual(self.customer.pool_id, self.pool)
        self.assertFalse(self.contact.pool_id)
        self.assertEqual(self.contact.commercial_pool_id, self.pool)
        self.assertFalse((self.customer | self.contact).user_id)
        self.assertEqual(len(self.entry_of(self.customer)), 1)
        new = self.env["res.partner"].create({"name": "New buyer", "parent_id": self.customer.id})
        self.assertEqual(new.commercial_pool_id, self.pool)

    def test_obstacles_refuse_by_name(self):
        other = self.new_lead("Free Shop", user_id=self.rep.id)

        def obstacles(records):
            return {record: "an order is open." for record in records if record == self.lead}

        with patch.object(type(self.lead), "_get_release_obstacles", obstacles):
            with self.assertRaises(ReleaseRefused) as refused:
                self.release(self.rep, self.lead)
            self.assertEqual(str(refused.exception), "Corner Shop: an order is open.")
            with self.assertRaises(ReleaseRefused):
                self.lead.with_user(self.rep).write({"pool_id": self.pool.id})
            self.assertUnchangedOwner(self.lead, self.rep)
            action = self.release(self.rep, self.lead | other)
        self.assertUnchangedOwner(self.lead, self.rep)
        self.assertUnchangedOwner(other, self.env["res.users"], self.pool)
        self.assertIn("Corner Shop: an order is open.", action["params"]["message"])

    def test_cards_of_users_and_companies_stay(self):
        card = self.colleague.partner_id
        card.user_id = self.rep
        with self.assertRaises(ReleaseRefused):
            self.release(self.rep, card)
        self.assertUnchangedOwner(card, self.rep)

    def test_owner_and_pool_exclude_each_other(self):
        with self.assertRaises(OwnerAndPool):
            self.lead.write({"pool_id": self.pool.id, "user_id": self.rep.id})
        with self.assertRaises(OwnerAndPool):
            self.new_lead("Both", pool_id=self.pool.id, user_id=self.rep.id)
        self.release(self.rep, self.lead)
        self.lead.with_user(self.director).write({"user_id": self.colleague.id})
        self.assertUnchangedOwner(self.lead, self.colleague)
        self.assertFalse(self.entry_of(self.lead))
        self.assertRecordValues(
            self.entry_of(self.lead, "assigned"), [{"claimed_by_id": self.colleague.id, "pool_id": self.pool.id}]
        )

    def test_pool_of_another_company_is_refused(self):
        company = self.env["res.company"].create({"name": "Other Company"})
        pool = self.env["crm.pool"].create({"name": "Other pool", "company_id": company.id})
        self.lead.company_id = self.env.company
        with self.assertRaises(PoolCompanyMismatch):
            self.lead.write({"pool_id": pool.id})
        with self.assertRaises(AccessError):
            self.lead.with_user(self.rep).write({"pool_id": pool.id})
        self.assertUnchangedOwner(self.lead, self.rep)

    def test_thousand_released_in_few_queries(self):
        leads = self.env["crm.lead"].create(
            [{"name": f"Shop {n}", "type": "lead", "user_id": self.rep.id} for n in range(1000)]
        )
        self.env.flush_all()
        before = self.env.cr.sql_log_count
        leads.with_user(self.director).write({"pool_id": self.pool.id})
        self.env.flush_all()
        self.assertLess(self.env.cr.sql_log_count - before, 120)
        self.assertEqual(self.env["crm.pool.entry"].search_count([("lead_id", "in", leads.ids)]), 1000)
