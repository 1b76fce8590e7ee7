"""Programs compiled by Bun: Bun itself, with a graph of modules in a section of its own or behind its end.

Source: https://github.com/oven-sh/bun, src/standalone_bun.zig (2023), src/StandaloneModuleGraph.zig (2024 and 2025),
src/standalone_graph/StandaloneModuleGraph.rs, src/elf.zig (2026); all read 2026-11.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from countermark.acquire.archives.record import Archive
from countermark.acquire.bun_graph import TRAILER, Graph, read_graph
from countermark.acquire.bun_text import decoded
from countermark.acquire.executables import Region, is_executable, read_regions
from countermark.acquire.labels import path_of
from countermark.acquire.unpacking import Origin, Unpacking, refuse
from countermark.acquire.window import Window
from countermark.errors import UnsafeArchive

_SECTIONS = frozenset({".bun", "__BUN,__bun"})
_ROOTS = ("/$bunfs/root/", "B:/~BUN/root/", "B:\\~BUN\\root\\", "compiled://root/", "/$bunfs/", "B:/~BUN/")
_SIZE_WIDTHS = (8, 4)  # Bun 1.2 widened the number before the graph from 32 to 64 bits
_MOST_TRAILERS = 64


def unpack(source: BinaryIO, into: Unpacking) -> None:
    """Every module of every graph; bytecode and source maps beside the module that they belong to.

    Bun itself carries the trailer's text among its constants. So what no section points to and what cannot be read
    is no fault, unless it lies behind the executable's own end, where Bun put graphs before 2026.
    """
    window = Window(source)
    into.read_packed(window.size_bytes)
    regions = read_regions(window)
    pointed, failures = _pointed(window, regions)
    graphs: list[Graph] = []
    for trailer in (*pointed, *_trailing(window, pointed)):
        try:
            graphs.append(read_graph(window, trailer, into.limits))
        except UnsafeArchive as failure:
            if trailer in pointed or trailer >= _own_end(regions):
                failures.append(failure)
            continue
        if trailer not in pointed:
            break
    for graph in graphs:
        _enter(graph, window, into)
    if len(graphs) > 1:
        into.note("it carries more than one graph of modules; all were read")
    if failures:
        raise failures[0]


def _pointed(window: Window, regions: tuple[Region, ...]) -> tuple[tuple[int, ...], list[UnsafeArchive]]:
    """Trailers at the ends of the graphs that Bun's own sections hold or lead to, and a failure for each that lies."""
    found: list[int] = []
    failures: list[UnsafeArchive] = []
    for region in regions:
        if region.kind != "section" or region.name not in _SECTIONS or region.size_bytes < max(_SIZE_WIDTHS):
            continue
        value = window.number(region.offset_bytes, max(_SIZE_WIDTHS))
        loaded = (each for each in regions if each.address and 0 <= value - each.address < each.size_bytes)
        starts = (region.offset_bytes, *(each.offset_bytes + value - each.address for each in loaded))
        ends = [end for start in starts for end in _ends(window, start)]
        found += ends[:1]
        if value and not ends:
            failures.append(refuse("its section for a graph of modules leads to none"))
    return tuple(dict.fromkeys(found)), failures


def _ends(window: Window, start: int) -> Iterator[int]:
    for width in _SIZE_WIDTHS:
        if window.holds(start, width):
            end = start + width + window.number(start, width) - len(TRAILER)
            if end > start and window.holds(end, len(TRAILER)) and window.read(end, len(TRAILER)) == TRAILER:
                yield end


def _trailing(window: Window, pointed: tuple[int, ...]) -> Iterator[int]:
    """The other trailers, from the last one back."""
    before = window.size_bytes
    for _ in range(_MOST_TRAILERS):
        at = window.find_last(TRAILER, before)
        if at < 0:
            return
        if at not in pointed:
            yield at
        before = at + len(TRAILER) - 1


def _own_end(regions: tuple[Region, ...]) -> int:
    """Where the executable ends by its own account; 0 where it gives none."""
    return max((each.offset_bytes + each.size_bytes for each in regions), default=0)


def _enter(graph: Graph, window: Window, into: Unpacking) -> None:
    for piece in graph.pieces:
        path = path_of(_below_root(piece.label)) + piece.suffix
        decoding = decoded(piece, window)
        origin = Origin(offset_bytes=piece.offset, label=piece.label, role=piece.role, decoded_from=decoding.encoding)
        into.write_file(path, 0o644, decoding.size_bytes, decoding.chunks(), origin)
    for complaint in graph.complaints:
        into.complain(complaint)


def _below_root(label: str) -> str:
    """A module's name without the folder that Bun invents, which differs between systems."""
    return next((label[len(root) :] for root in _ROOTS if label.startswith(root)), label)


def matches(head: bytes, name: str) -> bool:
    """Whether it is an executable at all; whether Bun's is in it shows only further on."""
    del name
    return is_executable(head)


BUN = Archive(
    id="bun", title="Program compiled by Bun", matches=matches, unpack=unpack, used_as_is=True, compresses=False
)
