from odoo.tests import BaseCase

from ..const import WEEKDAYS
from ..tools.visits import VisitsMade


class TestTools(BaseCase):
    def test_a_refused_stop_makes_the_result_incomplete(self):
        self.assertTrue(VisitsMade(created=[1], existing=2).is_complete)
        self.assertFalse(VisitsMade(refused=[("Shop", "gone")]).is_complete)

    def test_weekdays_begin_on_monday(self):
        self.assertEqual(WEEKDAYS[0], "mon")
        self.assertEqual(len(WEEKDAYS), 7)
