"""What the stages work with: the server of the tests, the template databases, and the copies that each stage gets."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager

from ..bootstrap import browser, paths, postgres
from ..bootstrap import database as databases
from ..bootstrap.console import Progress
from ..bootstrap.database import Database, State
from ..bootstrap.odoo_source import OdooSource
from ..bootstrap.postgres import Connection

#: key in a template's recorded checksums for the Odoo that it was made with
ODOO = "(odoo)"


class Workshop:
    """Makes databases for the tests. Templates are kept and made anew when the Odoo or an addon's files changed.

    `base` has Odoo's addons without the suite, `suite` the suite installed over a copy of it (as into a living
    database), `demo` is made by the same code as that of `make run`.
    """

    def __init__(self, source: OdooSource, connection: Connection, chromium: str | None) -> None:
        self.source = source
        self.connection = connection
        self.chromium = chromium
        # two clones may share one server that PGHOST names
        self._prefix = "field_crm_test_" + hashlib.sha256(str(paths.ROOT).encode()).hexdigest()[:6]

    def database(self, name: str) -> Database:
        """Return a database of the tests by its short name, with a configuration file of its own."""
        port = postgres.free_port()
        return Database.configured(
            f"{self._prefix}_{name}",
            self.connection,
            self.source,
            paths.TEST / f"{name}.conf",
            paths.TEST / "data",
            http_port=str(port),
            http_interface="127.0.0.1",
            screenshots=str(paths.TEST / "screenshots"),
        )

    def environment(self) -> dict[str, str]:
        """Return the environment for test runners: server, the venv's programs first on PATH, fonts, browser."""
        env = self.connection.env()
        env["PATH"] = f"{paths.VENV / 'bin'}{os.pathsep}{env.get('PATH', '')}"
        env["E2E_CHROMIUM"] = self.chromium or ""
        env.update(browser.font_environment())
        return env

    # --- templates ----------------------------------------------------------------------------------

    def base(self, console: Progress) -> Database:
        """Return the template without the suite."""
        database = self.database("base")
        wanted = {ODOO: self._fingerprint()}
        if self._recorded(database) != wanted:
            database.create(databases.BASE_ADDONS, console)
            database.write_state(State(addons=wanted))
        return database

    def suite(self, console: Progress) -> Database:
        """Return the template with the suite."""
        base = self.base(console)
        database = self.database("suite")
        wanted = {ODOO: self._fingerprint(), **databases.checksums()}
        if self._recorded(database) != wanted:
            database.clone(base)
            addons = paths.suite_addons()
            if addons:
                database.odoo(
                    ["-i", ",".join(addons)],
                    console=console,
                    log_name="install-suite.log",
                    what="The suite could not be installed.",
                )
            database.write_state(State(addons=wanted))
        return database

    def demo(self, console: Progress) -> Database:
        """Return the template with the demo company."""
        from ..running import make_demo

        database = self.database("demo")
        state = database.state()
        generator = databases.checksum(paths.ROOT / "tools" / "demo")
        wanted = {**databases.checksums(), ODOO: self._fingerprint(), "(demo)": generator}
        if state is None or state.addons != wanted:
            made = make_demo(database, True, "en_US", console)
            made.addons = wanted
            database.write_state(made)
        return database

    # --- copies -------------------------------------------------------------------------------------

    @contextmanager
    def copy(self, template: Database, name: str) -> Iterator[Database]:
        """Yield a copy of a template that is dropped afterwards."""
        database = self.database(name)
        database.clone(template)
        try:
            yield database
        finally:
            database.drop()

    def _recorded(self, database: Database) -> dict[str, str] | None:
        state = database.state()
        return state.addons if state else None

    def _fingerprint(self) -> str:
        parts = [str(self.source.path), paths.LOCK.read_text(), *databases.BASE_ADDONS, *databases.LANGUAGES]
        for stamp in paths.ODOO_TREE.glob(".*"):
            parts.append(stamp.read_text())
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()
