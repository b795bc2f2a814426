"""The main job, from the pool to the money.

A salesperson claims a prospect, follows it up, makes it a customer and takes an order; the warehouse keeper delivers,
the cashier posts the invoice and books the payment; the customer's page shows all of it.

The salesperson does it at a desk and, with another prospect, on a phone. The prospect is the test's own.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from .client import DESKTOP, ZONE, Client, Device
from .rpc import Rpc

People = Callable[..., Client]

REP, RIVAL, MANAGER = "rep1", "rep2", "manager1"
RESULT = "Met the owner; he ordered for the opening."
INTERESTS = "Green tea in small packs"
NEXT_POINTS = "Ask how the opening went"
PRODUCT, QUANTITY = "TC01", 10


@dataclass
class Case:
    """The test's own prospect and what became of it."""

    name: str
    lead_id: int
    entry_id: int
    customer_id: int = 0
    order_id: int = 0
    invoice_id: int = 0
    total: float = 0.0


def today() -> datetime:
    """Return the local time of the people in the test."""
    return datetime.now(ZoneInfo(ZONE))


@pytest.fixture(scope="class")
def case(admin: Rpc, rpc: Callable[[str], Rpc], device: Device) -> Case:
    """A new prospect in the pool to which both salespeople belong."""
    name = f"Journey Tea House {device.name} {today():%m%d-%H%M%S}"
    rep, rival = rpc(REP).user_id, rpc(RIVAL).user_id
    pool = admin.search_read("crm.pool", [("member_ids", "in", rep), ("member_ids", "in", rival)], ["name"], limit=1)[0]
    lead_id = admin.create(
        "crm.lead",
        name=f"{name}: opening order",
        partner_name=name,
        contact_name="Kong Mingliang",
        phone="+86 571 5550 9876",
        street="77 Zhongshan Road",
        city="Hangzhou",
        description="<p>Opens next month.</p>",
        latitude=30.25,
        longitude=120.16,
        type="lead",
        pool_id=pool["id"],
    )
    entry = admin.one("crm.pool.entry", [("name", "=", name), ("state", "=", "open")])
    return Case(name, lead_id, entry["id"])


