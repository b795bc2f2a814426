"""The tools of the repository: translations, readmes, lint."""

import importlib.util
import sys

import polib
import pytest

from .source import ROOT


def load(name):
    spec = importlib.util.spec_from_file_location(f"field_crm_{name}", ROOT / "tools" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


i18n, readme, lint = load("i18n"), load("readme"), load("lint")


# ---------------------------------------------------------------------------------------------- translations


def po_text(*entries) -> str:
    po = polib.POFile()
    for msgid, msgstr, *flags in entries:
        po.append(polib.POEntry(msgid=msgid, msgstr=msgstr, flags=flags))
    return str(po)


@pytest.fixture
def addon(tmp_path):
    folder = tmp_path / "addons/crm_test"
    (folder / "i18n").mkdir(parents=True)
    (folder / "__manifest__.py").write_text("{'name': 'Test', 'version': '19.0.1.0.0', 'license': 'LGPL-3'}")
    return folder


def wrong(addon, template, translation) -> list[str]:
    i18n.pot_of(addon).write_text(template, encoding="utf-8")
    i18n.po_of(addon).write_text(translation, encoding="utf-8")
    assert any("not in the fixed form" in line for line in i18n.check(addon))
    i18n.main(["--addons", str(addon.parent), "format"])
    return [line.split(": ", 1)[1] for line in i18n.check(addon)]


def test_complete_translation_passes(addon):
    template = po_text(("%(n)s of %s, 100% <b>sure</b>", ""), ("50% discount", ""))
    translation = po_text(("%(n)s of %s, 100% <b>sure</b>", "%s中的%(n)s,100%<b>确定</b>"), ("50% discount", "五折"))
    assert wrong(addon, template, translation) == []


@pytest.mark.parametrize(
    ("text", "translation", "word"),
    [
        ("Pool", "", "not translated"),
        ("Pool", "  ", "not translated"),
        ("%(count)s days", "%(数)s 天", "placeholders differ"),
        ("%(count)s days", "天", "placeholders differ"),
        ("%s of %s", "%s", "placeholders differ"),
        ("Hello {name}", "你好", "placeholders differ"),
        ("<b>Now</b>", "现在", "placeholders differ"),
    ],
)
def test_bad_translation_is_refused(addon, text, translation, word):
    found = wrong(addon, po_text((text, "")), po_text((text, translation)))
    assert len(found) == 1 and word in found[0]


def test_fuzzy_stale_and_missing_are_refused(addon):
    found = wrong(addon, po_text(("A", ""), ("B", "")), po_text(("A", "甲", "fuzzy"), ("C", "丙")))
    assert [line.split(":")[0].split(",")[0] for line in found] == ["fuzzy", "stale", "missing"]


def test_update_keeps_translations_and_drops_what_is_gone(addon):
    i18n.pot_of(addon).write_text(po_text(("New", ""), ("Kept", "")), encoding="utf-8")
    i18n.po_of(addon).write_text(po_text(("Kept", "留"), ("Gone", "去")), encoding="utf-8")
    assert i18n.update(addon) == "crm_test: changed, 2 texts, 1 to translate, 1 gone"
    merged = {entry.msgid: entry.msgstr for entry in polib.pofile(str(i18n.po_of(addon)))}
    assert merged == {"Kept": "留", "New": ""}
    assert i18n.update(addon) == "crm_test: same, 2 texts, 1 to translate, 0 gone"


def test_template_loses_dates_and_line_numbers(addon):
    pot = polib.POFile()
    pot.metadata = {"POT-Creation-Date": "2026-01-01 10:00+0000", "Language-Team": "x"}
    pot.append(polib.POEntry(msgid="A", occurrences=[("code:addons/crm_test/models/a.py", "17")]))
    pot.save(str(i18n.pot_of(addon)))
    i18n.normalise_pot(i18n.pot_of(addon))
    text = i18n.pot_of(addon).read_text(encoding="utf-8")
    assert "2026" not in text and "a.py:0" in text
    assert i18n.normalise_pot(i18n.pot_of(addon)) is False


# -------------------------------------------------------------------------------------------------- readmes


def test_readme_is_assembled_and_its_age_noticed(addon, capsys):
    (addon / "readme").mkdir()
    (addon / "readme/DESCRIPTION.md").write_text("What it is.\n\n- one\n  - two\n- `<three>`\n")
    (addon / "readme/USAGE.md").write_text("# First\n\nDo **this**.")
    (addon / "readme/DEVELOP.md").write_text("Hooks.")
    folder = ["--addons", str(addon.parent)]
    assert readme.main([*folder, "--check"]) == 1
    assert readme.main(folder) == 0
    assert readme.main([*folder, "--check"]) == 0
    page = (addon / "static/description/index.html").read_text()
    assert "<ul>\n<li>one\n<ul>\n<li>two\n</li></ul>\n</li>\n<li><code>&lt;three&gt;</code>\n</li></ul>" in page
    assert "<h2>Usage</h2>\n<h3>First</h3>\n<p>Do <b>this</b>.</p>" in page
    assert "Hooks" not in page
    assert "## Usage\n\n### First\n\nDo **this**." in (addon / "README.md").read_text()
    (addon / "readme/USAGE.md").write_text("Changed.")
    assert readme.main([*folder, "--check"]) == 1
    assert "addons/crm_test/README.md: stale" in capsys.readouterr().out


def test_table_and_code_become_html():
    text = "| a | b |\n| --- | --- |\n| `x` | *y* |\n\n```\n<odoo/>\n```"
    assert readme.to_html(text) == (
        '<table class="table table-sm">\n<tr><th>a</th><th>b</th></tr>\n'
        "<tr><td><code>x</code></td><td><i>y</i></td></tr>\n</table>\n<pre>&lt;odoo/&gt;</pre>"
    )


# ----------------------------------------------------------------------------------------------------- lint


@pytest.fixture
def two_checks(monkeypatch):
    """lint with one check that fails and one that passes after it."""
    python = sys.executable
    monkeypatch.setattr(
        lint,
        "CHECKS",
        (
            lint.Check("bad", lambda: [python, "-c", "print('line 7 is wrong'); raise SystemExit(1)"]),
            lint.Check("good", lambda: [python, "-c", ""]),
        ),
    )


def test_lint_runs_all_and_fails_with_the_findings(two_checks, capsys):
    assert lint.main([]) == 1
    said = capsys.readouterr().out
    assert "line 7 is wrong" in said and "good           ok" in said and "lint: FAILED: bad in" in said


def test_lint_runs_the_named_checks_only(two_checks, capsys):
    assert lint.main(["good"]) == 0
    assert "lint: 1 checks clean" in capsys.readouterr().out


@pytest.mark.parametrize(("ci", "code"), [("", 0), ("true", 1)])
def test_lint_without_node_says_so_loudly(monkeypatch, capsys, ci, code):
    monkeypatch.setenv("CI", ci)
    monkeypatch.setattr(lint.shutil, "which", lambda name: None)
    monkeypatch.setattr(lint, "CHECKS", (lint.Check("prettier", lambda: ["false"], node=True),))
    assert lint.main([]) == code
    said = capsys.readouterr().out
    assert "!! NOT CHECKED: prettier" in said and "SKIPPED" in said


def test_lint_names_a_tool_that_is_missing(monkeypatch, capsys):
    monkeypatch.setattr(lint, "CHECKS", (lint.Check("none", lambda: lint.command("no-such-tool", on=["."])),))
    assert lint.main([]) == 1
    assert "no-such-tool is not installed" in capsys.readouterr().out


def test_i18n_without_a_command_does_all_three(addon, monkeypatch, capsys):
    i18n.pot_of(addon).write_text(po_text(("A", "")), encoding="utf-8")
    asked = []
    monkeypatch.setattr(i18n, "suite_database", lambda: ("suite", "odoo.conf", {"PGHOST": "x"}))
    monkeypatch.setattr(i18n, "export", lambda addons, *where: asked.append(where))
    assert i18n.main(["--addons", str(addon.parent)]) == 1
    assert asked == [("suite", "odoo.conf", i18n.project_python(), {"PGHOST": "x"})]
    assert "crm_test: changed, 1 texts, 1 to translate, 0 gone" in capsys.readouterr().out
