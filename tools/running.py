"""`make run`, `make stop`, `make reset`, `make clean`: the demo company on this machine."""

from __future__ import annotations

import os
import shutil
import sys
import time

from .bootstrap import database as databases
from .bootstrap import locks, paths, postgres, prepare, server
from .bootstrap.console import Console, duration, fail, table
from .bootstrap.database import Database, State
from .bootstrap.odoo_source import OdooSource
from .bootstrap.postgres import Connection
from .bootstrap.server import Server

DATABASE = "field_crm"
DEFAULT_PORT = 8069
CONFIG = paths.LOCAL / "odoo.conf"
PID_FILE = paths.LOCAL / "odoo.pid"
LOG = paths.LOG / "odoo.log"


def run(options: dict[str, str]) -> int:
    """Bring the demo company up; whatever is there already is kept."""
    language, port, interface = read_options(options)
    console = Console(total=5)
    with locks.exclusive("run", console, wait=False):
        return bring_up(options, language, port, interface, console)


def bring_up(
    options: dict[str, str], language: str | None, port: int | None, interface: str | None, console: Console
) -> int:
    """Do the five steps of :func:`run`."""
    begin = time.monotonic()
    source = prepare.odoo_and_packages(console)
    with console.step("PostgreSQL"):
        connection = postgres.connect(postgres.main_cluster())
        where = "named by PGHOST/PGUSER" if connection.external else f"embedded, port {connection.port}"
        console.note(where)
    database = demo_database(source, connection)
    odoo = Server(database, PID_FILE, LOG)
    if odoo.pid() is not None:
        # an update restarts the server: it comes back where it was
        port = port or odoo.port()
    state = ensure_database(database, odoo, options.get("DEMO") != "0", language, console)
    with console.step("Odoo's server"):
        port = ensure_server(odoo, port, interface, console)
    console.say(f"\nReady after {duration(time.monotonic() - begin)}:  http://localhost:{port}\n")
    console.say(logins(state))
    console.say(f"\nLog: {LOG}\nmake stop ends it, make reset starts from fresh data.")
    return 0


def read_options(options: dict[str, str]) -> tuple[str | None, int | None, str | None]:
    """Return language, port and interface; None where not given."""
    language = options.get("LANGUAGE") or None
    if language and language not in databases.LANGUAGES:
        fail(f"The demo company does not speak {language}.", f"LANGUAGE is one of {', '.join(databases.LANGUAGES)}.")
    port = options.get("PORT") or ""
    if port and not (port.isdigit() and 0 < int(port) < 65536):
        fail(f"PORT={port} is no port.", "Choose a number from 1024 to 65535.")
    return language, int(port) if port else None, options.get("HOST") or None


def demo_database(source: OdooSource, connection: Connection) -> Database:
    """Return the database of `make run`, its configuration file written."""
    name = os.environ.get("FIELD_CRM_DATABASE") or DATABASE
    return Database.configured(name, connection, source, CONFIG, paths.DATA)


def ensure_database(database: Database, odoo: Server, demo: bool, language: str | None, console: Console) -> State:
    """Return the state of a finished, current database: made, redone after an interruption, or updated as needed."""
    with console.step(f"Database {database.name}"):
        if database.is_foreign():
            fail(
                f"The server has a database {database.name} already, and it was not made here.",
                "Name another one with FIELD_CRM_DATABASE=… or drop it yourself.",
            )
        state = database.state()
        if state is None:
            if database.exists():
                console.note("making it was interrupted the last time: it is made anew")
            odoo.stop()
            return make_demo(database, demo, language or "en_US", console)
        if databases.checksums() != state.addons and odoo.stop():
            console.note("addons have changed: the running server is stopped for their update")
        if not database.update(state, console):
            console.note("kept as it is")
        if demo and not state.demo:
            console.note("made without the demo company; `make reset` makes a database with it")
        if language and language != state.language:
            database.inside("language", language, console=console, what="The language could not be changed.")
            state.language = language
            database.write_state(state)
        return state


