"""The refusals of this addon, by name, so that callers and tests can tell them apart."""

from odoo.exceptions import UserError, ValidationError


class FollowupRefused(UserError):
    """The record cannot be followed up now; the message says what to do first."""


class FollowupAlreadyClosed(UserError):
    """Somebody has done or cancelled the follow-up already; the message says who and when."""


class HierarchyCycle(ValidationError):
    """The superior stands below the user already."""
