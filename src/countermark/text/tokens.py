"""The pieces in which lines are compared: words, numbers with their separators, runs of blanks, single characters."""

from __future__ import annotations

import re
from functools import lru_cache

from countermark.text.punctuation import APOSTROPHES

# Scripts that write no spaces between words are taken a character at a time (UAX #29, 4.1).
_UNSPACED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
# Modifier letters and what else is written for an apostrophe stand alone, though Unicode calls some of them letters.
_APART = f"{_UNSPACED}\u02b0-\u02ff{re.escape(APOSTROPHES)}"
# No group is repeated possessively: before Python 3.11.5 such a group takes in a character too few or too many
# (https://github.com/python/cpython/issues/106052), and Debian 12 has 3.11.2.
_TOKEN = re.compile(
    r"[0-9]++(?![^\W\d_])(?:[^\w\s][0-9]++(?![^\W\d_]))*"
    rf"|[{_APART}]"
    rf"|(?:(?![{_APART}])[^\W_])+"
    r"|[^\S\n]++"
    r"|[\s\S]"
)
_CHUNK = re.compile(r"[^\s,]*+[\s,]++|[^\s,]++")
_LOOSE = re.compile(r"[\W_]+")


def tokens(text: str) -> list[str]:
    """``text`` cut up; joined again it is the same. A date, a time, an address of numbers is one token."""
    return _TOKEN.findall(text)


@lru_cache(maxsize=2)
def chunks(text: str) -> tuple[str, ...]:
    """``text`` cut after blanks and commas, which is coarser and quicker; the reference's are remembered."""
    return tuple(_CHUNK.findall(text))


def loose(line: str) -> str:
    """The letters and digits of a line, without case; the line itself where it has none."""
    return _LOOSE.sub("", line).casefold() or line
