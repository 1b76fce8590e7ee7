"""What stands at the places of findings, while the texts are still at hand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from countermark.model.inspection import Excerpt
from countermark.model.static import Where

_BLANKS = re.compile(r"[ \t\r\n]+")  # and no others: they may be what is to be shown
_AROUND_BYTES = 40
_MOST_BYTES = 240


def excerpts(places: Iterable[Where], paths: dict[str, Path]) -> tuple[Excerpt, ...]:
    """An excerpt for each distinct place, by file and offset; ``paths`` says where each file is."""
    by_file: dict[str, set[Where]] = {}
    for where in places:
        by_file.setdefault(where.file, set()).add(where)
    found: list[Excerpt] = []
    for file in sorted(by_file):
        if file in paths:
            found.extend(_of_file(sorted(by_file[file], key=lambda one: (one.start, one.end)), paths[file]))
    return tuple(found)


def _of_file(places: list[Where], path: Path) -> Iterator[Excerpt]:
    """In the order of the file, so that lines and columns are counted through it once."""
    data = path.read_bytes()
    line, column, at = 1, 1, 0
    for where in places:
        start = min(where.start, len(data))
        newlines = data.count(b"\n", at, start)
        if newlines:
            line, column, at = line + newlines, 1, data.rindex(b"\n", at, start) + 1
        column += len(data[at:start].decode("utf-8", "replace"))
        at = start
        yield Excerpt(where=where, line=line, column=column, text=_text(data, start, min(where.end, len(data))))


def _text(data: bytes, start: int, end: int) -> str:
    """The place with a little around it, on one line; cut in its middle where it is long."""
    first, last = max(0, start - _AROUND_BYTES), min(len(data), end + _AROUND_BYTES)
    head, tail = "…" * (first > 0), "…" * (last < len(data))
    if last - first > _MOST_BYTES:
        shown = (
            f"{_decoded(data[first : first + _MOST_BYTES * 2 // 3])} … {_decoded(data[last - _MOST_BYTES // 3 : last])}"
        )
    else:
        shown = _decoded(data[first:last])
    return f"{head}{shown}{tail}"


def _decoded(piece: bytes) -> str:
    """A piece may begin or end within a character."""
    return _BLANKS.sub(" ", piece.decode("utf-8", "replace").strip("\ufffd"))
