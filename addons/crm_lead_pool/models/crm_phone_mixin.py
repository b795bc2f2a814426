from odoo import api, models

from odoo.addons.crm_followup.tools.regions import OWN_TELEPHONE_PLAN
from odoo.addons.phone_validation.tools import phone_validation


class CrmPhoneMixin(models.AbstractModel):
    """Telephone numbers that were typed in national form are stored in international form.

    By the country of the record or else of its company, where the company wants it (``normalize_phone``). Numbers that
    name their country already, and those that no telephone plan knows, stay as they were typed.
    """

    _name = "crm.phone.mixin"
    _description = "Stores Telephone Numbers in International Form"

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if self._is_national(vals.get("phone")):
                company = self.env["res.company"].browse(vals.get("company_id")) or self.env.company
                country = self._get_phone_country(vals.get("country_id"), vals.get("state_id"))
                vals["phone"] = self._to_international(vals["phone"], country, company)
        return super().create(vals_list)

    def write(self, vals):
        if not self or not self._is_national(vals.get("phone")):
            return super().write(vals)
        numbers = {}
        for record in self.sudo():  # sudo: only to know country and company; the write itself checks the rights
            country = self._get_phone_country(
                vals.get("country_id", record.country_id.id), vals.get("state_id", record.state_id.id)
            )
            numbers[record.id] = self._to_international(vals["phone"], country, record.company_id or self.env.company)
        for number, records in self.grouped(lambda record: numbers[record.id]).items():
            super(CrmPhoneMixin, records).write({**vals, "phone": number})
        return True

    @api.model
    def _get_phone_country(self, country_id, state_id):
        """:return: the country by whose telephone plan a number of this address is read; empty where none is known

        In Odoo, Hong Kong, Macao and Taiwan are countries as well as states of China; each has a plan of its own.
        """
        # Not env.ref(): it asks the database whether the record exists, and this is done for each imported row.
        find = self.env["ir.model.data"]._xmlid_to_res_id
        for letters in OWN_TELEPHONE_PLAN if state_id else ():
            if find(f"base.state_cn_{letters}") == state_id:
                country_id = find(f"base.{letters.lower()}")
        return self.env["res.country"].browse(country_id)

    @api.model
    def _is_national(self, number):
        return bool(number) and not number.strip().startswith(("+", "00", "＋"))

    @api.model
    def _to_international(self, number, country, company):
        """:return: ``number`` in international form, or as it is when it is none, or the company does not want it"""
        company = company.sudo()  # sudo: a setting
        country = country or company.country_id
        if not company.normalize_phone or not country:
            return number
        return phone_validation.phone_format(
            number, country.code, country.phone_code, force_format="INTERNATIONAL", raise_exception=False
        )
