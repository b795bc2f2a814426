"""Odoo from Debian's archive: reading the machine's sources, trusting only what was checked, never half an unpack."""

import hashlib
import json
import shutil
import subprocess

import pytest

from tools.bootstrap import debian, paths
from tools.bootstrap.console import Console, Failure
from tools.bootstrap.debian import Source

KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg"


def etc_with(tmp_path, name, text):
    """Return a stand-in for /etc/apt with one file in it."""
    etc = tmp_path / "apt"
    path = etc / name
    path.parent.mkdir(parents=True)
    path.write_text(text)
    return etc


def test_deb822_sources_give_mirror_and_key(tmp_path):
    etc = etc_with(
        tmp_path,
        "sources.list.d/debian.sources",
        f"Types: deb deb-src\n# a comment\nURIs: https://archive.test/debian\nSuites: bookworm bookworm-updates\n"
        f"Components: main contrib\nSigned-By: {KEYRING}\n",
    )
    assert debian.find_source(etc) == Source("https://archive.test/debian", KEYRING)


def test_one_line_sources_give_mirror_and_key(tmp_path):
    etc = etc_with(
        tmp_path,
        "sources.list",
        "# deb https://old.test/debian bookworm main\n"
        "deb-src https://archive.test/debian trixie main\n"
        f"deb [arch=amd64 signed-by={KEYRING}] https://archive.test/debian trixie main non-free # comment\n",
    )
    assert debian.find_source(etc) == Source("https://archive.test/debian", KEYRING)


def test_one_line_sources_without_options_leave_the_key_to_apt(tmp_path):
    etc = etc_with(tmp_path, "sources.list.d/main.list", "deb http://archive.test/debian stable main\n")
    assert debian.find_source(etc) == Source("http://archive.test/debian", "")


def test_an_armoured_key_in_the_file_is_carried_over(tmp_path):
    key = "\n -----BEGIN PGP PUBLIC KEY BLOCK-----\n .\n mQINBF\n -----END PGP PUBLIC KEY BLOCK-----"
    etc = etc_with(
        tmp_path,
        "sources.list.d/debian.sources",
        f"Types: deb\nURIs: https://archive.test/debian\nSuites: sid\nComponents: main\nSigned-By:{key}\n",
    )
    source = debian.find_source(etc)
    assert source.signed_by == key
    assert debian.parse_deb822(source.render()) == source


@pytest.mark.parametrize(
    "text",
    [
        "Types: deb\nURIs: https://security.test/debian-security\nSuites: bookworm-security\nComponents: main\n",
        "Types: deb\nURIs: https://archive.test/ubuntu\nSuites: noble\nComponents: main\n",
        "Types: deb-src\nURIs: https://archive.test/debian\nSuites: bookworm\nComponents: main\n",
        "Enabled: no\nTypes: deb\nURIs: https://archive.test/debian\nSuites: bookworm\nComponents: main\n",
        "Types: deb\nURIs: https://vendor.test/stable\nSuites: stable\nComponents: stable\n",
        "",
    ],
)
def test_other_archives_are_not_taken_for_debian(tmp_path, text):
    assert debian.find_source(etc_with(tmp_path, "sources.list.d/other.sources", text)) is None


def test_the_second_paragraph_counts_too(tmp_path):
    text = (
        "Types: deb\nURIs: https://vendor.test/tool\nSuites: nodistro\nComponents: main\n"
        "\n"
        "Types: deb\nURIs: https://archive.test/debian\nSuites: testing\nComponents: main\n"
    )
    assert (
        debian.find_source(etc_with(tmp_path, "sources.list.d/all.sources", text)).uri == "https://archive.test/debian"
    )


def test_the_sources_file_asks_for_sid():
    text = Source("https://archive.test/debian", KEYRING).render()
    assert text == (
        f"Types: deb\nURIs: https://archive.test/debian\nSuites: sid\nComponents: main\nSigned-By: {KEYRING}\n"
    )


# --- the cache --------------------------------------------------------------------------------------