@pytest.mark.journey
class TestFromPoolToPayment:
    """Steps 2 to 5 of the main job, in order."""

    def test_two_salespeople_press_claim_and_one_is_told_who_was_faster(
        self, people: People, device: Device, case: Case
    ):
        """Both have the same entry on the screen; the second one reads who has it."""
        rep, rival = people(REP, device), people(RIVAL, device)
        for client in (rep, rival):
            client.open_menu("crm_lead_pool.crm_pool_entry_menu")
            client.search(case.name)
        rep.screenshot("pool")
        rep.claim(case.name)
        assert case.name in rep.text("name")
        rep.screenshot("claimed")

        with rival.refusal() as words:
            rival.claim(case.name, wait=False)
        assert re.search(r"Claimed by Fang Xiaodan at \d{4}-\d\d-\d\d \d\d:\d\d: choose another", words[0]), words

    def test_he_plans_a_follow_up_for_today(
        self, people: People, device: Device, case: Case, rpc: Callable[[str], Rpc]
    ):
        """The planning dialog proposes today and himself."""
        rep = people(REP, device)
        rep.open_record("crm.lead", case.lead_id)
        rep.press("action_plan_followup")
        rep.fill("name", "Bring samples to the opening")
        rep.screenshot("plan")
        rep.press("action_save_plan")
        task = rpc(REP).one("crm.followup", [("lead_id", "=", case.lead_id)], "state", "planned_date", "user_id")
        assert (task["state"], task["planned_date"]) == ("planned", f"{today():%Y-%m-%d}")
        assert task["user_id"][0] == rpc(REP).user_id

    def test_his_day_shows_it_and_he_closes_it(
        self, people: People, device: Device, case: Case, rpc: Callable[[str], Rpc]
    ):
        """What happened, the new maturity and the next time are written down on one screen."""
        rep = people(REP, device)
        rep.open_menu("crm_followup.menu_day")
        rep.screenshot("my-day")
        rep.row(case.name).locator("button[name=action_done]").click()
        rep.settle()
        rep.fill("result", RESULT)
        rep.fill("interests", INTERESTS)
        rep.choose("maturity_id", "A+")
        rep.fill("next_points", NEXT_POINTS)
        rep.screenshot("follow-up-done")
        rep.press("action_save")
        assert rep.row(case.name).count() == 0

        done, following = rpc(REP).search_read(
            "crm.followup",
            [("lead_id", "=", case.lead_id)],
            ["state", "result", "interests", "planned_date", "name"],
            order="id",
        )
        assert (done["state"], done["result"], done["interests"]) == ("done", RESULT, INTERESTS)
        # grade A+ is followed up every seven days
        next_week = f"{today() + timedelta(days=7):%Y-%m-%d}"
        assert (following["state"], following["planned_date"], following["name"]) == ("planned", next_week, NEXT_POINTS)
        lead = rpc(REP).one("crm.lead", [("id", "=", case.lead_id)], "maturity_id")
        assert lead["maturity_id"][1].startswith("A+")

    def test_he_makes_the_prospect_a_customer(
        self, people: People, device: Device, case: Case, rpc: Callable[[str], Rpc]
    ):
        """Address, telephone, place and remarks go along."""
        rep = people(REP, device)
        rep.open_record("crm.lead", case.lead_id)
        rep.screenshot("prospect")
        rep.press("action_convert_to_customer")
        rep.screenshot("customer-new")
        customer = rpc(REP).one(
            "res.partner",
            [("name", "=", case.name)],
            "street",
            "city",
            "user_id",
            "partner_latitude",
            "comment",
            "maturity_id",
        )
        case.customer_id = customer["id"]
        assert (customer["street"], customer["city"]) == ("77 Zhongshan Road", "Hangzhou")
        assert customer["user_id"][0] == rpc(REP).user_id
        assert customer["partner_latitude"] == pytest.approx(30.25)
        assert "Opens next month." in customer["comment"]
        assert customer["maturity_id"][1].startswith("A+")

    def test_he_writes_a_quotation_and_confirms_the_order(
        self, people: People, device: Device, case: Case, rpc: Callable[[str], Rpc]
    ):
        """From the customer's page."""
        rep = people(REP, device)
        rep.open_record("res.partner", case.customer_id)
        rep.tab("crm_trade")
        rep.press("action_new_quotation")
        rep.add_order_line(PRODUCT, QUANTITY)
        rep.save()
        rep.screenshot("quotation")
        rep.press("action_confirm")
        rep.screenshot("order")
        order = rpc(REP).one(
            "sale.order", [("partner_id", "child_of", case.customer_id)], "state", "amount_total", "amount_untaxed"
        )
        case.order_id, case.total = order["id"], order["amount_total"]
        assert order["state"] == "sale"
        assert order["amount_untaxed"] == pytest.approx(680.0)
        assert order["amount_total"] == pytest.approx(768.4), "13 percent value-added tax"

    def test_the_warehouse_keeper_delivers(self, people: People, case: Case, admin: Rpc):
        """The delivery lies ready with the goods reserved."""
        keeper = people("keeper", DESKTOP)
        picking = admin.one("stock.picking", [("sale_id", "=", case.order_id)], "state")
        assert picking["state"] == "assigned"
        keeper.open_record("stock.picking", picking["id"])
        keeper.screenshot("delivery")
        keeper.press("button_validate")
        assert admin.one("stock.picking", [("sale_id", "=", case.order_id)], "state")["state"] == "done"

    def test_he_makes_the_invoice(self, people: People, device: Device, case: Case, admin: Rpc):
        """A draft over what was delivered; accounting will look at it."""
        rep = people(REP, device)
        rep.open_record("sale.order", case.order_id)
        rep.press(label="Create Invoice")
        rep.press("create_invoices")
        rep.screenshot("invoice-draft")
        draft = admin.one("account.move", [("partner_id", "child_of", case.customer_id)], "state", "amount_total")
        case.invoice_id = draft["id"]
        assert (draft["state"], draft["amount_total"]) == ("draft", pytest.approx(768.4))

    def test_the_cashier_posts_it(self, people: People, case: Case, admin: Rpc):
        """As accounting does with every draft."""
        cashier = people("cashier", DESKTOP)
        cashier.open_record("account.move", case.invoice_id)
        cashier.press("action_post")
        cashier.screenshot("invoice")
        assert admin.one("account.move", [("id", "=", case.invoice_id)], "state")["state"] == "posted"

    def test_the_cashier_books_the_payment(self, people: People, case: Case, admin: Rpc):
        """A part of it comes in today."""
        cashier = people("cashier", DESKTOP)
        cashier.open_record("account.move", case.invoice_id)
        cashier.press("action_register_payment")
        cashier.fill("amount", "500")
        cashier.screenshot("payment")
        cashier.press("action_create_payments")
        invoice = admin.one("account.move", [("id", "=", case.invoice_id)], "amount_residual", "payment_state")
        assert invoice["payment_state"] == "partial"
        assert invoice["amount_residual"] == pytest.approx(268.4)

    def test_the_customers_page_shows_all_of_it(self, people: People, device: Device, case: Case):
        """Last follow-up, history of maturity, order total, receivable."""
        rep = people(REP, device)
        rep.open_record("res.partner", case.customer_id)
        rep.tab("field_crm")
        rep.screenshot("customer-follow-ups")
        assert rep.text("last_followup_at")
        assert RESULT in rep.text("followup_ids")
        assert "A+" in rep.text("maturity_id")
        assert "A+" in rep.text("maturity_change_ids")
        rep.tab("crm_trade")
        rep.screenshot("customer-trade")
        assert _number(rep.text("trade_order_total")) == pytest.approx(768.4)
        assert _number(rep.text("trade_received_total")) == pytest.approx(500.0)
        assert _number(rep.text("trade_receivable")) == pytest.approx(268.4)

    def test_his_manager_sees_the_customer_too_and_another_rep_does_not(
        self, people: People, device: Device, case: Case, rpc: Callable[[str], Rpc]
    ):
        """The superior of the owner reads the page; a colleague finds nothing of its follow-ups."""
        manager = people(MANAGER, device)
        manager.open_record("res.partner", case.customer_id)
        manager.tab("field_crm")
        manager.screenshot("customer-manager")
        assert RESULT in manager.text("followup_ids")
        assert rpc(RIVAL).search_read("crm.followup", [("partner_id", "=", case.customer_id)], ["name"]) == []


def _number(text: str) -> float:
    """Return the number in an amount such as ``¥ 1,234.50``."""
    return float(re.sub(r"[^\d.-]", "", text))
