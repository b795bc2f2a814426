"""Customers of the company: businesses with an owner, an address, a place on the map and somebody to talk to."""

from __future__ import annotations

from itertools import islice
from typing import Any

from .people import owner_in
from .places import Shop, shops
from .world import Record, Text, World, spread

#: customers entered as such; those that grow out of prospects come on top
COUNT = 116
GRADES = (("A+", 45), ("A-", 25), ("B+", 15), ("B-", 10), ("C+", 3), ("E", 2))
POSITIONS = (Text("Owner", "老板"), Text("Shop manager", "店长"), Text("Purchaser", "采购"))
TERMS = (
    ("account.account_payment_term_30days", 5),
    ("account.account_payment_term_15days", 3),
    ("account.account_payment_term_immediate", 2),
)


def make(world: World) -> None:
    """Make the customers, each with one contact, and date them."""
    rng = world.chance("customers")
    Partner = world.env["res.partner"]
    plans = []
    for number, shop in enumerate(islice(shops(world), COUNT)):
        owner = owner_in(world, shop.city, number)
        plans.append((shop, owner, spread(rng, GRADES), world.day(-rng.randint(60, 330))))
    # The first grade is one of an earlier stage; the history leads from there to the grade of today.
    companies = Partner.create(
        [
            {
                **address(world, shop),
                "name": shop.name,
                "is_company": True,
                "user_id": owner.id,
                "phone": shop.landline,
                "email": shop.email,
                "partner_latitude": shop.latitude,
                "partner_longitude": shop.longitude,
                "industry_id": world.ref(shop.industry).id,
                "company_id": False,
                "maturity_id": grade(world, "C+").id,
                **_payment_term(world, rng),
            }
            for shop, owner, _grade, _since in plans
        ]
    )
    contacts = Partner.create(
        [
            {
                "name": shop.contact,
                "parent_id": partner.id,
                "type": "contact",
                "function": world.text(rng.choice(POSITIONS)),
                "phone": shop.mobile,
                "lang": world.language,
            }
            for partner, (shop, _owner, _grade, _since) in zip(companies, plans)
        ]
    )
    for partner, contact, (shop, owner, code, since) in zip(companies, contacts, plans):
        world.customers.append(Record(partner, shop, owner, since, code))
        if contact.commercial_partner_id != partner:
            raise ValueError(f"{contact.name} does not belong to {partner.name}")
    moments = {partner.id: {"create_date": world.at(plan[3], 10)} for partner, plan in zip(companies, plans)}
    moments |= {contact.id: moments[contact.parent_id.id] for contact in contacts}
    world.rewrite("res.partner", moments)
    world.say(f"{len(companies)} customers")


def address(world: World, shop: Shop) -> dict[str, Any]:
    """Return the address values that prospects and customers have in common."""
    return {
        "street": shop.street,
        "city": world.text(shop.city.name),
        "zip": shop.postcode,
        "state_id": world.ref(shop.city.province).id,
        "country_id": world.ref("base.cn").id,
    }


def grade(world: World, code: str) -> Any:
    """Return the grade of a code such as ``B+``."""
    name = code.lower().replace("+", "_plus").replace("-", "_minus")
    return world.ref(f"crm_followup.maturity_{name}")


def _payment_term(world: World, rng) -> dict[str, int]:
    term = world.env.ref(spread(rng, TERMS), raise_if_not_found=False)
    return {"property_payment_term_id": term.id} if term else {}
