from . import res_partner
from . import res_partner_label
from . import res_partner_page
