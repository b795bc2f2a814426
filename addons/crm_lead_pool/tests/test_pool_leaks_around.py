from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import PoolCase


@tagged("post_install", "-at_install")
class TestPoolLeaksAround(PoolCase):
    """What hangs on a pooled record is as hidden as the record."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.call = cls.env.ref("crm_followup.type_call")
        cls.secret_lead = cls.new_lead("Secret Shop", user_id=cls.rep.id)
        cls.hanging = {}
        for record in (cls.secret_lead, cls.customer):
            field = record._get_ownership_field()
            followup = cls.env["crm.followup"].create({field: record.id, "type_id": cls.call.id, "user_id": cls.rep.id})
            done = followup.copy({"state": "planned", "planned_date": "2026-01-05"})
            done._mark_done({"result": "Secret result"})
            record.message_subscribe(partner_ids=(cls.rep | cls.colleague).partner_id.ids)
            message = record.message_post(body="Secret message", message_type="comment")
            note = record.with_user(cls.rep).message_post(body="A note of the owner")
            attachment = cls.env["ir.attachment"].create(
                {"name": "secret.txt", "raw": b"secret", "res_model": record._name, "res_id": record.id}
            )
            activity = record.activity_schedule(
                "mail.mail_activity_data_call", user_id=cls.rep.id, summary="Ring the buyer"
            )
            cls.hanging[record] = {
                "followups": followup | done,
                "message": message,
                "note": note,
                "attachment": attachment,
                "activity": activity,
            }
        cls.event = cls.env["calendar.event"].create(
            {
                "name": "Secret meeting",
                "start": "2026-06-01 08:00:00",
                "stop": "2026-06-01 09:00:00",
                "opportunity_id": cls.secret_lead.id,
                "res_model_id": cls.env["ir.model"]._get_id("crm.lead"),
                "res_id": cls.secret_lead.id,
                "partner_ids": [(6, 0, cls.rep.partner_id.ids)],
            }
        )
        (cls.secret_lead | cls.env["crm.lead"]).write({"pool_id": cls.pool.id})
        cls.customer.write({"pool_id": cls.pool.id})
        cls.env.flush_all()
        cls.shut_out = (cls.rep, cls.colleague, cls.superior)

    def assertHidden(self, records, user):
        records = records.with_user(user)
        self.env.invalidate_all()
        self.assertFalse(records.search([("id", "in", records.ids)]))
        with self.assertRaises(AccessError):
            records.read(["display_name"])

    def test_followups(self):
        for record, hanging in self.hanging.items():
            for user in self.shut_out:
                with self.subTest(record=record, user=user.login):
                    self.assertHidden(hanging["followups"], user)

    def test_messages(self):
        for record, hanging in self.hanging.items():
            for user in self.shut_out:
                with self.subTest(record=record, user=user.login):
                    self.assertHidden(hanging["message"], user)
                    if user != self.rep:
                        self.assertHidden(hanging["note"], user)

    def test_attachments(self):
        for record, hanging in self.hanging.items():
            for user in self.shut_out:
                with self.subTest(record=record, user=user.login):
                    self.assertHidden(hanging["attachment"], user)
                    with self.assertRaises(AccessError):
                        hanging["attachment"].with_user(user).raw

    def test_activities_end(self):
        for record, hanging in self.hanging.items():
            with self.subTest(record=record):
                self.assertFalse(hanging["activity"].exists())
                self.assertIn("Ring the buyer", "".join(record.message_ids.mapped("body")))

    def test_planned_followups_end_and_done_ones_stay(self):
        for record, hanging in self.hanging.items():
            with self.subTest(record=record):
                self.assertEqual(sorted(hanging["followups"].mapped("state")), ["cancelled", "done"])

    def test_meetings(self):
        for user in self.shut_out:
            with self.subTest(user=user.login):
                events = self.env["calendar.event"].with_user(user)
                self.assertFalse(events.search([("id", "=", self.event.id)]))
                self.assertFalse(events.search_count([("id", "=", self.event.id)]))
                with self.assertRaises(AccessError):
                    self.event.with_user(user).check_access("read")
        self.assertTrue(self.event.with_user(self.manager).has_access("read"))

    def test_salespeople_are_unsubscribed(self):
        for record in self.hanging:
            with self.subTest(record=record):
                followers = record.message_partner_ids
                self.assertFalse(followers & (self.rep | self.colleague).partner_id)

    def test_activity_report(self):
        report = self.env["crm.activity.report"]
        self.env["mail.message"].create(
            {
                "model": "crm.lead",
                "res_id": self.secret_lead.id,
                "body": "Secret activity",
                "mail_activity_type_id": self.env.ref("mail.mail_activity_data_call").id,
            }
        )
        self.env.flush_all()
        domain = [("lead_id", "=", self.secret_lead.id)]
        self.assertEqual(report.with_user(self.director).search_count(domain), 1)
        for user in self.shut_out:
            self.assertFalse(report.with_user(user).search_count(domain))
            self.assertFalse(report.with_user(user).formatted_read_group(domain, ["lead_id"], ["__count"]))

    def test_managers_of_the_pool_see_it_all(self):
        for record, hanging in self.hanging.items():
            for name in ("message", "attachment"):
                with self.subTest(record=record, what=name):
                    self.assertTrue(hanging[name].with_user(self.manager).has_access("read"))
            self.assertTrue(self.events_of(record).with_user(self.manager).has_access("read"))
