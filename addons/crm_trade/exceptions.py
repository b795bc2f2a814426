from odoo.exceptions import UserError

from odoo.addons.crm_followup.exceptions import Refusal


class DocumentClosedToSales(Refusal, UserError):
    """The open item's journal entry may be read by accounting only."""
