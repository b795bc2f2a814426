"""The Odoo server in the background: started, watched until it answers, stopped."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

from . import paths, process, venv
from .console import Progress, duration, fail
from .database import Database

PATIENCE = 180


class Server:
    """An Odoo server of this clone, known by its configuration file.

    :param pid_file: where its process id is kept
    """

    def __init__(self, database: Database, pid_file: Path, log: Path) -> None:
        self.database = database
        self.pid_file = pid_file
        self.log = log

    def pid(self) -> int | None:
        """Return the process id of the running server, None when it does not run."""
        return running_pid(self.pid_file, self.database.config)

    def start(self, port: int, interface: str, console: Progress) -> None:
        """Start the server and return once it answers."""
        require_free(port)
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as output:
            child = subprocess.Popen(
                [
                    str(venv.python()),
                    "-m",
                    "odoo",
                    "-c",
                    str(self.database.config),
                    "-d",
                    self.database.name,
                    f"--http-port={port}",
                    f"--http-interface={interface}",
                ],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd=paths.ROOT,
                env=self.database.connection.env(),
                start_new_session=True,
            )
        self.pid_file.parent.mkdir(parents=True, exist_ok=True)
        self.pid_file.write_text(f"{child.pid} {port}\n")
        start = time.monotonic()
        while not healthy(port):
            seconds = time.monotonic() - start
            if child.poll() is not None:
                self.pid_file.unlink(missing_ok=True)
                fail("Odoo ended while it started.", f"The whole output is in {self.log}", process.tail(self.log))
            if seconds > PATIENCE:
                self.stop()
                fail(
                    f"Odoo did not answer within {duration(PATIENCE)}.",
                    f"The whole output is in {self.log}",
                    process.tail(self.log),
                )
            console.progress(f"{duration(seconds)}  {process.last_line(self.log)[-80:]}")
            time.sleep(0.3)

    def port(self) -> int:
        """Return the port of the running server."""
        return int(self.pid_file.read_text().split()[1])

    def stop(self) -> bool:
        """Stop the server if it runs; return whether it did."""
        return stop(self.pid_file, self.database.config)


def running_pid(pid_file: Path, config: Path) -> int | None:
    """Return the process id of the server with this configuration file, None when it does not run."""
    return process.read_pid(pid_file, "odoo", str(config))


def stop(pid_file: Path, config: Path) -> bool:
    """Stop the server with this configuration file if it runs; return whether it did."""
    pid = running_pid(pid_file, config)
    if pid is not None:
        process.stop(pid, lambda: running_pid(pid_file, config) == pid)
        _reap(pid)
    pid_file.unlink(missing_ok=True)
    return pid is not None


def healthy(port: int) -> bool:
    """Return whether an Odoo answers at the port."""
    try:
        # the machine's proxy settings must not apply to the loopback address
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(f"http://127.0.0.1:{port}/web/health", timeout=5) as response:
            return response.status == 200
    except (OSError, urllib.error.URLError):
        return False


def require_free(port: int) -> None:
    """Fail when another program listens at the port."""
    with socket.socket() as probe:
        probe.settimeout(2)
        if probe.connect_ex(("127.0.0.1", port)) == 0:
            fail(
                f"Port {port} is in use by another program.",
                f"End that program (`ss -ltnp 'sport = :{port}'` shows it), or choose another port:\n"
                f"make run PORT={port + 1}",
            )


def _reap(pid: int) -> None:
    """Collect the exit status if the process was our child, so that it does not stay as a zombie."""
    with contextlib.suppress(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)
