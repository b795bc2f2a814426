from odoo.tests import TransactionCase, new_test_user

SALESMAN = "sales_team.group_sale_salesman"


class PoolCase(TransactionCase):
    """A pool with a manager, a rep and his colleague below another manager, a director, and records of the rep."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": True, "no_reset_password": True})
        env = cls.env
        cls.director = new_test_user(env, "pool_director", groups="sales_team.group_sale_salesman_all_leads")
        cls.admin = new_test_user(env, "pool_admin", groups="sales_team.group_sale_manager,base.group_partner_manager")
        cls.manager = new_test_user(env, "pool_manager", groups="crm_followup.group_sales_superior")
        cls.superior = new_test_user(env, "pool_superior", groups="crm_followup.group_sales_superior")
        cls.rep = new_test_user(env, "pool_rep", groups=SALESMAN, superior_id=cls.superior.id, name="Rep One")
        cls.colleague = new_test_user(env, "pool_colleague", groups=SALESMAN, name="Rep Two")
        cls.outsider = new_test_user(env, "pool_outsider", groups=SALESMAN)
        cls.clerk = new_test_user(env, "pool_clerk", groups="base.group_user,base.group_partner_manager")
        # Whatever pools the database has: these tests know their own only.
        env["crm.pool"].search([]).write({"is_default": False, "takes_ownerless": False})
        cls.pool = env["crm.pool"].create(
            {
                "name": "Test pool",
                "is_default": True,
                "manager_ids": [(6, 0, cls.manager.ids)],
                "member_ids": [(6, 0, (cls.rep | cls.colleague | cls.superior).ids)],
            }
        )
        cls.reason = env.ref("crm_lead_pool.reason_no_reply")
        cls.source = env.ref("crm_lead_pool.source_wecom")
        cls.lead = cls.new_lead("Corner Shop", user_id=cls.rep.id)
        cls.customer = env["res.partner"].create(
            {
                "name": "Old Customer",
                "is_company": True,
                "user_id": cls.rep.id,
                "phone": "+86 10 6552 9988",
                "email": "shop@example.com",
            }
        )
        cls.contact = env["res.partner"].create({"name": "Buyer Wu", "parent_id": cls.customer.id})

    @classmethod
    def new_lead(cls, name, **values):
        return cls.env["crm.lead"].create(
            {
                "name": name,
                "type": "lead",
                "phone": "+86 138 0013 8000",
                "email_from": "zhao.min@example.com",
                "street": "188 Nanjing East Road",
                "city": "Shanghai",
                "source_id": cls.source.id,
                "user_id": False,
                **values,
            }
        )

    @classmethod
    def pooled_lead(cls, name="Pooled Shop", **values):
        return cls.new_lead(name, pool_id=cls.pool.id, **values)

    @classmethod
    def entry_of(cls, record, state="open"):
        field = record._get_ownership_field()
        return cls.env["crm.pool.entry"].search([(field, "=", record.id), ("state", "=", state)])

    @classmethod
    def events_of(cls, record):
        """The ledger of the record, oldest first."""
        field = record._get_ownership_field()
        return cls.env["crm.ownership.event"].search([(field, "=", record.id)], order="id")

    def release(self, user, record, **values):
        """Release through the dialog, as the web client does."""
        wizard = (
            self.env["crm.pool.release"]
            .with_user(user)
            .with_context(active_model=record._name, active_ids=record.ids)
            .create({"reason_id": self.reason.id, **values})
        )
        return wizard.action_release()

    def transfer(self, user, record, owner, **values):
        """Assign or transfer through the dialog."""
        wizard = (
            self.env["crm.ownership.transfer"]
            .with_user(user)
            .with_context(active_model=record._name, active_ids=record.ids)
            .create({"user_id": owner.id, **values})
        )
        return wizard.action_transfer()

    def assertUnchangedOwner(self, record, user, pool=None):
        record.invalidate_recordset()
        self.assertEqual((record.user_id, record.pool_id), (user, pool or self.env["crm.pool"]))
