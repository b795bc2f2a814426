"""The console of parallel stages: a line when one starts and ends, and one living line about those under way."""

from __future__ import annotations

import threading
import time

from ..bootstrap.console import Console, duration
from .results import Outcome


class Board:
    """Collects what the stages say; only the main thread prints the living line, see :meth:`refresh`."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._lock = threading.Lock()
        self._running: dict[str, tuple[float, str]] = {}

    def begin(self, stage: str) -> None:
        """Announce a stage."""
        with self._lock:
            self._running[stage] = (time.monotonic(), "")
            self._console.say(f"  {stage:<12} started")

    def end(self, stage: str, outcome: Outcome | None) -> None:
        """Say how a stage ended; an outcome of None is a preparation that counts no tests."""
        with self._lock:
            start, _text = self._running.pop(stage)
            seconds = duration(time.monotonic() - start)
            if outcome is None:
                self._console.say(f"  {stage:<12} ready after {seconds}")
                return
            verdict = "" if outcome.successful else "FAILED: "
            self._console.say(f"  {stage:<12} {verdict}{outcome.render()} in {seconds}")

    def say(self, stage: str, text: str) -> None:
        """Print a line about a stage."""
        with self._lock:
            self._console.say(f"  {stage:<12} {text}")

    def update(self, stage: str, text: str) -> None:
        """Remember how far a stage is."""
        with self._lock:
            if stage in self._running:
                self._running[stage] = (self._running[stage][0], text)

    def refresh(self) -> None:
        """Show the stages under way in the living line."""
        with self._lock:
            parts = [f"{stage} {text[:60]}" for stage, (_start, text) in self._running.items()]
            if parts:
                self._console.progress(" | ".join(parts))

    def stage(self, name: str) -> StageConsole:
        """Return what a stage's commands report to."""
        return StageConsole(self, name)


class StageConsole:
    """One stage's share of the board."""

    def __init__(self, board: Board, name: str) -> None:
        self._board = board
        self._name = name

    def progress(self, text: str) -> None:
        """Show how far the stage has come."""
        self._board.update(self._name, text)

    def note(self, text: str) -> None:
        """Print a line that stays."""
        self._board.say(self._name, text)
