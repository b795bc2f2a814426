import csv
import io

from odoo.tests import tagged
from odoo.tools import file_open

from ..models.crm_lead import CHANNELS
from .common import PoolCase

OPTIONS = {
    "quoting": '"',
    "separator": ",",
    "has_headers": True,
    "encoding": "utf-8",
    "float_thousand_separator": ",",
    "float_decimal_separator": ".",
}


def to_csv(rows, bom=False):
    output = io.StringIO()
    csv.writer(output).writerows(rows)
    return output.getvalue().encode("utf-8-sig" if bom else "utf-8")


class ImportCase(PoolCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["base_import.mapping"].search([("res_model", "=", "crm.lead")]).unlink()
        cls.env.company.country_id = cls.env.ref("base.cn")
        cls.env.company.normalize_phone = True

    def upload(self, user, content, name="shops.csv", lang=None):
        wizard = (
            self.env(user=user)["base_import.import"].with_context(lang=lang)
            if lang
            else (self.env(user=user)["base_import.import"])
        )
        kind = (
            "text/csv"
            if name.endswith("csv")
            else ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
        )
        return wizard.create({"res_model": "crm.lead", "file": content, "file_name": name, "file_type": kind})

    def preview(self, upload, **options):
        """What the client asks for after the upload: it finds the fields by the titles."""
        preview = upload.parse_preview({**OPTIONS, **options})
        self.assertNotIn("error", preview)
        matches = preview["matches"] or {}
        fields = ["/".join(matches[index]) if index in matches else False for index in range(len(preview["headers"]))]
        return fields, preview

    def run_import(self, upload, fields, columns, **options):
        """All batches, as the client calls them; returns the last answer and all ids."""
        ids, skip = [], 0
        while True:
            result = upload.execute_import(fields, columns, {**OPTIONS, **options, "skip": skip})
            ids += result["ids"] or []
            if not result.get("nextrow"):
                return result, ids
            self.assertGreater(result["nextrow"], skip)
            skip = result["nextrow"]

    def import_rows(self, user, rows, lang=None, bom=False, **options):
        upload = self.upload(user, to_csv(rows, bom), lang=lang)
        fields, preview = self.preview(upload)
        result, ids = self.run_import(upload, fields, preview["headers"], **options)
        report = self.env["crm.import.report"].search([("import_ref", "=", upload.id)])
        return result, self.env["crm.lead"].browse(ids), report


@tagged("post_install", "-at_install")
class TestImport(ImportCase):
    def test_chinese_file_into_the_pool(self):
        rows = [
            ["商机", "公司名称", "电话号码", "省/州", "城市", "纬度", "经度", "来源", "公海"],
            ["咖啡店甲", "甲公司", "13800138000", "上海市", "上海", "31.2397", "121.49", self.source.name, "Test pool"],
            ["咖啡店乙", "乙公司", "", "", "廊坊市", "39.97", "116.82", self.source.name, "Test pool"],
        ]
        self.env["res.lang"]._activate_lang("zh_CN")
        result, leads, report = self.import_rows(self.manager, rows, lang="zh_CN", bom=True)
        self.assertEqual(result["messages"], [])
        self.assertRecordValues(
            leads,
            [
                {
                    "name": "咖啡店甲",
                    "phone": "+86 138 0013 8000",
                    "phone_sanitized": "+8613800138000",
                    "state_id": self.env.ref("base.state_cn_SH").id,
                    "latitude": 31.2397,
                    "longitude": 121.49,
                    "source_id": self.source.id,
                    "pool_id": self.pool.id,
                    "user_id": False,
                },
                {
                    "name": "咖啡店乙",
                    "phone": False,
                    "phone_sanitized": False,
                    "state_id": False,
                    "latitude": 39.97,
                    "longitude": 116.82,
                    "source_id": self.source.id,
                    "pool_id": self.pool.id,
                    "user_id": False,
                },
            ],
        )
        self.assertEqual([self.entry_of(lead).name for lead in leads], ["甲公司", "乙公司"])
        self.assertEqual([self.events_of(lead).mapped("kind") for lead in leads], [["import"], ["import"]])
        self.assertRecordValues(report, [{"total_count": 2, "imported_count": 2, "refused_count": 0}])

    def test_salesperson_owns_what_he_imports(self):
        _result, leads, _report = self.import_rows(
            self.rep, [["Opportunity", "City"], ["Shop A", "X"], ["Shop B", "Y"]]
        )
        self.assertEqual(leads.mapped("user_id"), self.rep)
        self.assertEqual(leads.ownership_event_ids.mapped("kind"), ["import", "import"])

    def test_empty_owner_column_means_the_importer(self):
        rows = [["Opportunity", "Salesperson"], ["Shop A", ""], ["Shop B", ""]]
        _result, leads, _report = self.import_rows(self.rep, rows)
        self.assertEqual(leads.mapped("user_id"), self.rep)

    def test_salesperson_cannot_import_into_a_pool(self):
        rows = [["Opportunity", "Pool"], ["Shop A", "Test pool"], ["Shop B", "Test pool"], ["Shop C", ""]]
        _result, leads, report = self.import_rows(self.rep, rows)
        self.assertEqual(leads.mapped("name"), ["Shop C"])
        self.assertEqual(leads.user_id, self.rep)
        self.assertRecordValues(report, [{"total_count": 3, "imported_count": 1, "refused_count": 2}])
        self.assertIn("Only managers of the pool “Test pool”", report.line_ids[0].reason)
        self.assertFalse(self.env["crm.lead"].search([("name", "in", ["Shop A", "Shop B"])]))

    def test_templates_map_every_column(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        wanted = {
            "name", "partner_name", "contact_name", "phone", "email_from", "street", "city", "state_id", "zip",
            "country_id", "latitude", "longitude", "source_id", "pool_id", "description",
        }  # fmt: skip
        for lang, folder in (("en_US", "en"), ("zh_CN", "zh_CN")):
            templates = self.env["crm.lead"].with_context(lang=lang).get_import_templates()
            paths = [template["template"] for template in templates if "/crm_lead_pool/" in template["template"]]
            self.assertEqual(paths, [f"/crm_lead_pool/static/xlsx/{folder}/{channel}.xlsx" for channel in CHANNELS])
            for path in paths:
                with self.subTest(path=path), file_open(path.lstrip("/"), "rb") as template:
                    # A file without rows cannot be previewed: fill in one, as a user would.
                    upload = self.upload(self.manager, self.fill_in(template), name="t.xlsx", lang=lang)
                    fields, preview = self.preview(upload)
                    self.assertEqual(set(fields), wanted, preview["headers"])
                    self.assertEqual(preview["num_rows"], 2)

    def fill_in(self, template):
        """Write a name into the first row, as the spreadsheet would store it."""
        from openpyxl import load_workbook

        book = load_workbook(template)
        formula = book.active["M2"].value
        self.assertRegex(formula, r'^=IF\(A2="","",".+"\)$')
        source = formula.split('"')[-2]
        self.assertTrue(self.env["utm.source"].search([("name", "=", source)]), source)
        for index in range(2, book.active.max_row + 1):
            book.active.cell(index, 13).value = None
        book.active["A2"], book.active["M2"] = "Shop", source
        output = io.BytesIO()
        book.save(output)
        return output.getvalue()
