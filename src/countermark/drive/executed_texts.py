"""What stands at spans of scripts that a program ran, while its files are still at hand."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from countermark.drive.excerpts import excerpts
from countermark.lab.environment import ARTIFACT
from countermark.model.branches import Span, SpanText
from countermark.model.static import Where

_UNIT_BYTES = 2


def span_texts(spans: Iterable[Span], root: str) -> tuple[SpanText, ...]:
    """What stands at each span, in their order; ``root`` is the target on this machine."""
    by_script: dict[str, list[Span]] = {}
    for span in sorted(spans):
        by_script.setdefault(span.script, []).append(span)
    found: list[SpanText] = []
    for script, some in by_script.items():
        path = script_path(script, root)
        wheres = dict(_wheres(some, path, Path(root))) if path else {}
        file = {where.file: path for where in wheres.values() if path}
        shown = {one.where: one for one in excerpts(wheres.values(), file)}
        found.extend(SpanText(span=span, excerpt=shown.get(wheres[span]) if span in wheres else None) for span in some)
    return tuple(found)


def script_path(script: str, root: str) -> Path | None:
    """The file below ``root``, the target, that a script's name in the lab stands for; nothing for other scripts."""
    inside = unquote(urlsplit(script).path) if script.startswith("file:") else script
    if not inside.startswith(f"{ARTIFACT}/"):
        return None
    top = Path(root).resolve()
    path = (top / inside.removeprefix(f"{ARTIFACT}/")).resolve()
    return path if path.is_relative_to(top) and path.is_file() else None


def _wheres(spans: list[Span], path: Path, root: Path) -> Iterator[tuple[Span, Where]]:
    """Bytes of the file for spans of what the runtime reads it as; nothing where that is not known to be the file."""
    data = path.read_bytes()
    try:
        units = data.decode("utf-8").encode("utf-16-le")
    except UnicodeDecodeError:
        return
    offsets = _offsets(sorted({at for span in spans for at in (span.start, span.end)}), units)
    file, sha256 = path.relative_to(root.resolve()).as_posix(), hashlib.sha256(data).hexdigest()
    for span in spans:
        if span.start in offsets and span.end in offsets:
            where = Where(file=file, sha256=sha256, start=offsets[span.start], end=offsets[span.end])
            yield span, where


def _offsets(ats: list[int], units: bytes) -> dict[int, int]:
    """Byte offsets in UTF-8 by offsets in code units, those within the text; a sorted list is gone through once."""
    found: dict[int, int] = {}
    before, length = 0, 0
    for at in ats:
        if at * _UNIT_BYTES > len(units):
            break
        piece = units[before * _UNIT_BYTES : at * _UNIT_BYTES].decode("utf-16-le", "surrogatepass")
        length += len(piece.encode("utf-8", "surrogatepass"))
        before, found[at] = at, length
    return found
