"""Dates of the user and moments of the database."""

from datetime import date, datetime, time, tzinfo

import pytz


def year_start(today: date) -> date:
    """First day of the calendar year of ``today``."""
    return today.replace(month=1, day=1)


def utc_midnight(day: date, timezone: tzinfo) -> datetime:
    """The moment at which ``day`` begins in ``timezone``, as naive UTC like the database stores it.

    >>> utc_midnight(date(2026, 1, 1), pytz.timezone("Asia/Shanghai"))
    datetime.datetime(2025, 12, 31, 16, 0)
    """
    local = datetime.combine(day, time.min)
    # pytz zones must be told to localize: as a plain tzinfo they fall back to local mean time.
    aware = timezone.localize(local) if hasattr(timezone, "localize") else local.replace(tzinfo=timezone)
    return aware.astimezone(pytz.utc).replace(tzinfo=None)


def local_date(moment: datetime, timezone: tzinfo) -> date:
    """The day that ``moment`` (naive UTC) falls on in ``timezone``."""
    return pytz.utc.localize(moment).astimezone(timezone).date()
