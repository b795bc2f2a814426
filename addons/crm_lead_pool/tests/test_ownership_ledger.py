from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..exceptions import LedgerAppendOnly
from ..tools.ownership import Move
from .common import PoolCase


@tagged("post_install", "-at_install")
class TestOwnershipLedger(PoolCase):
    def kinds(self, record):
        return self.events_of(record).mapped("kind")

    def test_every_change_writes_one_event(self):
        lead = self.lead
        self.assertRecordValues(
            self.events_of(lead),
            [{"kind": "create", "from_user_id": False, "to_user_id": self.rep.id, "record_name": "Corner Shop"}],
        )
        lead.write({"user_id": self.rep.id, "city": "Suzhou"})
        self.assertEqual(self.kinds(lead), ["create"], "Nothing changed hands")
        lead.write({"user_id": self.colleague.id})
        lead.with_user(self.director).write({"user_id": self.director.id})
        lead.write({"user_id": False})
        lead.write({"user_id": self.rep.id})
        lead.write({"pool_id": self.pool.id})
        other = self.env["crm.pool"].create({"name": "Other"})
        lead.write({"pool_id": other.id})
        lead.write({"pool_id": False})
        lead.write({"pool_id": self.pool.id})
        lead.write({"user_id": self.rep.id})
        self.assertEqual(
            self.kinds(lead),
            [
                "create",
                "transfer",
                "take_back",
                "release",
                "assign",
                "release",
                "move",
                "withdraw",
                "release",
                "assign",
            ],
        )

    def test_defaults_of_the_new_record_then_not_taken_for_the_ledger_or_the_entry(self):
        customer = self.env["res.partner"].create({"name": "Customer"})
        Lead = self.env["crm.lead"].with_context(default_partner_id=customer.id)
        lead = Lead.create({"name": "From the kanban", "pool_id": self.pool.id})
        self.assertEqual(lead.partner_id, customer)
        self.assertRecordValues(self.events_of(lead), [{"lead_id": lead.id, "partner_id": False}])
        entry = self.env["crm.pool.entry"].sudo().search([("lead_id", "=", lead.id)])
        self.assertFalse(entry.partner_id)

    def test_ledger_of_partners_begins_with_an_owner(self):
        partner = self.env["res.partner"].create({"name": "Vendor"})
        self.assertFalse(self.events_of(partner))
        partner.user_id = self.rep
        self.assertEqual(self.kinds(partner), ["assign"])
        self.assertEqual(self.kinds(self.customer), ["create"])

    def test_many_records_one_insert(self):
        leads = self.env["crm.lead"].concat(*(self.new_lead(f"Shop {n}", user_id=self.rep.id) for n in range(30)))
        create = type(self.env["crm.ownership.event"]).create
        calls = []

        def counted(model, vals_list):
            calls.append(len(vals_list))
            return create(model, vals_list)

        self.patch(type(self.env["crm.ownership.event"]), "create", counted)
        leads.write({"user_id": self.colleague.id})
        self.assertEqual(calls, [30])
        self.assertEqual(leads.ownership_event_ids.filtered(lambda event: event.kind == "transfer").lead_id, leads)

    def test_reason_and_note_come_from_the_engine_only(self):
        self.lead.with_context(crm_ownership_move=Move("", self.reason.id, "Never answers")).write(
            {"pool_id": self.pool.id}
        )
        event = self.events_of(self.lead)[-1]
        self.assertEqual((event.kind, event.reason_id, event.note), ("release", self.reason, "Never answers"))
        forged = {"kind": "claim", "reason_id": self.reason.id, "note": "forged"}
        self.lead.with_context(crm_ownership_move=forged).write({"user_id": self.colleague.id})
        event = self.events_of(self.lead)[-1]
        self.assertEqual((event.kind, event.reason_id.id, event.note), ("assign", False, ""))

    def test_append_only_for_everybody(self):
        events = self.events_of(self.lead)
        before = events.read(["kind", "note"])
        for record in (events, events.sudo(), events.with_user(self.admin), events.with_user(self.director)):
            with self.assertRaises(LedgerAppendOnly):
                record.write({"note": "changed"})
            with self.assertRaises(LedgerAppendOnly):
                record.unlink()
        for user in (self.rep, self.admin):
            with self.assertRaises(AccessError):
                self.env["crm.ownership.event"].with_user(user).create({"kind": "claim", "lead_id": self.lead.id})
        self.assertEqual(self.events_of(self.lead).read(["kind", "note"]), before)

    def test_ledger_outlives_the_record(self):
        events = self.events_of(self.lead)
        self.lead.unlink()
        events.invalidate_recordset()
        self.assertRecordValues(events, [{"lead_id": False, "record_name": "Corner Shop"}])

    def test_ledger_follows_a_merge(self):
        other = self.new_lead("Corner Shop again", user_id=self.rep.id)
        merged = (self.lead | other).merge_opportunity()
        self.assertEqual(len(self.events_of(merged)), 2)

    def test_rep_reads_the_ledger_of_own_records(self):
        foreign = self.new_lead("Foreign", user_id=self.colleague.id)
        events = self.env["crm.ownership.event"].with_user(self.rep).search([])
        self.assertIn(self.lead, events.lead_id)
        self.assertNotIn(foreign, events.lead_id)
        self.assertIn(self.lead, self.env["crm.ownership.event"].with_user(self.superior).search([]).lead_id)
