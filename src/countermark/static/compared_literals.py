"""Literals that the program compares something with are levels worth trying.

A zone, locale or host that stands in a comparison was put there by somebody. Nothing is concluded from it:
whether the comparison changes what is sent is for the lab to show.
"""

from __future__ import annotations

import re
import zoneinfo
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache

from countermark.model.environment import Hint, Level

MAX_HINTS_PER_FACTOR = 6
"""A program that compares with hundreds of hosts would otherwise spend the whole budget of runs."""

_LITERAL = r"""(?:"([^"\\\n]{2,80})"|'([^'\\\n]{2,80})')"""
_AFTER_OPERATOR = re.compile(
    rf"(?:[=!]==?|\bcase|\bin|\.(?:includes|endsWith|startsWith|has|indexOf|endswith|startswith)\()\s*{_LITERAL}"
)
_BEFORE_OPERATOR = re.compile(rf"{_LITERAL}\s*[=!]==?")
# White space never yields any back: literals that stand side by side, as Python joins them, would else take for ever.
_LIST_MEMBERSHIP = re.compile(
    rf"\[\s*+({_LITERAL}(?:\s*+,\s*+{_LITERAL}){{0,399}}+)\s*+,?\s*+\]\s*+\.(?:includes|some|indexOf)\("
)
_ANY_LITERAL = re.compile(_LITERAL)
_HOST = re.compile(r"\.?(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,24})")
_LOCALE = re.compile(r"([a-z]{2})[-_]([A-Z]{2})")
_TOP_LEVEL = re.compile(r"com|net|org|edu|gov|io|ai|app|dev|cloud|tech|info|biz|[a-z]{2}")
"""The generic top-level domains that hosts of services have, and every country's; ``js``, ``md``, ``py`` and ``sh`` are
countries too, but far oftener the ends of file names."""
_REVERSED = re.compile(r"(?:com|org|net|io|dev)\.|.*\.(?:js|md|py|sh|ts|rs|so|pl|cc)$")


def compared_literals(texts: Iterable[str]) -> tuple[Hint, ...]:
    """Levels made of compared literals, the rarest first (a literal that is compared everywhere is plumbing)."""
    counts: Counter[Level] = Counter()
    for text in texts:
        for literal in _literals(text):
            counts.update(_levels(literal))
    hints: list[Hint] = []
    for factor in sorted({level.factor for level in counts}):
        levels = sorted((level for level in counts if level.factor == factor), key=lambda one: (counts[one], one.value))
        hints.extend(
            Hint(level=level, reason=f"the program compares something with {level.value!r} ({counts[level]}×)")
            for level in levels[:MAX_HINTS_PER_FACTOR]
        )
    return tuple(hints)


def _literals(text: str) -> Iterator[str]:
    for pattern in (_AFTER_OPERATOR, _BEFORE_OPERATOR):
        for match in pattern.finditer(text):
            yield match.group(1) or match.group(2)
    for match in _LIST_MEMBERSHIP.finditer(text):
        for literal in _ANY_LITERAL.finditer(match.group(1)):
            yield literal.group(1) or literal.group(2)


def _levels(literal: str) -> Iterator[Level]:
    if literal in _zones():
        yield Level(factor="timezone", value=literal)
    elif match := _LOCALE.fullmatch(literal):
        yield Level(factor="locale", value=f"{match.group(1)}_{match.group(2)}.UTF-8")
    elif _HOST.fullmatch(literal) and _TOP_LEVEL.fullmatch(literal.rpartition(".")[2]) and not _REVERSED.match(literal):
        host = literal.lstrip(".")
        yield Level(factor="base-url", value=f"https://{host}" if host == literal else f"https://gateway.{host}")


@cache
def _zones() -> frozenset[str]:
    """Zone names that mean a place; those that every program handles (UTC) are no hint."""
    return frozenset(zone for zone in zoneinfo.available_timezones() if len(zone) > 3)  # noqa: PLR2004 -- UTC, GMT, UCT
