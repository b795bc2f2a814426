from freezegun import freeze_time

from odoo.addons.crm_followup.tests.common import FollowupCase


class ReportCase(FollowupCase):
    """A fortnight of two reps that can be counted by hand; "today" is 10 March 2026.

    The first rep: one visit done in time that raised the grade, one call done late that lowered it, one overdue task,
    one task to come. The stranger, who is not below the manager: one call done in time.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        today = freeze_time("2026-03-10 04:00:00")
        today.start()
        cls.addClassCleanup(today.stop)
        with freeze_time("2026-03-05 04:00:00"):
            visit = cls.plan(cls.rep, type_id=cls.visit.id, planned_date="2026-03-05")
            cls.done(visit, cls.rep, maturity_id=cls.grade["B+"].id)
        with freeze_time("2026-03-09 04:00:00"):
            call = cls.plan(cls.rep, planned_date="2026-03-07")
            cls.done(call, cls.rep, maturity_id=cls.grade["C+"].id)
            own = cls.env["crm.lead"].create({"name": "Elsewhere", "user_id": cls.stranger.id})
            cls.done(cls.plan(cls.stranger, lead_id=own.id, planned_date="2026-03-09"), cls.stranger)
        cls.plan(cls.rep, planned_date="2026-03-08")
        cls.plan(cls.rep, planned_date="2026-03-12")
        cls.plan(cls.rep, planned_date="2026-03-12").action_cancel()
        cls.users = cls.rep | cls.manager | cls.colleague | cls.stranger | cls.director
