"""The same date with other separators, in another order, padded or not, or with the month's name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from countermark.model.marks import Pattern
from countermark.text.alternation import Slot, alternation
from countermark.text.channels.record import Channel
from countermark.text.dates import with_plain_dates

# Year first, so that nothing but the separator, the padding and what joins the time can differ; no part of a path, an
# address or a longer number. Source: ISO 8601-1 (2019), 5.2 to 5.4; RFC 3339, 5.6, for the time's T, blank and zone.
_YEAR_FIRST = re.compile(
    r"(?<![\w./\-])(?P<year>(?:19|20)[0-9]{2})(?P<sep>[-/.\u2010\u2011\u2012\u2044\u2215])"
    r"(?P<month>0?[1-9]|1[0-2])(?P=sep)(?P<day>[12][0-9]|3[01]|0?[1-9])"
    r"(?:(?P<join>[Tt ]|  )(?=[0-2][0-9]:[0-5][0-9])|(?![\w/\-]|\.[0-9]))"
)
_TIME = re.compile(
    r"(?<=[Tt ])[0-2][0-9]:[0-5][0-9](?::[0-6][0-9](?:[.,][0-9]{1,9})?)?(?P<zone>Z|z|[+-]00:?00)(?![\w:])"
)
_UNPADDED = 10


def _find(text: str) -> tuple[Pattern, ...]:
    """Dates that a program would write in one way; the day's place and the month's name are seen by every reader."""
    dates = list(_YEAR_FIRST.finditer(text))
    name = DATE_FORMAT.id
    return (
        *alternation(name, "separator", [_slot(match, _plain(match), match["sep"]) for match in dates]),
        *alternation(name, "padding", list(_paddings(dates))),
        *alternation(name, "time", [_part(match, "join", "T", match["join"]) for match in dates if match["join"]]),
        *alternation(name, "zone", [_part(match, "zone", "Z", match["zone"]) for match in _TIME.finditer(text)]),
    )


def _slot(match: re.Match[str], plain: str, way: str) -> Slot:
    end = match.end("day")
    return Slot(start=match.start(), end=end, found=match.string[match.start() : end], plain=plain, way=way)


def _plain(match: re.Match[str]) -> str:
    return f"{match['year']}-{int(match['month']):02}-{int(match['day']):02}"


def _paddings(dates: list[re.Match[str]]) -> Iterator[Slot]:
    """Dates with a month or a day below ten, which may have a zero before it."""
    for match in dates:
        small = [part for part in (match["month"], match["day"]) if int(part) < _UNPADDED]
        if small:
            padded = f"{match['year']}{match['sep']}{int(match['month']):02}{match['sep']}{int(match['day']):02}"
            yield _slot(match, padded, "padded" if all(len(part) > 1 for part in small) else "short")


def _part(match: re.Match[str], group: str, plain: str, way: str) -> Slot:
    return Slot(start=match.start(group), end=match.end(group), found=match[group], plain=plain, way=way)


DATE_FORMAT = Channel(id="date-format", title="Date formats", canonical=with_plain_dates, find=_find)
