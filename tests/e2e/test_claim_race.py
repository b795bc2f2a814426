"""Two salespeople, one at his desk and one on his phone, press Claim at the same moment."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from .client import DESKTOP, PHONE, ZONE, Client
from .rpc import Rpc


def test_one_gets_it_and_the_other_reads_who(people: Callable[..., Client], admin: Rpc, rpc: Callable[[str], Rpc]):
    """Exactly one owner, one row in the ledger, and clear words for the other."""
    clients = {"rep1": people("rep1", DESKTOP), "rep2": people("rep2", PHONE)}
    ids = {login: rpc(login).user_id for login in clients}
    members = [("member_ids", "in", user_id) for user_id in ids.values()]
    pool = admin.search_read("crm.pool", members, ["name"], limit=1)[0]
    name = f"Contested Bakery {datetime.now(ZoneInfo(ZONE)):%H%M%S}"
    lead_id = admin.create("crm.lead", name=name, partner_name=name, type="lead", pool_id=pool["id"])
    entry_id = admin.one("crm.pool.entry", [("name", "=", name)])["id"]
    for client in clients.values():
        client.open_menu("crm_lead_pool.crm_pool_entry_menu")
        client.search(name)
        client.row(name).wait_for()

    for client in clients.values():
        client.row(name).locator("button[name=action_claim]").click(no_wait_after=True)

    entry = admin.one("crm.pool.entry", [("id", "=", entry_id)], "state", "claimed_by_id")
    while entry["state"] == "open":
        clients["rep1"].page.wait_for_timeout(100)
        entry = admin.one("crm.pool.entry", [("id", "=", entry_id)], "state", "claimed_by_id")
    winner = next(login for login in clients if ids[login] == entry["claimed_by_id"][0])
    loser = next(login for login in clients if login != winner)
    clients[winner].page.locator(".o_form_view .o_form_renderer").wait_for()
    with clients[loser].refusal() as words:
        clients[loser].screenshot("claim-lost")
    assert f"Claimed by {entry['claimed_by_id'][1]} at" in words[0]
    assert "choose another" in words[0]
    owner = admin.one("crm.lead", [("id", "=", lead_id)], "user_id")["user_id"][0]
    assert owner == ids[winner]
    assert admin.call("crm.ownership.event", "search_count", [("lead_id", "=", lead_id), ("kind", "=", "claim")]) == 1
