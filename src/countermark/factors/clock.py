"""The date and time that the tool is shown.

The baseline is half past ten UTC on a working day: every zone of the array then has the same date, so that a date in
a message does not betray the zone by itself. The far level is five years on, at the same hour of a working day of
the same season: what waits for a date shows, and no zone changes its offset. ``real`` leaves the clock alone.
Where a runtime cannot be given a false clock the factor is skipped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime

from countermark.errors import UsageError
from countermark.factors._dates import date_forms, instant_of, time_forms
from countermark.factors.factor import Factor, derivations
from countermark.model.environment import Derivation, Setup

_ID = "clock"
_REAL = "real"
_INSTANT = re.compile(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ\Z")
_LAST_YEAR = 2037  # 32-bit clocks end in January 2038


def check(value: str) -> None:
    """``value`` is ``real`` or an instant in UTC, to the second, from 2000 to 2037.

    Raises:
        UsageError: it is neither.
    """
    if value == _REAL:
        return
    try:
        known = bool(_INSTANT.match(value)) and datetime.fromisoformat(value).year <= _LAST_YEAR
    except ValueError:
        known = False
    if not known:
        raise UsageError(
            f"{value!r} is not a level of {_ID}",
            why=f"it is not an instant in UTC between 2000 and {_LAST_YEAR}",
            hint=f"for example {_ID}=2031-11-19T10:30:00Z",
        )


def setup(value: str) -> Setup:
    """The instant at which the tool is started."""
    return Setup(clock="" if value == _REAL else value)


def derive(value: str, instant: str) -> tuple[Derivation, ...]:
    """The level's own date and time in UTC; for ``real`` that of ``instant``."""
    moment = instant_of(instant if value == _REAL else value).astimezone(UTC)
    return derivations(_ID, value, _forms(moment))


def _forms(moment: datetime) -> Iterator[tuple[str, str]]:
    yield "value", f"{moment:%Y-%m-%dT%H:%M:%S}Z"
    yield "year", str(moment.year)
    yield "epoch:seconds", str(int(moment.timestamp()))
    yield "epoch:milliseconds", str(int(moment.timestamp()) * 1000)
    yield from date_forms(moment, "date")
    yield from time_forms(moment, "utc")


FACTOR = Factor(
    id=_ID,
    title="The date and time",
    levels=("2026-11-18T10:30:00Z", "2031-11-19T10:30:00Z"),
    contrasts=(_REAL,),
    setup=setup,
    derive=derive,
    check=check,
)
