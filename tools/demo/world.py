"""What the parts of the demo company share: environment, today, chance, texts, and who is who."""

from __future__ import annotations

import random
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

import pytz

ZONE = pytz.timezone("Asia/Shanghai")
SUNDAY = 6


class Login(NamedTuple):
    """How one person of the demo company logs in."""

    role: str
    name: str
    login: str
    password: str


class Text(NamedTuple):
    """A text in both languages of the demo company."""

    en: str
    zh: str


@dataclass(frozen=True)
class City:
    """A city with the rep who works there; position of its centre in degrees, WGS-84."""

    key: str
    name: Text
    province: str
    latitude: float
    longitude: float
    area_code: str
    postcode: str


@dataclass
class Record:
    """A prospect or customer while its past is being made up.

    :param entity: ``crm.lead`` or ``res.partner``
    :param shop: ``places.Shop``
    :param since: the day it came into the database
    :param grade: code of the grade that it has today
    """

    entity: Any
    shop: Any
    owner: Any
    since: date
    grade: str

    @property
    def field(self) -> str:
        """The many2one by which other models point to it."""
        return "lead_id" if self.entity._name == "crm.lead" else "partner_id"


@dataclass
class World:
    """The demo company while it is being made.

    :param today: local day in China that "today" means
    :param now: UTC time before which everything lies that has happened
    :param reps: salespeople in the order of ``places.CITIES``: each works in one city
    """

    env: Any
    seed: int
    today: date
    now: datetime
    language: str
    company: Any = None
    head: Any = None
    managers: list = field(default_factory=list)
    reps: list = field(default_factory=list)
    cashier: Any = None
    keeper: Any = None
    admin: Any = None
    products: Any = None
    customers: list[Record] = field(default_factory=list)
    prospects: list[Record] = field(default_factory=list)
    pools: dict = field(default_factory=dict)
    logins: list[Login] = field(default_factory=list)
    begin: float = field(default_factory=time.monotonic)

    # --- words and chance ---------------------------------------------------------------------------------------------

    def text(self, text: Text, **values: str) -> str:
        """Return the text in the language of the demo company, its {placeholders} filled in."""
        chosen = text.zh if self.language.startswith("zh") else text.en
        return chosen.format(**values) if values else chosen

    def chance(self, subject: str) -> random.Random:
        """Return a source of chance of its own for a subject: one part more or less leaves the others as they are."""
        return random.Random(f"{self.seed}-{subject}")

    def has(self, addon: str) -> bool:
        """Return whether the addon is installed."""
        return addon in self.env.registry._init_modules

    def ref(self, xmlid: str) -> Any:
        """Return the record of an XML id."""
        return self.env.ref(xmlid)

    def analyze(self, *models: str) -> None:
        """Let PostgreSQL know of the new rows, of all tables or of some models'.

        With the plans for empty tables, Odoo's query for the invoices of a payment takes minutes.
        """
        from odoo.tools import SQL

        self.env.flush_all()
        tables = SQL(", ").join(SQL.identifier(self.env[model]._table) for model in models)
        self.env.cr.execute(SQL("ANALYZE %s", tables))

    def say(self, text: str) -> None:
        """Report progress."""
        print(f"   demo {time.monotonic() - self.begin:5.1f} s  {text}", flush=True)

    def manager_of(self, rep: Any) -> Any:
        """Return the manager of a rep."""
        return rep.superior_id

    def name(self, record: Any, text: Text, field: str = "name") -> None:
        """Give a translatable field its value in every language that is installed."""
        for code, _name in self.env["res.lang"].get_installed():
            record.with_context(lang=code)[field] = text.zh if code.startswith("zh") else text.en

    # --- time ---------------------------------------------------------------------------------------------------------

    def day(self, offset: int) -> date:
        """Return the working day (Monday to Saturday) nearest to ``today + offset``; today itself stays today."""
        day = self.today + timedelta(days=offset)
        if day.weekday() == SUNDAY and offset:
            day += timedelta(days=-1 if offset != 1 else 1)
        return day

    def at(self, day: date, hour: float) -> datetime:
        """Return the UTC time, without zone as Odoo stores it, of a local hour (9.5 is half past nine) in China."""
        local = datetime(day.year, day.month, day.day) + timedelta(minutes=round(hour * 60))
        return ZONE.localize(local).astimezone(pytz.utc).replace(tzinfo=None)

    def past(self, day: date, hour: float) -> datetime:
        """Return like :meth:`at`, but nothing that has still to come."""
        return min(self.at(day, hour), self.now)

    # --- moving points in time back -----------------------------------------------------------------------------------

    def rewrite(
        self, model: str, rows: Mapping[int, Mapping[str, Any]] | Iterable[tuple[int, Mapping[str, Any]]]
    ) -> None:
        """Write stored columns in one statement, past the ORM: dates that Odoo set to the present.

        :param rows: record id → column → value; every row has the same columns
        """
        from odoo.tools import SQL

        rows = dict(rows)
        if not rows:
            return
        records = self.env[model]
        self.env.flush_all()
        columns = list(next(iter(rows.values())))
        values = SQL(", ").join(
            SQL(
                "(%s)", SQL(", ").join([SQL("%s", row_id), *(self._cast(records, name, row[name]) for name in columns)])
            )
            for row_id, row in rows.items()
        )
        self.env.cr.execute(
            SQL(
                "UPDATE %s AS record SET %s FROM (VALUES %s) AS new(id, %s) WHERE record.id = new.id",
                SQL.identifier(records._table),
                SQL(", ").join(SQL("%s = new.%s", SQL.identifier(name), SQL.identifier(name)) for name in columns),
                values,
                SQL(", ").join(SQL.identifier(name) for name in columns),
            )
        )
        self.env.invalidate_all()

    @staticmethod
    def _cast(records: Any, name: str, value: Any) -> Any:
        from odoo.tools import SQL

        column_type = records._fields[name]._column_type[0]
        return SQL("%s::%s", value, SQL(column_type))


def spread(rng: random.Random, choices: Sequence[tuple[Any, float]]) -> Any:
    """Choose one of ``(value, weight)``."""
    values, weights = zip(*choices)
    return rng.choices(values, weights)[0]
