from odoo.tests import tagged

from .common import PoolCase


@tagged("post_install", "-at_install")
class TestPhone(PoolCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.china, cls.germany = cls.env.ref("base.cn"), cls.env.ref("base.de")
        cls.company = cls.env["res.company"].create({"name": "上海公司", "country_id": cls.china.id})
        cls.env = cls.env(context={**cls.env.context, "allowed_company_ids": cls.company.ids})

    def shop(self, phone, **values):
        return self.env["crm.lead"].create({"name": "Shop", "type": "lead", "phone": phone, **values})

    def test_companies_in_china_begin_with_it(self):
        other = self.env["res.company"].create({"name": "Elsewhere", "country_id": self.germany.id})
        self.assertTrue(self.company.normalize_phone)
        self.assertFalse(other.normalize_phone)

    def test_national_numbers_become_international(self):
        cases = [
            ("13800138000", {}, "+86 138 0013 8000"),
            ("138-0013-8000", {}, "+86 138 0013 8000"),
            ("021-64333333", {}, "+86 21 6433 3333"),
            ("030 23125000", {"country_id": self.germany.id}, "+49 30 23125000"),
            ("28073880", {"state_id": self.env.ref("base.state_cn_HK").id}, "+852 2807 3880"),
            ("28723613", {"state_id": self.env.ref("base.state_cn_MO").id}, "+853 2872 3613"),
            ("+1 202 555 0999", {}, "+1 202 555 0999"),
            ("ask Mr Li", {}, "ask Mr Li"),
            ("13800138000 / 13900139000", {}, "13800138000 / 13900139000"),
            (False, {}, False),
        ]
        for phone, values, stored in cases:
            with self.subTest(phone=phone):
                self.assertEqual(self.shop(phone, **values).phone, stored)
        lead = self.shop("13800138000")
        self.assertEqual(lead.phone_sanitized, "+8613800138000")

    def test_write_takes_each_records_country(self):
        leads = self.shop("13800138000") | self.shop("030 23125000", country_id=self.germany.id)
        leads.write({"phone": "13900139000"})
        self.assertEqual(leads[0].phone, "+86 139 0013 9000")
        self.assertNotIn("+86", leads[1].phone)

    def test_partners_too(self):
        partner = self.env["res.partner"].create({"name": "Shop", "phone": "13800138000"})
        self.assertEqual(partner.phone, "+86 138 0013 8000")
        self.assertEqual(partner.phone_sanitized, "+8613800138000")
        partner.phone = "021-64333333"
        self.assertEqual(partner.phone, "+86 21 6433 3333")

    def test_switched_off_numbers_stay_as_typed(self):
        self.company.normalize_phone = False
        self.assertEqual(self.shop("13800138000").phone, "13800138000")
