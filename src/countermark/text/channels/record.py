"""What a text channel is: a way in which texts differ that a reader does not see or does not mind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """An equivalence of texts.

    Two texts with one ``canonical`` form differ in this channel alone. ``canonical`` is total and idempotent; its
    result is for comparison, not for show.
    """

    id: str
    title: str
    canonical: Callable[[str], str]
