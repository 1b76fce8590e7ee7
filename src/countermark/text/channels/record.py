"""What a text channel is: a way in which texts differ that a reader does not see or does not mind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from countermark.model.marks import Pattern


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """An equivalence of texts, and how to find in one text what uses it.

    Two texts with one ``canonical`` form differ in this channel alone. ``canonical`` is total and idempotent; its
    result is for comparison, not for show. ``find`` gives what stands in one text that a plain text would not have and
    that no rule of writing explains, by kinds. It is total; a text that keeps to one way of writing gives nothing.
    """

    id: str
    title: str
    canonical: Callable[[str], str]
    find: Callable[[str], tuple[Pattern, ...]]
