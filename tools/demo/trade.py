"""Nine months of trade with three customers in five: quotations, orders, deliveries, invoices, payments, credit notes.

Odoo's own documents and methods throughout; many documents a step, because one at a time would take minutes.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from .products import validate
from .world import SUNDAY, Record, Text, World, spread

SHARE_OF_BUYERS = 0.6
DAYS = 270
#: how far an order has come, in this order
QUOTATION, SENT, ORDERED, DELIVERED, DRAFT_INVOICE, INVOICED = range(6)
#: where an order of the last days stands; older ones are all invoiced
RECENT_DAYS = 13
RECENT = ((QUOTATION, 20), (SENT, 12), (ORDERED, 22), (DELIVERED, 14), (DRAFT_INVOICE, 16), (INVOICED, 16))
#: the warehouse keeper lets nothing lie for longer
WAITING_DAYS = 5
OLD_QUOTATIONS = 0.05
FRIDAY = 4
#: what happens to an invoice that is due by now
PAID, PARTLY, UNPAID = "paid", "partly", "unpaid"
WHEN_DUE = ((PAID, 86), (PARTLY, 6), (UNPAID, 8))
WHEN_NOT_DUE = ((PAID, 35), (PARTLY, 5), (UNPAID, 60))
CREDIT_NOTES = 2
RETURN_REASON = Text("Two cartons damaged on the way", "运输途中破损两箱")


@dataclass
class Deal:
    """One order with what becomes of it."""

    record: Record
    day: date
    stage: int
    order: Any = None
    delivered_on: date | None = None
    invoiced_on: date | None = None
    invoice: Any = None


def make(world: World) -> None:
    """Make the orders and carry each as far as it has come, as far as the addons are installed."""
    if not world.has("sale"):
        return
    rng = world.chance("trade")
    deals = _plan(world, rng)
    _order(world, rng, deals)
    world.say(f"{len(deals)} quotations and orders")
    if world.has("sale_stock"):
        _deliver(world, rng, deals)
    world.analyze()
    _invoice(world, rng, deals)
    _pay(world, rng, deals)
    _credit(world, rng, deals)
    _settle_messages(world)


def _plan(world: World, rng: random.Random) -> list[Deal]:
    """Choose who buys and when; whoever bought once buys again, more often the better the grade."""
    deals = []
    for record in world.customers:
        if record.grade == "E" or not record.entity.user_id or rng.random() > SHARE_OF_BUYERS:
            continue
        oldest = min(DAYS, (world.today - record.since).days)
        count = spread(rng, ((1, 28), (2, 30), (3, 26), (4, 16)))
        for offset in sorted({rng.randint(0, oldest) for _ in range(count)}, reverse=True):
            day = world.day(-offset)
            stage = INVOICED if offset > RECENT_DAYS else spread(rng, RECENT)
            if offset <= 1 and stage > ORDERED:
                stage = ORDERED  # what was ordered today or yesterday lies in the warehouse still
            if stage == ORDERED and offset > WAITING_DAYS:
                stage = DELIVERED
            if offset > RECENT_DAYS and rng.random() < OLD_QUOTATIONS:
                stage = SENT
            deals.append(Deal(record, day, stage))
    return sorted(deals, key=lambda deal: (deal.day, deal.record.entity.id))


# --- orders -----------------------------------------------------------------------------------------------------------


def _order(world: World, rng: random.Random, deals: list[Deal]) -> None:
    orders = world.env["sale.order"].create([_order_vals(world, rng, deal) for deal in deals])
    for deal, order in zip(deals, orders):
        deal.order = order
    _reached(world, deals, SENT, exact=True).write({"state": "sent"})
    confirmed = _reached(world, deals, ORDERED)
    confirmed.action_confirm()
    rows = {}
    for deal in deals:
        moment = world.past(deal.day, rng.uniform(9, 17))
        rows[deal.order.id] = {"date_order": moment, "create_date": moment - timedelta(minutes=rng.randint(3, 50))}
    world.rewrite("sale.order", rows)


def _order_vals(world: World, rng: random.Random, deal: Deal) -> dict[str, Any]:
    products = rng.sample(list(world.products), rng.randint(2, 5))
    return {
        "partner_id": deal.record.entity.id,
        "user_id": deal.record.owner.id,
        "company_id": world.company.id,
        "validity_date": deal.day + timedelta(days=30),
        "order_line": [
            (0, 0, {"product_id": product.id, "product_uom_qty": rng.choice((2, 3, 5, 6, 8, 10, 12, 20))})
            for product in products
        ],
    }


def _reached(world: World, deals: list[Deal], stage: int, exact: bool = False) -> Any:
    """Return the orders that have come to a stage, or stand exactly there."""
    fits: Callable[[Deal], bool] = (lambda deal: deal.stage == stage) if exact else (lambda deal: deal.stage >= stage)
    return world.env["sale.order"].browse([deal.order.id for deal in deals if fits(deal)])


# --- deliveries -------------------------------------------------------------------------------------------------------


def _deliver(world: World, rng: random.Random, deals: list[Deal]) -> None:
    moments = {}
    for deal in deals:
        if deal.stage < ORDERED:
            continue
        planned = world.at(deal.day + timedelta(days=1), 9)
        if deal.stage >= DELIVERED:
            deal.delivered_on = _no_later(world, deal.day + timedelta(days=rng.choice((1, 1, 2, 3))))
            planned = world.past(deal.delivered_on, rng.uniform(9, 16))
        moments |= {picking.id: planned for picking in deal.order.picking_ids}
    validate(world, _reached(world, deals, DELIVERED).picking_ids, moments)
    waiting = _reached(world, deals, ORDERED, exact=True).picking_ids
    world.rewrite("stock.picking", {item.id: {"scheduled_date": moments[item.id]} for item in waiting})
    world.rewrite("stock.move", {item.id: {"date": moments[item.picking_id.id]} for item in waiting.move_ids})
    world.say(f"{len(moments) - len(waiting)} deliveries, {len(waiting)} to be made")


def _no_later(world: World, day: date, latest: int = 0) -> date:
    """Return a working day that is not after ``today + latest``."""
    if day.weekday() == SUNDAY:
        day += timedelta(days=1)
    return min(day, world.today + timedelta(days=latest))


# --- invoices and payments --------------------------------------------------------------------------------------------


def _invoice(world: World, rng: random.Random, deals: list[Deal]) -> None:
    billed = [deal for deal in deals if deal.stage >= DRAFT_INVOICE]
    orders = _reached(world, deals, DRAFT_INVOICE)
    orders._create_invoices(grouped=True)
    for deal in billed:
        deal.invoice = deal.order.invoice_ids
        deal.invoiced_on = _no_later(world, (deal.delivered_on or deal.day) + timedelta(days=rng.randint(0, 2)))
        deal.invoice.invoice_date = deal.invoiced_on
    posted = world.env["account.move"].browse([deal.invoice.id for deal in billed if deal.stage == INVOICED])
    posted.sorted(lambda invoice: (invoice.invoice_date, invoice.id)).action_post()
    rows = {}
    for deal in billed:
        moment = world.past(deal.invoiced_on, rng.uniform(10, 17))
        rows[deal.invoice.id] = {"create_date": moment}
    world.rewrite("account.move", rows)
    world.say(f"{len(posted)} invoices, {len(billed) - len(posted)} to be posted")


def _pay(world: World, rng: random.Random, deals: list[Deal]) -> None:
    """Register payments, all of one day in one go, as a cashier does with the bank's list."""
    in_full, in_part = defaultdict(list), []
    for deal in deals:
        if deal.stage != INVOICED:
            continue
        due = deal.invoice.invoice_date_due
        fate = spread(rng, WHEN_DUE if due < world.today else WHEN_NOT_DUE)
        latest = min(world.today, due + timedelta(days=rng.choice((-6, -3, -1, 0, 2, 5, 9))))
        paid_on = _pay_day(world, max(deal.invoiced_on, latest))
        if fate == PAID:
            in_full[paid_on].append(deal.invoice.id)
        elif fate == PARTLY:
            in_part.append((paid_on, deal.invoice, round(deal.invoice.amount_total * rng.uniform(0.3, 0.7), -1)))
    for paid_on in sorted(in_full):
        _register(world, in_full[paid_on], paid_on)
    for paid_on, invoice, amount in in_part:
        _register(world, invoice.ids, paid_on, amount=amount)
    world.say(f"{sum(map(len, in_full.values()))} invoices paid, {len(in_part)} in part")


