"""Databases for tests that install, upgrade and uninstall: each is a clone, changed by a process of its own."""

import contextlib
import json
import os
import subprocess
import sys
import uuid
from pathlib import Path

import odoo
from odoo.tools import config

ROOT = Path(__file__).resolve().parents[2]
ADDONS = sorted(path.parent.name for path in (ROOT / "addons").glob("*/__manifest__.py"))

# Odoo's addons below the suite; `make test` names the database in which they are installed already.
CORE = ["crm", "contacts", "sale_management", "sale_crm", "sale_stock", "account", "l10n_cn"]
TEMPLATE = os.environ.get("FIELD_CRM_CORE_TEMPLATE")


def _maintenance(statement, *names):
    """Run one statement outside of any transaction, on the server of the test configuration."""
    with contextlib.closing(odoo.sql_db.db_connect("postgres").cursor()) as cr:
        cr._cnx.autocommit = True
        cr.execute(odoo.tools.SQL(statement, *map(odoo.tools.SQL.identifier, names)))


def run_odoo(database, *arguments, script=None):
    """Run Odoo on ``database`` in a process of its own.

    :param script: Python source for Odoo's shell; its last printed line is taken as JSON
    :return: that value, or None
    """
    command = [sys.executable, "-m", "odoo", *(["shell"] if script else [])]
    command += ["--config", config["config"], "--database", database, "--no-http", "--log-level", "warn", *arguments]
    done = subprocess.run(
        command,
        input=script,
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
        cwd=ROOT,
        env={**os.environ, "PYTHONWARNINGS": ""},
    )
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stderr[-4000:]}"
    assert " ERROR " not in done.stderr, done.stderr[-4000:]
    return json.loads(done.stdout.strip().splitlines()[-1]) if script else None


@contextlib.contextmanager
def scratch_database():
    """A database with Odoo's addons and none of ours, dropped afterwards."""
    name = f"lifecycle_{uuid.uuid4().hex[:10]}"
    if TEMPLATE:
        _maintenance("CREATE DATABASE %s TEMPLATE %s", name, TEMPLATE)
    else:
        _maintenance("CREATE DATABASE %s TEMPLATE template0 ENCODING 'UTF8'", name)
        run_odoo(name, "--init", ",".join(CORE), "--stop-after-init")
    try:
        yield name
    finally:
        _maintenance("DROP DATABASE %s WITH (FORCE)", name)
