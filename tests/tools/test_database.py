"""What the databases' state, the checksums and the configuration file promise."""

import configparser
import stat
from pathlib import Path

import pytest

from tools.bootstrap import configuration, paths, postgres
from tools.bootstrap import database as databases
from tools.bootstrap.database import Database, State
from tools.bootstrap.odoo_source import OdooSource
from tools.bootstrap.postgres import Connection


def make_addon(folder):
    """Make a small addon and return its folder."""
    for name in ("__manifest__.py", "models/thing.py", "tests/test_thing.py", "readme/USAGE.md", "static/src/a.js"):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    return folder


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("models/thing.py", True),
        ("static/src/a.js", True),
        ("models/new.py", True),
        ("tests/test_thing.py", False),
        ("readme/USAGE.md", False),
        ("models/__pycache__/thing.pyc", False),
    ],
)
def test_the_checksum_changes_with_what_counts_at_runtime(tmp_path, name, counts):
    addon = make_addon(tmp_path / "addon")
    before = databases.checksum(addon)
    path = addon / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("changed")
    assert (databases.checksum(addon) != before) is counts


@pytest.fixture
def server(monkeypatch):
    """A stand-in for the server: remembers the comment, answers as PostgreSQL would."""
    held = {"comment": "", "statements": []}

    def query(connection, sql, database="postgres"):
        held["statements"].append(sql)
        if sql.startswith("COMMENT"):
            held["comment"] = sql.split(" IS '", 1)[1][:-1].replace("''", "'")
            return ""
        return held["comment"] if "shobj_description" in sql else "1"

    monkeypatch.setattr(postgres, "query", query)
    return held


@pytest.fixture
def database(tmp_path):
    """A database that no server has."""
    return Database("field_crm", Connection(), OdooSource("home", Path("/odoo")), tmp_path / "conf", tmp_path / "data")


def test_a_finished_database_remembers_what_it_holds(server, database):
    state = State({"crm_followup": "abc"}, True, "zh_CN", [["Sales manager", "O'Neill 王", "wang", "wang"]])
    database.write_state(state)
    assert database.state() == state
    assert not database.is_foreign()


def test_an_unfinished_database_has_no_state_and_is_ours(server, database):
    server["comment"] = "unfinished"
    assert database.state() is None
    assert not database.is_foreign()


def test_a_database_without_our_comment_is_somebody_elses(server, database):
    assert database.state() is None
    assert database.is_foreign()


def test_only_new_and_changed_addons_are_touched(server, database, monkeypatch, tmp_path):
    called = []
    monkeypatch.setattr(databases, "checksums", lambda: {"kept": "1", "changed": "2", "new": "1"})
    monkeypatch.setattr(Database, "odoo", lambda self, arguments, **rest: called.append(arguments))
    state = State({"kept": "1", "changed": "1", "gone": "1"})

    class Notes:
        said: list = []

        def note(self, text):
            self.said.append(text)

    assert database.update(state, Notes())
    assert called == [["-i", "new", "-u", "changed", "--i18n-overwrite"]]
    assert any("gone" in text and "make reset" in text for text in Notes.said)
    assert database.state().addons == {"kept": "1", "changed": "2", "new": "1"}
    assert not database.update(database.state(), Notes())
    assert len(called) == 1


def test_the_configuration_holds_the_password_and_is_closed_to_others(tmp_path):
    connection = Connection("127.0.0.1", "5432", "field_crm", "pass%word")
    path = configuration.write(
        tmp_path / "odoo.conf", OdooSource("home", tmp_path), connection, tmp_path / "data", db_name="x"
    )
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    parser = configparser.RawConfigParser()
    parser.read(path)
    options = dict(parser["options"])
    assert options["db_password"] == "pass%word"
    assert options["db_name"] == "x"
    assert options["list_db"] == "False"
    assert str(paths.DEV_ADDONS) in options["addons_path"]
