"""The words for a change of owner, without Odoo."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Move:
    """Why an owner changes, handed from the action that changes it to the ledger.

    It travels in the context. A context that comes from a client is JSON and cannot hold an instance of this class, so
    nobody can forge the kind or the reason of an event from outside.

    :param kind: key of ``EVENT_KINDS``, or empty: derived from what changed
    :param reason_id: database id of ``crm.pool.reason``
    :param note: free text
    """

    kind: str = ""
    reason_id: int | bool = False
    note: str = ""


@dataclass(frozen=True)
class Holder:
    """Who holds a record: the id of its owner, or the id of its pool, or neither. 0 means none."""

    user: int = 0
    pool: int = 0


def event_kind(before: Holder, after: Holder, actor: int) -> str:
    """Name the change from ``before`` to ``after``, made by the user ``actor``.

    :return: key of ``EVENT_KINDS``; empty when nothing changed
    """
    if before == after:
        return ""
    if after.pool:
        return "move" if before.pool else "release"
    if not after.user:
        return "withdraw" if before.pool else "release"
    if before.pool or not before.user:
        return "claim" if after.user == actor else "assign"
    return "take_back" if after.user == actor else "transfer"
