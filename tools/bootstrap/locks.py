"""One at a time: two commands of one clone must not make the same environment or database together."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from . import paths
from .console import Console, fail


@contextmanager
def exclusive(name: str, console: Console, wait: bool) -> Iterator[None]:
    """Hold the lock while the block runs; it goes with the process, however that ends.

    :param wait: wait for the other command, instead of failing at once
    """
    paths.LOCAL.mkdir(exist_ok=True)
    with (paths.LOCAL / f"{name}.lock").open("w") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if not wait:
                fail(f"`make {name}` is running in this clone already.", "Wait until it has ended, or end it.")
            console.note("waiting for another command of this clone")
            fcntl.flock(stream, fcntl.LOCK_EX)
        yield
