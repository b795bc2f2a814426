"""The refusals of this addon, by name, so that callers and tests can tell them apart."""

from odoo.exceptions import AccessError, UserError, ValidationError

from odoo.addons.crm_followup.exceptions import Refusal


class ClaimLost(Refusal, UserError):
    """Somebody else was faster; the message says who and when."""


class ClaimRefused(Refusal, UserError):
    """The claim is not allowed for this user or this entry; the message says why."""


class ReleaseRefused(Refusal, UserError):
    """The record cannot go to the pool now; the message says why."""


class PoolEntryRefused(Refusal, AccessError):
    """Only managers of a pool put new records straight into it."""


class AssignRefused(Refusal, AccessError):
    """Only managers of the pool give its records away."""


class OwnerAndPool(Refusal, ValidationError):
    """A record has an owner or is in a pool, never both."""


class PoolCompanyMismatch(Refusal, ValidationError):
    """Pool and record belong to different companies."""


class PoolNotEmpty(Refusal, UserError):
    """The pool still holds records."""


class LedgerAppendOnly(Refusal, AccessError):
    """The ownership ledger is only ever added to, and only by the change of owner itself."""


class ImportRowsLost(Refusal, UserError):
    """Rows of an imported file are neither stored nor refused; nothing of the file is stored then."""
