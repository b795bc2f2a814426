"""Where things lie: what is made here in `.local/` of the clone, what was fetched in a cache folder."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ADDONS = ROOT / "addons"
DEV_ADDONS = ROOT / "tools" / "dev_addons"
LOCK = ROOT / "requirements.lock"

LOCAL = ROOT / ".local"
VENV = LOCAL / "venv"
LOG = LOCAL / "log"
#: Odoo as unpacked from Debian's packages or from the nightly tarball
ODOO_TREE = LOCAL / "odoo"
#: filestore and sessions of `make run`
DATA = LOCAL / "data"
#: everything that only `make test` uses
TEST = LOCAL / "test"


def cache_folder() -> Path:
    """Return the folder of verified downloads that all clones of one user share; it is made when missing."""
    explicit = os.environ.get("FIELD_CRM_CACHE")
    if explicit:
        folder = Path(explicit).expanduser()
    else:
        base = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
        folder = Path(base).expanduser() / "field-crm"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def log_file(name: str) -> Path:
    """Return the path of a log file, its folder made."""
    LOG.mkdir(parents=True, exist_ok=True)
    return LOG / name


def suite_addons() -> list[str]:
    """Return the names of the suite's addons in alphabetical order."""
    return sorted(manifest.parent.name for manifest in ADDONS.glob("*/__manifest__.py"))


def addons_paths(with_development: bool) -> list[Path]:
    """Return the folders for Odoo's `addons_path`; Odoo finds its own addons by itself.

    :param with_development: add tools/dev_addons, which mend what Debian's package of Odoo lacks
    """
    folders = [ADDONS, DEV_ADDONS] if with_development else [ADDONS]
    return [folder for folder in folders if any(folder.glob("*/__manifest__.py"))]
