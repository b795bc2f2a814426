"""The order in which the demo company comes to life."""

from __future__ import annotations

from datetime import date, datetime, timezone
from typing import Any

from . import company, customers, followups, people, pools, products, prospects, trade, visits
from .world import ZONE, Login, World

#: hour at which a day ends that is not the real today
EVENING = 18

#: nothing of what follows is sent to anybody, nor told in the chatter of a record
QUIET = {
    "tracking_disable": True,
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
    "mail_auto_subscribe_no_notify": True,
    "mail_notrack": True,
    "no_reset_password": True,
    "tz": ZONE.zone,
}


def load(env: Any, seed: int = 20260101, today: date | None = None, language: str | None = None) -> list[Login]:
    """Fill a fresh database, without Odoo's demo data, with the demo company; skip what is not installed.

    The same seed and day make the same company. The caller commits.

    :param env: Odoo environment of a superuser
    :param today: the day that counts as today in China
    :param language: of all texts and users, ``en_US`` or ``zh_CN``; the environment's where not given
    :return: one login for each person, the password in clear
    """
    language = language or env.lang or "en_US"
    if env["res.users"].search_count([("login", "=", "head")]):
        raise ValueError("The demo company is in this database already: load it into a fresh one.")
    local_now = datetime.now(ZONE)
    if today and today != local_now.date():
        local_now = ZONE.localize(datetime(today.year, today.month, today.day, EVENING))
    world = World(
        env=env(su=True, context={**QUIET, "lang": language}),
        seed=seed,
        today=local_now.date(),
        now=local_now.astimezone(timezone.utc).replace(tzinfo=None),
        language=language,
    )
    company.make(world)
    people.make(world)
    products.make(world)
    customers.make(world)
    prospects.make(world)
    followups.make_history(world)
    if world.has("crm_lead_pool"):
        pools.make(world)
    world.analyze()
    trade.make(world)
    if world.has("crm_visit_sales"):
        visits.make(world)
    followups.make_tasks(world)
    people.settle(world)
    world.env.flush_all()
    world.say("the demo company is complete")
    return world.logins
