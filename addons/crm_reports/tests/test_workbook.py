from datetime import date, datetime
from io import BytesIO

from openpyxl import load_workbook

from odoo.tests import BaseCase, tagged

from ..tools.workbook import Column, Sheet, write_workbook


@tagged("post_install", "-at_install")
class TestWorkbook(BaseCase):
    def written(self, columns, rows):
        stream = BytesIO()
        write_workbook(stream, [Sheet("S", columns, rows)])
        return [list(row) for row in load_workbook(stream).worksheets[0].iter_rows(values_only=True)]

    def test_values_then_typed_and_summed(self):
        columns = [Column("Who", 10), Column("Day", 10, is_date=True), Column("N", 5, total=True)]
        self.assertEqual(
            self.written(columns, [["李伟", date(2026, 3, 1), 2], ["Ann", None, 3]]),
            [["Who", "Day", "N"], ["李伟", datetime(2026, 3, 1), 2], ["Ann", None, 3], ["Total", None, 5]],
        )

    def test_text_like_a_formula_then_stays_a_text(self):
        rows = self.written([Column("Text", 10)], [["=1+1"], ["http://example.com"]])
        self.assertEqual(rows[1:], [["=1+1"], ["http://example.com"]])

    def test_no_rows_then_only_headings(self):
        self.assertEqual(self.written([Column("N", 5, total=True)], []), [["N"]])
