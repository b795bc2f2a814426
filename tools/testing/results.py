"""What came out of a stage, and how it is read from the files that the test runners write."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Outcome:
    """The result of a stage.

    :param problems: what makes the stage fail, in words: the failed tests first
    :param notes: what should be read though it is no failure (skipped browser tests, known failures)
    """

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def successful(self) -> bool:
        """Whether nothing failed."""
        return not self.failed and not self.problems

    def fail(self, problem: str) -> Outcome:
        """Add a problem that is no test's and return the outcome; it counts as one failure."""
        self.failed += 1
        self.problems.append(problem)
        return self

    def render(self) -> str:
        """Return e.g. `12 passed, 0 failed, 1 skipped`."""
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"


def total(outcomes: list[Outcome]) -> Outcome:
    """Return the sum over stages."""
    result = Outcome()
    for outcome in outcomes:
        result.passed += outcome.passed
        result.failed += outcome.failed
        result.skipped += outcome.skipped
        result.problems += outcome.problems
        result.notes += outcome.notes
    return result


def from_junit(path: Path) -> Outcome:
    """Return the counts of a junit file as pytest writes it; a missing or broken file counts nothing.

    A test that fails and then fails again while it is torn down is one failed test.
    """
    outcome = Outcome()
    try:
        root = ElementTree.parse(path).getroot()
    except (OSError, ElementTree.ParseError):
        return outcome
    by_test: dict[str, str] = {}
    for case in root.iter("testcase"):
        name = f"{case.get('classname', '')}.{case.get('name', '')}"
        kinds = {child.tag for child in case}
        state = "failed" if kinds & {"failure", "error"} else "skipped" if "skipped" in kinds else "passed"
        if by_test.get(name) != "failed":
            by_test[name] = state
    for name, state in by_test.items():
        if state == "failed":
            outcome.failed += 1
            outcome.problems.append(name)
        elif state == "skipped":
            outcome.skipped += 1
        else:
            outcome.passed += 1
    return outcome
