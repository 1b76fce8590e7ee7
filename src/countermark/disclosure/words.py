"""Lists in words, short enough for a line."""

from __future__ import annotations

from collections.abc import Iterable

_SHOWN = 4


def listed(names: Iterable[str]) -> str:
    """The first few in their order, and how many more there are."""
    found = sorted(set(names))
    rest = f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
    return (", ".join(found[:_SHOWN]) or "nothing") + rest
