from odoo.exceptions import UserError


class DocumentClosedToSales(UserError):
    """The open item's journal entry may be read by accounting only."""
