"""`make test` and `make test-core`: which stages run, in which order, and the last lines."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import wait as wait_for

from ..bootstrap import browser, locks, paths, postgres, prepare
from ..bootstrap.console import Console, Failure, duration, fail
from ..bootstrap.database import Database
from . import core, stages
from .board import Board
from .results import Outcome, total
from .stages import Selection
from .workshop import Workshop

STAGES = ("lint", "plain", "addons", "integration", "e2e", "core")
#: stages that work on a copy of the template with the suite
ON_SUITE = {"addons", "integration", "core"}


def test(options: dict[str, str]) -> int:
    """Run the chosen stages (all if none is named), print the count, and return 1 if anything failed."""
    begin = time.monotonic()
    chosen = choose(options)
    selection = Selection.read(options)
    unknown = set(selection.addons) - set(paths.suite_addons())
    if unknown:
        fail(f"There is no addon {', '.join(sorted(unknown))}.", f"The suite has {', '.join(paths.suite_addons())}.")
    console = Console(total=4)
    with locks.exclusive("test", console, wait=False):
        workshop = make_ready(console)
        with console.step("Tests, two stages at a time"):
            outcomes = Run(workshop, selection, chosen, console).execute()
    return report(outcomes, time.monotonic() - begin, console)


def core_tests(options: dict[str, str]) -> int:
    """Run only Odoo's own tests; with BASELINE=1 without the suite, to write the list of known failures."""
    if options.get("BASELINE") != "1":
        return test({"ONLY": "core"})
    console = Console(total=4)
    with locks.exclusive("test", console, wait=False):
        workshop = make_ready(console)
        with console.step("Odoo's own tests without the suite"):
            outcomes = core.run(workshop, workshop.base(console), "core-baseline", console)
    failed = core.write_known(outcomes)
    console.say(f"{len(outcomes)} tests of {', '.join(core.MODULES)}, {failed} failed: see {core.KNOWN}")
    return 0


def choose(options: dict[str, str]) -> list[str]:
    """Return the stages to run, in order."""
    wanted = [name for name in options.get("ONLY", "").split(",") if name]
    if not wanted and options.get("ADDON"):
        wanted = ["addons"]
    unknown = set(wanted) - set(STAGES)
    if unknown:
        fail(f"There is no stage {', '.join(sorted(unknown))}.", f"ONLY names one or more of {', '.join(STAGES)}.")
    return [name for name in STAGES if name in wanted or not wanted]


def make_ready(console: Console) -> Workshop:
    """Make Odoo, packages, PostgreSQL and the browser ready; three steps of the console."""
    source = prepare.odoo_and_packages(console)
    with console.step("PostgreSQL and Chromium"):
        connection = postgres.connect(postgres.test_cluster())
        chromium = browser.ensure(console)
        console.note(f"PostgreSQL {'named by PGHOST/PGUSER' if connection.external else 'embedded'}")
        console.note(f"Chromium {chromium or 'NOT FOUND: browser tests will be skipped'}")
    return Workshop(source, connection, chromium)


class Run:
    """The stages in two lanes: beside Odoo's own tests, which take longest, run all others.

    The template with the suite is made in the first lane while the second lints; who needs it waits for it.
    """

    def __init__(self, workshop: Workshop, selection: Selection, chosen: list[str], console: Console) -> None:
        self.workshop = workshop
        self.selection = selection
        self.chosen = chosen
        self.board = Board(console)
        self._template: Future[Database] = Future()
        self._stop = threading.Event()

    def execute(self) -> dict[str, Outcome]:
        """Run the lanes and return stage → outcome."""
        first = [name for name in self.chosen if name == "core"]
        second = [name for name in self.chosen if name != "core"]
        with ThreadPoolExecutor(max_workers=2) as pool:
            lanes = [pool.submit(self._lane, first, ON_SUITE & set(self.chosen)), pool.submit(self._lane, second, None)]
            try:
                while wait_for(lanes, timeout=1).not_done:
                    self.board.refresh()
            except KeyboardInterrupt:
                # the programs under way get the interrupt from the terminal as well
                self._stop.set()
                raise
            return {name: outcome for lane in lanes for name, outcome in lane.result().items()}

    def _lane(self, names: list[str], template_for: set[str] | None) -> dict[str, Outcome]:
        if template_for:
            self._prepare("template", self._template, self.workshop.suite)
        outcomes = {}
        for name in names:
            if not self._stop.is_set():
                outcomes[name] = self._stage(name)
        return outcomes

    def _prepare(self, name: str, future: Future[Database], make: Callable[..., Database]) -> None:
        self.board.begin(name)
        try:
            future.set_result(make(self.board.stage(name)))
        except Exception as error:
            future.set_exception(error)
            self.board.say(name, error.render() if isinstance(error, Failure) else repr(error))
        self.board.end(name, None)

    def _stage(self, name: str) -> Outcome:
        try:
            arguments = self._arguments(name)
        except Exception as error:
            return Outcome().fail(f"{name}: not run, because its database could not be made: {error}")
        self.board.begin(name)
        try:
            function = {"core": stages.core_tests}.get(name) or getattr(stages, name)
            outcome = function(self.workshop, *arguments, self.board.stage(name))
        except Failure as failure:
            outcome = Outcome().fail(f"{name}: {failure.render()}")
        except Exception as error:
            outcome = Outcome().fail(f"{name}: {error!r}")
        self.board.end(name, outcome)
        return outcome

    def _arguments(self, name: str) -> tuple:
        """Return what the stage needs between workshop and console; waits for its database."""
        if name == "lint":
            return ()
        if name == "core":
            return (self._template.result(),)
        if name in ON_SUITE:
            return (self._template.result(), self.selection)
        if name == "e2e":
            if not self.workshop.chromium:
                return (None, self.selection)
            future: Future[Database] = Future()
            self._prepare("demo", future, self.workshop.demo)
            return (future.result(), self.selection)
        return (self.selection,)


def report(outcomes: dict[str, Outcome], seconds: float, console: Console) -> int:
    """Print problems, notes and, as the last line alone, the count; return the exit status."""
    result = total(list(outcomes.values()))
    if result.problems:
        console.say("\nFailed:")
        for problem in result.problems:
            console.say("  " + problem.replace("\n", "\n    "))
    if result.notes:
        banner = "=" * 100
        console.say(f"\n{banner}")
        for note in result.notes:
            console.say(note)
        console.say(banner)
    console.say(f"\n{duration(seconds)}; logs in {paths.LOG}\n")
    console.say(result.render())
    return 0 if result.successful and outcomes else 1
