"""Browser tests of the suite in the demo company. Started by `make test`, which names server, database and browser.

They need ``E2E_BASE_URL`` and ``E2E_DATABASE``: an Odoo with the demo company. ``E2E_CHROMIUM``: a browser.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from .client import DESKTOP, PHONE, Client, Device
from .rpc import Rpc

BASE_URL = os.environ.get("E2E_BASE_URL", "")
DATABASE = os.environ.get("E2E_DATABASE", "")
CHROMIUM = os.environ.get("E2E_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")

DEVICES = (DESKTOP, PHONE)
#: windows that are open now: a test that fails leaves a picture of each
OPEN_CLIENTS: list[Client] = []


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip everything, saying why, where there is no server to test against."""
    if BASE_URL and DATABASE:
        return
    reason = "NO SERVER: the browser tests need E2E_BASE_URL and E2E_DATABASE; `make test ONLY=e2e` provides both"
    for item in items:
        item.add_marker(pytest.mark.skip(reason=reason))


# --- steps of a journey -----------------------------------------------------------------------------------------------


def pytest_configure(config: pytest.Config) -> None:
    """Name the marker of classes whose tests are the steps of one journey."""
    config.addinivalue_line(
        "markers", "journey: the tests of the class are steps; after one that failed the rest is skipped"
    )


def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo) -> None:
    """Remember the step that failed."""
    failed = call.excinfo is not None and not call.excinfo.errisinstance(pytest.skip.Exception)
    if failed:
        for client in OPEN_CLIENTS:
            client.screenshot(f"FAILED-{item.originalname}-{client.person}")
    if failed and item.get_closest_marker("journey"):
        _failed_steps(item)[_variant(item)] = item.name


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip the steps after a failed one."""
    if item.get_closest_marker("journey") and (failed := _failed_steps(item).get(_variant(item))):
        pytest.skip(f"the step {failed} before it failed")


def _failed_steps(item: pytest.Item) -> dict[str, str]:
    return item.parent.stash.setdefault(_FAILED, {})


def _variant(item: pytest.Item) -> str:
    return item.name.partition("[")[2]


_FAILED: pytest.StashKey[dict[str, str]] = pytest.StashKey()


# --- browser, people, devices -----------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Playwright for the whole run."""
    with sync_playwright() as instance:
        yield instance


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """One Chromium for the whole run; each person gets a window of his own."""
    if not CHROMIUM:
        pytest.skip("NO CHROMIUM: install chromium, or name one with E2E_CHROMIUM")
    chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage"])
    yield chromium
    chromium.close()


@pytest.fixture(scope="session")
def rpc(playwright: Playwright) -> Iterator[Callable[[str], Rpc]]:
    """Log in without a screen: ``rpc("admin")``; one session for each person."""
    sessions: dict[str, Rpc] = {}

    def connect(login: str) -> Rpc:
        if login not in sessions:
            sessions[login] = Rpc(playwright, BASE_URL, DATABASE, login)
        return sessions[login]

    yield connect
    for session in sessions.values():
        session.close()


@pytest.fixture(scope="session")
def admin(rpc: Callable[[str], Rpc]) -> Rpc:
    """The administrator, without a screen."""
    return rpc("admin")


@pytest.fixture(params=DEVICES, ids=lambda device: device.name, scope="class")
def device(request: pytest.FixtureRequest) -> Device:
    """Desktop, then phone."""
    return request.param


@pytest.fixture(scope="class")
def people(browser: Browser) -> Iterator[Callable[..., Client]]:
    """Give somebody a device: ``people("rep1", PHONE)``. The same person and device keep their window in a class."""
    clients: dict[tuple[str, str], Client] = {}

    def sit_down(login: str, device: Device = DESKTOP) -> Client:
        key = (login, device.name)
        if key not in clients:
            client = Client(browser, BASE_URL, DATABASE, device)
            OPEN_CLIENTS.append(client)
            clients[key] = client.login(login)
        return clients[key]

    yield sit_down
    errors = []
    for client in clients.values():
        OPEN_CLIENTS.remove(client)
        try:
            client.close()
        except AssertionError as error:
            errors.append(str(error))
    assert not errors, "\n".join(errors)
