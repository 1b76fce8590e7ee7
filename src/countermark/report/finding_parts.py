"""Findings as JSON: the shapes that ``inspect``, ``diff`` and ``history`` share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from countermark.model.expanded import TextComparison, Uninspected, Violation
from countermark.model.inspection import Excerpt, FileCoverage, Findings, StaticCoverage
from countermark.model.static import (
    Choice,
    CodeLoading,
    Destination,
    Flow,
    Form,
    HiddenList,
    ListKind,
    LoadingKind,
    Passage,
    Predicate,
    Read,
    ReadKind,
    SinkKind,
    Unfinished,
    Use,
    Where,
)
from countermark.model.target import Target
from countermark.report.parts import ArtifactPart, Part, Sha256, TargetPart

Lines = Mapping[Where, Excerpt]


class PlacePart(Part):
    """Bytes ``start`` to ``end`` (half-open) of a file of the target; ``line`` and ``column`` count from 1 (else 0).

    ``file`` is relative to the target's root; ``name!/…`` lies in a container, of which ``coverage.files`` tells.
    """

    file: str
    sha256: str
    start: int
    end: int
    line: int
    column: int
    excerpt: str


class HiddenListPart(Part):
    """A list that the program carries in a form that nobody can read; ``decoder`` says how the entries come out.

    ``compared_with`` names the reads of the machine that are compared with it; empty: that is not known.
    """

    kind: ListKind
    count: int
    entries: list[str]
    decoder: list[str]
    opaque: bool
    note: str
    compared_with: list[str]
    where: PlacePart


class ChoicePart(Part):
    """A choice between texts that look the same; of the form ``table`` where they merely stand side by side."""

    form: Form
    texts: list[str]
    channels: list[str]
    condition: str
    where: PlacePart


class ReadPart(Part):
    """A place that asks the machine something."""

    kind: ReadKind
    name: str
    computed: bool
    where: PlacePart


class PredicatePart(Part):
    """What was read is compared with literals; ``list_where`` is the place of the hidden list that they come out of."""

    read: ReadPart
    operator: str
    literals: list[str]
    where: PlacePart
    list_where: PlacePart | None


class DestinationReadPart(Part):
    """Somewhere the program may send to; ``where`` is the first of ``count`` places.

    ``use``: ``asked`` by a request, ``stated`` by itself, or ``mentioned`` in a text that is to be read.
    """

    kind: Literal["url", "host", "address"]
    value: str
    host: str
    count: int
    where: PlacePart
    use: Use


class FlowStepPart(Part):
    """A piece of a slice."""

    excerpt: str
    note: str
    where: PlacePart


class FlowPart(Part):
    """What was read from the machine reaches something that is sent.

    ``through`` says what makes it suspicious; ``is_cut``: the value goes to more places than were followed.
    """

    sources: list[ReadPart]
    sink: SinkKind
    steps: list[FlowStepPart]
    through: list[Passage]
    is_cut: bool


class CodeLoadingPart(Part):
    """The program runs, or may be switched by, what was not in the package."""

    kind: LoadingKind
    excerpt: str
    where: PlacePart


class UnfinishedPart(Part):
    """Something that a rule could not finish."""

    rule: str
    reason: str
    where: PlacePart | None


class FindingsPart(Part):
    """Findings by kind."""

    hidden_lists: list[HiddenListPart]
    choices: list[ChoicePart]
    predicates: list[PredicatePart]
    reads: list[ReadPart]
    destinations: list[DestinationReadPart]
    flows: list[FlowPart]
    code_loading: list[CodeLoadingPart]
    unfinished: list[UnfinishedPart]


class FilePart(Part):
    """How much of one text was understood; ``copies`` have the very same bytes."""

    file: str
    name: str
    copies: list[str]
    containers: list[str]
    offset_bytes: int | None
    sha256: Sha256
    language: str
    state: Literal["read", "partly-read", "failed", "no-reader", "declarations", "data", "searched"]
    total_bytes: int
    parsed_bytes: int
    reason: str


class StaticCoveragePart(Part):
    """What was read; ``bytes_total`` counts what should be readable, each text once."""

    files: list[FilePart]
    bytes_total: int
    bytes_parsed: int


class UninspectedPart(Part):
    """Something that could run or be run, and was not read."""

    where: str
    sha256: str
    size_bytes: int
    kind: str
    why: str


class ViolationPart(Part):
    """A container that breaks a rule or a limit: what stands behind that point of it was not read."""

    where: str
    kind: str
    why: str


class TextDifferencePart(Part):
    """A program text that not all builds carry alike, with each build's digest (empty where it is missing)."""

    name: str
    sha256: list[str]


class BuildPart(Part):
    """What a build has that the first one has not, whatever things are called in each of them."""

    label: str
    units: int
    new_units: int
    new_bytes: int
    excerpts: list[str]
    failed_files: int


class PlatformsPart(Part):
    """Whether builds for several systems carry the same program text; ``apart``: how each differs from the first."""

    labels: list[str]
    is_same: bool
    shared_files: int
    shared_bytes: int
    differing: list[TextDifferencePart]
    unread: list[str]
    apart: list[BuildPart]


def by_place(excerpts: Sequence[Excerpt]) -> Lines:
    """Excerpts by their place."""
    return {one.where: one for one in excerpts}


