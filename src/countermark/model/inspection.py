"""What reading a target came to: what was found, and how much of what was shipped could be read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from countermark.model.expanded import TextComparison, Uninspected, Violation
from countermark.model.outcome import Outcome
from countermark.model.provenance import Duration, NamedVersion
from countermark.model.run import Skipped
from countermark.model.static import (
    Choice,
    CodeLoading,
    Destination,
    Flow,
    HiddenList,
    Predicate,
    Read,
    Unfinished,
    Where,
)
from countermark.model.target import Target

FileState = Literal["read", "partly-read", "failed", "no-reader", "declarations", "data", "searched"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What the rules found, by kind; each in the order of files and places."""

    hidden_lists: tuple[HiddenList, ...] = ()
    choices: tuple[Choice, ...] = ()
    flows: tuple[Flow, ...] = ()
    predicates: tuple[Predicate, ...] = ()
    destinations: tuple[Destination, ...] = ()
    reads: tuple[Read, ...] = ()
    code_loading: tuple[CodeLoading, ...] = ()
    unfinished: tuple[Unfinished, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FileCoverage:
    """How much of one text was understood.

    ``file`` is what ``Where.file`` says; ``name`` names it in full (``outer!/inner``); ``copies`` are the files with
    the very same bytes, which were not read again. ``containers`` are the kinds of what it lay in, the outermost
    first, ``offset_bytes`` where it begins in the innermost. ``language`` is empty for data. ``reason``: why it was
    not read whole.

    ``state``: ``declarations`` hold types only and never run; ``data`` are texts that no program is made of,
    and ``searched`` those of them in which encoded lists were looked for;
    ``no-reader`` is program text in a language for which there is none.
    """

    file: str
    name: str
    copies: tuple[str, ...]
    containers: tuple[str, ...]
    offset_bytes: int | None
    sha256: str
    language: str
    state: FileState
    total_bytes: int
    parsed_bytes: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StaticCoverage:
    """What was read of the program text; ``bytes_total`` counts what should be readable, each text once."""

    files: tuple[FileCoverage, ...]
    bytes_total: int
    bytes_parsed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpt:
    """What stands at a place, with a little around it, cut to a readable length; lines and columns count from 1."""

    where: Where
    line: int
    column: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleName:
    """A rule that was applied."""

    id: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """Everything that reading one target says, ready to be rendered.

    ``platforms`` compares the program text of builds for several systems, where that was asked for.
    ``peak_bytes`` is the most memory that one reading process took.
    """

    target: Target
    outcome: Outcome
    incomplete_because: tuple[str, ...]
    findings: Findings
    excerpts: tuple[Excerpt, ...]
    rules: tuple[RuleName, ...]
    coverage: StaticCoverage
    uninspected: tuple[Uninspected, ...]
    violations: tuple[Violation, ...]
    skipped: tuple[Skipped, ...]
    notes: tuple[str, ...]
    media_files: int
    media_bytes: int
    platforms: TextComparison | None
    timing: tuple[Duration, ...]
    peak_bytes: int
    versions: tuple[NamedVersion, ...]
