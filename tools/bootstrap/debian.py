"""Odoo from Debian's archive, without root: apt with sources and state of its own, `dpkg-deb -x` into `.local/odoo`.

Nothing of the machine's package management is changed. The mirror and the key come from the machine's own apt
sources, only the suite is changed to sid, where `odoo-19` lives. apt checks the signature of the index; the
SHA-256 in the index is checked again here, and the archives are kept in the cache folder so that the next
clone needs no network.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from . import paths, process
from .console import Console, fail

#: Odoo, the JavaScript and fonts to which its package links, and Chinese glyphs for PDFs and screenshots.
#: Font Awesome is not here: Debian has version 7, Odoo links to files of version 4 (see
#: :func:`complete_fonts`).
PACKAGES = (
    "odoo-19",
    "libjs-jquery",
    "libjs-underscore",
    "libjs-jquery-form",
    "fonts-roboto-unhinted",
    "fonts-inconsolata",
    "fonts-montserrat",
    "fonts-ocr-b",
    "fonts-noto-cjk",
)
SUITE = "sid"
#: suites by which an entry of the machine's sources is known to be Debian's archive and not somebody else's
DEBIAN_SUITES = {
    "bullseye",
    "bookworm",
    "trixie",
    "forky",
    "duke",
    "sid",
    "oldoldstable",
    "oldstable",
    "stable",
    "testing",
    "unstable",
}
STAMP = ".complete.json"


@dataclass(frozen=True)
class Source:
    """Where Debian's archive is reached from this machine, and which key signs it (empty: apt's own trusted keys)."""

    uri: str
    signed_by: str

    def render(self) -> str:
        """Return a deb822 sources file for the suite sid."""
        lines = ["Types: deb", f"URIs: {self.uri}", f"Suites: {SUITE}", "Components: main"]
        if self.signed_by:
            lines.append(f"Signed-By: {self.signed_by}")
        return "\n".join(lines) + "\n"


def usable() -> bool:
    """Return whether this machine has apt and an entry for Debian's archive."""
    return bool(shutil.which("apt-get") and shutil.which("dpkg-deb") and find_source(Path("/etc/apt")))


def is_installed() -> bool:
    """Return whether `.local/odoo` holds a finished unpack of Debian's packages."""
    return (paths.ODOO_TREE / STAMP).exists()


def python_path() -> Path:
    """Return the folder of the unpacked tree that holds the package `odoo`."""
    return paths.ODOO_TREE / "usr/lib/python3/dist-packages"


def install(console: Console) -> None:
    """Fetch (or take from the cache) and unpack; an unpack that was interrupted is thrown away and done again."""
    folder = paths.cache_folder() / "debian"
    folder.mkdir(exist_ok=True)
    archives = read_manifest(folder) or download(folder, console)
    unpack(archives, console)


# --- the machine's sources -------------------------------------------------------------------------


def find_source(etc: Path) -> Source | None:
    """Return the first entry of the machine's apt sources that is Debian's archive, None where there is none.

    :param etc: `/etc/apt`, or a stand-in in tests
    """
    files = [etc / "sources.list"]
    parts = etc / "sources.list.d"
    if parts.is_dir():
        files += sorted(path for path in parts.iterdir() if path.suffix in {".list", ".sources"})
    for path in files:
        try:
            text = path.read_text()
        except OSError:
            continue
        source = parse_deb822(text) if path.suffix == ".sources" else parse_one_line(text)
        if source:
            return source
    return None


def parse_deb822(text: str) -> Source | None:
    """Return the first Debian entry of a `.sources` file; a key that stands in the file itself is carried over."""
    for paragraph in re.split(r"\n\s*\n", text):
        fields: dict[str, str] = {}
        name = ""
        for line in paragraph.splitlines():
            if line.startswith("#") or not line.strip():
                continue
            if line[0] in " \t":
                fields[name] = f"{fields.get(name, '')}\n{line}"
                continue
            name, _colon, value = line.partition(":")
            name = name.strip().lower()
            fields[name] = value.strip()
        if (
            "deb" in fields.get("types", "").split()
            and fields.get("enabled", "yes").lower() not in {"no", "false", "0"}
            and DEBIAN_SUITES & set(fields.get("suites", "").split())
            and "main" in fields.get("components", "").split()
            and fields.get("uris")
        ):
            return Source(fields["uris"].split()[0], fields.get("signed-by", ""))
    return None


