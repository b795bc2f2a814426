"""Public pools by region: prospects imported into them, released to them with a reason, and claimed from them."""

from __future__ import annotations

import csv
import io
from itertools import islice
from typing import Any

from .places import CITIES, Shop, shops
from .world import Text, World

REGION_POOLS = (
    (Text("Northern Zhejiang", "浙北公海"), Text("Hangzhou, Shaoxing, Jiaxing", "杭州、绍兴、嘉兴")),
    (Text("Coast and Suzhou", "沿海公海"), Text("Ningbo, Suzhou, Shanghai", "宁波、苏州、上海")),
)
COMPANY_POOL = (
    Text("Company Pool", "公司公海"),
    Text("What comes in without owner; open to everybody", "无归属的线索，所有销售员可领取"),
)
#: how many of the new prospects were imported into a pool, how many old ones released, and how many then claimed
IMPORTED, RELEASED, CLAIMED = 34, 22, 10
RELEASED_CUSTOMERS = 5
#: the shops before are customers and prospects already
FIRST_IMPORTED_SHOP = 320
IMPORT_FAIR = Text("autumn fair.csv", "秋季展会.csv")
IMPORT_STREET = Text("street promotion.csv", "地推名单.csv")
UNKNOWN_CHANNEL = Text("Carrier pigeon", "飞鸽传书")
NO_LATITUDE = Text("north gate", "北门")
IMPORT_FIELDS = (
    "name",
    "partner_name",
    "contact_name",
    "phone",
    "street",
    "city",
    "state_id",
    "source_id",
    "latitude",
)
IMPORT_OPTIONS = {
    "quoting": '"',
    "separator": ",",
    "has_headers": True,
    "encoding": "utf-8",
    "float_thousand_separator": ",",
    "float_decimal_separator": ".",
    "limit": 100,
}
REASONS = ("no_interest", "wrong_person", "out_of_region", "no_reply", "price")


def make_pools(world: World) -> None:
    """Make a pool for each manager's region, and one that everybody may claim from."""
    Pool = world.env["crm.pool"]
    for manager, (name, purpose) in zip(world.managers, REGION_POOLS):
        members = [rep.id for rep in world.reps if rep.superior_id == manager]
        pool = Pool.create(
            {
                "name": world.text(name),
                "description": world.text(purpose),
                "company_id": world.company.id,
                "member_ids": [(6, 0, members)],
                "manager_ids": [(6, 0, manager.ids)],
            }
        )
        world.name(pool, name)
        for rep in members:
            world.pools[rep] = pool
    name, purpose = COMPANY_POOL
    world.pools["company"] = Pool.create(
        {
            "name": world.text(name),
            "description": world.text(purpose),
            "company_id": world.company.id,
            "manager_ids": [(6, 0, world.head.ids)],
            "is_default": True,
            "takes_ownerless": True,
            "sequence": 20,
        }
    )
    world.name(world.pools["company"], name)


def pool_of_import(world: World, shop: Shop, code: str, number: int) -> Any:
    """Return the pool that a prospect was imported into; None for those that a rep got at once.

    Only prospects that nobody has spoken to yet come in by a pool: some with grade D.
    """
    if code != "D" or len(world.pools.setdefault("imported", [])) >= IMPORTED:
        return None
    world.pools["imported"].append(number)
    if number % 4 == 0:
        return world.pools["company"]
    return world.pools[world.reps[CITIES.index(shop.city)].id]


def make(world: World) -> None:
    """Release what led nowhere, with its reason, and let reps claim some of what lies in their pool."""
    rng = world.chance("pools")
    owned = [record for record in world.prospects if record.owner in world.reps and record.entity.last_followup_at]
    # what had gone well is not given away
    owned.sort(key=lambda record: (-record.entity.maturity_id.sequence, record.entity.id))
    released = rng.sample(owned[: RELEASED * 2], RELEASED)
    released += rng.sample(
        [record for record in world.customers if record.grade in ("B-", "C+", "E") and record.owner in world.reps],
        RELEASED_CUSTOMERS,
    )
    for record in released:
        _release(world, rng, record)
    claimed = _claim(world, rng)
    _import(world)
    _date(world, rng)
    count = world.env["crm.pool.entry"].search_count([("state", "=", "open")])
    world.say(f"{count} records in {world.env['crm.pool'].search_count([])} pools, {claimed} claimed")


