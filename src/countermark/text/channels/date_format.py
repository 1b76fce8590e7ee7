"""The same date with other separators, in another order, padded or not, or with the month's name."""

from __future__ import annotations

import re

from countermark.model.marks import Pattern
from countermark.text.alternation import Slot, alternation
from countermark.text.channels.record import Channel
from countermark.text.dates import with_plain_dates

# Year first, so that nothing but the separator can differ; no part of a path, an address or a longer number.
_YEAR_FIRST = re.compile(
    r"(?<![\w./\-])(?P<year>(?:19|20)[0-9]{2})(?P<sep>[-/.\u2010\u2011\u2012\u2044\u2215])"
    r"(?P<month>0[1-9]|1[0-2])(?P=sep)(?P<day>0[1-9]|[12][0-9]|3[01])(?![\w/\-]|\.[0-9])"
)


def _find(text: str) -> tuple[Pattern, ...]:
    slots = [
        Slot(
            start=match.start(),
            end=match.end(),
            found=match.group(),
            plain=f"{match['year']}-{match['month']}-{match['day']}",
            way=match["sep"],
        )
        for match in _YEAR_FIRST.finditer(text)
    ]
    return alternation(DATE_FORMAT.id, "separator", slots)


DATE_FORMAT = Channel(id="date-format", title="Date formats", canonical=with_plain_dates, find=_find)
