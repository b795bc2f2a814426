"""The interface in Chinese: no English word of the suite's own is left on the screens that its menus open."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from . import screen
from .client import DESKTOP, PHONE, Client, Device
from .rpc import Rpc
from .test_demo import CONTENT, leaves

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


@pytest.fixture(scope="class", params=["rep6", "manager2", "admin"])
def reader(request: pytest.FixtureRequest, rpc: Callable[[str], Rpc], admin: Rpc) -> Iterator[str]:
    """Somebody who reads Chinese, for the time of the tests."""
    user_id = rpc(request.param).user_id
    before = admin.one("res.users", [("id", "=", user_id)], "lang")["lang"]
    admin.write("res.users", user_id, lang="zh_CN")
    yield request.param
    admin.write("res.users", user_id, lang=before)


class TestChinese:
    """What a menu opens, and the forms behind it."""

    @pytest.mark.parametrize("seat", [DESKTOP, PHONE], ids=lambda device: device.name)
    def test_no_english_term_is_left(
        self,
        people: Callable[..., Client],
        rpc: Callable[[str], Rpc],
        reader: str,
        seat: Device,
        subtests: pytest.Subtests,
    ):
        """Menus, titles, columns, labels and buttons."""
        if seat is PHONE and reader != "rep6":
            pytest.skip("a phone shows the same texts; one look is enough")
        client = people(reader, seat)
        terms = own_terms()
        assert len(terms) > 100
        for xmlid in leaves(rpc(reader)):
            with subtests.test(menu=xmlid):
                client.open_menu(xmlid)
                client.screenshot(f"zh-{xmlid.split('.')[1]}-{reader}")
                found = screen.texts(client.page)
                assert _english(found, terms) == {}
                if client.page.locator(".modal .o_form_view").count():
                    client.dismiss()
                elif client.page.locator(CONTENT).count() and not client.page.locator(".o_view_sample_data").count():
                    self._look_at_a_form(client, xmlid, reader, terms)

    def _look_at_a_form(self, client: Client, xmlid: str, reader: str, terms: set[str]) -> None:
        """Open the first record and look again."""
        client.open_first_record()
        if client.page.locator(".o_form_view").count():
            client.screenshot(f"zh-form-{xmlid.split('.')[1]}-{reader}")
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