def fill_cache(folder):
    """Put a file for each package and the manifest into a cache folder, as a finished download does."""
    manifest = {}
    for name in debian.PACKAGES:
        content = f"archive of {name}".encode()
        (folder / f"{name}_1_all.deb").write_bytes(content)
        checksum = hashlib.sha256(content).hexdigest()
        manifest[name] = {"version": "1", "file": f"{name}_1_all.deb", "sha256": checksum}
    (folder / "manifest.json").write_text(json.dumps(manifest))


def test_a_whole_cache_is_used(tmp_path):
    fill_cache(tmp_path)
    assert debian.read_manifest(tmp_path) == [tmp_path / f"{name}_1_all.deb" for name in debian.PACKAGES]


def test_a_cached_archive_that_changed_is_not_used(tmp_path):
    fill_cache(tmp_path)
    (tmp_path / "odoo-19_1_all.deb").write_bytes(b"something else")
    assert debian.read_manifest(tmp_path) is None


def test_a_cache_that_lacks_an_archive_is_not_used(tmp_path):
    fill_cache(tmp_path)
    (tmp_path / "libjs-jquery_1_all.deb").unlink()
    assert debian.read_manifest(tmp_path) is None


def test_an_empty_cache_is_no_error(tmp_path):
    assert debian.read_manifest(tmp_path) is None


# --- unpacking --------------------------------------------------------------------------------------


@pytest.fixture
def local(tmp_path, monkeypatch):
    """Let the clone's folder of made things be a temporary one."""
    monkeypatch.setattr(paths, "LOG", tmp_path / "log")
    monkeypatch.setattr(paths, "ODOO_TREE", tmp_path / "odoo")
    return tmp_path


def build_archive(folder):
    """Build a small Debian archive that holds the package odoo."""
    root = folder / "build"
    (root / "DEBIAN").mkdir(parents=True)
    (root / "DEBIAN/control").write_text(
        "Package: odoo-19\nVersion: 1\nArchitecture: all\nMaintainer: x <x@example.org>\nDescription: x\n"
    )
    package = root / "usr/lib/python3/dist-packages/odoo"
    package.mkdir(parents=True)
    (package / "release.py").write_text("version_info = (19, 0, 0, 'final', 0, '')\n")
    archive = folder / "odoo-19_1_all.deb"
    subprocess.run(["dpkg-deb", "--root-owner-group", "-b", root, archive], check=True, capture_output=True)
    return archive


needs_dpkg = pytest.mark.skipif(not shutil.which("dpkg-deb"), reason="no dpkg-deb on this machine")


@needs_dpkg
def test_a_finished_unpack_is_marked(local):
    archive = build_archive(local)
    debian.unpack([archive], Console())
    assert debian.is_installed()
    assert (debian.python_path() / "odoo/release.py").exists()


@needs_dpkg
def test_a_damaged_archive_leaves_the_old_tree_and_says_which_file(local):
    debian.unpack([build_archive(local)], Console())
    broken = local / "broken_1_all.deb"
    broken.write_bytes(b"no archive")
    with pytest.raises(Failure) as caught:
        debian.unpack([broken], Console())
    assert str(broken) in caught.value.advice
    assert debian.is_installed()


@needs_dpkg
def test_an_interrupted_unpack_does_not_count(local):
    archive = build_archive(local)
    (local / "odoo.part/usr/lib").mkdir(parents=True)
    assert not debian.is_installed()
    debian.unpack([archive], Console())
    assert debian.is_installed()
    assert not (local / "odoo.part").exists()


def test_icons_are_put_where_the_package_links_to(local):
    site_packages = local / "site-packages"
    fonts = site_packages / "xstatic/pkg/font_awesome/data/fonts"
    fonts.mkdir(parents=True)
    (fonts / "fontawesome-webfont.woff2").write_bytes(b"font")
    tree = local / "odoo"
    tree.mkdir()
    (tree / debian.STAMP).write_text("{}")
    debian.complete_fonts(site_packages)
    assert (tree / "usr/share/fonts-font-awesome/fonts/fontawesome-webfont.woff2").read_bytes() == b"font"
