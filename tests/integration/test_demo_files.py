"""The demo data of the addons, for those who install them with Odoo's demo data, load one after the other."""

from odoo.modules import get_manifest
from odoo.tests import TransactionCase, tagged
from odoo.tools import convert_file

# In the order in which Odoo loads them.
ADDONS = ("crm_followup", "crm_lead_pool", "crm_trade", "crm_visit_sales", "crm_reports")


@tagged("post_install", "-at_install")
class TestDemoFiles(TransactionCase):
    def test_demo_files_then_load_and_bring_records(self):
        for addon in ADDONS:
            before = self.env["ir.model.data"].search_count([("module", "=", addon)])
            for file in get_manifest(addon)["demo"]:
                convert_file(self.env, addon, file, {}, mode="init", noupdate=True)
            self.env.flush_all()
            self.assertGreater(self.env["ir.model.data"].search_count([("module", "=", addon)]), before, addon)
        self.assertTrue(self.env.ref("crm_followup.demo_followup_visit").planned_date)
