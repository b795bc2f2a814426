"""Fixtures of the architecture tests, and the budget report at the end of the run."""

import importlib.util
import re
import subprocess
from pathlib import Path

import pytest

from . import checks
from .source import ROOT, Suite

FIELD = re.compile(r"^    (\w+) = fields\.", re.MULTILINE)


@pytest.fixture(scope="session", autouse=True)
def load_registry():
    """Takes the place of pytest-odoo's fixture, which opens a database: nothing here needs one."""


@pytest.fixture(scope="session")
def suite() -> Suite:
    return Suite(ROOT / "addons")


@pytest.fixture(scope="session")
def repository_files() -> list[str]:
    """The files that are, or would be, in the repository."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout: there is no list of the repository's files")
    return listed.stdout.splitlines()


@pytest.fixture(scope="session")
def core_fields() -> set[str]:
    """The names of all fields that Odoo's own addons define, read from their files."""
    found = importlib.util.find_spec("odoo")
    if not found or not found.submodule_search_locations:
        pytest.skip("Odoo is not importable here, so its own field names are not known")
    names = {"id", "display_name", "create_date", "create_uid", "write_date", "write_uid"}
    for folder in found.submodule_search_locations:
        for path in Path(folder).glob("addons/*/*/**/*.py"):
            if path.relative_to(folder).parts[2] in ("models", "report", "wizard"):
                names |= set(FIELD.findall(path.read_text(encoding="utf-8")))
    return names


def pytest_terminal_summary(terminalreporter):
    lines = list(checks.budgets(Suite(ROOT / "addons")))
    if lines:
        terminalreporter.section("longer than the house's budgets (a report, not a failure)")
        for line in lines:
            terminalreporter.line(line)