def parse_one_line(text: str) -> Source | None:
    """Return the first Debian entry of a `.list` file."""
    pattern = re.compile(r"^deb\s+(?:\[(?P<options>[^\]]*)\]\s+)?(?P<uri>\S+)\s+(?P<suite>\S+)\s+(?P<components>[^#]*)")
    for line in text.splitlines():
        found = pattern.match(line.strip())
        if found and found["suite"] in DEBIAN_SUITES and "main" in found["components"].split():
            options = dict(option.split("=", 1) for option in (found["options"] or "").split() if "=" in option)
            return Source(found["uri"], options.get("signed-by", "").replace(",", " "))
    return None


# --- fetching --------------------------------------------------------------------------------------


def read_manifest(folder: Path) -> list[Path] | None:
    """Return the cached archives if all are there with the SHA-256 that was checked when they came, else None."""
    try:
        manifest = json.loads((folder / "manifest.json").read_text())
        entries = [manifest[name] for name in PACKAGES]
    except (OSError, ValueError, KeyError):
        return None
    archives = []
    for entry in entries:
        archive = folder / entry["file"]
        if not archive.is_file() or sha256(archive) != entry["sha256"]:
            return None
        archives.append(archive)
    return archives


def download(folder: Path, console: Console) -> list[Path]:
    """Fetch the packages into `folder`, check them against the signed index, return them in PACKAGES' order."""
    options = _apt_options(folder)
    network = (
        "Check that the machine reaches its Debian mirror (`apt-get update` as root must work), then run again.\n"
        "Or set ODOO_HOME to an Odoo 19 of yours."
    )
    process.run(
        ["apt-get", *options, "update"],
        log=paths.log_file("apt-update.log"),
        console=console,
        what="Debian's package index could not be fetched.",
        advice=network,
    )
    index = _read_index(options)
    missing = [name for name in PACKAGES if name not in index]
    if missing:
        fail(f"Debian's archive has no package {', '.join(missing)}.", "Set ODOO_HOME to an Odoo 19 of yours.")
    console.note(f"Debian's package odoo-19 {index['odoo-19']['Version']}")

    incoming = folder / "incoming"
    shutil.rmtree(incoming, ignore_errors=True)
    incoming.mkdir()
    total = sum(int(index[name]["Size"]) for name in PACKAGES)

    def progress() -> str:
        # apt renames a finished file: a file can vanish between listing and asking
        done = sum(_size(path) for path in incoming.rglob("*"))
        return f"{done / 1e6:.0f} of {total / 1e6:.0f} MB"

    process.run(
        ["apt-get", *options, "download", *PACKAGES],
        log=paths.log_file("apt-download.log"),
        console=console,
        cwd=incoming,
        progress=progress,
        what="Debian's packages could not be fetched.",
        advice=network,
    )
    manifest = {}
    for name in PACKAGES:
        found = list(incoming.glob(f"{name}_*.deb"))
        if len(found) != 1 or sha256(found[0]) != index[name]["SHA256"]:
            fail(
                f"The archive of {name} does not have the checksum of Debian's signed index.",
                "Run again. If it stays so, the mirror or a proxy in between serves damaged files.",
            )
        found[0].replace(folder / found[0].name)
        manifest[name] = {"version": index[name]["Version"], "file": found[0].name, "sha256": index[name]["SHA256"]}
    shutil.rmtree(incoming)
    _write_json(folder / "manifest.json", manifest)
    return [folder / manifest[name]["file"] for name in PACKAGES]