def make_demo(database: Database, demo: bool, language: str, console: Console) -> State:
    """Make the database with the suite and the demo company and return its state."""
    state = State(addons=databases.checksums(), demo=demo, language=language)
    console.note(
        f"installing {', '.join(state.addons) or 'no addon of the suite: addons/ is empty'}; this takes some minutes"
    )
    database.create({*databases.BASE_ADDONS, *state.addons}, console)
    if demo:
        console.note("filling in the demo company")
        answer = database.inside("demo", language, console=console, what="The demo data could not be made.")
        if answer["logins"] is None:
            console.note("SKIPPED: there is no tools/demo in this version, so there is no demo company")
        state.demo = answer["logins"] is not None
        state.logins = answer["logins"] or []
    else:
        database.inside("language", language, console=console, what="The language could not be set.")
    database.write_state(state)
    return state


def ensure_server(odoo: Server, port: int | None, interface: str | None, console: Console) -> int:
    """Return the port of the running server, which is started, or restarted when it is to listen elsewhere."""
    if odoo.pid() is not None:
        if port in (None, odoo.port()) and interface is None:
            console.note("is running already")
            return odoo.port()
        odoo.stop()
    port = port or DEFAULT_PORT
    odoo.start(port, interface or "127.0.0.1", console)
    return port


def logins(state: State) -> str:
    """Return the table of logins for the terminal."""
    rows = [tuple(login) for login in state.logins]
    if not any(row[2] == "admin" for row in rows):
        rows.append(("Administrator", "Administrator", "admin", "admin"))
    return table(rows, ("Role", "Name", "Login", "Password"))


def stop(_options: dict[str, str]) -> int:
    """Stop Odoo and PostgreSQL of this clone; other people's processes are never touched."""
    console = Console()
    was_running = server.stop(PID_FILE, CONFIG)
    console.say("Odoo stopped." if was_running else "Odoo was not running.")
    for name, cluster in (
        ("PostgreSQL", postgres.main_cluster()),
        ("PostgreSQL of the tests", postgres.test_cluster()),
    ):
        if cluster.stop():
            console.say(f"{name} stopped.")
    return 0


def reset(options: dict[str, str]) -> int:
    """Drop the demo database after a confirmation, and make it anew."""
    if not confirmed(options, "Drop the demo database with everything entered into it, and make it anew?"):
        return 1
    console = Console(total=4)
    source = prepare.odoo_and_packages(console)
    with console.step("PostgreSQL"):
        connection = postgres.connect(postgres.main_cluster())
    database = demo_database(source, connection)
    with console.step(f"Dropping {database.name}"):
        server.stop(PID_FILE, CONFIG)
        if database.is_foreign():
            fail(
                f"The database {database.name} was not made here.",
                "Drop it yourself if you are sure: dropdb " + database.name,
            )
        database.drop()
    console.say()
    return run({name: value for name, value in options.items() if name != "FORCE"})


def clean(options: dict[str, str]) -> int:
    """Stop everything and remove `.local/`."""
    if not confirmed(options, f"Remove {paths.LOCAL} with the demo database?"):
        return 1
    stop({})
    for cluster in (postgres.main_cluster(), postgres.test_cluster()):
        cluster.remove()
    shutil.rmtree(paths.LOCAL, ignore_errors=True)
    print(f"Removed {paths.LOCAL}. Downloads are kept in {paths.cache_folder()}")
    return 0


def confirmed(options: dict[str, str], question: str) -> bool:
    """Ask on the terminal; FORCE=1 answers yes. Without a terminal the answer is no."""
    if options.get("FORCE") == "1":
        return True
    if not sys.stdin.isatty():
        print(f"{question} There is no terminal to ask on: say FORCE=1.", file=sys.stderr)
        return False
    return input(f"{question} [y/N] ").strip().lower() in {"y", "yes"}
