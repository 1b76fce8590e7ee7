"""Parts of bytes that were put in the place of others: done, joined, and undone to the byte."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True, slots=True, kw_only=True)
class Splice:
    """``new`` stands in the place of ``old``, which began at byte ``start`` of the original; channels say why."""

    start: int
    old: bytes
    new: bytes
    channels: tuple[str, ...] = ()

    @property
    def end(self) -> int:
        """The byte after ``old`` in the original."""
        return self.start + len(self.old)

    @property
    def shift(self) -> int:
        """By how much what follows is moved."""
        return len(self.new) - len(self.old)


class NotSpliced(ValueError):
    """The bytes are not those that the splices made."""


def spliced(data: bytes, splices: Iterable[Splice]) -> bytes:
    """``data`` with the splices done; they are in order and do not overlap."""
    parts, at = [], 0
    for one in splices:
        parts += [data[at : one.start], one.new]
        at = one.end
    return b"".join((*parts, data[at:]))


def restored(data: bytes, splices: Iterable[Splice]) -> bytes:
    """What ``data`` was before the splices.

    Raises:
        NotSpliced: something else stands there than they wrote.
    """
    parts, at, shift = [], 0, 0
    for one in splices:
        start, end = one.start + shift, one.start + shift + len(one.new)
        if not at <= start <= end <= len(data) or data[start:end] != one.new:
            raise NotSpliced(f"what was written at byte {start} does not stand there")
        parts += [data[at:start], one.old]
        at, shift = end, shift + one.shift
    return b"".join((*parts, data[at:]))


class _Range(NamedTuple):
    """Half-open, in the bytes between two rounds of splices."""

    start: int
    end: int
    before: int
    after: int
    channels: tuple[str, ...]


def joined(original: bytes, first: Sequence[Splice], second: Sequence[Splice], final: bytes) -> tuple[Splice, ...]:
    """The splices that make ``final`` of ``original``, as ``first`` does and then ``second``; touching ones are one."""
    found: list[Splice] = []
    before = after = 0
    for group in _groups(first, second):
        start, end = group[0].start, max(one.end for one in group)
        a, c = start - before, start + after
        before += sum(one.before for one in group)
        after += sum(one.after for one in group)
        old, new = original[a : end - before], final[c : end + after]
        channels = dict.fromkeys(name for one in group for name in one.channels)
        if old != new:
            found.append(Splice(start=a, old=old, new=new, channels=tuple(channels)))
    return tuple(found)


def _groups(first: Sequence[Splice], second: Sequence[Splice]) -> Iterator[list[_Range]]:
    ranges = [_Range(one.start, one.end, 0, one.shift, one.channels) for one in second]
    shift = 0
    for one in first:
        start = one.start + shift
        ranges.append(_Range(start, start + len(one.new), one.shift, 0, one.channels))
        shift += one.shift
    group: list[_Range] = []
    end = 0
    for item in sorted(ranges):
        if group and item.start > end:
            yield group
            group, end = [], 0
        group.append(item)
        end = max(end, item.end)
    if group:
        yield group
