"""The steps that `make run`, `make test` and `make lint` share."""

from __future__ import annotations

from . import locks, odoo_source, venv
from .console import Console
from .odoo_source import OdooSource

_KINDS = {
    "home": "ODOO_HOME",
    "importable": "found by Python",
    "debian": "Debian's package, unpacked in this clone",
    "nightly": "nightly tarball, unpacked in this clone",
}


def odoo_and_packages(console: Console) -> OdooSource:
    """Make Odoo and the virtual environment ready and return the Odoo in use; two steps of the console."""
    with locks.exclusive("prepare", console, wait=True):
        with console.step("Odoo 19"):
            source = odoo_source.find(console)
            console.note(f"{_KINDS[source.kind]}: {source.path}")
        with console.step("Python packages"):
            venv.ensure(source, console)
    return source
