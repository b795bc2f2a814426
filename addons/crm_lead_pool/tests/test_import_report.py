import base64
import io
from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..exceptions import ImportRowsLost
from .test_import import ImportCase

HEADER = ["Opportunity", "City", "State", "Latitude", "Remark of ours"]


@tagged("post_install", "-at_install")
class TestImportReport(ImportCase):
    ROWS = [
        HEADER,
        ["Good One", "Shanghai", "上海市", "31.2", "a"],
        ["Bad State", "Mars City", "Mars Province", "31.2", "b"],
        ["Bad Latitude", "Shanghai", "上海市", "north", "c"],
        ["", "Nameless", "上海市", "31.2", "d"],
        ["", "", "", "", ""],
        ["Too Far North", "Shanghai", "", "95", "e"],
        ["Good Two", "Beijing", "北京市", "39.9", "f"],
    ]

    @mute_logger("odoo.sql_db")
    def import_bad_file(self, **options):
        return self.import_rows(self.manager, self.ROWS, **options)

    def test_good_rows_are_in_and_bad_rows_are_kept(self):
        result, leads, report = self.import_bad_file()
        self.assertEqual(leads.mapped("name"), ["Good One", "Good Two"])
        self.assertEqual(leads.mapped("latitude"), [31.2, 39.9])
        self.assertEqual(
            self.env["crm.lead"].search_count([("name", "in", [row[0] for row in self.ROWS if row[0]])]), 2
        )
        self.assertEqual(result["messages"], [], "A message would stop the client although rows were stored")
        self.assertRecordValues(
            report,
            [
                {
                    "file_name": "shops.csv",
                    "user_id": self.manager.id,
                    "total_count": 6,
                    "imported_count": 2,
                    "refused_count": 4,
                }
            ],
        )
        self.assertEqual(report.line_ids.mapped("row"), [3, 4, 5, 6], "Empty rows are not counted")
        reasons = dict(zip(report.line_ids.mapped("row"), report.line_ids.mapped("reason"), strict=True))
        self.assertIn("Mars Province", reasons[3])
        self.assertIn("north", reasons[4])
        self.assertIn("latitude lies between", reasons[6])
        self.assertEqual(report.line_ids[0].content, "Bad State · Mars City · Mars Province · 31.2 · b")
        self.assertEqual(result["import_report"]["message"].split(" The ")[0], "2 of 6 rows imported, 4 refused.")
        self.assertEqual(result["import_report"]["action"]["res_id"], report.id)

    def test_refused_file_can_be_corrected_and_imported_again(self):
        from openpyxl import load_workbook

        _result, _leads, report = self.import_bad_file()
        self.assertEqual(report.refused_file_name, "shops - refused rows.xlsx")
        content = base64.b64decode(report.refused_file)
        book = load_workbook(io.BytesIO(content))
        rows = [list(row) for row in book.active.iter_rows(values_only=True)]
        self.assertEqual(rows[0], [*HEADER, "Why the row was refused"])
        self.assertEqual([row[1] for row in rows[1:]], ["Mars City", "Shanghai", "Nameless", "Shanghai"])
        for index, (name, state, latitude) in enumerate(
            [("Bad State", "北京市", "1"), ("Bad Latitude", "", "2"), ("Named", "", "3"), ("Not so Far", "", "85")], 2
        ):
            book.active.cell(index, 1).value = name
            book.active.cell(index, 3).value = state
            book.active.cell(index, 4).value = latitude
        output = io.BytesIO()
        book.save(output)
        upload = self.upload(self.manager, output.getvalue(), name="shops - refused rows.xlsx")
        fields, preview = self.preview(upload)
        self.assertEqual(fields, ["name", "city", "state_id", "latitude", False, False])
        _result, ids = self.run_import(upload, fields, preview["headers"])
        second = self.env["crm.import.report"].search([("import_ref", "=", upload.id)])
        self.assertRecordValues(second, [{"total_count": 4, "imported_count": 4, "refused_count": 0}])
        self.assertEqual(
            self.env["crm.lead"].browse(ids).mapped("name"), ["Bad State", "Bad Latitude", "Named", "Not so Far"]
        )

    def test_batches_add_up_in_one_report(self):
        for limit in (1, 2, 3, 6):
            with self.subTest(limit=limit):
                result, leads, report = self.import_bad_file(limit=limit)
                self.assertEqual(leads.mapped("name"), ["Good One", "Good Two"])
                self.assertEqual(len(report), 1)
                self.assertRecordValues(report, [{"total_count": 6, "imported_count": 2, "refused_count": 4}])
                self.assertEqual(report.line_ids.mapped("row"), [3, 4, 5, 6])
                self.assertTrue(result["import_report"])

    def test_nothing_good_says_so(self):
        result, leads, report = self.import_rows(self.manager, [HEADER, ["X", "", "Mars Province", "1", ""]])
        self.assertFalse(leads)
        self.assertEqual((report.total_count, report.refused_count), (1, 1))
        self.assertEqual(len(result["messages"]), 1)
        self.assertIn("0 of 1 rows imported, 1 refused", result["messages"][0]["message"])

    def test_dry_run_stays_as_in_odoo(self):
        upload = self.upload(self.manager, b"Opportunity,State\nX,Mars Province\nY,\n")
        fields, preview = self.preview(upload)
        result = upload.execute_import(fields, preview["headers"], dict(self.options()), dryrun=True)
        self.assertFalse(result["ids"])
        self.assertEqual(len(result["messages"]), 1)
        self.assertFalse(self.env["crm.import.report"].search([("import_ref", "=", upload.id)]))

    def options(self):
        from .test_import import OPTIONS

        return OPTIONS

    def test_other_models_are_refused_as_a_whole(self):
        upload = self.env["base_import.import"].create(
            {
                "res_model": "res.partner",
                "file": b"Name,State\nA,Mars Province\nB,\n",
                "file_name": "p.csv",
                "file_type": "text/csv",
            }
        )
        result = upload.execute_import(["name", "state_id"], ["name", "state"], dict(self.options()))
        self.assertFalse(result["ids"])
        self.assertFalse(self.env["res.partner"].search([("name", "=", "B")]))

    def test_lost_rows_stop_the_import(self):
        Lead = type(self.env["crm.lead"])
        load = Lead._load_records

        def losing(model, data_list, update=False):
            return load(model, data_list, update)[:-1]

        with patch.object(Lead, "_load_records", losing), self.assertRaises(ImportRowsLost):
            self.import_rows(self.manager, [["Opportunity"], ["A"], ["B"]])

    def test_reports_are_read_by_importer_and_superiors(self):
        _result, _leads, report = self.import_rows(self.rep, [HEADER, ["X", "", "Mars Province", "1", ""]])
        for user in (self.rep, self.superior, self.director):
            self.assertEqual(report.with_user(user).line_ids.mapped("row"), [2])
        self.assertFalse(self.env["crm.import.report"].with_user(self.colleague).search([("id", "=", report.id)]))
        with self.assertRaises(AccessError):
            report.line_ids.with_user(self.colleague).read(["reason"])
        with self.assertRaises(AccessError):
            report.with_user(self.rep).write({"refused_count": 0})

    def test_two_thousand_rows_then_queries_hardly_grow(self):
        rows = [["Opportunity", "City", "State", "Latitude", "Phone", "Source", "Pool"]]
        for number in range(2000):
            rows.append(
                [f"Shop {number}", "Shanghai", "上海市", "31.2", f"138{number:08d}", self.source.name, "Test pool"]
            )
        for number in (7, 500, 1999):
            rows[number][2] = "Mars Province"
        self.env.flush_all()
        queries = self.env.cr.sql_log_count
        _result, leads, report = self.import_rows(self.manager, rows, limit=2000)
        self.env.flush_all()
        queries = self.env.cr.sql_log_count - queries
        self.assertRecordValues(report, [{"total_count": 2000, "imported_count": 1997, "refused_count": 3}])
        self.assertEqual(self.env["crm.pool.entry"].search_count([("lead_id", "in", leads.ids)]), 1997)
        self.assertEqual(self.env["crm.ownership.event"].search_count([("lead_id", "in", leads.ids)]), 1997)
        # Odoo looks up the stage of each lead: one query a row; ours do not grow with the rows.
        self.assertLess(queries, 2600)
