"""The stages of `make test`, one function each: it runs its tests and returns what came out."""

from __future__ import annotations

import os
import shlex
from dataclasses import dataclass
from pathlib import Path

from ..bootstrap import paths, process, venv
from ..bootstrap.console import Progress
from ..bootstrap.database import Database
from ..bootstrap.server import Server
from . import core
from .results import Outcome, from_junit
from .workshop import Workshop

#: pytest's exit status when no test was collected, or all were deselected
NOTHING_RAN = 5
TESTS = paths.ROOT / "tests"


@dataclass(frozen=True)
class Selection:
    """What the command line chose: addons whose tests run (all if empty) and further arguments for pytest."""

    addons: tuple[str, ...] = ()
    pytest_arguments: tuple[str, ...] = ()

    @classmethod
    def read(cls, options: dict[str, str]) -> Selection:
        """Return the selection of the command's options."""
        addons = tuple(name for name in options.get("ADDON", "").split(",") if name)
        return cls(addons, tuple(shlex.split(options.get("ARGS", ""))))


def lint(workshop: Workshop, console: Progress) -> Outcome:
    """Run the linters; all of them together count as one test."""
    if not (paths.ROOT / "tools" / "lint.py").exists():
        return Outcome().fail("tools/lint.py is missing")
    log = paths.log_file("test-lint.log")
    if process.status(
        [venv.python(), "-m", "tools.lint"], log=log, console=console, env=workshop.environment(), cwd=paths.ROOT
    ):
        return Outcome().fail(f"lint: see {log}\n{process.tail(log, 25)}")
    skipped = [line.strip() for line in log.read_text(errors="replace").splitlines() if "skipped" in line.lower()]
    return Outcome(passed=1, notes=[f"lint: {line}" for line in skipped[:5]])


def plain(workshop: Workshop, selection: Selection, console: Progress) -> Outcome:
    """Run the tests that need no Odoo: the tools and the architecture of the source tree."""
    folders = [folder for folder in (TESTS / "tools", TESTS / "architecture") if folder.is_dir()]
    return _pytest("plain", ["-p", "no:odoo", *folders], workshop, selection, console)


def addons(workshop: Workshop, template: Database, selection: Selection, console: Progress) -> Outcome:
    """Run the tests of the suite's addons, those with a web server and a browser included."""
    names = selection.addons or paths.suite_addons()
    folders = [paths.ADDONS / name / "tests" for name in names]
    missing = [folder.parent.name for folder in folders if not folder.is_dir()]
    outcome = _on_copy("addons", folders, workshop, template, selection, console)
    return outcome.fail(f"no tests: {', '.join(missing)}") if missing else outcome


def integration(workshop: Workshop, template: Database, selection: Selection, console: Progress) -> Outcome:
    """Run the flows over several addons; those that install and uninstall start from the template without the suite."""
    extra = {"FIELD_CRM_CORE_TEMPLATE": workshop.base(console).name}
    return _on_copy("integration", [TESTS / "integration"], workshop, template, selection, console, extra)


def e2e(workshop: Workshop, demo: Database | None, selection: Selection, console: Progress) -> Outcome:
    """Run the browser journeys against a server with the demo company; skip them loudly where there is no browser.

    :param demo: template with the demo company, None where there is no browser
    """
    if demo is None:
        arguments: list[str | Path] = ["-p", "no:odoo", "-p", "tools.testing.no_browser", TESTS / "e2e"]
        outcome = _pytest("e2e", arguments, workshop, selection, console)
        message = (
            "NO CHROMIUM: the browser tests were SKIPPED.\n"
            "Install Chromium (as root: apt-get install chromium), or name one: E2E_CHROMIUM=/path/to/chromium"
        )
        if os.environ.get("CI"):
            return outcome.fail(message + "\nIn CI (the variable CI is set) they must run.")
        outcome.notes.append(message)
        return outcome
    with workshop.copy(demo, "e2e") as database:
        server = Server(database, paths.TEST / "e2e.pid", paths.log_file("test-e2e-odoo.log"))
        port = _configured_port(database)
        server.start(port, "127.0.0.1", console)
        try:
            extra = {"E2E_BASE_URL": f"http://127.0.0.1:{port}", "E2E_DATABASE": database.name}
            return _pytest("e2e", ["-p", "no:odoo", TESTS / "e2e"], workshop, selection, console, extra)
        finally:
            server.stop()


def core_tests(workshop: Workshop, template: Database, console: Progress) -> Outcome:
    """Run Odoo's own tests with the suite installed."""
    return core.judge(core.run(workshop, template, "core", console), core.read_known())


def _on_copy(
    name: str,
    folders: list[Path],
    workshop: Workshop,
    template: Database,
    selection: Selection,
    console: Progress,
    extra_env: dict[str, str] | None = None,
) -> Outcome:
    folders = [folder for folder in folders if folder.is_dir()]
    with workshop.copy(template, name) as database:
        options = [f"--odoo-config={database.config}", "--odoo-http", "--odoo-log-level=error", *folders]
        return _pytest(name, options, workshop, selection, console, extra_env)


def _pytest(
    name: str,
    arguments: list[str | Path],
    workshop: Workshop,
    selection: Selection,
    console: Progress,
    extra_env: dict[str, str] | None = None,
) -> Outcome:
    """Run pytest and return the counts of its junit file; a run that ended otherwise, or ran nothing, is a failure."""
    if not any(isinstance(argument, Path) and argument.exists() for argument in arguments):
        return Outcome().fail(f"{name}: there are no tests, and a stage that runs nothing checks nothing")
    junit = paths.TEST / f"{name}.xml"
    junit.parent.mkdir(parents=True, exist_ok=True)
    junit.unlink(missing_ok=True)
    log = paths.log_file(f"test-{name}.log")
    status = process.status(
        [venv.python(), "-m", "pytest", f"--junit-xml={junit}", *arguments, *selection.pytest_arguments],
        log=log,
        console=console,
        env={**workshop.environment(), **(extra_env or {})},
        cwd=paths.ROOT,
    )
    outcome = from_junit(junit)
    ran = outcome.passed + outcome.failed + outcome.skipped
    if status == NOTHING_RAN and selection.pytest_arguments:
        outcome.notes.append(f"{name}: ARGS chose none of its tests")
    elif status and not outcome.failed:
        outcome.fail(f"{name}: pytest ended with status {status}; see {log}\n{process.tail(log)}")
    elif not ran:
        outcome.fail(f"{name}: no test ran; see {log}")
    if outcome.failed:
        outcome.notes.append(f"{name}: the whole output is in {log}")
    return outcome


def _configured_port(database: Database) -> int:
    lines = database.config.read_text().splitlines()
    return next(int(line.partition("=")[2]) for line in lines if line.startswith("http_port"))
