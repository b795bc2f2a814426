"""The JavaScript unit tests of the addons, in a browser."""

from pathlib import Path

from odoo.tests import HttpCase, tagged

from odoo.addons.web.tests import test_js

ROOT = Path(__file__).resolve().parents[2]


@tagged("post_install", "-at_install")
class TestHoot(HttpCase):
    def test_unit_tests_of_the_addons_then_all_pass(self):
        addons = sorted({path.parents[2].name for path in ROOT.glob("addons/*/static/tests/*.test.js")})
        self.assertIn("crm_followup", addons)
        # Hoot knows a suite by the hash of its name, and refuses one that it does not know.
        ids = "".join(f"&id={test_js.HOOTCommon._generate_hash(self, f'@{addon}')}" for addon in addons)
        self.browser_js(
            f"/web/tests?headless&loglevel=2&preset=desktop&timeout=15000{ids}",
            "",
            "",
            login="admin",
            timeout=300,
            success_signal="[HOOT] Test suite succeeded",
            error_checker=test_js.unit_test_error_checker,
        )
