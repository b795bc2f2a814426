"""Databases with the suite installed: made once, marked when finished, updated when an addon's files changed.

What state a database is in stands in PostgreSQL's comment on it, so it goes away with the database and cannot
tell a lie about another one: nothing while it is being made, a JSON object once it is finished.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path

from . import configuration, paths, postgres, process, venv
from .console import Progress, fail
from .odoo_source import OdooSource
from .postgres import Connection

#: installed beside the suite in every database: what the demo company and the tests of Odoo's own addons need
BASE_ADDONS = ("contacts", "crm", "l10n_cn", "sale_crm", "sale_management", "sale_stock", "stock")
#: the first one is what new users and contacts speak
LANGUAGES = ("en_US", "zh_CN")
#: what Odoo logs when it goes on in spite of an error
ERROR = re.compile(r"^\S+ \S+ \d+ (?:ERROR|CRITICAL) ")
MEND = "If the lines above name an addon of this project, mend it, and run again."
#: files of an addon that need no `-u` when they change
PASSIVE_FOLDERS = {"tests", "readme", "__pycache__", "description"}


@dataclass
class State:
    """What a finished database holds.

    :param addons: checksum of each suite addon as installed
    :param demo: whether the demo data was asked for
    :param language: of the demo users
    :param logins: (role, name, login, password) of the demo users
    """

    addons: dict[str, str] = field(default_factory=dict)
    demo: bool = False
    language: str = "en_US"
    logins: list[list[str]] = field(default_factory=list)


@dataclass(frozen=True)
class Database:
    """A database on a server, with the folder of its files."""

    name: str
    connection: Connection
    source: OdooSource
    config: Path
    data: Path

    @classmethod
    def configured(
        cls, name: str, connection: Connection, source: OdooSource, config: Path, data: Path, **options: str
    ):
        """Return the database with its configuration file written."""
        configuration.write(config, source, connection, data, db_name=name, dbfilter=f"^{name}$", **options)
        return cls(name, connection, source, config, data)

    # --- state -------------------------------------------------------------------------------------

    def exists(self) -> bool:
        """Return whether the server has a database of this name."""
        return postgres.query(self.connection, f"SELECT 1 FROM pg_database WHERE datname = '{self.name}'") == "1"

    def state(self) -> State | None:
        """Return what the database holds; None while it is unfinished or when it is not one of ours."""
        comment = self._comment()
        try:
            return State(**json.loads(comment)) if comment.startswith("{") else None
        except (ValueError, TypeError):
            return None

    def is_foreign(self) -> bool:
        """Return whether there is a database of this name that these tools did not make."""
        return self.exists() and not self._comment()

    def _comment(self) -> str:
        sql = f"SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = '{self.name}'"
        return postgres.query(self.connection, sql)

    def write_state(self, state: State) -> None:
        """Record what the database holds."""
        self._write_comment(json.dumps(asdict(state), ensure_ascii=False))

    def _write_comment(self, text: str) -> None:
        quoted = text.replace("'", "''")
        postgres.query(self.connection, f"COMMENT ON DATABASE \"{self.name}\" IS '{quoted}'")

    # --- making and unmaking -----------------------------------------------------------------------

    def create(self, addons: Iterable[str], console: Progress) -> None:
        """Make the database anew with the addons installed and both languages loaded; it stays marked as unfinished."""
        self.drop()
        postgres.query(
            self.connection,
            f"CREATE DATABASE \"{self.name}\" ENCODING 'UTF8' LC_COLLATE 'C' TEMPLATE template0",
        )
        self._write_comment("unfinished")
        postgres.query(self.connection, "CREATE EXTENSION IF NOT EXISTS pg_trgm", self.name)
        self.odoo(
            ["-i", ",".join(sorted(addons)), f"--load-language={','.join(LANGUAGES)}"],
            console=console,
            log_name=f"create-{self.name}.log",
            what=f"The database {self.name} could not be made.",
        )

    def clone(self, template: Database) -> None:
        """Make the database anew as a copy of another one, files included."""
        self.drop()
        postgres.query(self.connection, f'CREATE DATABASE "{self.name}" TEMPLATE "{template.name}"')
        self._write_comment("unfinished")
        files = template.data / "filestore" / template.name
        if files.is_dir():
            shutil.copytree(files, self.data / "filestore" / self.name)

    def drop(self) -> None:
        """Delete the database with its files; connections to it are ended."""
        postgres.query(self.connection, f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')
        shutil.rmtree(self.data / "filestore" / self.name, ignore_errors=True)

    # --- running Odoo on it ------------------------------------------------------------------------

    def odoo(self, arguments: list[str], *, console: Progress, log_name: str, what: str) -> None:
        """Run Odoo on the database until it has done what the arguments ask; the progress shows the addon."""
        log = paths.log_file(log_name)
        process.run(
            [
                venv.python(),
                "-m",
                "odoo",
                "-c",
                self.config,
                "-d",
                self.name,
                *arguments,
                "--stop-after-init",
                "--no-http",
                "--max-cron-threads=0",
            ],
            log=log,
            console=console,
            env=self.connection.env(),
            cwd=paths.ROOT,
            progress=lambda: _loading(log),
            what=what,
            advice=MEND,
        )
        errors = [line for line in log.read_text(errors="replace").splitlines() if ERROR.search(line)]
        if errors:
            fail(what, f"{MEND}\nThe whole output is in {log}", "\n".join(errors[:15]))

    def inside(self, task: str, *arguments: str, console: Progress, what: str) -> dict:
        """Run a task of :mod:`tools.bootstrap.inside` in an Odoo environment of the database and return its answer."""
        answer = paths.log_file(f"{task}-{self.name}.json")
        answer.unlink(missing_ok=True)
        process.run(
            [venv.python(), "-m", "tools.bootstrap.inside", self.config, self.name, answer, task, *arguments],
            log=paths.log_file(f"{task}-{self.name}.log"),
            console=console,
            env=self.connection.env(),
            cwd=paths.ROOT,
            what=what,
            advice="Mend what the lines above say and run again.",
        )
        return json.loads(answer.read_text())

    def update(self, state: State, console: Progress) -> bool:
        """Install new addons of the suite and update the changed ones; return whether there were any."""
        current = checksums()
        new = sorted(set(current) - set(state.addons))
        changed = sorted(name for name in current if name in state.addons and current[name] != state.addons[name])
        gone = sorted(set(state.addons) - set(current))
        if gone:
            console.note(
                f"{', '.join(gone)}: no longer in addons/, but still installed; `make reset` makes a fresh database"
            )
        if not new and not changed:
            return False
        arguments = []
        if new:
            console.note(f"new: {', '.join(new)}")
            arguments += ["-i", ",".join(new)]
        if changed:
            console.note(f"changed: {', '.join(changed)}")
            arguments += ["-u", ",".join(changed), "--i18n-overwrite"]
        self.odoo(
            arguments, console=console, log_name=f"update-{self.name}.log", what="The addons could not be updated."
        )
        state.addons = current
        self.write_state(state)
        return True


def checksums() -> dict[str, str]:
    """Return, for each addon of the suite, a checksum over the files that count at runtime."""
    return {name: checksum(paths.ADDONS / name) for name in paths.suite_addons()}


def checksum(addon: Path) -> str:
    """Return a checksum over an addon's files; tests, readme fragments and the store description do not count."""
    digest = hashlib.sha256()
    for path in sorted(addon.rglob("*")):
        relative = path.relative_to(addon)
        if path.is_file() and not PASSIVE_FOLDERS & set(relative.parts[:-1]):
            digest.update(str(relative).encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _loading(log: Path) -> str:
    line = process.last_line(log)
    _head, found, rest = line.partition("odoo.modules.loading: ")
    return rest if found else line[-80:]
