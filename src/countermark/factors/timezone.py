"""The time zone, by the variable ``TZ`` and by the files that name it.

Levels are names of the IANA database. The two of one offset in different countries (Tokyo and Seoul, Shanghai
and Singapore) are contrasts in themselves: a tool that looks at the offset treats them alike, one that looks at
the name does not. Every level of the array has an offset between −10 and +13 hours, so that at half past ten UTC
all share the date. Contrasts hold names of the file ``backward`` (``PRC``, ``Japan``), which mean a listed zone,
and zones of the same region.

Sources: https://data.iana.org/time-zones/tzdb/zone1970.tab and .../backward; file names:
timezone(5) of Debian and localtime(5) of systemd; names of zones and territories: Unicode CLDR through Babel.

Not pure in one thing: ``derive`` and ``check`` read the time zone and CLDR data that zoneinfo and Babel hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale
from babel.core import get_global
from babel.dates import get_timezone_name

from countermark.errors import UsageError
from countermark.factors._dates import date_forms, instant_of, time_forms
from countermark.factors.factor import Factor, derivations, passing
from countermark.model.environment import Derivation, PlacedFile, Setup, Variable

_ID = "timezone"
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_+-]*(?:/[A-Za-z][A-Za-z0-9_+-]*){0,2}\Z")
_ENGLISH = Locale("en", "US")
_NOWHERE = ("001", "ZZ")  # CLDR's codes where a zone belongs to no territory


def check(value: str) -> None:
    """``value`` is a zone of the IANA database.

    Raises:
        UsageError: it is none.
    """
    try:
        known = bool(_NAME.match(value)) and bool(ZoneInfo(value))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        known = False
    if not known:
        raise UsageError(
            f"{value!r} is not a level of {_ID}",
            why="it is no name of the IANA time zone database",
            hint=f"for example {_ID}=Asia/Tokyo",
        )


def setup(value: str) -> Setup:
    """The variable, Debian's file and the link that systemd reads."""
    return Setup(
        variables=(Variable(name="TZ", value=value),),
        files=(
            PlacedFile(path="/etc/localtime", link_to=f"/usr/share/zoneinfo/{value}"),
            PlacedFile(path="/etc/timezone", content=f"{value}\n".encode()),
        ),
    )


def derive(value: str, instant: str) -> tuple[Derivation, ...]:
    """Names of the zone and its place, its offset in the usual spellings, and the local date and time."""
    moment = instant_of(instant).astimezone(ZoneInfo(value))
    return derivations(_ID, value, (*_names(value, moment), *_offsets(moment), *_local(moment)))


def _names(value: str, moment: datetime) -> Iterator[tuple[str, str]]:
    canonical = get_global("zone_aliases").get(value, value)
    yield "value", value
    for name in (value, canonical):
        yield "zone:canonical", name
        region, slash, city = name.rpartition("/")
        yield "city", city.replace("_", " ")
        yield "region", region.partition("/")[0] if slash and region != "Etc" else ""
    yield "abbreviation", moment.tzname() or ""
    yield from _cldr_names(canonical, moment)


def _cldr_names(canonical: str, moment: datetime) -> Iterator[tuple[str, str]]:
    yield "zone-name:long", get_timezone_name(moment, width="long", locale=_ENGLISH)
    territory = get_global("zone_territories").get(canonical, _NOWHERE[0])
    if territory in _NOWHERE:
        return
    yield "country-code", territory
    yield "country", _ENGLISH.territories.get(territory, "")
    try:
        yield "zone-name:generic", get_timezone_name(ZoneInfo(canonical), width="long", locale=_ENGLISH)
    except ZoneInfoNotFoundError:
        return  # a name of CLDR alone


def _offsets(moment: datetime) -> Iterator[tuple[str, str]]:
    """Source: ISO 8601 and RFC 3339 (``+09:00``), ECMA-262 (``GMT+0900``, minutes west of UTC)."""
    minutes_east = (moment.utcoffset() or timedelta()) // timedelta(minutes=1)
    sign = "+" if minutes_east >= 0 else "-"
    hours, minutes = divmod(abs(minutes_east), 60)
    colon, compact = f"{sign}{hours:02}:{minutes:02}", f"{sign}{hours:02}{minutes:02}"
    short = f"{sign}{hours}" + (f":{minutes:02}" if minutes else "")
    for kind, text in (("colon", colon), ("compact", compact), ("short", short)):
        yield f"utc-offset:{kind}", text
        yield f"utc-offset:utc-{kind}", f"UTC{text}"
        yield f"utc-offset:gmt-{kind}", f"GMT{text}"
    if not minutes_east:
        yield "utc-offset:utc-short", "UTC"
        yield "utc-offset:gmt-short", "GMT"
    yield "utc-offset:minutes", str(-minutes_east)
    yield "utc-offset:minutes-east", str(minutes_east)
    yield "utc-offset:seconds-east", str(60 * minutes_east)
    yield "utc-offset:hours-east", f"{minutes_east / 60:g}"


def _local(moment: datetime) -> Iterator[tuple[str, str]]:
    yield from date_forms(moment, "local-date")
    yield from time_forms(moment, "local")


def holding(text: str) -> tuple[str, ...]:
    """The zone of this name."""
    return passing((text,), check)


FACTOR = Factor(
    id=_ID,
    title="The time zone",
    levels=(
        "UTC",
        "Asia/Tokyo",
        "Asia/Seoul",
        "Asia/Shanghai",
        "Asia/Singapore",
        "Europe/Berlin",
        "America/New_York",
        "Asia/Tehran",
    ),
    contrasts=(
        "PRC",
        "Singapore",
        "Japan",
        "Asia/Urumqi",
        "Asia/Chongqing",
        "Asia/Hong_Kong",
        "Asia/Taipei",
        "Europe/Moscow",
        "Asia/Kolkata",
        "Asia/Pyongyang",
        "America/Los_Angeles",
        "America/Sao_Paulo",
        "Pacific/Honolulu",
    ),
    setup=setup,
    derive=derive,
    check=check,
    holding=holding,
)
