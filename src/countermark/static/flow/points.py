"""Where a value stands, and where it goes next. Tuples with names: a large file makes a million of them."""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple


class Grade(IntEnum):
    """What is left of a value: itself or a part of it, a text that holds it, or only what it decided."""

    VALUE = 0
    TEXT = 1
    DECIDED = 2


ANY = "*"
"""A member of whatever name: what an interface list or parsed JSON holds is the value all over."""
PIECE = "[]"
"""A piece of the value, in an array of such: what ``split`` gives."""
ITEM = "[*]"
"""The value as an item of an array beside others."""
CALLED = "()"
"""What a function gives, where the function itself stands."""


class Point(NamedTuple):
    """An expression that holds the value; with ``path``, it is that member of that member of what it gives."""

    node: int
    path: tuple[str, ...] = ()


class Onward(NamedTuple):
    """Where a value goes, and what happens to it on the way.

    ``crosses``: 1 where it enters or leaves a function. ``enters`` is the call by which it enters ``function``;
    ``leaves``: ``point`` is one of the calls of ``function``, which it comes back to.
    """

    point: Point
    note: str = ""
    grade: Grade = Grade.VALUE
    crosses: int = 0
    enters: int = 0
    leaves: bool = False
    function: int = 0
