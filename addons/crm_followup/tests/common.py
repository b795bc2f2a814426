from odoo import Command
from odoo.tests import TransactionCase, new_test_user


class FollowupCase(TransactionCase):
    """Two reps under a manager, a rep of another branch, a director, and a prospect and a customer of the first rep."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": True, "no_reset_password": True})
        salesman = "sales_team.group_sale_salesman"
        cls.director = new_test_user(cls.env, "fu_director", groups="sales_team.group_sale_salesman_all_leads")
        cls.manager = new_test_user(
            cls.env, "fu_manager", groups="crm_followup.group_sales_superior", tz="Asia/Shanghai"
        )
        cls.rep = new_test_user(cls.env, "fu_rep", groups=salesman, tz="Asia/Shanghai", superior_id=cls.manager.id)
        cls.colleague = new_test_user(cls.env, "fu_colleague", groups=salesman, superior_id=cls.manager.id)
        cls.stranger = new_test_user(cls.env, "fu_stranger", groups=salesman)
        cls.grade = {code: cls.env["crm.maturity"].search([("code", "=", code)]) for code in ("A+", "B+", "C+", "D")}
        cls.call = cls.env.ref("crm_followup.type_call")
        cls.visit = cls.env.ref("crm_followup.type_visit")
        cls.lead = cls.env["crm.lead"].create(
            {
                "name": "Corner shop",
                "type": "lead",
                "partner_name": "Corner Shop Ltd",
                "contact_name": "Zhao Min",
                "street": "1 Bund",
                "city": "Shanghai",
                "description": "Buys on Fridays",
                "latitude": 31.2397,
                "longitude": 121.4900,
                "user_id": cls.rep.id,
            }
        )
        cls.customer = cls.env["res.partner"].create(
            {"name": "Old Customer", "is_company": True, "user_id": cls.rep.id}
        )

    @classmethod
    def plan(cls, user, **values):
        """A planned call of ``user`` with the prospect, unless the values say otherwise."""
        record = {} if "partner_id" in values else {"lead_id": cls.lead.id}
        return (
            cls.env["crm.followup"]
            .with_user(user)
            .create({"type_id": cls.call.id, "user_id": user.id, "planned_date": "2026-03-10", **record, **values})
        )

    @classmethod
    def done(cls, followup, user, **values):
        """Close a follow-up through the quick screen, as the web client does."""
        wizard = (
            cls.env["crm.followup.done"]
            .with_user(user)
            .create({"followup_id": followup.id, "result": "Talked", "next_date": False, **values})
        )
        wizard.action_save()
        return followup

    @classmethod
    def attachment(cls, user):
        return cls.env["ir.attachment"].with_user(user).create({"name": "shelf.png", "raw": b"picture"})

    @staticmethod
    def links(*records):
        return [Command.set([record.id for record in records])]
