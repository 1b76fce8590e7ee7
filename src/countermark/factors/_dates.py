"""Writes an instant in the formats in which programs usually write dates and times, each under its own form."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

# English names are written out: strftime would take them from the locale of the process.
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_NOON = 12


def instant_of(text: str) -> datetime:
    """An ISO 8601 instant, taken as UTC where it names no offset."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def date_forms(moment: datetime, prefix: str) -> Iterator[tuple[str, str]]:
    """The date as ``<prefix>:<format>``; ``y m d`` say the order of the parts, ``bare`` that zeros are left out.

    Source: ECMA-262 (Date.prototype.toDateString), RFC 9110 section 5.6.7 (HTTP dates), ISO 8601.
    """
    year, month, day = moment.year, moment.month, moment.day
    long, weekday = _MONTHS[month - 1], _WEEKDAYS[moment.weekday()]
    yield f"{prefix}:iso", f"{year}-{month:02}-{day:02}"
    yield f"{prefix}:compact", f"{year}{month:02}{day:02}"
    for mark, name in (("/", "slash"), (".", "dot"), ("-", "dash")):
        if name != "dash":
            yield f"{prefix}:{name}-ymd", f"{year}{mark}{month:02}{mark}{day:02}"
        yield f"{prefix}:{name}-dmy", f"{day:02}{mark}{month:02}{mark}{year}"
        yield f"{prefix}:{name}-mdy", f"{month:02}{mark}{day:02}{mark}{year}"
        yield f"{prefix}:{name}-ymd-bare", f"{year}{mark}{month}{mark}{day}"
        yield f"{prefix}:{name}-dmy-bare", f"{day}{mark}{month}{mark}{year}"
        yield f"{prefix}:{name}-mdy-bare", f"{month}{mark}{day}{mark}{year}"
    yield f"{prefix}:long-mdy", f"{long} {day}, {year}"
    yield f"{prefix}:long-dmy", f"{day} {long} {year}"
    yield f"{prefix}:long-weekday", f"{weekday}, {long} {day}, {year}"
    yield f"{prefix}:short-mdy", f"{long[:3]} {day}, {year}"
    yield f"{prefix}:javascript", f"{weekday[:3]} {long[:3]} {day:02} {year}"
    yield f"{prefix}:http", f"{weekday[:3]}, {day:02} {long[:3]} {year}"
    yield f"{prefix}:han", f"{year}年{month}月{day}日"
    yield f"{prefix}-weekday:long", weekday
    yield f"{prefix}-weekday:short", weekday[:3]


def time_forms(moment: datetime, prefix: str) -> Iterator[tuple[str, str]]:
    """The time of day to the minute, and with its date; the next minute as well, as a run may last that long."""
    for later in (moment, moment + timedelta(minutes=1)):
        hour, minute = later.hour, later.minute
        clock = f"{hour:02}:{minute:02}"
        half = "AM" if hour < _NOON else "PM"
        yield f"{prefix}-time:hm", clock
        yield f"{prefix}-time:h12", f"{hour % _NOON or _NOON}:{minute:02} {half}"
        yield f"{prefix}-time:h12-padded", f"{hour % _NOON or _NOON:02}:{minute:02} {half}"
        yield f"{prefix}-datetime:iso", f"{later:%Y-%m-%d}T{clock}"
        yield f"{prefix}-datetime:iso-space", f"{later:%Y-%m-%d} {clock}"
