"""Dates and times of day in a text, in the forms that people and programs write them.

Numeric dates of which either number could be the month are read month first after a slash (CLDR, en-US), day first
otherwise (CLDR, most other locales). Month names are English. Source: ISO 8601-1:2019, RFC 5322 3.3, RFC 9110 5.6.7;
CLDR 47 «Date Formats»: https://www.unicode.org/reports/tr35/tr35-dates.html, 2026-11.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from countermark.text.punctuation import DASHES, SLASHES
from countermark.text.stable import ascii_digits

MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_MONTH_STARTS = [name[:3] for name in MONTHS]
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
CENTURY = 2000
"""Two digits of a year belong to this century (POSIX strptime %y: 69 to 99 would be the last one's)."""

_SEPARATOR = f"[{re.escape(DASHES + SLASHES)}._]"
_MONTH = "|".join(rf"{name[:3]}(?:{name[3:]})?" if name != "september" else "sep(?:t(?:ember)?)?" for name in MONTHS)
_WEEKDAY = "|".join(rf"{name[:3]}(?:{name[3:]})?" for name in WEEKDAYS)
_NAMED = rf"(?:(?P<weekday>{_WEEKDAY})(?:[.,]{{1,2}}[ ]*|[ ]+))?"
_NAMED_TOO = _NAMED.replace("weekday", "weekday6")
_GAP = r"[ \-/.,]{1,2}"
_ORDINAL = "(?:st|nd|rd|th)?"

_FORMS = (
    rf"(?P<y1>[0-9]{{4}})(?P<s1>[ ]?{_SEPARATOR}[ ]?)(?P<m1>[0-9]{{1,2}})(?P=s1)(?P<d1>[0-9]{{1,2}})",
    r"(?P<y2>[0-9]{4})[年년][ ]?(?P<m2>[0-9]{1,2})[月월][ ]?(?P<d2>[0-9]{1,2})[日일]",
    r"(?P<y3>(?:19|20)[0-9]{2})(?P<m3>[0-9]{2})(?P<d3>[0-9]{2})",
    rf"(?P<a4>[0-9]{{1,2}})(?P<s4>[ ]?{_SEPARATOR}[ ]?)(?P<b4>[0-9]{{1,2}})(?P=s4)(?P<y4>[0-9]{{4}}|[0-9]{{2}})",
    rf"{_NAMED}(?P<d5>[0-9]{{1,2}})(?:st|nd|rd|th|\.)?(?:[ ]of)?{_GAP}(?P<n5>{_MONTH})\.?{_GAP}(?P<y5>[0-9]{{4}})",
    rf"{_NAMED_TOO}(?P<n6>{_MONTH})\.?{_GAP}(?P<d6>[0-9]{{1,2}}){_ORDINAL}{_GAP}(?P<y6>[0-9]{{4}})",
    rf"(?P<y7>[0-9]{{4}}){_GAP}(?P<n7>{_MONTH})\.?{_GAP}(?P<d7>[0-9]{{1,2}})",
)
_DATE = re.compile(rf"(?<![0-9])(?<![0-9][.,/\-])(?<!\w)(?:{'|'.join(_FORMS)})(?=[T_年]|\b)(?![0-9])", re.IGNORECASE)
_TIME = re.compile(
    r"(?<![\w:.])(?P<hour>[0-9]{1,2})(?P<mark>[:.])(?P<minute>[0-5][0-9])(?P<second>:[0-5][0-9](?:[.,][0-9]+)?)?"
    r"(?:[ \u00a0\u202f]?(?P<half>[ap])\.?m\b\.?)?(?![\w:])(?!\.[0-9])",
    re.IGNORECASE,
)
_HALF_DAY_H = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenDate:
    """A date as it stands in a text: half-open code point offsets, and the day it means."""

    start: int
    end: int
    day: date


def dates(text: str) -> Iterator[WrittenDate]:
    """Every date in ``text``, from left to right."""
    for match in _DATE.finditer(ascii_digits(text)):
        day = _day(match)
        if day is not None:
            yield WrittenDate(start=match.start(), end=match.end(), day=day)


def with_plain_dates(text: str) -> str:
    """``text`` with every date in ISO form, and times of day in 24 hours with a colon."""
    plain = _replaced(text, ((found.start, found.end, found.day.isoformat()) for found in dates(text)))
    times = ((match.start(), match.end(), _plain_time(match)) for match in _TIME.finditer(ascii_digits(plain)))
    return _replaced(plain, times)


def _replaced(text: str, edits: Iterable[tuple[int, int, str]]) -> str:
    parts, end = [], 0
    for start, stop, new in edits:
        parts += [text[end:start], new]
        end = stop
    return "".join((*parts, text[end:]))


def _day(match: re.Match[str]) -> date | None:
    """The day that is meant; ``None`` where the calendar has no such day, or it falls on another day of the week."""
    part = {name.rstrip("0123456789"): value for name, value in match.groupdict().items() if value}
    year = int(part["y"]) + (CENTURY if len(part["y"]) == len("26") else 0)
    try:
        found = date(year, *_month_and_day(part))
    except ValueError:
        return None
    named = part.get("weekday")
    return None if named and WEEKDAYS[found.weekday()][:3] != named[:3].lower() else found


def _month_and_day(part: dict[str, str]) -> tuple[int, int]:
    if "n" in part:
        return 1 + _MONTH_STARTS.index(part["n"][:3].lower()), int(part["d"])
    if "m" in part:
        return int(part["m"]), int(part["d"])
    first, second = int(part["a"]), int(part["b"])
    slash = part["s"].strip() in SLASHES
    month_first = second > len(MONTHS) or (first <= len(MONTHS) and slash)
    return (first, second) if month_first else (second, first)


def _plain_time(match: re.Match[str]) -> str:
    hour, half = int(match["hour"]), (match["half"] or "").lower()
    if half and 0 < hour <= _HALF_DAY_H:
        hour = hour % _HALF_DAY_H + (_HALF_DAY_H if half == "p" else 0)
    elif half or match["mark"] == "." or hour > 2 * _HALF_DAY_H:
        return match.group()
    return f"{hour:02}:{match['minute']}{match['second'] or ''}"
