"""What the user sees: numbered steps with times, a living progress line, and failures that say what to do next."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn, Protocol

#: seconds between two progress lines where the output is no terminal (a log of a CI run)
QUIET_INTERVAL = 20


class Failure(Exception):
    """Something that the user must mend.

    :param what: what went wrong, one sentence
    :param advice: what to do next, one or several lines
    :param details: what the failed program said last, shown between the two
    """

    def __init__(self, what: str, advice: str, details: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.advice = advice
        self.details = details

    def render(self) -> str:
        """Return the text for the terminal."""
        parts = [f"\nFAILED: {self.what}"]
        if self.details:
            parts.append("\n".join(f"  | {line}" for line in self.details.splitlines()))
        parts.append("What to do next: " + "\n  ".join(self.advice.splitlines()))
        return "\n".join(parts)


def fail(what: str, advice: str, details: str = "") -> NoReturn:
    """Raise a :class:`Failure`; reads better than `raise` at the place of the check."""
    raise Failure(what, advice, details)


class Progress(Protocol):
    """What a long command needs of a console; the parallel stages of `make test` have another one."""

    def progress(self, text: str) -> None:
        """Show how far it has come."""

    def note(self, text: str) -> None:
        """Say something that stays."""


class Console:
    """Numbered steps on standard output."""

    def __init__(self, total: int = 0) -> None:
        self.total = total
        self.number = 0
        self._terminal = sys.stdout.isatty()
        self._last_progress = 0.0
        self._open_line = False

    def say(self, text: str = "") -> None:
        """Print a line of its own."""
        self._close_line()
        print(text, flush=True)

    def note(self, text: str) -> None:
        """Print a line that belongs to the running step."""
        self.say(f"      {text}")

    @contextmanager
    def step(self, title: str) -> Iterator[None]:
        """Announce a step, and say how long it took once it is done."""
        self.number += 1
        total = max(self.total, self.number)
        self.say(f"[{self.number}/{total}] {title}")
        start = self._last_progress = time.monotonic()
        yield
        seconds = time.monotonic() - start
        if seconds >= 1:
            self.note(f"done in {duration(seconds)}")

    def progress(self, text: str) -> None:
        """Show how far a long command has come: one line rewritten on a terminal, now and then a line in a log."""
        now = time.monotonic()
        if self._terminal:
            print(f"\r\x1b[2K      {text[:100]}", end="", flush=True)
            self._open_line = True
        elif now - self._last_progress >= QUIET_INTERVAL:
            print(f"      {text}", flush=True)
            self._last_progress = now

    def _close_line(self) -> None:
        if self._open_line:
            print("\r\x1b[2K", end="")
            self._open_line = False


def duration(seconds: float) -> str:
    """Return e.g. `4.2 s` or `3 min 07 s`."""
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest:02d} s"


def table(rows: list[tuple[str, ...]], header: tuple[str, ...]) -> str:
    """Return rows as aligned columns; wide (Chinese) characters count twice."""
    lines = [header, *rows]
    widths = [max(_width(line[column]) for line in lines) for column in range(len(header))]
    rendered = []
    for line in lines:
        cells = (cell + " " * (width - _width(cell)) for cell, width in zip(line, widths, strict=True))
        rendered.append("  " + "   ".join(cells).rstrip())
    rendered.insert(1, "  " + "   ".join("-" * width for width in widths))
    return "\n".join(rendered)


def _width(text: str) -> int:
    return sum(2 if ord(char) >= 0x1100 else 1 for char in text)
