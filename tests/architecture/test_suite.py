"""The addons keep to the rules of the house."""

import pytest

from . import access_matrix, checks
from .source import ROOT, Suite

ADDONS = list(Suite(ROOT / "addons"))

OF_ONE_ADDON = (
    checks.manifest_values,
    checks.manifest_order,
    checks.manifest_files,
    checks.shipped_files,
    checks.imported_tests,
)
OF_THE_SUITE = (
    checks.dependencies,
    checks.foreign_names,
    checks.pure_tools,
    checks.safe_sql,
    checks.explained_sudo,
    checks.no_commit,
    checks.no_print,
    checks.company_rules,
    checks.access_lines,
    checks.known_models,
)


def refuse(findings) -> None:
    """Fail with the findings as the whole message."""
    if found := list(findings):
        pytest.fail(f"{len(found)} finding(s):\n  " + "\n  ".join(found), pytrace=False)


def test_there_are_addons():
    assert {addon.name for addon in ADDONS} >= set(checks.ALLOWED)


@pytest.mark.parametrize("addon", ADDONS, ids=repr)
@pytest.mark.parametrize("check", OF_ONE_ADDON, ids=lambda check: check.__name__)
def test_addon(check, addon):
    refuse(check(addon))


@pytest.mark.parametrize("check", OF_THE_SUITE, ids=lambda check: check.__name__)
def test_suite(check, suite):
    refuse(check(suite))


def test_foreign_fields(suite, core_fields):
    refuse(checks.foreign_fields(suite, core_fields))


def test_repository_names_no_machine(repository_files):
    refuse(checks.machine_traces(ROOT, repository_files))


def test_package_lock_names_no_host(repository_files):
    if "package-lock.json" not in repository_files:
        pytest.fail("package-lock.json is missing: npm ci would install anything", pytrace=False)
    assert '"resolved"' not in (ROOT / "package-lock.json").read_text(encoding="utf-8")


def test_access_matrix(suite):
    if changed := access_matrix.difference(suite):
        pytest.fail(
            "Rights differ from the checked-in table. If that is wanted, run\n"
            "    python -m tests.architecture.access_matrix --write\n"
            "and have the difference reviewed:\n\n" + "\n".join(changed),
            pytrace=False,
        )
