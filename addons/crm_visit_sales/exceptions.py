from odoo.exceptions import UserError


class VisitWithoutCustomer(UserError):
    """An order needs a customer, and the visit was to a prospect."""


class RouteInUse(UserError):
    """Somebody else is making the visits of the route at this moment."""
