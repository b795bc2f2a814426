"""The refusals of this addon, by name, so that callers and tests can tell them apart."""

from odoo.exceptions import AccessError, UserError, ValidationError


class ClaimLost(UserError):
    """Somebody else was faster; the message says who and when."""


class ClaimRefused(UserError):
    """The claim is not allowed for this user or this entry; the message says why."""


class ReleaseRefused(UserError):
    """The record cannot go to the pool now; the message says why."""


class PoolEntryRefused(AccessError):
    """Only managers of a pool put new records straight into it."""


class AssignRefused(AccessError):
    """Only managers of the pool give its records away."""


class OwnerAndPool(ValidationError):
    """A record has an owner or is in a pool, never both."""


class PoolCompanyMismatch(ValidationError):
    """Pool and record belong to different companies."""


class PoolNotEmpty(UserError):
    """The pool still holds records."""


class LedgerAppendOnly(AccessError):
    """The ownership ledger is only ever added to, and only by the change of owner itself."""


class ImportRowsLost(UserError):
    """Rows of an imported file are neither stored nor refused; nothing of the file is stored then."""