def place(where: Where, lines: Lines) -> PlacePart:
    """A place, with its line where that is known."""
    known = lines.get(where)
    return PlacePart(
        file=where.file,
        sha256=where.sha256,
        start=where.start,
        end=where.end,
        line=known.line if known else 0,
        column=known.column if known else 0,
        excerpt=known.text if known else "",
    )


def findings_part(found: Findings, lines: Lines) -> FindingsPart:
    """Findings as JSON."""
    return FindingsPart(
        hidden_lists=[hidden_list(one, lines) for one in found.hidden_lists],
        choices=[choice(one, lines) for one in found.choices],
        predicates=[_predicate(one, lines) for one in found.predicates],
        reads=[_read(one, lines) for one in found.reads],
        destinations=[_destination(one, lines) for one in found.destinations],
        flows=[flow(one, lines) for one in found.flows],
        code_loading=[_loading(one, lines) for one in found.code_loading],
        unfinished=[_unfinished(one, lines) for one in found.unfinished],
    )


def hidden_list(one: HiddenList, lines: Lines) -> HiddenListPart:
    """A hidden list as JSON."""
    return HiddenListPart(
        kind=one.kind,
        count=one.count,
        entries=list(one.entries),
        decoder=list(one.decoder),
        opaque=one.opaque,
        note=one.note,
        compared_with=list(one.compared_with),
        where=place(one.where, lines),
    )


def choice(one: Choice, lines: Lines) -> ChoicePart:
    """A choice as JSON."""
    return ChoicePart(
        form=one.form,
        texts=list(one.texts),
        channels=list(one.channels),
        condition=one.condition,
        where=place(one.where, lines),
    )


def _read(one: Read, lines: Lines) -> ReadPart:
    return ReadPart(kind=one.kind, name=one.name, computed=one.computed, where=place(one.where, lines))


def _predicate(one: Predicate, lines: Lines) -> PredicatePart:
    return PredicatePart(
        read=_read(one.read, lines),
        operator=one.operator,
        literals=list(one.literals),
        where=place(one.where, lines),
        list_where=None if one.list_where is None else place(one.list_where, lines),
    )


def _destination(one: Destination, lines: Lines) -> DestinationReadPart:
    return DestinationReadPart(
        kind=one.kind, value=one.value, host=one.host, count=one.count, where=place(one.where, lines), use=one.use
    )


def flow(one: Flow, lines: Lines) -> FlowPart:
    """A slice as JSON."""
    return FlowPart(
        sources=[_read(read, lines) for read in one.sources],
        sink=one.sink,
        steps=[
            FlowStepPart(excerpt=step.excerpt, note=step.note, where=place(step.where, lines)) for step in one.steps
        ],
        through=list(one.through),
        is_cut=one.is_cut,
    )


def _loading(one: CodeLoading, lines: Lines) -> CodeLoadingPart:
    return CodeLoadingPart(kind=one.kind, excerpt=one.excerpt, where=place(one.where, lines))


def _unfinished(one: Unfinished, lines: Lines) -> UnfinishedPart:
    where = None if one.where is None else place(one.where, lines)
    return UnfinishedPart(rule=one.rule, reason=one.reason, where=where)


def coverage_part(covered: StaticCoverage) -> StaticCoveragePart:
    """Coverage as JSON."""
    return StaticCoveragePart(
        files=[_file(file) for file in covered.files],
        bytes_total=covered.bytes_total,
        bytes_parsed=covered.bytes_parsed,
    )


def _file(file: FileCoverage) -> FilePart:
    return FilePart(
        file=file.file,
        name=file.name,
        copies=list(file.copies),
        containers=list(file.containers),
        offset_bytes=file.offset_bytes,
        sha256=file.sha256,
        language=file.language,
        state=file.state,
        total_bytes=file.total_bytes,
        parsed_bytes=file.parsed_bytes,
        reason=file.reason,
    )


def target_part(target: Target) -> TargetPart:
    """A target as JSON."""
    return TargetPart(
        purl=target.purl,
        name=target.name,
        version=target.version,
        platform=target.platform,
        artifacts=[ArtifactPart(name=a.name, sha256=a.sha256, size_bytes=a.size_bytes) for a in target.artifacts],
    )


def uninspected_part(one: Uninspected) -> UninspectedPart:
    """Something that was not read, as JSON."""
    return UninspectedPart(where=one.where, sha256=one.sha256, size_bytes=one.size_bytes, kind=one.kind, why=one.why)


def violation_part(one: Violation) -> ViolationPart:
    """A broken rule, as JSON."""
    return ViolationPart(where=one.where, kind=one.kind, why=one.why)


def platforms_part(compared: TextComparison | None) -> PlatformsPart | None:
    """A comparison of builds, as JSON."""
    if compared is None:
        return None
    return PlatformsPart(
        labels=list(compared.labels),
        is_same=compared.is_same,
        shared_files=compared.shared_files,
        shared_bytes=compared.shared_bytes,
        differing=[TextDifferencePart(name=row.name, sha256=list(row.sha256)) for row in compared.differing],
        unread=list(compared.unread),
        apart=[
            BuildPart(
                label=build.label,
                units=build.units,
                new_units=build.new_units,
                new_bytes=build.new_bytes,
                excerpts=list(build.excerpts),
                failed_files=build.failed_files,
            )
            for build in compared.apart
        ],
    )
