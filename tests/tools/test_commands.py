"""The command line: options as make passes them, typing errors not swallowed, no Python too old."""

import io
import re
import subprocess
import sys

import pytest

from tools import commands, running
from tools.bootstrap import paths
from tools.bootstrap.console import Failure
from tools.testing import command as testing


def test_options_come_as_make_passes_them():
    assert commands.parse(["run", "LANGUAGE=zh_CN", "PORT=8070", "PYTHON=python3.12"]) == (
        "run",
        {"LANGUAGE": "zh_CN", "PORT": "8070"},
    )
    assert commands.parse(["core-tests", "--baseline"]) == ("core-tests", {"BASELINE": "1"})
    assert commands.parse([]) == ("help", {})


@pytest.mark.parametrize("arguments", [["ruin"], ["run", "LANGAUGE=zh_CN"], ["stop", "PORT=1"]])
def test_what_is_not_known_is_refused(arguments):
    with pytest.raises(Failure):
        commands.parse(arguments)


@pytest.mark.parametrize("options", [{"LANGUAGE": "de_DE"}, {"PORT": "http"}, {"PORT": "70000"}])
def test_a_wrong_value_is_refused_before_anything_is_done(options):
    with pytest.raises(Failure):
        running.read_options(options)


def test_stages_are_chosen_in_their_order():
    assert testing.choose({}) == list(testing.STAGES)
    assert testing.choose({"ONLY": "e2e,lint"}) == ["lint", "e2e"]
    assert testing.choose({"ADDON": "crm_followup"}) == ["addons"]
    with pytest.raises(Failure):
        testing.choose({"ONLY": "everything"})


def test_every_make_target_is_a_command():
    makefile = (paths.ROOT / "Makefile").read_text()
    targets = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)[1].split()
    assert {"core-tests" if target == "test-core" else target for target in targets} == set(commands.COMMANDS)


def test_make_passes_its_options_through():
    result = subprocess.run(
        ["make", "-n", "run", "LANGUAGE=zh_CN"],
        cwd=paths.ROOT,
        capture_output=True,
        text=True,
        check=True,
        env={"PATH": "/usr/bin:/bin", "LANGUAGE": "de:en"},
    )
    assert "-m tools run LANGUAGE=zh_CN" in result.stdout


def test_a_variable_of_the_desktop_is_no_option():
    """LANGUAGE is set on many desktops, to something like `de:en`; only what stands on make's command line counts."""
    result = subprocess.run(
        ["make", "-n", "run"],
        cwd=paths.ROOT,
        capture_output=True,
        text=True,
        check=True,
        env={"PATH": "/usr/bin:/bin", "LANGUAGE": "de:en"},
    )
    assert "LANGUAGE" not in result.stdout


def test_the_tools_start_without_a_single_package():
    code = f"import sys; sys.path.insert(0, {str(paths.ROOT)!r}); import tools.running, tools.testing.command"
    result = subprocess.run([sys.executable, "-I", "-S", "-c", code], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr


def test_without_a_terminal_nothing_is_dropped(monkeypatch, capsys):
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    assert not running.confirmed({}, "Drop it?")
    assert running.confirmed({"FORCE": "1"}, "Drop it?")
    assert "FORCE=1" in capsys.readouterr().err
