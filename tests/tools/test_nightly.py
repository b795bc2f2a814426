"""Odoo from the nightly tarball, against a server on the loopback address: there is no other way to try it offline."""

import hashlib
import http.server
import io
import tarfile
import threading
from functools import partial

import pytest

from tools.bootstrap import nightly, odoo_source, paths
from tools.bootstrap.console import Console, Failure


def tarball(members):
    """Return a gzipped tarball with the members, name → content."""
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w:gz") as bundle:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            bundle.addfile(info, io.BytesIO(content))
    return stream.getvalue()


ODOO = tarball(
    {
        "odoo-19.0.post20261101/odoo/release.py": b"version_info = (19, 0, 0, 'final', 0, '')\n",
        "odoo-19.0.post20261101/odoo/addons/base/__manifest__.py": b"{}",
    }
)


@pytest.fixture
def site(tmp_path, monkeypatch):
    """Serve a folder; the cache and the clone's folder of made things are temporary ones."""
    folder = tmp_path / "www"
    folder.mkdir()
    handler = partial(http.server.SimpleHTTPRequestHandler, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    monkeypatch.setenv("FIELD_CRM_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("FIELD_CRM_ODOO_URL", f"http://127.0.0.1:{server.server_port}/odoo.tar.gz")
    monkeypatch.delenv("FIELD_CRM_ODOO_SHA256", raising=False)
    monkeypatch.setattr(paths, "ODOO_TREE", tmp_path / "local/odoo")
    yield folder
    server.shutdown()
    server.server_close()


def test_the_tarball_is_fetched_unpacked_and_recorded(site, tmp_path):
    (site / "odoo.tar.gz").write_bytes(ODOO)
    nightly.install(Console())
    assert nightly.is_installed()
    assert odoo_source.release_series(nightly.python_path() / "odoo") == "19.0"
    record = (tmp_path / "cache/nightly/odoo.tar.gz.sha256").read_text()
    assert record.split()[0] == hashlib.sha256(ODOO).hexdigest()


def test_the_cached_tarball_serves_a_second_clone_without_network(site, tmp_path, monkeypatch):
    (site / "odoo.tar.gz").write_bytes(ODOO)
    nightly.install(Console())
    (site / "odoo.tar.gz").unlink()
    monkeypatch.setattr(paths, "ODOO_TREE", tmp_path / "second/odoo")
    nightly.install(Console())
    assert nightly.is_installed()


def test_a_cached_tarball_that_changed_is_refused(site, tmp_path):
    (site / "odoo.tar.gz").write_bytes(ODOO)
    nightly.install(Console())
    (tmp_path / "cache/nightly/odoo.tar.gz").write_bytes(tarball({"odoo-x/odoo/release.py": b"evil"}))
    with pytest.raises(Failure, match="has the checksum"):
        nightly.install(Console())


def test_a_pinned_checksum_is_compared(site, monkeypatch):
    (site / "odoo.tar.gz").write_bytes(ODOO)
    monkeypatch.setenv("FIELD_CRM_ODOO_SHA256", "0" * 64)
    with pytest.raises(Failure, match="FIELD_CRM_ODOO_SHA256"):
        nightly.install(Console())
    assert not nightly.is_installed()


def test_a_missing_tarball_says_what_to_do(site, tmp_path):
    with pytest.raises(Failure) as caught:
        nightly.install(Console())
    assert "ODOO_HOME" in caught.value.advice
    assert not (tmp_path / "cache/nightly/odoo.tar.gz").exists()


def test_something_else_is_not_taken_for_odoo(site):
    (site / "odoo.tar.gz").write_bytes(tarball({"page/index.html": b"<html>"}))
    with pytest.raises(Failure, match="does not look like"):
        nightly.install(Console())
    assert not nightly.is_installed()


@pytest.mark.parametrize("with_filter", [True, False])
def test_members_that_lead_outside_are_refused(site, tmp_path, monkeypatch, with_filter):
    if not with_filter:
        monkeypatch.delattr(tarfile, "data_filter", raising=False)
    elif not hasattr(tarfile, "data_filter"):
        pytest.skip("this Python has no data filter")
    (site / "odoo.tar.gz").write_bytes(tarball({"../../evil.txt": b"x"}))
    with pytest.raises(Failure):
        nightly.install(Console())
    assert not list(tmp_path.rglob("evil.txt"))
