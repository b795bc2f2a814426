"""Every menu of Field CRM opens for every role and shows life in the demo company, and no text on it is raw or cut."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from . import screen
from .client import DESKTOP, PHONE, ROOT_MENU, Client, Device
from .rpc import Rpc

People = Callable[..., Client]

#: who looks, on what
SEATS = [
    pytest.param("rep1", DESKTOP, id="rep-desktop"),
    pytest.param("rep1", PHONE, id="rep-phone"),
    pytest.param("manager1", DESKTOP, id="manager-desktop"),
    pytest.param("manager1", PHONE, id="manager-phone"),
    pytest.param("head", DESKTOP, id="head-desktop"),
    pytest.param("admin", DESKTOP, id="administrator-desktop"),
]
#: lists of one's own work, which an administrator has none of
PERSONAL = {
    "crm_followup.menu_day",
    "crm_followup.crm_lead_menu_prospects",
    "crm_followup.crm_lead_menu_pipeline",
    "crm_followup.menu_customers",
    "crm_visit_sales.crm_followup_menu_visits",
    "crm_trade.sale_order_quotations_menu",
    "crm_trade.sale_order_menu",
}
CONTENT = ", ".join(
    (
        ".o_data_row",
        ".o_group_header",
        ".o_kanban_record:not(.o_kanban_ghost)",
        ".o_pivot table tbody tr",
        ".o_graph_canvas_container canvas",
    )
)


def leaves(rpc: Rpc) -> Iterator[str]:
    """Yield the menus of Field CRM that open something, in their order."""
    menus = rpc.menus()

    def walk(menu: dict) -> Iterator[str]:
        for child in menu["children"]:
            below = menus[str(child)]
            if below["children"]:
                yield from walk(below)
            else:
                yield below["xmlid"]

    yield from walk(next(menu for menu in menus.values() if menu.get("xmlid") == ROOT_MENU))


@pytest.mark.parametrize(("login", "device"), SEATS)
def test_each_menu_opens_and_shows_something(
    people: People, rpc: Callable[[str], Rpc], login: str, device: Device, subtests: pytest.Subtests
):
    """A screen without records tells a visitor nothing."""
    client = people(login, device)
    for xmlid in leaves(rpc(login)):
        with subtests.test(menu=xmlid):
            client.open_menu(xmlid)
            client.screenshot(f"menu-{xmlid.split('.')[1]}-{login}")
            wrong = {"raw": screen.raw_names(client.page), "cut": screen.cut_texts(client.page)}
            if client.page.locator(".modal .o_form_view").count():
                client.dismiss()
            elif not (login == "admin" and xmlid in PERSONAL):
                assert client.page.locator(CONTENT).count(), "nothing to see"
                assert not client.page.locator(".o_view_sample_data, .o_view_nocontent").count(), "only sample data"
            assert wrong == {"raw": [], "cut": []}
            assert screen.sideways(client.page) == 0


def test_the_cashier_finds_open_invoices_and_due_receivables(people: People, rpc: Callable[[str], Rpc]):
    """Neither needs a role in sales."""
    cashier = people("cashier", DESKTOP)
    cashier.goto("customer-invoices")
    assert cashier.rows().count() > 5
    cashier.goto("due-receivables")
    cashier.screenshot("due-receivables-cashier")
    assert cashier.page.locator(CONTENT).count()


def test_the_warehouse_keeper_finds_deliveries_to_make(people: People, rpc: Callable[[str], Rpc]):
    """And those that are done."""
    keeper = people("keeper", DESKTOP)
    keeper.goto("deliveries")
    keeper.screenshot("deliveries-keeper")
    assert keeper.rows().count() > 1
