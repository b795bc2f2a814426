"""Odoo from Odoo S.A.'s nightly tarball, for machines that are not Debian.

Odoo publishes no signature beside it. The transport is HTTPS; the SHA-256 of the first download is recorded
beside the archive and compared ever after, and FIELD_CRM_ODOO_SHA256 pins one that somebody has vouched for.
"""

from __future__ import annotations

import os
import shutil
import tarfile
import urllib.error
import urllib.request
from pathlib import Path

from . import paths
from .console import Console, fail
from .debian import sha256

URL = "https://nightly.odoo.com/19.0/nightly/src/odoo_19.0.latest.tar.gz"
STAMP = ".nightly"
TIMEOUT = 60
NEXT = (
    "Check the network (a proxy is named by https_proxy), then run again. Or fetch Odoo 19.0 by other means,\n"
    "unpack it, and set ODOO_HOME to the folder that contains odoo-bin or the package folder `odoo`."
)


def is_installed() -> bool:
    """Return whether `.local/odoo` holds a finished unpack of the tarball."""
    return (paths.ODOO_TREE / STAMP).exists()


def python_path() -> Path:
    """Return the folder of the unpacked tree that holds the package `odoo`."""
    return paths.ODOO_TREE


def install(console: Console) -> None:
    """Fetch (or take from the cache), check and unpack the tarball.

    FIELD_CRM_ODOO_URL names another tarball, for instance a dated one or one on a mirror of the firm.
    """
    url = os.environ.get("FIELD_CRM_ODOO_URL") or URL
    folder = paths.cache_folder() / "nightly"
    folder.mkdir(exist_ok=True)
    archive = folder / url.rsplit("/", 1)[-1]
    if not archive.exists():
        download(url, archive, console)
    check(archive, os.environ.get("FIELD_CRM_ODOO_SHA256", ""))
    unpack(archive)


def download(url: str, archive: Path, console: Console) -> None:
    """Fetch to a file beside and rename it when it is whole."""
    part = archive.with_name(archive.name + ".part")
    console.note(f"fetching {url}")
    try:
        with urllib.request.urlopen(url, timeout=TIMEOUT) as response, part.open("wb") as stream:
            total = int(response.headers.get("Content-Length") or 0)
            done = 0
            while block := response.read(1 << 20):
                stream.write(block)
                done += len(block)
                console.progress(f"{done / 1e6:.0f} of {total / 1e6:.0f} MB")
    except (OSError, urllib.error.URLError) as error:
        fail(f"Odoo's nightly tarball could not be fetched: {error}", NEXT)
    if total and done != total:
        fail(f"Odoo's nightly tarball came incomplete: {done} of {total} bytes.", NEXT)
    part.replace(archive)


def check(archive: Path, pinned: str = "") -> None:
    """Compare with the pinned checksum and with the one recorded when the archive first came, or record it."""
    found = sha256(archive)
    record = archive.with_name(archive.name + ".sha256")
    recorded = record.read_text().split()[0] if record.exists() else ""
    for expected, origin in (
        (pinned.strip().lower(), "FIELD_CRM_ODOO_SHA256"),
        (recorded, f"{record} (first download)"),
    ):
        if expected and expected != found:
            fail(
                f"{archive.name} has the checksum {found}, but {origin} says {expected}.",
                f"If you do not expect this, do not use the file. To fetch it anew delete {archive} and {record}.",
            )
    if not recorded:
        record.write_text(f"{found}  {archive.name}\n")


def unpack(archive: Path) -> None:
    """Unpack the tarball's one top folder; members that would land outside are refused."""
    part = paths.ODOO_TREE.with_name("odoo.part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    try:
        with tarfile.open(archive) as bundle:
            if hasattr(tarfile, "data_filter"):
                bundle.extractall(part, filter="data")
            else:
                _refuse_escapes(bundle, part)
                bundle.extractall(part)
    except (tarfile.TarError, OSError) as error:
        fail(f"{archive.name} could not be unpacked: {error}", f"Delete {archive} and run again.")
    packages = [path.parent for path in part.glob("*/odoo/release.py")]
    if len(packages) != 1:
        fail(f"{archive.name} does not look like Odoo's source.", f"Delete {archive} and run again.")
    top = packages[0].parent
    (top / STAMP).write_text(archive.name + "\n")
    shutil.rmtree(paths.ODOO_TREE, ignore_errors=True)
    top.rename(paths.ODOO_TREE)
    shutil.rmtree(part, ignore_errors=True)


def _refuse_escapes(bundle: tarfile.TarFile, folder: Path) -> None:
    """Do what Python 3.12's data filter does, for older Pythons."""
    root = folder.resolve()
    for member in bundle.getmembers():
        target = (root / member.name).resolve()
        link = (target.parent / member.linkname).resolve() if member.issym() else target
        if not (target.is_relative_to(root) and link.is_relative_to(root)) or member.isdev():
            raise tarfile.TarError(f"{member.name} leads outside")
