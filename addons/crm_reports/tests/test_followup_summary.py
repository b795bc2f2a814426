import base64
from datetime import datetime
from io import BytesIO

from openpyxl import load_workbook

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .common import ReportCase


@tagged("post_install", "-at_install")
class TestFollowupSummary(ReportCase):
    def export(self, user, **values):
        wizard = self.env["crm.followup.summary"].with_user(user).create({"date_from": "2026-03-01", **values})
        action = wizard.action_export()
        self.assertEqual(action["type"], "ir.actions.act_url")
        self.assertIn(wizard.file_name, action["url"])
        return load_workbook(BytesIO(base64.b64decode(wizard.file)))

    def rows(self, workbook, index):
        return [list(row) for row in workbook.worksheets[index].iter_rows(values_only=True)]

    def test_manager_then_workbook_has_his_people_and_totals(self):
        workbook = self.export(self.manager)
        self.assertEqual(
            self.rows(workbook, 0),
            [
                ["Salesperson", "Done", "Visits Done", "Done on Time", "Planned", "Overdue", "Grade Up", "Grade Down"],
                [self.rep.name, 2, 1, 1, 1, 1, 1, 1],
                ["Total", 2, 1, 1, 1, 1, 1, 1],
            ],
        )
        details = self.rows(workbook, 1)
        self.assertEqual(
            [row[0] for row in details[1:]], [datetime(2026, 3, 5), datetime(2026, 3, 8), datetime(2026, 3, 9)]
        )
        self.assertEqual({row[1] for row in details[1:]}, {self.rep.name})

    def test_chosen_salespeople_then_only_they(self):
        workbook = self.export(self.director, user_ids=self.links(self.stranger))
        self.assertEqual([row[0] for row in self.rows(workbook, 0)][1:], [self.stranger.name, "Total"])
        self.assertEqual(len(self.rows(workbook, 1)), 2)

    def test_period_backwards_then_refused(self):
        with self.assertRaises(ValidationError):
            self.env["crm.followup.summary"].create({"date_from": "2026-03-09", "date_to": "2026-03-01"})
