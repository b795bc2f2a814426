from odoo.tests import TransactionCase, tagged

from ..tools.regions import GBT2260_TO_ISO, iso_from_gbt2260


@tagged("post_install", "-at_install")
class TestRegions(TransactionCase):
    def test_code_then_letters(self):
        self.assertEqual(iso_from_gbt2260("44"), "GD")
        self.assertEqual(iso_from_gbt2260(" 440305 "), "GD")
        self.assertEqual((iso_from_gbt2260("91"), iso_from_gbt2260("92")), ("HK", "MO"))
        for text in ("", "4", "440", "99", "GD", "4403051"):
            self.assertIsNone(iso_from_gbt2260(text), text)

    def test_every_code_then_a_state_of_odoo(self):
        for code, letters in GBT2260_TO_ISO.items():
            self.assertTrue(self.env.ref(f"base.state_cn_{letters}", raise_if_not_found=False), code)

    def test_name_search_then_chinese_only_where_china_is_meant(self):
        State = self.env["res.country.state"]
        china, peru = self.env.ref("base.cn"), self.env.ref("base.pe")
        guangdong = self.env.ref("base.state_cn_GD")
        self.env.company.country_id = china
        self.assertEqual(State.name_search("44", operator="="), [(guangdong.id, guangdong.display_name)])
        self.assertEqual(State.name_search("75", operator="="), [], "Paris is not meant")
        self.env.company.country_id = peru
        self.assertNotIn(guangdong.id, [state_id for state_id, _name in State.name_search("44", operator="=")])
        found = State.with_context(country_id=china.id).name_search("44", operator="=")
        self.assertEqual(found, [(guangdong.id, guangdong.display_name)])
