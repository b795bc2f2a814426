from datetime import datetime, timedelta

import psycopg2

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..exceptions import PoolNotEmpty
from .common import PoolCase


@tagged("post_install", "-at_install")
class TestPoolEntry(PoolCase):
    def test_entry_stores_masked_text_only(self):
        lead = self.pooled_lead(partner_name="Corner Shop Ltd")
        entry = self.entry_of(lead)
        self.assertRecordValues(
            entry,
            [
                {
                    "name": "Corner Shop Ltd",
                    "phone": "+86 138 **** 8000",
                    "email": "z****@example.com",
                    "street": "188 Na****",
                    "city": "Shanghai",
                    "source_id": self.source.id,
                    "pool_id": self.pool.id,
                    "company_id": self.pool.company_id.id,
                    "record_type": "lead",
                    "state": "open",
                    "previous_owner_id": False,
                }
            ],
        )
        self.env.cr.execute("SELECT phone, email, street FROM crm_pool_entry WHERE id = %s", [entry.id])
        self.assertEqual(self.env.cr.fetchone(), ("+86 138 **** 8000", "z****@example.com", "188 Na****"))

    def test_entry_follows_record_and_masks(self):
        lead = self.pooled_lead()
        entry = self.entry_of(lead)
        lead.write({"phone": "+86 139 1111 2222", "city": "Hangzhou"})
        self.assertEqual((entry.phone, entry.city), ("+86 139 **** 2222", "Hangzhou"))
        self.pool.write({"mask_phone": False, "mask_name": True})
        self.assertEqual((entry.phone, entry.name), ("+86 139 1111 2222", "P**********"))

    def test_days_in_pool_searched_and_computed(self):
        entries = self.env["crm.pool.entry"]
        now = datetime(2026, 5, 1, 12)
        for days in (0, 7, 8, 31):
            entry = self.entry_of(self.pooled_lead(f"Shop {days}"))
            entry.entered_at = now - timedelta(days=days, minutes=1)
            entries |= entry
        self.patch(self.env.cr, "now", lambda: now)
        entries.invalidate_recordset(["days_in_pool"])
        self.assertEqual(entries.mapped("days_in_pool"), [0, 7, 8, 31])

        def days(operator, value):
            domain = [("id", "in", entries.ids), ("days_in_pool", operator, value)]
            return sorted(entries.search(domain).mapped("days_in_pool"))

        self.assertEqual(days(">", 7), [8, 31])
        self.assertEqual(days(">=", 7), [7, 8, 31])
        self.assertEqual(days("<", 8), [0, 7])
        self.assertEqual(days("<=", 8), [0, 7, 8])
        self.assertEqual(days("=", 7), [7])

    @mute_logger("odoo.sql_db")
    def test_one_open_entry_per_record(self):
        lead = self.pooled_lead()
        with self.assertRaises(psycopg2.IntegrityError), self.env.cr.savepoint():
            self.entry_of(lead).copy({"lead_id": lead.id})

    def test_salesperson_reads_entries_of_own_pools_and_writes_none(self):
        entry = self.entry_of(self.pooled_lead())
        Entry = self.env["crm.pool.entry"]
        self.assertEqual(Entry.with_user(self.rep).search([("id", "=", entry.id)]), entry)
        self.assertFalse(Entry.with_user(self.outsider).search([("id", "=", entry.id)]))
        self.pool.member_ids = False
        self.assertEqual(Entry.with_user(self.outsider).search([("id", "=", entry.id)]), entry)
        for operation in ("create", "write", "unlink"):
            for user in (self.rep, self.manager, self.director, self.admin):
                with self.assertRaises(AccessError):
                    entry.with_user(user).check_access(operation)

    def test_link_to_the_record_is_closed_to_everyone(self):
        entry = self.entry_of(self.pooled_lead())
        for user in (self.rep, self.manager, self.director, self.admin):
            with self.assertRaises(AccessError):
                entry.with_user(user).read(["lead_id"])
            with self.assertRaises(AccessError):
                self.env["crm.pool.entry"].with_user(user).search([("lead_id.phone", "ilike", "138")])
        with self.assertRaises(AccessError):
            entry.with_user(self.rep).read(["previous_owner_id"])

    def test_other_company_sees_nothing(self):
        company = self.env["res.company"].create({"name": "Other Company"})
        pool = self.env["crm.pool"].create({"name": "Other pool", "company_id": company.id})
        lead = self.new_lead("Foreign shop", pool_id=pool.id)
        self.assertEqual(lead.company_id, company)
        entry = self.entry_of(lead)
        self.assertFalse(self.env["crm.pool.entry"].with_user(self.director).search([("id", "=", entry.id)]))
        self.assertFalse(self.env["crm.pool"].with_user(self.rep).search([("id", "=", pool.id)]))

    def test_pool_with_records_cannot_be_archived(self):
        self.pooled_lead()
        with self.assertRaises(PoolNotEmpty):
            self.pool.action_archive()
        self.assertTrue(self.pool.active)

    @mute_logger("odoo.sql_db")
    def test_one_default_pool_per_company(self):
        with self.assertRaises(psycopg2.IntegrityError), self.env.cr.savepoint():
            self.env["crm.pool"].create({"name": "Second", "is_default": True})