def _pay_day(world: World, day: date) -> date:
    """Return the Friday on which the cashier books what came in since the one before, at the latest today."""
    return min(world.today, day + timedelta(days=(FRIDAY - day.weekday()) % 7))


def _register(world: World, invoice_ids: list[int], paid_on: date, **values: Any) -> None:
    journal = world.env["account.journal"].search(
        [("type", "=", "bank"), ("company_id", "=", world.company.id)], limit=1
    )
    world.analyze("account.move", "account.move.line", "account.partial.reconcile", "account.payment")
    wizard = world.env["account.payment.register"].with_context(active_model="account.move", active_ids=invoice_ids)
    wizard.create({"payment_date": paid_on, "journal_id": journal.id, **values}).action_create_payments()


def _credit(world: World, rng: random.Random, deals: list[Deal]) -> None:
    """Credit some cartons of invoices that are still open."""
    unpaid = [
        deal.invoice
        for deal in deals
        if deal.stage == INVOICED
        and deal.invoice.payment_state == "not_paid"
        and (world.today - deal.invoiced_on).days > 3
    ]
    for invoice in rng.sample(unpaid, min(CREDIT_NOTES, len(unpaid))):
        day = min(world.today, invoice.invoice_date + timedelta(days=3))
        wizard = world.env["account.move.reversal"].with_context(active_model="account.move", active_ids=invoice.ids)
        action = wizard.create(
            {"journal_id": invoice.journal_id.id, "date": day, "reason": world.text(RETURN_REASON)}
        ).refund_moves()
        credit_note = world.env["account.move"].browse(action["res_id"])
        kept, *others = credit_note.invoice_line_ids
        kept.quantity = min(kept.quantity, 2)
        credit_note.invoice_line_ids = [(2, line.id) for line in others]
        credit_note.action_post()
    world.say("credit notes posted")


def _settle_messages(world: World) -> None:
    """Let what Odoo noted on the documents bear the documents' dates."""
    world.env.flush_all()
    for table in ("sale_order", "stock_picking", "account_move"):
        world.env.cr.execute(
            f"""
            UPDATE mail_message AS message
               SET date = record.create_date, create_date = record.create_date
              FROM {table} AS record
             WHERE message.model = %s AND message.res_id = record.id
            """,
            [table.replace("_", ".")],
        )
    world.env.invalidate_all()
