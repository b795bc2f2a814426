"""Routes of the reps, six weeks of visits with shelf counts, orders taken on the spot, and today's visits."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any

from .followups import date_history, done_vals
from .places import RETAIL
from .world import SUNDAY, Record, Text, World

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WEEKS = 6
STOPS = 6
#: two rounds for each rep: name, and on which weekdays counted from today's
ROUTES = (
    (Text("{city} North", "{city}北线"), (0, 3)),
    (Text("{city} South", "{city}南线"), (1, 4)),
)
#: one stop in eight was not made that day
MISSED = 0.12
SHELF_PRODUCTS = 4


def make(world: World) -> None:
    """Make routes, their past visits week by week, and the visits of today."""
    rng = world.chance("visits")
    routes = [route for rep in world.reps for route in _make_routes(world, rng, rep)]
    made = sum(_make_week(world, rng, routes, week) for week in range(WEEKS, 0, -1))
    date_history(world)
    _link_orders(world, rng)
    today = world.env["crm.visit.route"].concat(*routes).filtered(WEEKDAYS[world.today.weekday()])
    # the routes whose day is today, asked as each rep would by the button
    visits = today._create_visits(world.today)
    world.say(f"{len(routes)} routes, {made} visits, {len(visits.created)} today")


def _make_routes(world: World, rng: random.Random, rep: Any) -> list[Any]:
    own = [record for record in world.customers if record.entity.user_id == rep and record.grade[0] in "AB"]
    own.sort(key=lambda record: record.shop.latitude, reverse=True)
    routes = []
    for number, (name, days) in enumerate(ROUTES):
        half = own[: len(own) // 2] if number == 0 else own[len(own) // 2 :]
        # shops first: shelves are there to be counted
        half.sort(key=lambda record: record.shop.industry != RETAIL)
        stops = sorted(half[:STOPS], key=lambda record: record.shop.longitude)
        city = world.text(stops[0].shop.city.name)
        routes.append(
            world.env["crm.visit.route"].create(
                {
                    "name": world.text(name, city=city),
                    "user_id": rep.id,
                    "company_id": world.company.id,
                    "sequence": 10 + number,
                    **dict.fromkeys(_weekdays(world, days), True),
                    "line_ids": [
                        (0, 0, {"partner_id": record.entity.id, "sequence": 10 * (place + 1)})
                        for place, record in enumerate(stops)
                    ],
                }
            )
        )
    return routes


def _weekdays(world: World, offsets: tuple[int, ...]) -> list[str]:
    """Return the fields of the weekdays so many days after today's; the day after a Sunday instead of it."""
    days = []
    for offset in offsets:
        weekday = (world.today.weekday() + offset) % 7
        if weekday == SUNDAY and offset:
            weekday = 0
        days.append(WEEKDAYS[weekday])
    return days


def _make_week(world: World, rng: random.Random, routes: list[Any], week: int) -> int:
    """Make what was visited in the week ``week`` weeks ago; return the number of visits.

    A week at a time, so that each count finds the one before it.
    """
    customers = {record.entity: record for record in world.customers}
    monday = world.today - timedelta(days=world.today.weekday() + 7 * (week - 1))
    values = []
    for route in routes:
        for offset, name in enumerate(WEEKDAYS):
            day = monday + timedelta(days=offset)
            if route[name] and day < world.today:
                values += [
                    _visit_vals(world, rng, customers[line.partner_id], line, day)
                    for line in route.line_ids
                    if rng.random() > MISSED
                ]
    visits = world.env["crm.followup"].create(sorted(values, key=lambda vals: vals["done_at"]))
    world.env["crm.visit.stock.line"].create(
        [vals for visit in visits for vals in _count_vals(world, rng, customers[visit.partner_id], visit)]
    )
    return len(visits)


def _visit_vals(world: World, rng: random.Random, record: Record, line: Any, day: Any) -> dict[str, Any]:
    grade = record.entity.maturity_id
    return done_vals(
        world,
        rng,
        record,
        day,
        grade.code,
        kind="visit",
        name=line.route_id.name,
        planned_date=day,
        done_at=world.at(day, 9 + line.sequence / 13 + rng.uniform(0, 0.5)),
        maturity_id=grade.id,
        route_line_id=line.id,
        route_date=day,
        route_sequence=line.sequence,
    )


def _count_vals(world: World, rng: random.Random, record: Record, visit: Any) -> list[dict[str, Any]]:
    """Return the shelf counts of a visit: always the same products in one shop, sold and refilled since."""
    if record.shop.industry != RETAIL:
        return []
    products = random.Random(f"{world.seed}-{record.shop.name}").sample(list(world.products), SHELF_PRODUCTS)
    return [
        {
            "followup_id": visit.id,
            "product_id": product.id,
            "shelf_qty": rng.choice((0, 2, 4, 6, 8, 12, 15, 18, 24)),
            "sold_qty": rng.choice((0, 2, 3, 5, 6, 8, 12)),
            "facing": rng.randint(1, 4),
        }
        for product in products
    ]


def _link_orders(world: World, rng: random.Random) -> None:
    """Note the visit on orders that were taken on the day of a visit, and on some that followed one."""
    visits = world.env["crm.followup"].search([("route_line_id", "!=", False), ("state", "=", "done")], order="done_at")
    latest = {visit.partner_id: visit for visit in visits}
    for partner, visit in latest.items():
        orders = world.env["sale.order"].search(
            [("partner_id", "=", partner.id), ("date_order", ">=", visit.done_at)], order="date_order", limit=1
        )
        orders.visit_id = visit
