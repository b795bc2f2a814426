"""Odoo's own tests with the suite installed, compared with the list of those that fail without it."""

from __future__ import annotations

import json
from pathlib import Path

from ..bootstrap import paths, process, venv
from ..bootstrap.console import Progress, fail
from ..bootstrap.database import Database
from .results import Outcome
from .workshop import Workshop

#: addons of Odoo whose tests must pass with the suite installed
MODULES = ("crm", "sales_team", "sale_crm", "sale", "contacts")
KNOWN = paths.ROOT / "tests" / "core_known_failures.txt"
HEADER = """\
# Odoo's own tests that fail without the suite too, one a line: the test's id, then why. `make test-core` fails on every
# other failure. `make test-core BASELINE=1` runs them without the suite and writes this list anew, keeping the reasons.
"""
UNKNOWN_REASON = "fails without the suite; reason not looked into"


def run(workshop: Workshop, template: Database, name: str, console: Progress) -> dict[str, str]:
    """Run the tests on a copy of the template; return test id → passed, failed, skipped.

    A failed test gets a second try, because the tours among them stop at time-outs on a busy machine.
    """
    answer = paths.TEST / f"{name}.json"
    answer.unlink(missing_ok=True)
    log = paths.log_file(f"test-{name}.log")
    tags = ",".join(f"/{module}" for module in MODULES)
    with workshop.copy(template, name) as database:
        process.status(
            [
                venv.python(), "-m", "tools.testing.odoo_runner",
                database.config, database.name, answer, tags, *MODULES,
            ],
            log=log,
            console=console,
            env={**workshop.environment(), "ODOO_TEST_FAILURE_RETRIES": "1"},
            cwd=paths.ROOT,
            progress=lambda: process.last_line(log).rpartition("Starting ")[2][:60],
        )  # fmt: skip
    if not answer.exists():
        fail("Odoo's own tests did not run to their end.", f"The whole output is in {log}", process.tail(log))
    return json.loads(answer.read_text())


def judge(outcomes: dict[str, str], known: dict[str, str]) -> Outcome:
    """Return the counts; a failure that is known from Odoo alone counts as skipped."""
    outcome = Outcome()
    passing_again = []
    for test, state in outcomes.items():
        if state == "failed" and test in known:
            outcome.skipped += 1
        elif state == "failed":
            outcome.failed += 1
            outcome.problems.append(f"{test} (of Odoo; passes without the suite)")
        elif state == "skipped":
            outcome.skipped += 1
        else:
            outcome.passed += 1
            if test in known:
                passing_again.append(test)
    expected = sum(outcomes.get(test) == "failed" for test in known)
    if expected:
        outcome.notes.append(f"{expected} of Odoo's own tests fail without the suite too (tests/{KNOWN.name}): skipped")
    if passing_again:
        outcome.notes.append(f"passed although listed in tests/{KNOWN.name}: {', '.join(passing_again)}")
    missing = [module for module in MODULES if not any(f".{module}.tests." in test for test in outcomes)]
    if missing:
        outcome.fail(f"no test ran of {', '.join(missing)}")
    return outcome


def read_known(path: Path = KNOWN) -> dict[str, str]:
    """Return test id → reason from the checked-in list."""
    known = {}
    if path.exists():
        for line in path.read_text().splitlines():
            if line.strip() and not line.startswith("#"):
                test, _space, reason = line.partition("  ")
                known[test.strip()] = reason.strip()
    return known


def write_known(outcomes: dict[str, str], path: Path = KNOWN) -> int:
    """Write the list anew from a run without the suite and return how many tests are in it."""
    before = read_known(path)
    failed = sorted(test for test, state in outcomes.items() if state == "failed")
    lines = [f"{test}  {before.get(test) or UNKNOWN_REASON}" for test in failed]
    path.parent.mkdir(exist_ok=True)
    path.write_text(HEADER + "\n".join(lines) + ("\n" if lines else ""))
    return len(failed)
