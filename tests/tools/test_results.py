"""The count at the end of `make test`: read from the runners' files, never too good."""

import pytest

from tools.bootstrap.console import Console
from tools.testing import core, stages
from tools.testing.command import report
from tools.testing.results import Outcome, from_junit, total
from tools.testing.stages import Selection

JUNIT = """<?xml version="1.0"?>
<testsuites><testsuite>
  <testcase classname="a.TestA" name="test_good"/>
  <testcase classname="a.TestA" name="test_bad"><failure message="x">trace</failure></testcase>
  <testcase classname="a.TestA" name="test_bad"><error message="teardown">trace</error></testcase>
  <testcase classname="a.TestA" name="test_broken"><error message="setup">trace</error></testcase>
  <testcase classname="a.TestA" name="test_left_out"><skipped message="why"/></testcase>
</testsuite></testsuites>
"""


def test_junit_is_counted_by_test(tmp_path):
    path = tmp_path / "junit.xml"
    path.write_text(JUNIT)
    outcome = from_junit(path)
    assert outcome.render() == "1 passed, 2 failed, 1 skipped"
    assert outcome.problems == ["a.TestA.test_bad", "a.TestA.test_broken"]


@pytest.mark.parametrize("content", [None, "", "<testsuites>"])
def test_a_missing_or_broken_file_counts_nothing(tmp_path, content):
    path = tmp_path / "junit.xml"
    if content is not None:
        path.write_text(content)
    assert from_junit(path) == Outcome()


def test_the_last_line_is_the_count_alone(capsys):
    outcomes = {"plain": Outcome(passed=3, skipped=1), "addons": Outcome(passed=2, notes=["a note"])}
    assert report(outcomes, 61, Console()) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "5 passed, 0 failed, 1 skipped"


def test_a_failure_in_any_stage_fails_the_run(capsys):
    outcomes = {"plain": Outcome(passed=3), "addons": Outcome().fail("no test ran")}
    assert report(outcomes, 1, Console()) == 1
    out = capsys.readouterr().out
    assert "no test ran" in out
    assert out.splitlines()[-1] == "3 passed, 1 failed, 0 skipped"


def test_total_adds_up():
    assert total([Outcome(1, 2, 3), Outcome(10, 20, 30)]).render() == "11 passed, 22 failed, 33 skipped"


# --- a stage that runs nothing checks nothing ---------------------------------------------------------


class Workshop:
    """Stands in for the databases: plain tests need none."""

    def environment(self):
        """Return the environment as it is."""
        import os

        return dict(os.environ)


@pytest.fixture
def run_pytest(tmp_path, monkeypatch):
    """Return a function that runs a file's text as a stage."""
    from tools.bootstrap import paths, venv

    monkeypatch.setattr(paths, "TEST", tmp_path / "out")
    monkeypatch.setattr(paths, "LOG", tmp_path / "log")
    monkeypatch.setattr(venv, "python", lambda: __import__("sys").executable)

    def run(text, *arguments):
        file = tmp_path / "test_generated.py"
        file.write_text(text)
        selection = Selection(pytest_arguments=arguments)
        return stages._pytest("generated", ["-p", "no:odoo", file], Workshop(), selection, Console())

    return run


def test_a_stage_that_collects_nothing_fails(run_pytest):
    assert not run_pytest("").successful


def test_a_file_that_cannot_be_imported_fails(run_pytest):
    outcome = run_pytest("import no_such_module\n")
    assert outcome.failed == 1


def test_arguments_that_choose_nothing_are_no_failure(run_pytest):
    outcome = run_pytest("def test_a(): pass\n", "-k", "other")
    assert outcome.successful
    assert outcome.notes


def test_a_stage_without_its_folder_fails(tmp_path):
    outcome = stages._pytest("e2e", ["-p", "no:odoo", tmp_path / "missing"], Workshop(), Selection(), Console())
    assert outcome.failed == 1


def test_without_a_browser_the_journeys_are_counted_as_skipped(run_pytest):
    outcome = run_pytest("def test_a(): assert False\n", "-p", "tools.testing.no_browser")
    assert outcome.render() == "0 passed, 0 failed, 1 skipped"


@pytest.mark.parametrize(("ci", "failed"), [("", 0), ("true", 1)])
def test_a_missing_browser_is_loud_and_in_ci_a_failure(monkeypatch, ci, failed):
    monkeypatch.setenv("CI", ci)
    monkeypatch.setattr(stages, "_pytest", lambda *arguments: Outcome(skipped=4))
    outcome = stages.e2e(Workshop(), None, Selection(), Console())
    assert (outcome.failed, outcome.skipped) == (failed, 4)
    assert "NO CHROMIUM" in "".join(outcome.notes + outcome.problems)


# --- Odoo's own tests ---------------------------------------------------------------------------------

RAN = {f"odoo.addons.{module}.tests.test_x.TestX.test_a": "passed" for module in core.MODULES}
CRM = "odoo.addons.crm.tests.test_x.TestX.test_b"


def test_a_known_failure_is_skipped_and_named():
    outcome = core.judge({**RAN, CRM: "failed"}, {CRM: "counts queries"})
    assert outcome.successful
    assert outcome.skipped == 1
    assert outcome.notes


def test_any_other_failure_fails():
    outcome = core.judge({**RAN, CRM: "failed"}, {})
    assert outcome.failed == 1
    assert CRM in outcome.problems[0]


def test_a_known_failure_that_passes_is_mentioned():
    outcome = core.judge({**RAN, CRM: "passed"}, {CRM: "counts queries"})
    assert outcome.successful
    assert CRM in outcome.notes[0]


def test_an_addon_without_tests_is_no_success():
    ran = {test: state for test, state in RAN.items() if ".sales_team." not in test}
    assert "sales_team" in core.judge(ran, {}).problems[0]


def test_the_list_keeps_its_reasons(tmp_path):
    path = tmp_path / "known.txt"
    core.write_known({CRM: "failed", "other": "passed"}, path)
    assert core.read_known(path) == {CRM: core.UNKNOWN_REASON}
    path.write_text(path.read_text().replace(core.UNKNOWN_REASON, "counts queries"))
    core.write_known({CRM: "failed", "odoo.new": "failed"}, path)
    assert core.read_known(path) == {CRM: "counts queries", "odoo.new": core.UNKNOWN_REASON}
