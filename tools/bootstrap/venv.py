"""The virtual environment: filled from `requirements.lock` by hash, Odoo linked in by a .pth file."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

from . import debian, paths, process
from .console import Console, fail
from .odoo_source import SERIES, OdooSource

LOCK_STAMP = ".lock"
LINK = "field_crm_odoo.pth"


def python() -> Path:
    """Return the environment's interpreter."""
    return paths.VENV / "bin" / "python"


def site_packages() -> Path:
    """Return the environment's folder of installed packages."""
    return paths.VENV / "lib" / f"python{sys.version_info[0]}.{sys.version_info[1]}" / "site-packages"


def ensure(source: OdooSource, console: Console) -> None:
    """Make the environment right for the lock file and the Odoo in use; does nothing when it already is."""
    if not is_usable():
        create(console)
    if not _is_filled():
        fill(console)
    debian.complete_fonts(site_packages())
    link(source)


def is_usable() -> bool:
    """Return whether there is an environment made with this version of Python whose interpreter still runs."""
    if not python().exists() or not site_packages().is_dir():
        return False
    return subprocess.run([python(), "-c", ""], capture_output=True, check=False).returncode == 0


def create(console: Console) -> None:
    """Make an empty environment, in place of a broken one."""
    shutil.rmtree(paths.VENV, ignore_errors=True)
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    process.run(
        [sys.executable, "-m", "venv", paths.VENV],
        log=paths.log_file("venv.log"),
        console=console,
        what="The virtual environment could not be made.",
        advice=f"On Debian and Ubuntu the module venv is a package of its own: apt-get install python{version}-venv\n"
        "Then run again.",
    )


def fill(console: Console) -> None:
    """Install exactly what the lock file names; pip refuses a file whose hash is another."""
    stamp = paths.VENV / LOCK_STAMP
    stamp.unlink(missing_ok=True)
    log = paths.log_file("pip.log")
    process.run(
        [
            python(),
            "-m",
            "pip",
            "install",
            "--require-hashes",
            "--no-input",
            "--disable-pip-version-check",
            "--progress-bar",
            "off",
            "-r",
            paths.LOCK,
        ],
        log=log,
        console=console,
        progress=lambda: process.last_line(log)[:80],
        what="The Python packages could not be installed.",
        advice="Check that pip reaches its package index, and that this Python is 3.10 to 3.13, then run again:\n"
        "what was fetched is kept in pip's cache.",
    )
    stamp.write_text(_lock_hash())


def link(source: OdooSource) -> None:
    """Make `import odoo` find the Odoo in use, and try it once when that has changed."""
    path = site_packages() / LINK
    wanted = f"{source.path}\n"
    if path.exists() and path.read_text() == wanted:
        return
    path.write_text(wanted)
    result = subprocess.run([python(), "-m", "odoo", "--version"], capture_output=True, text=True, check=False, cwd="/")
    if f"Odoo Server {SERIES}" not in result.stdout:
        path.unlink()
        fail(
            f"The Odoo in {source.path} does not start.",
            "If it is yours (ODOO_HOME), make it work with the packages of requirements.lock, or unset ODOO_HOME.\n"
            "If it was fetched, `make clean` and run again.",
            (result.stdout + result.stderr)[-1500:],
        )


def _is_filled() -> bool:
    stamp = paths.VENV / LOCK_STAMP
    return stamp.exists() and stamp.read_text() == _lock_hash()


def _lock_hash() -> str:
    return hashlib.sha256(paths.LOCK.read_bytes()).hexdigest()
