"""Findings of several releases put together where they are the same thing, and the release to read next."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from countermark.drive.gathering import fingerprint
from countermark.model.comparison import Change, Release, Thread
from countermark.model.static import Choice, HiddenList

_ALIKE = 0.5
"""Of all entries of two lists, this share must be common to both: then one is the other, edited."""

Told = HiddenList | Choice


@dataclass(frozen=True, slots=True)
class _Group:
    first: Told
    entries: set[str]
    names: set[str]


def grid(count: int, points: int) -> tuple[int, ...]:
    """About ``points`` places spread evenly over ``count``, both ends among them."""
    if count <= points:
        return tuple(range(count))
    return tuple(sorted({round(index * (count - 1) / (points - 1)) for index in range(points)}))


def next_place(present: Sequence[bool | None], closed: frozenset[int]) -> int | None:
    """The place to look at, in order to see where a thing comes or goes; ``None`` when that is known.

    ``present`` says for each place whether the thing is there (``None``: not looked at), ``closed`` are those that
    cannot be looked at.
    """
    known = [index for index, there in enumerate(present) if there is not None]
    for before, after in pairwise(known):
        if present[before] != present[after]:
            between = [index for index in range(before + 1, after) if index not in closed]
            if between:
                middle = (before + after) / 2
                return min(between, key=lambda index: (abs(index - middle), index))
    return None


def grouped(found: Mapping[int, Sequence[Told]]) -> list[tuple[Told, frozenset[int], str]]:
    """Each thing that was found in any release: as the earliest has it, the releases that have it, its fingerprint."""
    groups: list[tuple[_Group, set[int]]] = []
    for index in sorted(found):
        for one in found[index]:
            name = fingerprint(one)
            for group, places in groups:
                if name in group.names or _is_edited(one, group):
                    places.add(index)
                    group.names.add(name)
                    group.entries.update(_entries(one))
                    break
            else:
                groups.append((_Group(one, set(_entries(one)), {name}), {index}))
    return [(group.first, frozenset(places), fingerprint(group.first)) for group, places in groups]


def _is_edited(one: Told, group: _Group) -> bool:
    if not isinstance(one, HiddenList) or not isinstance(group.first, HiddenList):
        return False
    entries = _entries(one)
    return bool(entries) and len(entries & group.entries) >= _ALIKE * len(entries | group.entries)


def _entries(one: Told) -> set[str]:
    return set(one.entries) if isinstance(one, HiddenList) else set()


def threads(found: Mapping[int, Sequence[Told]], releases: Sequence[Release]) -> tuple[Thread, ...]:
    """Every thing with where it comes and goes; those that do either stand first, in the order in which they came.

    ``found`` is by place in ``releases``.
    """
    groups = grouped(found)
    first_place = {name: min(places) for _, places, name in groups}
    made = [
        Thread(
            fingerprint=name,
            finding=first,
            present=tuple(releases[index].version for index in sorted(places)),
            absent=tuple(releases[index].version for index in sorted(found) if index not in places),
            changes=tuple(_changes(places, sorted(found), releases)),
        )
        for first, places, name in groups
    ]
    return tuple(
        sorted(
            made,
            key=lambda one: (
                not one.changes,
                first_place[one.fingerprint],
                isinstance(one.finding, Choice),
                -_size(one.finding),
                one.fingerprint,
            ),
        )
    )


def _size(one: Told) -> int:
    return one.count if isinstance(one, HiddenList) else len(one.texts)


def _changes(places: frozenset[int], read: Sequence[int], releases: Sequence[Release]) -> Iterable[Change]:
    for before, after in pairwise(read):
        if (before in places) != (after in places):
            yield Change(
                kind="appeared" if after in places else "disappeared",
                before=releases[before].version,
                version=releases[after].version,
                published=releases[after].published,
                between=tuple(release.version for release in releases[before + 1 : after]),
            )


def expected_reads(count: int, points: int) -> int:
    """About how many releases will be read if something comes once and goes once."""
    gap = max(1, math.ceil(count / max(1, points - 1)))
    return min(count, points + 2 * math.ceil(math.log2(gap + 1)))
