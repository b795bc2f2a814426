from datetime import timedelta

from odoo.tests import tagged

from .common import PoolCase


@tagged("post_install", "-at_install")
class TestCoreAssignment(PoolCase):
    """Odoo's own lead assignment beside the pool."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["ir.config_parameter"].set_param("crm.lead.auto.assignment", True)
        cls.env["crm.team"].search([]).action_archive()
        cls.team = cls.env["crm.team"].create(
            {"name": "Assigning team", "use_leads": True, "use_opportunities": True, "company_id": False}
        )
        cls.env["crm.team.member"].create(
            {"crm_team_id": cls.team.id, "user_id": cls.colleague.id, "assignment_max": 300}
        )
        # Other leads of the database are not what this is about.
        cls.env["crm.lead"].search([("user_id", "=", False)]).write({"user_id": cls.director.id})
        cls.free = cls.new_lead("Free Lead", email_from="free@example.com")
        cls.pooled = cls.pooled_lead("Pooled Lead", email_from="pooled@example.com", team_id=False)
        cls.in_team = cls.pooled_lead("Pooled in Team", email_from="team@example.com", team_id=cls.team.id)
        leads = cls.free | cls.pooled | cls.in_team
        leads.flush_recordset()
        cls.env.cr.execute(
            "UPDATE crm_lead SET create_date = %s WHERE id = ANY(%s)",
            [cls.env.cr.now() - timedelta(hours=1), leads.ids],
        )
        leads.invalidate_recordset()

    def assign(self):
        self.team._action_assign_leads(force_quota=True)

    def test_pooled_leads_are_left_alone(self):
        self.assign()
        self.assertEqual(self.free.user_id, self.colleague)
        for lead in (self.pooled, self.in_team):
            self.assertUnchangedOwner(lead, self.env["res.users"], self.pool)
            self.assertEqual(self.entry_of(lead).state, "open")
        self.assertFalse(self.pooled.team_id)

    def test_pooled_leads_are_taken_when_the_pool_says_so(self):
        self.pool.allow_core_assignment = True
        self.assign()
        for lead in (self.free, self.pooled, self.in_team):
            self.assertUnchangedOwner(lead, self.colleague)
        for lead in (self.pooled, self.in_team):
            self.assertRecordValues(self.entry_of(lead, "assigned"), [{"claimed_by_id": self.colleague.id}])
            self.assertRecordValues(
                self.events_of(lead)[-1],
                [{"kind": "assign", "from_pool_id": self.pool.id, "to_user_id": self.colleague.id}],
            )

    def test_pooled_twin_is_not_merged(self):
        self.pooled.email_from = "free@example.com"
        self.pooled.flush_recordset()
        self.assign()
        self.assertTrue(self.pooled.exists())
        self.assertUnchangedOwner(self.pooled, self.env["res.users"], self.pool)
        self.assertEqual(self.free.user_id, self.colleague)

    def test_released_lead_is_not_grabbed_by_the_cron(self):
        lead = self.new_lead("Released", user_id=self.rep.id, team_id=self.team.id, email_from="r@example.com")
        self.release(self.rep, lead)
        self.assertFalse(lead.date_open)
        self.assign()
        self.assertUnchangedOwner(lead, self.env["res.users"], self.pool)
