from odoo.exceptions import UserError

from odoo.addons.crm_followup.exceptions import Refusal


class VisitWithoutCustomer(Refusal, UserError):
    """An order needs a customer, and the visit was to a prospect."""


class RouteInUse(Refusal, UserError):
    """Somebody else is making the visits of the route at this moment."""
