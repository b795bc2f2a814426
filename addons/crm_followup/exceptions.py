"""The refusals of this addon, by name, so that callers and tests can tell them apart."""

from odoo.exceptions import UserError, ValidationError


class Refusal:
    """To be put before Odoo's class: lets the web client show the message as it is.

    The client knows exceptions by the name of their class, and shows any other, subclasses included, as "Oops!
    Something went wrong". It looks into ``context`` for the class that it should take them for.
    """

    context = {"exception_class": "odoo.exceptions.UserError"}


class FollowupRefused(Refusal, UserError):
    """The record cannot be followed up now; the message says what to do first."""


class FollowupAlreadyClosed(Refusal, UserError):
    """Somebody has done or cancelled the follow-up already; the message says who and when."""


class HierarchyCycle(Refusal, ValidationError):
    """The superior stands below the user already."""
