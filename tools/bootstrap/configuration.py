"""Odoo's configuration files of this clone: config/odoo.dev.conf plus what is only known here."""

from __future__ import annotations

import configparser
import os
from pathlib import Path

from . import paths
from .odoo_source import OdooSource
from .postgres import Connection

TEMPLATE = paths.ROOT / "config" / "odoo.dev.conf"


def write(path: Path, source: OdooSource, connection: Connection, data: Path, **options: str) -> Path:
    """Write a configuration file that only its owner can read (it holds the database password) and return its path.

    :param data: folder for filestore and sessions
    :param options: further options of Odoo, over the template's
    """
    parser = configparser.RawConfigParser()
    parser.read(TEMPLATE)
    values = {
        **connection.options(),
        "addons_path": ",".join(str(folder) for folder in paths.addons_paths(source.needs_development_addons)),
        "data_dir": str(data),
        **options,
    }
    for name, value in values.items():
        parser.set("options", name, value)
    data.mkdir(parents=True, exist_ok=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as stream:
        parser.write(stream)
    part.replace(path)
    return path
