"""The compiled part of the scanner: proves of most texts, at the speed of memory, that no channel would speak of them.

It is optional. Without it every text is looked at by the finder, and what is found is the same.
"""

from __future__ import annotations

import ctypes
import math
import re
import secrets
from collections.abc import Sequence as Several
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from pathlib import Path

from countermark.text.sign_rules import PRIVATE_PLANES, RULES, needs
from countermark.text.signs import Built, Points, Sequence

_RULES, _WAYS, _SEQUENCES, _CLASSES, _LONGEST, _BUCKETS = 63, 16, 160, 128, 16, 8
_BUILT = ("hexadecimal", "names", "headers", "header-case", "colon", "comma", "beyond-ascii")
_POINTS = 0x110000
_MEMBERS = 7
_NEVER = 0xFFFFFFFF
_WHOLE = 1 << 63
_LIBRARIES = ("_sweep_avx512.so", "_sweep_avx2.so")


class _Sequence(ctypes.Structure):
    _fields_ = [  # type: ignore[mutable-override] # typeshed has it wider
        *(
            (name, ctypes.c_uint8)
            for name in ("length", "anchor", "rule", "way", "has_lead", "skipped", "lead", "unused")
        ),
        ("item", ctypes.c_uint8 * _LONGEST),
    ]


class _Member(ctypes.Structure):
    _fields_ = [(name, ctypes.c_uint8) for name in ("rule", "way", "before", "after")]  # type: ignore[mutable-override] # typeshed has it wider


class _Point(ctypes.Structure):
    _fields_ = [("count", ctypes.c_uint8), ("member", _Member * _MEMBERS), ("unused", ctypes.c_uint8 * 3)]  # type: ignore[mutable-override] # typeshed has it wider


class _Tables(ctypes.Structure):
    _fields_ = [  # type: ignore[mutable-override] # typeshed has it wider
        ("teddy", ctypes.c_uint8 * 16 * 2 * 3),
        ("classes", ctypes.c_uint8 * 256 * _CLASSES),
        ("sequence", _Sequence * _SEQUENCES),
        ("likely", ctypes.c_uint32 * 256 * 3 * _BUCKETS),
        ("bucket", ctypes.c_uint8 * (_BUCKETS + 1)),
        ("built", ctypes.c_uint8 * len(_BUILT)),
        ("several", ctypes.c_uint8 * _RULES),
        ("need", ctypes.c_uint32 * _RULES),
        ("point", _Point * 256),
        ("point_of", ctypes.c_char_p),
        ("seed", ctypes.c_uint64),
    ]


