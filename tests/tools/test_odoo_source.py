"""Which Odoo is used, and in which order they are looked for."""

import sys

import pytest

from tools.bootstrap import debian, nightly, odoo_source, paths
from tools.bootstrap.console import Console, Failure


def make_odoo(folder, version="(19, 0, 0, 'final', 0, '')"):
    """Make what counts as an Odoo: the package with its release file."""
    package = folder / "odoo"
    package.mkdir(parents=True)
    (package / "release.py").write_text(f"RELEASE_LEVELS = ['alpha']\nversion_info = {version}\n")
    return folder


@pytest.fixture(autouse=True)
def bare_machine(tmp_path, monkeypatch):
    """Take every Odoo of this machine away."""
    monkeypatch.delenv("ODOO_HOME", raising=False)
    monkeypatch.setattr(paths, "ODOO_TREE", tmp_path / "local/odoo")
    monkeypatch.setattr(odoo_source, "importable", lambda: None)


@pytest.mark.parametrize(
    ("version", "series"),
    [
        ("(19, 0, 0, FINAL, 0, '')", "19.0"),
        ("(18, 0, 0, FINAL, 0, '')", "18.0"),
        ("('saas~18', 2, 0, FINAL, 0, '')", "18.2"),
        ("('19', 0, 0, FINAL, 0, '')", "19.0"),
    ],
)
def test_the_series_is_read_without_importing(tmp_path, version, series):
    assert odoo_source.release_series(make_odoo(tmp_path, version) / "odoo") == series


def test_odoo_home_may_be_a_checkout_or_the_package(tmp_path, monkeypatch):
    home = make_odoo(tmp_path / "checkout")
    for named in (home, home / "odoo"):
        monkeypatch.setenv("ODOO_HOME", str(named))
        source = odoo_source.find(Console())
        assert (source.kind, source.path) == ("home", home)


def test_odoo_home_without_odoo_says_what_to_set(tmp_path, monkeypatch):
    monkeypatch.setenv("ODOO_HOME", str(tmp_path / "nothing"))
    with pytest.raises(Failure) as caught:
        odoo_source.find(Console())
    assert "ODOO_HOME" in caught.value.advice


def test_odoo_home_of_another_version_is_refused(tmp_path, monkeypatch):
    monkeypatch.setenv("ODOO_HOME", str(make_odoo(tmp_path / "old", "(18, 0, 0, FINAL, 0, '')")))
    with pytest.raises(Failure, match=r"version 18\.0"):
        odoo_source.find(Console())


def test_an_importable_odoo_19_is_found_and_another_version_passed_over(tmp_path, monkeypatch):
    monkeypatch.undo()
    for name in [name for name in sys.modules if name == "odoo" or name.startswith("odoo.")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(sys, "path", [str(make_odoo(tmp_path / "new"))])
    assert odoo_source.importable().path == tmp_path / "new"
    monkeypatch.setattr(sys, "path", [str(make_odoo(tmp_path / "old", "(17, 0, 0, FINAL, 0, '')"))])
    assert odoo_source.importable() is None


def test_what_was_unpacked_is_used_again(tmp_path):
    tree = make_odoo(paths.ODOO_TREE)
    (tree / nightly.STAMP).write_text("x")
    assert odoo_source.find(Console()).kind == "nightly"


def test_without_debian_the_nightly_tarball_is_taken(monkeypatch):
    monkeypatch.setattr(debian, "usable", lambda: False)
    monkeypatch.setattr(nightly, "install", lambda console: make_odoo(paths.ODOO_TREE))
    assert odoo_source.find(Console()).kind == "nightly"


def test_when_debian_fails_the_nightly_tarball_is_tried_and_the_reason_shown(monkeypatch, capsys):
    def refuse(console):
        raise Failure("Debian's package index could not be fetched.", "Check the mirror.")

    monkeypatch.setattr(debian, "usable", lambda: True)
    monkeypatch.setattr(debian, "install", refuse)
    monkeypatch.setattr(nightly, "install", lambda console: make_odoo(paths.ODOO_TREE))
    assert odoo_source.find(Console()).kind == "nightly"
    assert "Debian's package index could not be fetched." in capsys.readouterr().out


def test_development_addons_are_for_an_odoo_that_lacks_the_library(tmp_path):
    source = odoo_source.OdooSource("home", make_odoo(tmp_path))
    assert source.needs_development_addons
    library = tmp_path / "addons/mail/static/lib/selfie_segmentation/selfie_segmentation.js"
    library.parent.mkdir(parents=True)
    library.touch()
    assert not source.needs_development_addons
