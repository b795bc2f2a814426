"""Six months of follow-ups with their results and changes of grade, and the tasks of the days to come."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

from . import prospects
from .customers import grade
from .words import INTERESTS, OBJECTIONS, POINTS, RESULTS
from .world import SUNDAY, Record, World, spread

DAYS = 180
LADDER = ("D", "C-", "C+", "B-", "B+", "A-", "A+")
TYPES = (("call", 38), ("visit", 36), ("message", 16), ("email", 4), ("meeting", 6))
#: share of follow-ups that were done some days after the day they were planned for
LATE = 0.13


def make_history(world: World) -> None:
    """Make what was done, let the grades follow from it, and convert those who have become customers."""
    rng = world.chance("history")
    plans = []
    for record in [*world.prospects, *world.customers]:
        if record.entity._name == "res.partner" or record.entity.user_id:
            plans += _plan(world, rng, record)
    plans.sort(key=lambda plan: plan["done_at"])
    world.env["crm.followup"].create(plans)
    date_history(world)
    world.say(f"{len(plans)} follow-ups done")
    prospects.convert(world)
    prospects.make_opportunities(world)
    _date_first_grades(world)


def _plan(world: World, rng: random.Random, record: Record) -> list[dict[str, Any]]:
    days = _contact_days(world, rng, record)
    codes = _grades(rng, record, len(days))
    return [done_vals(world, rng, record, day, code) for day, code in zip(days, codes)]


def _contact_days(world: World, rng: random.Random, record: Record) -> list[date]:
    """Return the days of contact, oldest first: the better the grade, the more of them."""
    first = max(1, min(DAYS, (world.today - record.since).days))
    if record.grade in ("D", "F"):
        count = rng.choice((0, 0, 1)) if record.grade == "D" else 1
    else:
        count = max(1, round(first / rng.uniform(16, 30)))
        # Six grades cannot be climbed in one talk.
        if record.field == "lead_id" and record.grade in LADDER:
            count = max(count, LADDER.index(record.grade) // 2 + 1)
    last = rng.randint(1, min(first, 25))
    offsets = {last} | {rng.randint(last, first) for _ in range(count - 1)} if count else set()
    return sorted({world.day(-offset) for offset in offsets})


def _grades(rng: random.Random, record: Record, count: int) -> list[str]:
    """Return the grade after each of ``count`` contacts; the last one is the grade of today."""
    if not count:
        return []
    if record.grade in ("E", "F"):
        middle = [rng.choice(("C-", "C+")) for _ in range(count - 1)]
        return [*sorted(middle), record.grade]
    top = LADDER.index(record.grade)
    start = 0 if record.field == "lead_id" else LADDER.index("C+")
    steps = [start + round((top - start) * (number + 1) / count) for number in range(count)]
    # One setback on the way now and then: sales is no straight line.
    if count > 3 and rng.random() < 0.25:
        place = rng.randrange(1, count - 1)
        steps[place] = max(steps[place] - 1, 1)
    return [LADDER[step] for step in steps]


def done_vals(world: World, rng: random.Random, record: Record, day: date, code: str, **more: Any) -> dict[str, Any]:
    """Return the values of a follow-up that was done on a day and led to a grade."""
    kind = more.pop("kind", None) or spread(rng, TYPES)
    product = rng.choice(world.products)
    bucket = "won" if record.field == "partner_id" and code[0] in "AB" else code[0]
    done_at = world.at(day, rng.uniform(8.7, 18.2))
    planned = world.day((day - world.today).days - (rng.randint(1, 4) if rng.random() < LATE else 0))
    values = {
        "name": world.text(rng.choice(POINTS[kind])),
        record.field: record.entity.id,
        "type_id": world.ref(f"crm_followup.type_{kind}").id,
        "user_id": record.owner.id,
        "company_id": world.company.id,
        "state": "done",
        "planned_date": min(planned, day),
        "done_at": done_at,
        "result": world.text(rng.choice(RESULTS[bucket]), product=product.name),
        "maturity_id": grade(world, code).id,
    }
    if bucket not in "DF" and rng.random() < 0.45:
        values["interests"] = world.text(rng.choice(INTERESTS), product=product.name)
    if bucket not in "DF" and rng.random() < (0.8 if bucket == "E" else 0.3):
        values["objections"] = world.text(rng.choice(OBJECTIONS), product=product.name)
    return values | more


def date_history(world: World) -> None:
    """Let the history read as if each row had been written on its day by its salesperson."""
    world.env.flush_all()
    execute = world.env.cr.execute
    execute(
        """
        UPDATE crm_followup
           SET create_date = LEAST(done_at, planned_date::timestamp) - interval '2 days',
               write_date = done_at, create_uid = user_id, write_uid = user_id
         WHERE state = 'done'
        """
    )
    execute(
        """
        WITH story AS (
            SELECT id,
                   LAG(id) OVER who AS previous_id,
                   LEAD(planned_date) OVER who AS next_date,
                   LEAD(type_id) OVER who AS next_type_id,
                   LEAD(name) OVER who AS next_points
              FROM crm_followup
             WHERE state = 'done'
            WINDOW who AS (PARTITION BY COALESCE(-lead_id, partner_id) ORDER BY done_at, id)
        )
        UPDATE crm_followup AS followup
           SET previous_id = story.previous_id, next_date = story.next_date, next_type_id = story.next_type_id,
               next_points = story.next_points
          FROM story
         WHERE story.id = followup.id
        """
    )
    execute(
        """
        UPDATE crm_maturity_change AS change
           SET changed_at = followup.done_at, user_id = followup.user_id, create_date = followup.done_at
          FROM crm_followup AS followup
         WHERE followup.id = change.followup_id
        """
    )
    world.env.invalidate_all()


def _date_first_grades(world: World) -> None:
    """Let each record have got its first grade when it came in, and count the days between the grades."""
    world.env.flush_all()
    execute = world.env.cr.execute
    for table, column in (("crm_lead", "lead_id"), ("res_partner", "partner_id")):
        execute(
            f"""
            UPDATE crm_maturity_change AS change
               SET changed_at = record.create_date, create_date = record.create_date,
                   user_id = COALESCE(record.user_id, change.user_id)
              FROM {table} AS record
             WHERE record.id = change.{column} AND change.from_id IS NULL
            """
        )
    execute(
        """
        WITH story AS (
            SELECT id, changed_at - LAG(changed_at) OVER who AS age
              FROM crm_maturity_change
            WINDOW who AS (PARTITION BY lead_id, partner_id ORDER BY changed_at, id)
        )
        UPDATE crm_maturity_change AS change
           SET days_before = COALESCE(EXTRACT(day FROM story.age), 0)
          FROM story
         WHERE story.id = change.id
        """
    )
    world.env.invalidate_all()


# --- tasks ------------------------------------------------------------------------------------------------------------

#: for each rep: tasks of today, overdue ones, and those of the coming two weeks
TODAY_TASKS, OVERDUE_TASKS, COMING_TASKS = 5, 3, 14
TODAY_HOURS = (9.0, 10.5, 0.0, 14.0, 16.5)


def make_tasks(world: World) -> None:
    """Plan tasks for every rep, and some for managers and the head of sales who go along to important customers."""
    rng = world.chance("tasks")
    values = []
    for rep in world.reps:
        open_records = _records_to_follow_up(world, rep)
        rng.shuffle(open_records)
        values += _rep_tasks(world, rng, open_records)
    for boss, count in [*((manager, 6) for manager in world.managers), (world.head, 3)]:
        below = [rep for rep in world.reps if boss in (rep.superior_id, rep.superior_id.superior_id)]
        best = [record for rep in below for record in _records_to_follow_up(world, rep) if record.grade[0] == "A"]
        for number, record in enumerate(rng.sample(best, count)):
            offset = (0, 0, 1, 3, 5, 8)[number]
            values.append(_task_vals(world, rng, record, offset, kind="visit", user_id=boss.id))
    world.env["crm.followup"].create(values)
    world.say(f"{len(values)} tasks")


def _records_to_follow_up(world: World, rep: Any) -> list[Record]:
    """Return the rep's prospects and customers that a follow-up leads somewhere with."""
    return [
        record
        for record in [*world.prospects, *world.customers]
        if record.entity.user_id == rep and record.entity.maturity_id.kind in ("open", "won")
    ]


def _rep_tasks(world: World, rng: random.Random, records: list[Record]) -> list[dict[str, Any]]:
    offsets = [0] * TODAY_TASKS + [-rng.randint(1, 6) for _ in range(OVERDUE_TASKS)]
    offsets += sorted(rng.randint(1, 14) for _ in range(COMING_TASKS))
    values = []
    for number, (offset, record) in enumerate(zip(offsets, records)):
        hour = TODAY_HOURS[number] if number < TODAY_TASKS else 0.0
        values.append(_task_vals(world, rng, record, offset, planned_hour=hour, user_id=record.owner.id))
    return values


def _task_vals(world: World, rng: random.Random, record: Record, offset: int, **more: Any) -> dict[str, Any]:
    kind = more.pop("kind", None) or spread(rng, TYPES)
    day = world.day(offset)
    if offset and day.weekday() == SUNDAY:
        day = world.day(offset + 1)
    return {
        "name": world.text(rng.choice(POINTS[kind])),
        record.field: record.entity.id,
        "type_id": world.ref(f"crm_followup.type_{kind}").id,
        "company_id": world.company.id,
        "planned_date": day,
        **more,
    }
