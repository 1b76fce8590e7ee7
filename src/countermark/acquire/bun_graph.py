"""The table of modules in a program compiled by Bun, whatever version wrote it.

A graph is its contents, then the table, then the offsets, then the trailer. Source: as in ``archives/bun.py``.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

from countermark.acquire.limits import Limits
from countermark.acquire.unpacking import refuse
from countermark.acquire.window import Window
from countermark.errors import UnsafeArchive

TRAILER = b"\n---- Bun! ----\n"
# byte_count, modules (offset, length), entry point, and with 1.2.19 exec argv (offset, length) and flags or padding.
_OFFSETS = {32: struct.Struct("<QIIIIII"), 24: struct.Struct("<QIII4x")}
_POINTER = struct.Struct("<II")
_FLAG_BYTES = 4
# Pointers of a record, in order: 28 bytes hold the first three (2023), 36 four (1.1.30), 52 all six (1.3).
_FIELDS = ("name", "contents", "sourcemap", "bytecode", "module_info", "bytecode_origin_path")
_RECORD_BYTES = (52, 36, 28, 44, 60, 68)
_ENCODING, _LOADER = 0, 1
_ENCODED_RECORD_BYTES = 36  # below, the order of the last four bytes differs between versions
_SCRIPT_LOADERS = frozenset(range(4))  # jsx, js, ts, tsx
_MOST_FLAG = 63
_SAMPLE = 16  # records by which the layout is told
_NAME_BYTES = 4096
_GAP_BYTES = 4096
_SLACK_BYTES = 256  # bytecode is aligned, and counted with what follows it


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A part of a module: what it belongs to (``label``), what of it this is (``suffix``), where it stands.

    ``encoding`` is Bun's number: 0 bytes, 1 Latin-1, 2 UTF-16; -1 where the record does not say.
    """

    label: str
    suffix: str
    role: str
    offset: int
    size: int
    encoding: int = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Graph:
    """Everything that a table names, what no record names, and what is wrong with it."""

    pieces: tuple[Piece, ...]
    complaints: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """A graph's bytes in the file, and its table's in the graph."""

    base: int
    size: int
    table: int
    table_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Record:
    """One module as it stands in the table; pointers are (offset, length) in the graph."""

    pointers: tuple[tuple[int, int], ...]
    flags: bytes

    def fits(self, place: _Place) -> bool:
        return all(length == 0 or offset + length <= place.size for offset, length in self.pointers)


def read_graph(window: Window, trailer: int, limits: Limits) -> Graph:
    """The graph that ends at a trailer; raises ``UnsafeArchive`` where there is none."""
    failure = refuse("a trailer of Bun stands in it, and no graph of modules before it")
    for size, layout in _OFFSETS.items():
        if trailer < size:
            continue
        byte_count, table, table_bytes, entry, *_ = layout.unpack(window.read(trailer - size, size))
        place = _Place(base=trailer - size - byte_count, size=byte_count, table=table, table_bytes=table_bytes)
        if place.base < 0 or not table_bytes or table + table_bytes > byte_count:
            continue
        try:
            return _read_table(window, place, entry, limits)
        except UnsafeArchive as error:
            failure = error
    raise failure


def _read_table(window: Window, place: _Place, entry: int, limits: Limits) -> Graph:
    if place.table_bytes > limits.modules * _RECORD_BYTES[0]:
        raise refuse(f"its graph claims more than {limits.modules:,} modules")
    raw = window.read(place.base + place.table, place.table_bytes)
    fitting = [size for size in _RECORD_BYTES if place.table_bytes % size == 0]
    sound = {
        size: sum(each.is_sound for each in _modules(window, place, raw[: size * _SAMPLE], size)) for size in fitting
    }
    size = max(fitting, key=lambda size: sound[size], default=0)  # of equals the first, which is the likeliest
    if not sound.get(size):
        raise refuse("its graph of modules has records of no known layout, or of lies")
    return _graph(place, _modules(window, place, raw, size), entry)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Module:
    """A record with its name, and whether both make sense."""

    name: str
    record: _Record
    is_sound: bool
    record_bytes: int


def _modules(window: Window, place: _Place, raw: bytes, size: int) -> tuple[_Module, ...]:
    found: list[_Module] = []
    for start in range(0, len(raw), size):
        flags = raw[start + size - _FLAG_BYTES : start + size]
        pointers = tuple(_POINTER.iter_unpack(raw[start : start + size - _FLAG_BYTES]))
        record = _Record(pointers=pointers, flags=flags)
        name = _name(window, place, *record.pointers[0])
        sound = bool(name) and record.fits(place) and (size < _ENCODED_RECORD_BYTES or max(flags) <= _MOST_FLAG)
        found.append(_Module(name=name, record=record, is_sound=sound, record_bytes=size))
    return tuple(found)


def _name(window: Window, place: _Place, offset: int, length: int) -> str:
    """The name at a pointer; empty where none can be."""
    if not 0 < length <= _NAME_BYTES or offset + length > place.size:
        return ""
    raw = window.read(place.base + offset, length)
    return "" if b"\0" in raw else raw.decode("utf-8", "backslashreplace")


def _graph(place: _Place, modules: tuple[_Module, ...], entry: int) -> Graph:
    pieces: list[Piece] = []
    lying = sum(not each.is_sound for each in modules)
    complaints = [f"{lying:,} of its {len(modules):,} records of modules name what is not there"] if lying else []
    for module in modules:
        if module.is_sound:
            pieces += _pieces(place, module)
    if sum(piece.size for piece in pieces) > place.size + _SLACK_BYTES * len(modules):
        raise refuse("the modules of its graph claim more bytes than it holds")
    if entry >= len(modules):
        complaints.append("its graph of modules begins with a module that is not there")
    return Graph(pieces=(*pieces, *_gaps(place, modules)), complaints=tuple(complaints))


def _pieces(place: _Place, module: _Module) -> list[Piece]:
    named = dict(zip(_FIELDS, module.record.pointers, strict=False))
    tells = module.record_bytes >= _ENCODED_RECORD_BYTES
    is_script = tells and module.record.flags[_LOADER] in _SCRIPT_LOADERS
    parts = (
        ("contents", "", "program" if is_script else "", module.record.flags[_ENCODING] if tells else -1),
        ("sourcemap", ".map", "source-map", -1),
        ("bytecode", ".jsc", "bytecode", -1),
        ("module_info", ".module-info", "bytecode", -1),
    )
    return [
        Piece(
            label=module.name,
            suffix=suffix,
            role=role,
            offset=place.base + named[field][0],
            size=named[field][1],
            encoding=encoding,
        )
        for field, suffix, role, encoding in parts
        if field in named and named[field][1]
    ]


def _gaps(place: _Place, modules: tuple[_Module, ...]) -> list[Piece]:
    """What lies in the graph and is named by no record: tables of later versions, or something hidden."""
    spans = [pointer for module in modules if module.is_sound for pointer in module.record.pointers]
    spans.append((place.table, place.table_bytes))
    gaps: list[Piece] = []
    reached = 0
    for offset, length in (*sorted(spans), (place.size, 0)):
        if offset - reached >= _GAP_BYTES:
            label = f"unnamed-{reached}"
            gaps.append(Piece(label=label, suffix="", role="gap", offset=place.base + reached, size=offset - reached))
        reached = max(reached, offset + length)
    return gaps
