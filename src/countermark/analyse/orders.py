"""Tells the order of members apart from which members there are.

A list of keys or headers changes when a member comes or goes, which anyone sees. Its order carries something only
where members that two lists share stand in another order, or are written in another case.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

Members = tuple[str, ...]
_Key = tuple[str, int]
"""A member whatever its case, and which of several it is."""


def moved_members(lists: Sequence[Members]) -> tuple[Members, ...]:
    """Each list without the members that stand in one order, and in one spelling, in all of ``lists``.

    The order that the lists are held against is that of the first, with the later lists' further members put in
    behind the one that they follow there. Equal sets of members give equal results exactly when their order and
    spelling are equal. Total and deterministic.
    """
    keyed = [_keys(members) for members in lists]
    place = {key: number for number, key in enumerate(_reference(keyed))}
    moved = {key for keys in keyed for key in _out_of_order(keys, place)}
    spellings: dict[_Key, set[str]] = {}
    for members, keys in zip(lists, keyed, strict=True):
        for member, key in zip(members, keys, strict=True):
            spellings.setdefault(key, set()).add(member)
    moved |= {key for key, found in spellings.items() if len(found) > 1}
    return tuple(
        tuple(member for member, key in zip(members, keys, strict=True) if key in moved)
        for members, keys in zip(lists, keyed, strict=True)
    )


def _keys(members: Members) -> list[_Key]:
    counts: Counter[str] = Counter()
    keys = []
    for member in members:
        folded = member.casefold()
        keys.append((folded, counts[folded]))
        counts[folded] += 1
    return keys


def _reference(lists: Iterable[list[_Key]]) -> list[_Key]:
    known: set[_Key] = set()
    order: list[_Key] = []
    for keys in lists:
        if known.issuperset(keys):
            continue
        following: dict[_Key | None, list[_Key]] = {}
        previous: _Key | None = None
        for key in keys:
            if key in known:
                previous = key
            else:
                following.setdefault(previous, []).append(key)
        order = [*following.get(None, ()), *(one for key in order for one in (key, *following.get(key, ())))]
        known.update(keys)
    return order


def _out_of_order(keys: list[_Key], place: dict[_Key, int]) -> set[_Key]:
    """The members of which another stands on the wrong side."""
    moved: set[_Key] = set()
    highest = -1
    for key in keys:
        if place[key] < highest:
            moved.add(key)
        highest = max(highest, place[key])
    lowest = len(place)
    for key in reversed(keys):
        if place[key] > lowest:
            moved.add(key)
        lowest = min(lowest, place[key])
    return moved
