"""The interface in Chinese: no English word of the suite's own is left on the screens that its menus open."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from . import screen
from .client import DESKTOP, PHONE, Client
from .rpc import Rpc
from .test_demo import CONTENT, leaves

#: who reads, on what; on a phone the texts are the same, but the menu is another
SEATS = [
    pytest.param(("rep6", DESKTOP), id="rep-desktop"),
    pytest.param(("rep6", PHONE), id="rep-phone"),
    pytest.param(("manager2", DESKTOP), id="manager-desktop"),
    pytest.param(("admin", DESKTOP), id="administrator-desktop"),
]
ADDONS = Path(__file__).resolve().parents[2] / "addons"
WORD = re.compile(r"[A-Za-z]{2,}")
#: what a Chinese reader expects in Latin letters
NAMES = {"CRM", "XLSX", "SMS", "AI", "GPS", "WGS"}
MSGID = re.compile(r'^msgid "(.*)"$\n((?:^".*"$\n)*)', re.M)


def own_terms() -> set[str]:
    """Return the English source terms of the suite's addons that hold a word."""
    terms = set()
    for file in ADDONS.glob("*/i18n/*.pot"):
        for first, rest in MSGID.findall(file.read_text()):
            term = (first + "".join(re.findall(r'^"(.*)"$', rest, re.M))).replace('\\"', '"').replace("\\n", "\n")
            if is_english(term):
                terms.add(term.strip())
    return terms


def is_english(text: str) -> bool:
    """Return whether a text holds an English word, and no Chinese."""
    return bool(set(WORD.findall(text)) - NAMES) and not re.search(r"[\u4e00-\u9fff]", text)


@pytest.fixture(params=SEATS)
def reader(
    request: pytest.FixtureRequest, people: Callable[..., Client], rpc: Callable[[str], Rpc], admin: Rpc
) -> Iterator[Client]:
    """Somebody who reads Chinese, for the time of a test."""
    login, device = request.param
    user_id = rpc(login).user_id
    before = admin.one("res.users", [("id", "=", user_id)], "lang")["lang"]
    admin.write("res.users", user_id, lang="zh_CN")
    yield people(login, device)
    admin.write("res.users", user_id, lang=before)


class TestChinese:
    """What a menu opens, and the form behind its first record."""

    def test_no_english_term_is_left(self, reader: Client, rpc: Callable[[str], Rpc], subtests: pytest.Subtests):
        """Menus, titles, columns, labels and buttons."""
        terms = own_terms()
        assert len(terms) > 100
        for xmlid in leaves(rpc(reader.person)):
            with subtests.test(menu=xmlid):
                reader.open_menu(xmlid)
                reader.screenshot(f"zh-{xmlid.split('.')[1]}-{reader.person}")
                assert _english(screen.texts(reader.page), terms) == {}
                if reader.page.locator(".modal .o_form_view").count():
                    reader.dismiss()
                elif reader.page.locator(CONTENT).count() and not reader.page.locator(".o_view_sample_data").count():
                    self._look_at_a_form(reader, xmlid, terms)

    def _look_at_a_form(self, client: Client, xmlid: str, terms: set[str]) -> None:
        """Open the first record and look again."""
        client.open_first_record()
        if client.page.locator(".o_form_view").count():
            client.screenshot(f"zh-form-{xmlid.split('.')[1]}-{client.person}")
            assert _english(screen.texts(client.page), terms) == {}


def _english(found: dict[str, list[str]], terms: set[str]) -> dict[str, list[str]]:
    """Return the texts that are terms of the suite or, in menus and columns, English at all."""
    left = {}
    for kind, texts in found.items():
        english = {text for text in texts if is_english(text)}
        if kind not in ("menu", "column"):
            english &= terms
        if english:
            left[kind] = sorted(english)
    return left
