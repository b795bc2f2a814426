from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import PoolCase

SECRET = "13800138000"


@tagged("post_install", "-at_install")
class TestPoolLeaks(PoolCase):
    """A salesperson has no way to a pooled prospect, a pooled customer, or its contacts."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.secret_lead = cls.pooled_lead("Secret Shop", contact_name="Secret Contact")
        cls.customer.write({"name": "Secret Customer", "user_id": False, "pool_id": cls.pool.id})
        cls.contact.write({"name": "Secret Buyer", "phone": "+86 138 0013 8000"})
        cls.env.flush_all()
        cls.records = (cls.secret_lead, cls.customer, cls.contact)
        # The former owner, a member who never owned it, one who is no member, and a manager of other pools.
        cls.shut_out = (cls.rep, cls.colleague, cls.outsider, cls.superior)
        cls.allowed = (cls.manager, cls.director, cls.admin)
        for user in cls.shut_out:
            user.group_ids |= cls.env.ref("base.group_allow_export")

    def each(self, users):
        for user in users:
            for record in self.records:
                self.env.invalidate_all()
                yield record.with_user(user)

    def test_read_and_write_are_refused(self):
        for record in self.each(self.shut_out):
            for operation in ("read", "write"):
                self.assertFalse(record.has_access(operation))
            for attempt in (
                lambda record=record: record.read(["name", "phone"]),
                lambda record=record: record.web_read({"name": {}}),
                lambda record=record: record.export_data(["name", "phone"]),
                lambda record=record: record.phone,
                lambda record=record: record.write({"city": "Elsewhere"}),
                lambda record=record: record.write({"user_id": record.env.uid}),
                lambda record=record: record.write({"pool_id": False}),
                lambda record=record: record.copy(),
                lambda record=record: record.message_post(body="Hello"),
            ):
                with self.assertRaises(AccessError):
                    attempt()
        self.assertUnchangedOwner(self.secret_lead, self.env["res.users"], self.pool)
        self.assertUnchangedOwner(self.customer, self.env["res.users"], self.pool)

    def test_no_search_finds_them(self):
        for record in self.each(self.shut_out):
            Model = record.browse()
            for domain in (
                [("id", "=", record.id)],
                [("name", "ilike", "Secret")],
                [("phone", "ilike", "8000")],
                [("pool_id", "!=", False)],
                [("pool_id", "=", self.pool.id)],
            ):
                self.assertFalse(Model.with_context(active_test=False).search(domain) & record)
                self.assertFalse(Model.search_count([*domain, ("id", "=", record.id)]))
                specification = {"display_name": {}, "phone": {}}
                self.assertEqual(
                    Model.web_search_read([*domain, ("id", "=", record.id)], specification),
                    {"length": 0, "records": []},
                )
                self.assertEqual(Model.search_read([*domain, ("id", "=", record.id)], ["name"]), [])
                self.assertEqual(
                    Model.formatted_read_group([*domain, ("id", "=", record.id)], ["phone"], ["__count"]), []
                )
                self.assertEqual(
                    Model.web_read_group([*domain, ("id", "=", record.id)], ["city"], ["__count"])["length"], 0
                )
                self.assertEqual(Model._read_group([*domain, ("id", "=", record.id)], ["city"], ["__count"]), [])
            self.assertFalse([found for found in Model.name_search("Secret") if found[0] == record.id])

    def test_no_other_model_is_a_way_in(self):
        partner_ids = (self.customer | self.contact).ids
        for user in self.shut_out:
            with self.subTest(user=user.login):
                env = self.env(user=user)
                self.assertFalse(env["res.partner"].search([("id", "child_of", self.customer.id)]))
                self.assertFalse(env["res.partner"].search([("parent_id", "in", partner_ids)]))
                # By the records that the user does see: a path through a hidden record finds nothing.
                self.assertFalse(env["crm.lead"].search([("partner_id.phone", "ilike", "13800138000")]))
                self.assertFalse(env["crm.activity.report"].search([("lead_id", "=", self.secret_lead.id)]))
                self.assertFalse(env["crm.ownership.event"].search([("lead_id", "=", self.secret_lead.id)]))
                self.assertFalse(env["crm.ownership.event"].search([("partner_id", "in", partner_ids)]))
                self.assertFalse(env["crm.maturity.change"].search([("lead_id", "=", self.secret_lead.id)]))
                self.assertFalse(env["crm.maturity.change"].search([("partner_id", "in", partner_ids)]))

    def test_entries_hold_no_secret(self):
        for user in self.shut_out:
            entries = self.env["crm.pool.entry"].with_user(user).search([])
            names = [name for name, field in entries.fields_get(attributes=["exportable", "store"]).items()]
            for row in entries.read(names):
                digits = "".join(filter(str.isdigit, str(row["phone"])))
                self.assertNotIn(SECRET, digits)
                self.assertNotIn("lead_id", row)
                self.assertNotIn("partner_id", row)
            for field in ("phone", "email", "street"):
                self.assertFalse(entries.search([(field, "ilike", "0013")]))
                self.assertFalse(entries.search([(field, "ilike", "zhao")]))

    def test_managers_of_the_pool_and_directors_see_them(self):
        for record in self.each(self.allowed):
            self.assertEqual(record.search([("id", "=", record.id)]), record)
            self.assertIn("Secret", record.name)

    def test_who_is_no_salesperson_loses_nothing(self):
        portal = (
            self.env["res.users"]
            .with_context(no_reset_password=True)
            .create(
                {
                    "name": "Portal Buyer",
                    "login": "pool_portal",
                    "partner_id": self.contact.id,
                    "group_ids": [(6, 0, self.env.ref("base.group_portal").ids)],
                }
            )
        )
        self.assertEqual(self.contact.with_user(self.clerk).name, "Portal Buyer")
        self.assertEqual(self.customer.with_user(self.clerk).search([("id", "=", self.customer.id)]), self.customer)
        self.customer.with_user(self.clerk).write({"comment": "Paid late"})
        self.assertEqual(self.contact.with_user(portal).name, "Portal Buyer")

    def test_users_see_their_own_and_their_companys_card(self):
        for user in self.shut_out:
            env = self.env(user=user)
            cards = user.partner_id | self.env.company.partner_id
            self.assertEqual(env["res.partner"].search([("id", "in", cards.ids)]), cards.with_env(env))

    def test_change_of_rights_acts_at_once(self):
        lead = self.secret_lead.with_user(self.superior)
        self.assertFalse(lead.has_access("read"))
        self.pool.manager_ids |= self.superior
        self.assertTrue(lead.has_access("read"))
        self.pool.manager_ids -= self.superior
        self.assertFalse(lead.has_access("read"))
