"""Reads one text: parses it, applies the rules, hashes its units. Whatever is wrong with it is a stated failure."""

from __future__ import annotations

import re
import resource
from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from countermark.drive.rulebook import applied
from countermark.model.comparison import NewCode
from countermark.model.static import Finding, Where
from countermark.static.applying import apply_rules
from countermark.static.decoding.sweep import of_data
from countermark.static.javascript.rewriting import rewritten
from countermark.static.program import LANGUAGES, Program, read_program
from countermark.static.rules.hidden_lists import HIDDEN_LISTS
from countermark.static.rules.record import Subject
from countermark.static.units import Digests, NewUnit, Units, new_units, read_units

PARSING = "parsing"
"""The step in which memory is needed most: a tree for all of the text, most of which is let go afterwards."""

DATA = "data"
"""In the place of a language: a text that no program is made of, and that is only searched for encoded lists."""

READABLE = frozenset(language.id for language in LANGUAGES)

_MOST_DATA_BYTES = 64 * 1024 * 1024
_DIGEST_BYTES = 16
_EXCERPT_CHARACTERS = 400
_MOST_NAMES = 8
_ELIDED = re.compile(rb"(?:[\s,;()]*\0[\s,;()]*)+")
"""Where units within a unit stood, with nothing but separators between them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A text to read. ``rules`` are the ids of those to apply.

    ``write_units``: where to put the digests of its units (empty: not wanted). ``is_newer``: it is to be said what of
    it is new against an older version, whose digests are asked for when all else is done. ``write_rewritten``: where to
    put the text with its comparisons turned into calls (an empty file where that cannot be); nothing else is done then.
    ``waits``: tasks with a smaller number are begun before it.
    """

    path: str
    file: str
    sha256: str
    size_bytes: int
    language: str
    rules: tuple[str, ...]
    write_units: str = ""
    is_newer: bool = False
    write_rewritten: str = ""
    waits: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What reading one text came to; where ``failed`` says why it ended, nothing else is known of it.

    ``new_spans`` are the ranges of bytes that belong to new pieces themselves, and to no older one within them.
    """

    sha256: str
    parsed_bytes: int = 0
    findings: tuple[Finding, ...] = ()
    units: int = 0
    new_units: int = 0
    new_code: tuple[NewCode, ...] = ()
    new_spans: tuple[tuple[int, int], ...] = ()
    peak_bytes: int = 0
    failed: str = ""


Notice = Callable[[str], None]
Older = Callable[[], tuple[str, ...]]


def read(task: Task, notice: Notice, older: Older) -> Reading:
    """What a text holds.

    ``notice`` hears which step has begun, so that whoever waits can name it. ``older`` gives the files with the digests
    of the older version, as soon as they are all there.
    """
    if task.write_rewritten:
        return _rewrite(task, notice)
    if task.language == DATA:
        return _read_data(task, notice)
    language = next(language for language in LANGUAGES if language.id == task.language)
    notice(PARSING)
    program = read_program(Path(task.path).read_bytes(), language)
    units = None
    if task.write_units:
        notice("hashing its units")
        units = read_units(program)
        _write(units, Path(task.write_units))
    subject = Subject(file=task.file, sha256=task.sha256, program=program)
    found = apply_rules(applied(task.rules), subject, notice)
    news: tuple[NewUnit, ...] = ()
    if task.is_newer and units is not None:
        notice("waiting for the older version")
        news = new_units(program, units, _load(older()))
    return Reading(
        sha256=task.sha256,
        parsed_bytes=program.coverage.parsed_bytes,
        findings=found.findings,
        units=len(units) if units is not None else 0,
        new_units=len(news),
        new_code=tuple(_code(program, task, unit) for unit in news),
        new_spans=tuple(
            sorted((part.start, part.end) for unit in news if unit.itself or unit.names for part in unit.parts)
        ),
        peak_bytes=max(_peak_bytes(), found.peak_bytes),
    )


def _read_data(task: Task, notice: Notice) -> Reading:
    """What a text that is no program carries in encoded form."""
    if task.size_bytes > _MOST_DATA_BYTES:
        return Reading(sha256=task.sha256, failed=f"it is larger than {_MOST_DATA_BYTES:,} bytes")
    notice(f"applying {HIDDEN_LISTS.id}")

    def where(start: int, end: int) -> Where:
        return Where(file=task.file, sha256=task.sha256, start=start, end=end)

    found = tuple(of_data(Path(task.path).read_bytes(), where)) if HIDDEN_LISTS.id in task.rules else ()
    return Reading(sha256=task.sha256, parsed_bytes=task.size_bytes, findings=found, peak_bytes=_peak_bytes())


def _rewrite(task: Task, notice: Notice) -> Reading:
    """Writes a JavaScript text down with its comparisons turned into calls."""
    notice(PARSING)
    Path(task.write_rewritten).write_bytes(rewritten(Path(task.path).read_bytes()) or b"")
    return Reading(sha256=task.sha256, parsed_bytes=task.size_bytes, peak_bytes=_peak_bytes())


def _peak_bytes() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _write(units: Units, path: Path) -> None:
    path.with_suffix(".own").write_bytes(b"".join(sorted(set(units.own))))
    path.with_suffix(".whole").write_bytes(b"".join(sorted(set(units.whole))))
    path.with_suffix(".links").write_bytes(array("Q", sorted(units.links.digests())).tobytes())


def _load(paths: tuple[str, ...]) -> Digests:
    links = array("Q")
    for path in paths:
        links.frombytes(Path(path).with_suffix(".links").read_bytes())
    return Digests(_digests(paths, ".own"), _digests(paths, ".whole"), frozenset(links))


def _digests(paths: tuple[str, ...], suffix: str) -> frozenset[bytes]:
    return frozenset(digest for path in paths for digest in _pieces(Path(path).with_suffix(suffix).read_bytes()))


def _pieces(data: bytes) -> Iterator[bytes]:
    return (data[start : start + _DIGEST_BYTES] for start in range(0, len(data), _DIGEST_BYTES))


def _code(program: Program, task: Task, unit: NewUnit) -> NewCode:
    shown = _ELIDED.sub(b" \xe2\x80\xa6 ", b"\0".join(program.source[part.start : part.end] for part in unit.parts))
    return NewCode(
        where=Where(file=task.file, sha256=task.sha256, start=unit.span.start, end=unit.span.end),
        own_bytes=sum(part.end - part.start for part in unit.parts),
        itself=unit.itself,
        names=unit.names[:_MOST_NAMES],
        excerpt=shown[: 4 * _EXCERPT_CHARACTERS].decode("utf-8", "replace")[:_EXCERPT_CHARACTERS],
    )
