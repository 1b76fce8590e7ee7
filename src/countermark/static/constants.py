"""Values that an expression has in every run, worked out without running anything."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias


class Undefined(Enum):
    """JavaScript's ``undefined``; ``null`` and Python's None are None."""

    UNDEFINED = "undefined"


@dataclass(frozen=True, slots=True)
class Record:
    """An object or dictionary, as its entries stand; a later entry of the same key wins when the program runs."""

    entries: tuple[tuple[Value, Value], ...]


Value: TypeAlias = "str | bytes | int | float | bool | Undefined | Record | tuple[Value, ...] | None"
"""Arrays, lists, tuples and sets are tuples, in the order in which they are written."""


@dataclass(frozen=True, slots=True)
class Constant:
    """A value; a type of its own, since the value may be None."""

    value: Value


@dataclass(frozen=True, slots=True)
class Combination:
    """The value of a node is ``combine`` of the values of other nodes; None from it means that there is none."""

    parts: tuple[int, ...]
    combine: Callable[[Sequence[Value]], Constant | None]


Step: TypeAlias = Constant | Combination | None
"""What is known of one node: its value, what it is made of, or that it is no constant."""

MAX_NODES = 1_000_000
MAX_SIZE = 1 << 26
"""A few expressions can stand for more than a machine holds (``b=a+a; c=b+b``): past this a value is not worked out."""


@dataclass(slots=True)
class _Frame:
    node: int
    combination: Combination
    done: int = 0


class Evaluator:
    """Works values out, and remembers them. Never recursive, so no nesting is too deep for it."""

    def __init__(self, step: Callable[[int], Step]) -> None:
        self._step = step
        self._known: dict[int, Constant | None] = {}
        self._sizes: dict[int, int] = {}

    def value(self, node: int) -> Constant | None:
        """The value of a node; nothing if it has none, refers to itself, or is too large."""
        if node in self._known:
            return self._known[node]
        if len(self._known) > MAX_NODES:
            self._known.clear()
            self._sizes.clear()
        frames: list[_Frame] = []
        under_way: set[int] = set()
        self._look(node, frames, under_way)
        while frames:
            frame = frames[-1]
            if frame.done < len(frame.combination.parts):
                part = frame.combination.parts[frame.done]
                if part not in self._known and part not in under_way and len(under_way) < MAX_NODES:
                    self._look(part, frames, under_way)
                    continue
                if self._known.get(part) is not None:
                    frame.done += 1
                    continue
            frames.pop()
            under_way.discard(frame.node)
            self._known[frame.node] = self._combined(frame)
        return self._known[node]

    def _look(self, node: int, frames: list[_Frame], under_way: set[int]) -> None:
        found = self._step(node)
        if isinstance(found, Combination):
            frames.append(_Frame(node, found))
            under_way.add(node)
            return
        self._known[node] = found
        self._sizes[node] = len(found.value) if found and isinstance(found.value, str | bytes) else 1

    def _combined(self, frame: _Frame) -> Constant | None:
        parts = frame.combination.parts
        if frame.done < len(parts):
            return None
        size = 1 + sum(self._sizes[part] for part in parts)
        self._sizes[frame.node] = size
        if size > MAX_SIZE:
            return None
        constants = (self._known[part] for part in parts)
        return frame.combination.combine([constant.value for constant in constants if constant])
