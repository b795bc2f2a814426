"""What the user sees."""

import pytest

from tools.bootstrap.console import Console, duration, table


def test_steps_are_numbered(capsys):
    console = Console(total=2)
    with console.step("One"):
        pass
    with console.step("Two"):
        console.note("a note")
    assert capsys.readouterr().out.splitlines() == ["[1/2] One", "[2/2] Two", "      a note"]


@pytest.mark.parametrize(("seconds", "text"), [(4.21, "4.2 s"), (59.9, "59.9 s"), (187, "3 min 07 s")])
def test_durations_read_naturally(seconds, text):
    assert duration(seconds) == text


def test_a_table_with_chinese_stays_aligned():
    lines = table([("经理", "王芳", "wang"), ("Rep", "Li", "li")], ("Role", "Name", "Login")).splitlines()
    assert lines == [
        "  Role   Name   Login",
        "  ----   ----   -----",
        "  经理   王芳   wang",
        "  Rep    Li     li",
    ]