def _apt_options(folder: Path) -> list[str]:
    """Write our sources file; return the options that keep apt away from the machine's sources, state and pins."""
    source = find_source(Path("/etc/apt"))
    if source is None:
        fail("The machine's apt sources name no Debian archive.", "Set ODOO_HOME to an Odoo 19 of yours.")
    state = folder / "apt"
    for name in ("state/lists/partial", "cache/archives/partial"):
        (state / name).mkdir(parents=True, exist_ok=True)
    (state / "status").touch()
    sources = state / "debian.sources"
    sources.write_text(source.render())
    settings = {
        "Dir::Etc::sourcelist": sources,
        "Dir::Etc::sourceparts": "-",
        "Dir::Etc::preferences": "/dev/null",
        "Dir::Etc::preferencesparts": "/dev/null",
        "Dir::State": state / "state",
        "Dir::State::lists": state / "state/lists",
        "Dir::State::status": state / "status",
        "Dir::Cache": state / "cache",
        "APT::Default-Release": "",
        "APT::Sandbox::User": "root",
        "Acquire::Languages": "none",
        "Acquire::Retries": "2",
    }
    return [part for name, value in settings.items() for part in ("-o", f"{name}={value}")]


def _read_index(options: list[str]) -> dict[str, dict[str, str]]:
    """Return the fields of each package from the index whose signature apt has checked."""
    result = subprocess.run(
        ["apt-cache", *options, "show", "--no-all-versions", *PACKAGES],
        capture_output=True,
        text=True,
        check=False,
    )
    index = {}
    for paragraph in result.stdout.split("\n\n"):
        fields = dict(re.findall(r"^([A-Za-z0-9-]+): *(.*)$", paragraph, re.MULTILINE))
        if {"Package", "Version", "SHA256", "Size"} <= set(fields):
            index[fields["Package"]] = fields
    return index


# --- unpacking -------------------------------------------------------------------------------------


def unpack(archives: list[Path], console: Console) -> None:
    """Unpack into a folder beside and rename it at the end, so that a finished tree is never half a tree."""
    part = paths.ODOO_TREE.with_name("odoo.part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    for number, archive in enumerate(archives, 1):
        process.run(
            ["dpkg-deb", "-x", archive, part],
            log=paths.log_file("unpack.log"),
            console=console,
            progress=lambda number=number, archive=archive: f"unpacking {number} of {len(archives)}: {archive.name}",
            what=f"{archive.name} could not be unpacked.",
            advice=f"Check that the disk is not full (1.5 GB are needed). If the file is damaged, delete {archive}",
        )
    _write_json(part / STAMP, {"archives": [archive.name for archive in archives]})
    shutil.rmtree(paths.ODOO_TREE, ignore_errors=True)
    part.rename(paths.ODOO_TREE)


def complete_fonts(site_packages: Path) -> None:
    """Put Font Awesome 4's files where Odoo's package links to: without them every icon is an empty box."""
    fonts = site_packages / "xstatic/pkg/font_awesome/data/fonts"
    target = paths.ODOO_TREE / "usr/share/fonts-font-awesome/fonts"
    if not is_installed() or not fonts.is_dir() or (target / "fontawesome-webfont.woff2").exists():
        return
    target.mkdir(parents=True, exist_ok=True)
    for path in fonts.iterdir():
        shutil.copyfile(path, target / path.name)


def chinese_fonts() -> Path | None:
    """Return the folder with the unpacked Chinese fonts, None where Odoo did not come from Debian."""
    folder = paths.ODOO_TREE / "usr/share/fonts/opentype/noto"
    return folder if folder.is_dir() else None


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file as hexadecimal digits."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def _size(path: Path) -> int:
    try:
        return path.stat().st_size if path.is_file() else 0
    except OSError:
        return 0


def _write_json(path: Path, value: object) -> None:
    part = path.with_name(path.name + ".part")
    part.write_text(json.dumps(value, indent=1))
    part.replace(path)
