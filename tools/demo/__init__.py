"""The demo company: a food and beverage trader in Hangzhou with two sales teams and months of work behind it.

Everything is invented. Whatever Odoo does itself (orders, deliveries, invoices, payments, changes of owner) is
done through its own methods, so that the figures are true; only the points in time are moved back afterwards.
"""

from .load import load
from .world import Login

__all__ = ["Login", "load"]
