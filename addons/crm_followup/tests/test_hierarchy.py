from odoo.tests import new_test_user, tagged

from ..exceptions import HierarchyCycle
from .common import FollowupCase


@tagged("post_install", "-at_install")
class TestHierarchy(FollowupCase):
    def test_six_levels_then_top_sees_the_bottom(self):
        chain = [self.rep]
        self.rep.superior_id = False
        for level in range(5):
            boss = new_test_user(self.env, f"fu_level_{level}", groups="crm_followup.group_sales_superior")
            chain[-1].superior_id = boss
            chain.append(boss)
        self.assertEqual(len(chain), 6)
        for user in chain:
            self.assertTrue(self.lead.with_user(user).has_access("write"), user.login)
        self.assertFalse(self.lead.with_user(self.manager).has_access("read"))

    def test_circle_then_refused(self):
        boss = new_test_user(self.env, "fu_boss", groups="crm_followup.group_sales_superior")
        self.manager.superior_id = boss
        with self.assertRaises(HierarchyCycle):
            boss.superior_id = self.rep
        self.assertFalse(boss.superior_id)

    def test_plain_salesperson_with_subordinates_then_sees_no_prospects_of_theirs(self):
        # The role, not the place in the tree, gives the right to the prospects: what an existing database expects.
        self.rep.superior_id = self.colleague
        self.assertFalse(self.lead.with_user(self.colleague).has_access("read"))