def _release(world: World, rng, record) -> None:
    from odoo.addons.crm_lead_pool.tools.ownership import Move

    reason = world.ref(f"crm_lead_pool.reason_{rng.choice(REASONS)}")
    move = Move("release", reason_id=reason.id)
    entity = record.entity.with_user(record.owner).with_context(crm_ownership_move=move)
    # sudo: the rep cannot write to the pool's entries himself
    entity.sudo().pool_id = world.pools[record.owner.id]


def _claim(world: World, rng) -> int:
    """Let reps claim prospects of their pools; return how many."""
    entries = world.env["crm.pool.entry"].search([("state", "=", "open"), ("lead_id", "!=", False)], order="id")
    count = 0
    for rep in world.reps:
        mine = entries.filtered(lambda entry, rep=rep: entry.pool_id == world.pools[rep.id] and entry.state == "open")
        for entry in rng.sample(list(mine), min(len(mine), CLAIMED // len(world.reps) + 1)):
            entry.with_user(rep).sudo(False).action_claim()
            count += 1
    return count


def _import(world: World) -> None:
    """Let managers import what their stand at the fair brought, and reps what they noted in the street.

    Two rows of each file are refused: the reports show which, and why.
    """
    found = islice(shops(world), FIRST_IMPORTED_SHOP, None)
    for user, count, name, source in (
        (world.managers[0], 8, IMPORT_FAIR, "fair"),
        (world.managers[1], 6, IMPORT_FAIR, "fair"),
        (world.reps[0], 5, IMPORT_STREET, "street"),
        (world.reps[3], 4, IMPORT_STREET, "street"),
    ):
        channel = world.ref(f"crm_lead_pool.source_{source}").name
        rows = [_import_row(world, shop, channel) for shop in islice(found, count)]
        rows[1][IMPORT_FIELDS.index("source_id")] = world.text(UNKNOWN_CHANNEL)
        rows[3][IMPORT_FIELDS.index("latitude")] = world.text(NO_LATITUDE)
        file = io.StringIO()
        csv.writer(file).writerows([IMPORT_FIELDS, *rows])
        # sudo(False): the import asks for the rights of who imports
        upload = world.env["base_import.import"].with_user(user).sudo(False)
        upload = upload.create(
            {
                "res_model": "crm.lead",
                "file": file.getvalue().encode(),
                "file_name": world.text(name),
                "file_type": "text/csv",
            }
        )
        upload.execute_import(list(IMPORT_FIELDS), list(IMPORT_FIELDS), IMPORT_OPTIONS)


def _import_row(world: World, shop: Shop, channel: str) -> list[str]:
    province = world.ref(shop.city.province).name
    city = world.text(shop.city.name)
    name = f"{shop.name} ({city})"
    return [name, shop.name, shop.contact, shop.mobile, shop.street, city, province, channel, str(shop.latitude)]


def _date(world: World, rng) -> None:
    """Let the ledger tell of the days on which things happened: after the last follow-up, before today."""
    world.env.flush_all()
    world.env.invalidate_all()
    entries = world.env["crm.pool.entry"].search([])
    rows = {}
    moments = {}
    for entry in entries:
        record = entry.lead_id or entry.partner_id
        begin = record.last_followup_at or record.create_date
        age = max(1, (world.now - begin).days)
        entered = world.past(world.day(-max(1, round(age * rng.uniform(0.2, 0.95)))), rng.uniform(9, 12))
        if not record.last_followup_at:
            entered = record.create_date
        closed = world.past(world.day(-rng.randint(0, 2)), rng.uniform(8.2, 8.9)) if entry.state != "open" else None
        if closed:
            entered = min(entered, world.at(world.day(-3), 9))
        rows[entry.id] = {"entered_at": entered, "closed_at": closed, "create_date": entered}
        moments[record._name, record.id] = (entered, closed)
    world.rewrite("crm.pool.entry", rows)
    events = {}
    for event in world.env["crm.ownership.event"].search([]):
        # the contacts of a customer go along with it
        record = event.lead_id or event.partner_id.commercial_partner_id
        entered, closed = moments.get((record._name, record.id), (None, None))
        at = record.create_date
        if event.from_pool_id:
            at = closed
        elif event.kind == "release":
            at = entered
        events[event.id] = {"at": at or event.at, "create_date": at or event.at}
    world.rewrite("crm.ownership.event", events)
    claimed = entries.filtered(lambda entry: entry.state == "claimed" and entry.lead_id)
    world.rewrite("crm.lead", {entry.lead_id.id: {"date_open": rows[entry.id]["closed_at"]} for entry in claimed})
