"""Step 1 of the main job on real input: 2,183 shops from a file into a pool."""

import re

import phonenumbers

from odoo.tests import TransactionCase, new_test_user, tagged

from .shops import FIELD_OF_COLUMN, SHOPS, needs_shops, read_shops

BATCH = 1000  # rows a call, so that the file takes several
OPTIONS = {
    "import_skip_records": [],
    "import_set_empty_fields": [],
    "fallback_values": {},
    "name_create_enabled_fields": {},
    "encoding": "utf-8",
    "separator": ",",
    "quoting": '"',
    "date_format": "",
    "datetime_format": "",
    "float_thousand_separator": ",",
    "float_decimal_separator": ".",
    "advanced": True,
    "has_headers": True,
    "keep_matches": False,
    "limit": BATCH,
}


@needs_shops
@tagged("post_install", "-at_install")
class TestImportShops(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.write({"country_id": cls.env.ref("base.cn").id})
        cls.manager = new_test_user(cls.env, "shop_manager", groups="crm_followup.group_sales_superior")
        cls.rep = new_test_user(cls.env, "shop_rep", groups="sales_team.group_sale_salesman")
        cls.pool = cls.env["crm.pool"].create({"name": "Shops", "manager_ids": [(4, cls.manager.id)]})
        cls.channel = cls.env.ref("crm_lead_pool.source_street")

    def run_import(self, content, file_name="shops_cn.csv"):
        """Import as the web client does: parse, then batch after batch. :return: the import report"""
        Import = self.env["base_import.import"].with_user(self.manager)
        Import = Import.with_context(
            default_pool_id=self.pool.id, default_source_id=self.channel.id, default_type="lead"
        )
        wizard = Import.create(
            {"res_model": "crm.lead", "file": content, "file_name": file_name, "file_type": "text/csv"}
        )
        preview = wizard.parse_preview({**OPTIONS, "limit": 10})
        columns = preview["headers"]
        fields = [FIELD_OF_COLUMN.get(column, False) for column in columns]
        skip, ids = 0, []
        while True:
            result = wizard.execute_import(fields, columns, {**OPTIONS, "skip": skip})
            self.assertFalse(result["messages"])
            ids += result["ids"] or []
            skip = result["nextrow"]
            if not skip:
                break
        report = self.env["crm.import.report"].search([("import_ref", "=", wizard.id)])
        return self.env["crm.lead"].browse(ids), report

    def test_all_rows_then_in_the_pool_with_place_channel_and_telephone(self):
        shops = read_shops()
        leads, report = self.run_import(SHOPS.read_bytes())

        self.assertEqual(len(shops), 2183)
        self.assertRecordValues(report, [{"total_count": 2183, "imported_count": 2183, "refused_count": 0}])
        self.assertEqual(len(leads), 2183)
        self.assertEqual(
            [(lead.name, lead.latitude, lead.longitude) for lead in leads],
            [(row["Store Name"].strip(), float(row["Latitude"]), float(row["Longitude"])) for row in shops],
        )
        self.assertEqual(leads.pool_id, self.pool)
        self.assertEqual(leads.source_id, self.channel)
        self.assertFalse(leads.user_id)
        self.assertEqual(leads.state_id.country_id.mapped("code"), ["CN"])
        self.assertEqual(leads.filtered(lambda lead: not lead.state_id), leads.browse())
        entries = self.env["crm.pool.entry"].search([("pool_id", "=", self.pool.id), ("state", "=", "open")])
        self.assertEqual(entries.lead_id, leads)

    def test_telephones_then_international_where_the_plan_knows_them_and_kept_where_not(self):
        shops = read_shops()
        leads, _report = self.run_import(SHOPS.read_bytes())
        normal = kept = 0
        for lead, row in zip(leads, shops, strict=True):
            typed = row["Phone Number"].strip()
            digits = re.sub(r"\D", "", typed)
            if not typed:
                self.assertFalse(lead.phone)
            elif lead.phone.startswith("+") and phonenumbers.is_valid_number(phonenumbers.parse(lead.phone)):
                normal += 1
                # the same number: what was typed, less its trunk prefix, ends what is stored
                self.assertTrue(re.sub(r"\D", "", lead.phone).endswith(digits.lstrip("0")[-7:]), (typed, lead.phone))
                self.assertEqual(
                    lead.phone_sanitized,
                    phonenumbers.format_number(phonenumbers.parse(lead.phone), phonenumbers.PhoneNumberFormat.E164),
                )
            else:
                kept += 1
                self.assertEqual(lead.phone, typed)
        self.assertEqual(normal + kept, sum(bool(row["Phone Number"].strip()) for row in shops))
        # 998 shops have a telephone; a few are no number of any plan (too short, too long)
        self.assertGreater(normal, 950)

    def test_rows_with_mistakes_then_refused_with_reason_and_the_rest_in(self):
        lines = SHOPS.read_text(encoding="utf-8-sig").splitlines()
        bad_state = lines[5].replace(",12,", ",Atlantis,", 1)
        bad_place = ",".join([*lines[9].split(",")[:-2], "far", "away"])
        self.assertNotEqual(bad_state, lines[5])
        content = "\n".join([*lines[:5], bad_state, *lines[6:9], bad_place, *lines[10:30]]).encode()
        leads, report = self.run_import(content)
        self.assertRecordValues(report, [{"total_count": 29, "imported_count": 27, "refused_count": 2}])
        self.assertEqual(len(leads), 27)
        refused = report.line_ids.filtered(lambda line: line.kind == "refused")
        self.assertEqual(refused.mapped("row"), [6, 10])
        self.assertTrue(all(refused.mapped("reason")))
        self.assertTrue(report.refused_file)

    def test_salesperson_then_sees_entries_not_records(self):
        leads, _report = self.run_import("\n".join(SHOPS.read_text(encoding="utf-8-sig").splitlines()[:11]).encode())
        entries = self.env["crm.pool.entry"].with_user(self.rep).search([("pool_id", "=", self.pool.id)])
        self.assertEqual(len(entries), 10)
        self.assertFalse(self.env["crm.lead"].with_user(self.rep).search([("id", "in", leads.ids)]))
