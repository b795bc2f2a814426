"""Which Odoo 19 is used: ODOO_HOME's, one that Python can import, Debian's package, the nightly tarball."""

from __future__ import annotations

import importlib.util
import os
import re
from dataclasses import dataclass
from pathlib import Path

from . import debian, nightly
from .console import Console, Failure, fail

SERIES = "19.0"


@dataclass(frozen=True)
class OdooSource:
    """An Odoo on this machine.

    :param kind: `home`, `importable`, `debian` or `nightly`
    :param path: the folder that holds the package `odoo`; it goes on Python's path
    """

    kind: str
    path: Path

    @property
    def package(self) -> Path:
        """The folder of the package `odoo` itself."""
        return self.path / "odoo"

    @property
    def needs_development_addons(self) -> bool:
        """Whether a library that Odoo's web client names is missing, as in Debian's package."""
        roots = (self.package / "addons", self.path / "addons")
        library = "mail/static/lib/selfie_segmentation/selfie_segmentation.js"
        return not any((root / library).exists() for root in roots)


def release_series(package: Path) -> str:
    """Return e.g. `19.0` for a folder that is the package `odoo`, an empty text if it is none."""
    try:
        text = (package / "release.py").read_text()
    except OSError:
        return ""
    found = re.search(r"^version_info\s*=\s*\(\s*['\"]?(?:saas~)?(\d+)['\"]?\s*,\s*(\d+)", text, re.MULTILINE)
    return f"{found[1]}.{found[2]}" if found else ""


def find(console: Console) -> OdooSource:
    """Return the Odoo to use, fetching it when the machine has none."""
    source = from_environment() or importable() or unpacked()
    if source:
        return source
    if debian.usable():
        try:
            debian.install(console)
            return _checked("debian", debian.python_path())
        except Failure as failure:
            console.say(failure.render())
            console.note("trying Odoo's nightly tarball instead")
    nightly.install(console)
    return _checked("nightly", nightly.python_path())


def from_environment() -> OdooSource | None:
    """Return the Odoo that ODOO_HOME names: a source checkout, or a folder that holds the package `odoo`."""
    named = os.environ.get("ODOO_HOME")
    if not named:
        return None
    home = Path(named).expanduser().resolve()
    for folder in (home, home.parent, home / "src"):
        if release_series(folder / "odoo"):
            return _checked("home", folder)
    fail(
        f"ODOO_HOME is {home}, but there is no Odoo in it.",
        "Set ODOO_HOME to the folder that contains odoo-bin or the package folder `odoo`, or unset it:\n"
        "then Odoo is fetched.",
    )


def importable() -> OdooSource | None:
    """Return an Odoo 19 that the running Python can import; another version of Odoo is passed over."""
    try:
        spec = importlib.util.find_spec("odoo")
    except (ImportError, ValueError):
        return None
    for location in (spec.submodule_search_locations or []) if spec else []:
        if release_series(Path(location)) == SERIES:
            return OdooSource("importable", Path(location).resolve().parent)
    return None


def unpacked() -> OdooSource | None:
    """Return what an earlier run has unpacked into this clone."""
    if debian.is_installed():
        return OdooSource("debian", debian.python_path())
    if nightly.is_installed():
        return OdooSource("nightly", nightly.python_path())
    return None


def _checked(kind: str, path: Path) -> OdooSource:
    series = release_series(path / "odoo")
    if series != SERIES:
        fail(
            f"The Odoo in {path} is version {series or 'unknown'}; the suite needs {SERIES}.",
            "Set ODOO_HOME to an Odoo 19.0, or unset it: then Odoo 19.0 is fetched.",
        )
    return OdooSource(kind, path)
