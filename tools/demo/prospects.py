"""Prospects of every channel, those that have become customers already, and opportunities in the pipeline."""

from __future__ import annotations

from itertools import islice
from typing import Any

from . import pools
from .customers import COUNT as CUSTOMERS
from .customers import address
from .people import owner_in
from .places import Shop, shops
from .world import Record, Text, World, spread

COUNT = 160
#: prospects that have become customers by today, on top of the others
CONVERTED = 24
GRADES = (("D", 24), ("C-", 18), ("C+", 19), ("B-", 12), ("B+", 11), ("A-", 6), ("E", 6), ("F", 4))
CHANNELS = (
    ("wecom", 24),
    ("dingtalk", 8),
    ("baidu_form", 18),
    ("douyin_form", 20),
    ("order_mall", 10),
    ("fair", 14),
    ("street", 16),
)
SUBJECT = Text("{shop}: opening order", "{shop}：首批订货")
REMARKS = (
    Text("Asked for the price list and delivery days.", "询问价目表和配送时间。"),
    Text("Two shops; wants one supplier for both.", "有两家门店，希望统一供货。"),
    Text("Buys from the wholesale market so far.", "目前在批发市场进货。"),
    Text("Opens at ten; best reached after two o'clock.", "十点开门，下午两点以后方便联系。"),
    Text("Met at our stand, tasted tea and snacks.", "在展位上见面，试吃了茶和点心。"),
)
DEALS = (
    (Text("Holiday gift boxes", "节日礼盒采购"), 18000),
    (Text("Drinks for the summer season", "夏季饮料供货"), 26000),
    (Text("Yearly supply of rice and oil", "全年粮油供应"), 68000),
    (Text("New shop: first assortment", "新店开业首批铺货"), 32000),
    (Text("Change of hot pot base", "更换火锅底料"), 14000),
    (Text("Coffee beans for all branches", "各分店咖啡豆供应"), 41000),
)


def make(world: World) -> None:
    """Make prospects in the hands of their reps, or imported straight into a pool, and date them."""
    if world.has("crm_lead_pool"):
        pools.make_pools(world)
    rng = world.chance("prospects")
    found = list(islice(shops(world), CUSTOMERS, CUSTOMERS + COUNT + CONVERTED))
    plans = []
    for number, shop in enumerate(found):
        owner = owner_in(world, shop.city, number)
        code, days = spread(rng, GRADES), rng.randint(3, 170)
        if number >= COUNT:
            code, days = "A+", rng.randint(60, 175)
        elif code == "D":
            days = rng.randint(0, 12)  # nobody lets a new one lie for long
        plans.append((shop, owner, code, world.day(-days)))
    values = []
    for number, (shop, owner, code, _since) in enumerate(plans):
        pool = pools.pool_of_import(world, shop, code, number) if world.has("crm_lead_pool") else None
        holder = {"pool_id": pool.id} if pool else {"user_id": owner.id}
        values.append({**_prospect_vals(world, rng, shop), **holder})
    leads = world.env["crm.lead"].create(values)
    for lead, (shop, owner, code, since) in zip(leads, plans):
        world.prospects.append(Record(lead, shop, owner, since, code))
    _date(world)
    world.say(f"{len(leads)} prospects")


def _prospect_vals(world: World, rng, shop: Shop) -> dict[str, Any]:
    source = world.env.ref(f"crm_lead_pool.source_{spread(rng, CHANNELS)}", raise_if_not_found=False)
    return {
        **address(world, shop),
        "type": "lead",
        "name": world.text(SUBJECT, shop=shop.name),
        "partner_name": shop.name,
        "contact_name": shop.contact,
        "phone": shop.mobile,
        "email_from": shop.email,
        "latitude": shop.latitude,
        "longitude": shop.longitude,
        "source_id": source.id if source else False,
        "description": world.text(rng.choice(REMARKS)) if rng.random() < 0.6 else False,
        "company_id": world.company.id,
    }


def _date(world: World) -> None:
    """Let the prospects have come in on their day, and have been given to their owner within two hours."""
    rng = world.chance("prospects-date")
    rows = {}
    for record in world.prospects:
        hour = rng.uniform(8.5, 15)
        rows[record.entity.id] = {
            "create_date": world.past(record.since, hour),
            "date_open": world.past(record.since, hour + rng.uniform(0.1, 2)) if record.entity.user_id else None,
            "date_last_stage_update": world.past(record.since, hour),
        }
    world.rewrite("crm.lead", rows)


def convert(world: World) -> None:
    """Make customers of the last prospects, by the button that reps press; they join the customers."""
    grown = world.prospects[COUNT:]
    del world.prospects[COUNT:]
    rng = world.chance("convert")
    rows, deals = {}, {}
    for record in grown:
        lead = record.entity
        lead.action_convert_to_customer()
        customer = lead.partner_id.commercial_partner_id
        day = world.day(-rng.randint(20, 50))
        for partner in customer | lead.partner_id:
            rows[partner.id] = {"create_date": world.at(day, 14)}
        deals[lead.id] = {"date_conversion": world.at(day, 14)}
        customer.industry_id = world.ref(record.shop.industry)
        lead.expected_revenue = rng.randrange(4000, 20000, 500)
        world.customers.append(Record(customer, record.shop, record.owner, day, record.grade))
    world.rewrite("res.partner", rows)
    world.rewrite("crm.lead", deals)
    leads = world.env["crm.lead"].browse(deals)
    leads.action_set_won()
    world.rewrite("crm.lead", {lead_id: {"date_closed": row["date_conversion"]} for lead_id, row in deals.items()})
    world.say(f"{len(grown)} prospects have become customers")


def make_opportunities(world: World) -> None:
    """Give each rep six opportunities with customers, spread over the stages; managers have fewer of them."""
    rng = world.chance("opportunities")
    stages = world.env["crm.stage"].search([], order="sequence")
    values, rows = [], []
    for owner in [*world.reps, *world.managers, world.head]:
        own = [record for record in world.customers if record.owner == owner]
        for number, record in enumerate(rng.sample(own, min(len(own), 6 if owner in world.reps else 3))):
            title, revenue = rng.choice(DEALS)
            stage = stages[min(number // 2, len(stages) - 1)]
            values.append(
                {
                    "type": "opportunity",
                    "name": world.text(title),
                    "partner_id": record.entity.id,
                    "user_id": owner.id,
                    "stage_id": stage.id,
                    "expected_revenue": round(revenue * rng.uniform(0.6, 1.5), -2),
                    "date_deadline": world.day(rng.randint(6, 50)),
                    "maturity_id": record.entity.maturity_id.id,
                    "company_id": world.company.id,
                }
            )
            begin = world.at(world.day(-rng.randint(5, 60)), 11)
            rows.append({"create_date": begin, "date_open": begin, "date_last_stage_update": begin})
    leads = world.env["crm.lead"].create(values)
    world.rewrite("crm.lead", dict(zip(leads.ids, rows)))
    world.say(f"{len(leads)} opportunities")
