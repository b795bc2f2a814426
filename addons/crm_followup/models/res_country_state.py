from odoo import api, models
from odoo.fields import Domain

from ..tools.regions import iso_from_gbt2260


class ResCountryState(models.Model):
    _name = "res.country.state"
    _inherit = "res.country.state"

    @api.model
    def name_search(self, name="", domain=None, operator="ilike", limit=100):
        """Find Chinese provinces by their GB/T 2260 code too ("44", "440305"), for files that come with codes.

        Other countries number their regions as well, so a code is read as Chinese only where the company is Chinese or
        the caller names China as the country.
        """
        code = name.strip() if isinstance(name, str) else ""
        if operator in ("=", "ilike") and code.isdigit() and self._is_china_meant():
            letters = iso_from_gbt2260(code)
            state = letters and self.env.ref(f"base.state_cn_{letters}", raise_if_not_found=False)
            # A number that is no Chinese code finds nothing: better than a French department of that number.
            found = self.search(Domain("id", "=", state.id) & Domain(domain or Domain.TRUE)) if state else self
            return [(record.id, record.display_name) for record in found]
        return super().name_search(name, domain, operator, limit)

    @api.model
    def _is_china_meant(self):
        country = self.env["res.country"].browse(self.env.context.get("country_id")) or self.env.company.country_id
        return country.code == "CN"