class _Facts(ctypes.Structure):
    _fields_ = [(name, ctypes.c_uint64) for name in ("awake", "newlines", "continuations", "is_ascii")]  # type: ignore[mutable-override] # typeshed has it wider


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Which channels may find something in a text; ``None`` where it must be looked at whole.

    ``lines`` are its line ends. ``characters`` are those of its bytes, where they are UTF-8.
    """

    channels: frozenset[str] | None
    lines: int
    characters: int


class Engine:
    """Looks at texts for one level of suspicion. Not for several threads at once."""

    def __init__(self, library: ctypes.CDLL, level_bits: float) -> None:
        self._tables = _tables(level_bits)
        self._points = self._tables.point_of
        self._look = library.quick_look
        self._free = library.quick_free
        self._facts = _Facts()
        self._known: dict[int, frozenset[str] | None] = {0: frozenset()}
        self._handle = library.quick_new(ctypes.byref(self._tables))
        if not self._handle:
            raise OSError("this processor cannot run it")

    def close(self) -> None:
        """Its memory is given back."""
        if self._handle:
            self._free(self._handle)
            self._handle = None

    def look(self, address: int, size: int) -> Look:
        """What the bytes at an address have signs of."""
        awake = self._look(self._handle, address, size, ctypes.byref(self._facts))
        found = self._known.get(awake, self)
        if found is self:
            found = self._known[awake] = _channels(awake)
        return Look(
            channels=found,  # type: ignore[arg-type] # self stands for what is not known yet
            lines=self._facts.newlines,
            characters=size - self._facts.continuations,
        )


def _channels(awake: int) -> frozenset[str] | None:
    if awake & _WHOLE:
        return None
    return frozenset(rule.channel for number, rule in enumerate(RULES) if awake >> number & 1)


def engine(level_bits: float) -> Engine | None:
    """The engine for a level; ``None`` where it was not built or cannot run here."""
    for library in _libraries():
        try:
            return Engine(library, level_bits)
        except OSError:
            continue
    return None


@lru_cache(maxsize=1)
def _libraries() -> tuple[ctypes.CDLL, ...]:
    found = []
    for name in _LIBRARIES:
        try:
            library = ctypes.CDLL(str(Path(__file__).with_name(name)))
        except OSError:
            continue
        library.quick_new.restype = ctypes.c_void_p
        library.quick_new.argtypes = [ctypes.POINTER(_Tables)]
        library.quick_free.restype = None
        library.quick_free.argtypes = [ctypes.c_void_p]
        library.quick_size.restype = ctypes.c_size_t
        library.quick_look.restype = ctypes.c_uint64
        library.quick_look.argtypes = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_size_t, ctypes.POINTER(_Facts)]
        if library.quick_size() == ctypes.sizeof(_Tables):  # else it was built from another version
            found.append(library)
    return tuple(found)


def _tables(level_bits: float) -> _Tables:
    tables = _Tables()
    classes = _Classes(tables)
    tables.seed = secrets.randbits(64)
    sequences: list[tuple[Sequence, int, int]] = []
    points: list[tuple[Points, int, int]] = []
    for number, (rule, need) in enumerate(zip(RULES, needs(level_bits), strict=True)):
        tables.need[number] = _NEVER if need is None else need
        tables.several[number] = len(rule.ways) > 1
        for way, signs in enumerate(rule.ways):
            for sign in signs:
                match sign:
                    case Sequence():
                        sequences.append((sign, number, way))
                    case Points():
                        points.append((sign, number, way))
                    case Built():
                        tables.built[_BUILT.index(sign.name)] = number
    _fill_points(tables, points, classes)
    _fill_sequences(tables, sequences, classes)
    return tables


class _Classes:
    """Classes of bytes, each once."""

    def __init__(self, tables: _Tables) -> None:
        self._tables = tables
        self._numbers: dict[bytes, int] = {}

    def number(self, item: str) -> int:
        table = _members(item)
        if table not in self._numbers:
            self._numbers[table] = len(self._numbers)
            ctypes.memmove(self._tables.classes[self._numbers[table]], table, 256)
        return self._numbers[table]


@lru_cache(maxsize=256)
def _members(item: str) -> bytes:
    pattern = re.compile(item.encode("latin-1"))
    return bytes(bool(pattern.fullmatch(bytes((byte,)))) for byte in range(256))


def _fill_points(tables: _Tables, points: Several[tuple[Points, int, int]], classes: _Classes) -> None:
    """Characters with the same memberships share an entry; entry 0 has none."""
    of: dict[str, list[int]] = {}
    for number, (sign, _, _) in enumerate(points):
        for char in sign.chars:
            of.setdefault(char, []).append(number)
    table = bytearray(_POINTS)
    entries: dict[tuple[int, ...], int] = {}
    for char, numbers in of.items():
        key = tuple(numbers)
        if key not in entries:
            entries[key] = len(entries) + 1
            entry = tables.point[entries[key]]
            entry.count = len(key)
            for at, number in enumerate(key):
                sign, rule, way = points[number]
                entry.member[at] = _Member(rule, way, classes.number(sign.before), classes.number(sign.after))
        table[ord(char)] = entries[key]
    table[PRIVATE_PLANES:] = bytes((table[PRIVATE_PLANES],)) * (_POINTS - PRIVATE_PLANES)
    tables.point_of = bytes(table)


def _fill_sequences(tables: _Tables, sequences: Several[tuple[Sequence, int, int]], classes: _Classes) -> None:
    groups = _grouped([_anchored(sign) for sign, _, _ in sequences])
    at = 0
    for bucket, group in enumerate(groups):
        tables.bucket[bucket] = at
        for member in group:
            sign, rule, way = sequences[member]
            items = [classes.number(item) for item in sign.items]
            skipped, lead = (classes.number(item) for item in sign.lead or ("x", "x"))
            tables.sequence[at] = _Sequence(
                *(len(items), sign.at, rule, way, bool(sign.lead), skipped, lead, 0),
                (ctypes.c_uint8 * _LONGEST)(*items),
            )
            at += 1
            for place, members in enumerate(_anchored(sign)):
                for byte in range(256):
                    if members[byte]:
                        tables.likely[bucket][place][byte] |= 1 << (at - 1 - tables.bucket[bucket])
                        tables.teddy[place][0][byte & 15] |= 1 << bucket
                        tables.teddy[place][1][byte >> 4] |= 1 << bucket
    for bucket in range(len(groups), _BUCKETS + 1):
        tables.bucket[bucket] = at


def _anchored(sign: Sequence) -> tuple[bytes, ...]:
    """The classes of the three bytes by which a sequence is noticed."""
    items = [*sign.items[sign.at : sign.at + 3], r"[\x00-\xff]", r"[\x00-\xff]"][:3]
    return tuple(_members(item) for item in items)


def _grouped(anchors: Several[tuple[bytes, ...]]) -> list[list[int]]:
    """Sequences in at most eight groups, those together that are noticed by alike bytes."""
    alike: dict[tuple[bytes, ...], list[int]] = {}
    for number, anchor in enumerate(anchors):
        alike.setdefault(anchor, []).append(number)
    groups = {at: (members, _halves(anchor)) for at, (anchor, members) in enumerate(alike.items())}
    costs = {(one, other): _cost(groups[one], groups[other]) for one, other in combinations(groups, 2)}
    while len(groups) > _BUCKETS:
        one, other = min(costs, key=costs.__getitem__)
        left, right = groups.pop(one), groups.pop(other)
        costs = {pair: cost for pair, cost in costs.items() if not {one, other} & set(pair)}
        new, joined = max(one, other, *groups) + 1, _joined(left[1], right[1])
        joint = (left[0] + right[0], joined)
        costs |= {(at, new): _cost(group, joint) for at, group in groups.items()}
        groups[new] = joint
    return [members for members, _ in groups.values()]


_Halves = tuple[tuple[int, int], ...]
_MOST_OF_A_BUCKET = 32
"""The sequences of a bucket are bits of one number."""


def _cost(one: tuple[list[int], _Halves], other: tuple[list[int], _Halves]) -> float:
    if len(one[0]) + len(other[0]) > _MOST_OF_A_BUCKET:
        return math.inf
    return _noise(_joined(one[1], other[1])) - _noise(one[1]) - _noise(other[1])


def _halves(anchor: tuple[bytes, ...]) -> _Halves:
    """For each byte the low and the high halves that may stand there, as bits."""
    return tuple(
        (
            sum(1 << low for low in {byte & 15 for byte in range(256) if members[byte]}),
            sum(1 << high for high in {byte >> 4 for byte in range(256) if members[byte]}),
        )
        for members in anchor
    )


def _joined(one: _Halves, other: _Halves) -> _Halves:
    return tuple((a | c, b | d) for (a, b), (c, d) in zip(one, other, strict=True))


_SHARES = (0.01, 0.01, 0.22, 0.08, 0.05, 0.05, 0.32, 0.26) + (0.0,) * 8
"""How often bytes with these high halves stand in ordinary text, nearly: it decides speed alone."""


_INDENTED = 0.05
"""How often three blanks stand in a row."""


@lru_cache(maxsize=8192)
def _noise(halves: _Halves) -> float:
    found = 1.0
    for low, high in halves:
        found *= low.bit_count() / 16 * sum(share for place, share in enumerate(_SHARES) if high >> place & 1)
    return found + _INDENTED * all(low & 1 and high >> 2 & 1 for low, high in halves)
