"""Findings as lines for a terminal: what is hidden whole, the rest summed up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from countermark.model.expanded import Uninspected
from countermark.model.inspection import Excerpt, FileCoverage, Findings, StaticCoverage
from countermark.model.static import Choice, Flow, HiddenList, Where
from countermark.report import finding_words as say
from countermark.report.pen import BOLD, DIM, RED, Pen, table, wrapped
from countermark.report.words import listed, percent, plural
from countermark.text.visible import visible

MOST_ENTRIES = 400
MOST_NOTED = 6
MOST_ROWS = 30
MOST_NAMES = 40
MOST_STEPS = 60
MOST_FILES = 20
MOST_SUMMED = 10
MOST_COMPARED = 4
MOST_FLOWS = 8
MOST_TITLE = 110

Lines = dict[Where, Excerpt]


def summary_lines(found: Findings, pen: Pen) -> Iterator[str]:
    """What is hidden, and the rarest comparisons, in a line each: the rest of the report says it whole."""
    rows = [
        *((f"list-{number}", say.list_title(one)) for number, one in enumerate(found.hidden_lists, start=1)),
        *((f"choice-{n}", say.choice_title(one)) for n, one in enumerate(say.covert_choices(found), start=1)),
        *(("compared", title) for title in say.telling_predicates(found.predicates)[:MOST_COMPARED]),
        *((f"flow-{n}", _alike(title, some)) for n, (title, some) in enumerate(say.ranked_flows(found.flows), start=1)),
    ]
    if not rows:
        return
    yield ""
    for name, title in rows[:MOST_SUMMED]:
        shown = title if len(title) <= MOST_TITLE else f"{title[:MOST_TITLE]}…"
        yield f"  {pen.ink(name.ljust(10), BOLD)} {visible(shown)}"
    yield from _more(len(rows) - MOST_SUMMED, "finding", "findings")


def hidden_lines(found: Findings, lines: Lines, pen: Pen) -> Iterator[str]:
    """Hidden lists, covert choices and flows, each whole."""
    for number, one in enumerate(found.hidden_lists, start=1):
        yield from _hidden_list(f"list-{number}", one, lines, pen)
    for number, choice in enumerate(say.covert_choices(found), start=1):
        yield from _choice(f"choice-{number}", choice, lines, pen)
    groups = say.ranked_flows(found.flows)
    for number, (title, some) in enumerate(groups[:MOST_FLOWS], start=1):
        yield from _flow(f"flow-{number}", _alike(title, some), some[0], pen)
    if groups[MOST_FLOWS:]:
        yield ""
        rest = (f"flow-{n} {_alike(*group)}" for n, group in enumerate(groups[MOST_FLOWS:], start=MOST_FLOWS + 1))
        yield from pen.entry("further flows", listed(rest, MOST_ROWS), "")


def _alike(title: str, some: Sequence[Flow]) -> str:
    return f"{title} ({len(some)} ways)" if len(some) > 1 else title


def _head(name: str, title: str, pen: Pen, style: str) -> Iterator[str]:
    yield ""
    first, *rest = wrapped(title, " " * (len(name) + 2), "    ")
    yield f"{pen.ink(name, style)}{first[len(name) :]}"
    yield from rest


def _spot(where: Where, lines: Lines, pen: Pen) -> Iterator[str]:
    known = lines.get(where)
    yield from pen.entry("where", say.spot(where, known.line if known else 0, known.column if known else 0))
    if known and known.text:
        yield from pen.entry("stands there as", known.text)


def _hidden_list(name: str, one: HiddenList, lines: Lines, pen: Pen) -> Iterator[str]:
    yield from _head(name, say.list_title(one), pen, RED)
    yield from _spot(one.where, lines, pen)
    if one.note:
        yield from pen.entry("note", one.note)
    if one.compared_with:
        yield from pen.entry("compared with", listed(one.compared_with, MOST_NAMES))
    if one.entries:
        yield from pen.entry("entries", listed(one.entries, MOST_ENTRIES))


def _choice(name: str, one: Choice, lines: Lines, pen: Pen) -> Iterator[str]:
    yield from _head(name, say.choice_title(one), pen, RED)
    yield from _spot(one.where, lines, pen)
    if one.condition:
        yield from pen.entry("decided by", one.condition)
    for text in say.text_lines(one.texts):
        yield from wrapped(text, "    ", "      ")


def _flow(name: str, title: str, one: Flow, pen: Pen) -> Iterator[str]:
    yield from _head(name, title, pen, BOLD)
    for number, step in enumerate(one.steps[:MOST_STEPS], start=1):
        note = f"{step.note}: " if step.note else ""
        yield from wrapped(f"{number}. {note}{step.excerpt}", "  ", "      ")
        yield pen.ink(f"      {say.spot(step.where)}", DIM)
    if len(one.steps) > MOST_STEPS:
        yield f"  and {len(one.steps) - MOST_STEPS} more steps"


def inventory_lines(found: Findings, pen: Pen, said: str = "") -> Iterator[str]:
    """Comparisons, destinations, reads, loading of code and tables; ``said`` goes before each title (``new ``)."""
    yield from _predicates(found, pen, said)
    yield from _destinations(found, pen, said)
    yield from _reads(found, pen, said)
    yield from _loading(found, pen, said)
    tables = len(found.choices) - len(say.covert_choices(found))
    if tables:
        yield from pen.section(_title(f"{said}tables of texts that look the same"))
        yield from wrapped(f"{plural(tables, 'table')}; nothing in the program chooses by them.", "  ")


def _title(text: str) -> str:
    return text[:1].upper() + text[1:]


def _predicates(found: Findings, pen: Pen, said: str) -> Iterator[str]:
    if not found.predicates:
        return
    yield from pen.section(_title(f"{said}comparisons of what was read: {len(found.predicates):,}"))
    groups = say.predicate_groups(found.predicates)
    for title, rows in groups[:MOST_ROWS]:
        yield from pen.entry(title, listed(rows, 6))
    yield from _more(len(groups) - MOST_ROWS, "thing that is compared", "things that are compared")


def _destinations(found: Findings, pen: Pen, said: str) -> Iterator[str]:
    if not found.destinations:
        return
    hosts = say.host_groups(found.destinations)
    asked = say.asked_hosts(found.destinations)
    first = f", requests to the first {asked} are seen in the program" if asked else ""
    yield from pen.section(_title(f"{said}destinations: {plural(len(hosts), 'host')}{first}"))
    yield from wrapped(listed((say.counted(name, count) for name, count in hosts), MOST_NAMES), "  ")


def _reads(found: Findings, pen: Pen, said: str) -> Iterator[str]:
    if not found.reads:
        return
    yield from pen.section(_title(f"{said}reads of the machine: {plural(len(found.reads), 'place')}"))
    for kind, names in say.read_groups(found.reads):
        text = listed((say.counted(name, count) for name, count in names), MOST_NAMES)
        yield from pen.entry(f"{kind}, {plural(len(names), 'name')}", text)


def _loading(found: Findings, pen: Pen, said: str) -> Iterator[str]:
    if not found.code_loading:
        return
    yield from pen.section(_title(f"{said}code that was not shipped"))
    kinds: dict[str, list[str]] = {}
    for one in found.code_loading:
        kinds.setdefault(say.LOADING_KINDS[one.kind], []).append(one.excerpt)
    for kind, excerpts in kinds.items():
        yield from pen.entry(f"{kind}, {plural(len(excerpts), 'place')}", excerpts[0])


def _more(count: int, one: str, many: str) -> Iterator[str]:
    if count > 0:
        yield f"  and {plural(count, one, many)} more"


_OTHERS = (
    ("declarations", "declaration of types", "not searched"),
    ("searched", "text that is no program", "searched for encoded lists only"),
    ("data", "text that is no program", "not searched"),
)


def coverage_lines(covered: StaticCoverage, pen: Pen) -> Iterator[str]:
    """How much was read: the sums, then the files, the largest first."""
    yield from pen.section("What was read")
    yield from wrapped(coverage_text(covered), "  ")
    programs = [file for file in covered.files if file.state not in say.NO_PROGRAMS]
    rows = [("read", "bytes", "language", "file"), *(_row(file) for file in programs[:MOST_FILES])]
    yield from table(rows)
    yield from _more(len(programs) - MOST_FILES, "program text", "program texts")
    for state, title, what in _OTHERS:
        some = [file for file in covered.files if file.state == state]
        if some:
            size = sum(file.total_bytes for file in some)
            titles = title.replace("declaration", "declarations").replace("text that is", "texts that are")
            yield from wrapped(f"{plural(len(some), title, titles)} ({size:,} bytes) {what}", "  ")
    noted = [file for file in covered.files if file.state in say.NO_PROGRAMS - {"declarations"} and file.reason]
    if noted:
        yield from wrapped(listed((f"{file.name}: {file.reason}" for file in noted), MOST_NOTED), "  ")


def coverage_text(covered: StaticCoverage) -> str:
    """``100 % of 13,162,571 bytes of program text in 2 files``."""
    programs = sum(file.state not in say.NO_PROGRAMS for file in covered.files)
    share = covered.bytes_parsed / covered.bytes_total if covered.bytes_total else 0.0
    return f"{percent(share)} of {covered.bytes_total:,} bytes of program text in {plural(programs, 'file')}"


def _row(file: FileCoverage) -> tuple[str, str, str, str]:
    share = file.parsed_bytes / file.total_bytes if file.total_bytes else 1.0
    said = f"{file.name}{f' (and {len(file.copies)} copies)' if file.copies else ''}"
    if file.reason:
        said += f": {file.reason}"
    return (percent(share), f"{file.total_bytes:,}", file.language or "–", said)


def uninspected_lines(found: Iterable[Uninspected], pen: Pen) -> Iterator[str]:
    """What could run and was not read, by kind, the largest named."""
    kinds: dict[str, list[Uninspected]] = {}
    for one in found:
        kinds.setdefault(one.kind, []).append(one)
    for kind, some in sorted(kinds.items()):
        size = sum(one.size_bytes for one in some)
        largest = sorted(some, key=lambda one: (-one.size_bytes, one.where))
        names = listed((f"{one.where} (sha256 {one.sha256[:12] or 'unknown'}…)" for one in largest), 4)
        yield from pen.entry(f"{kind.replace('-', ' ')}, {plural(len(some), 'file')}, {size:,} bytes", names)


def reason_lines(because: Sequence[str]) -> Iterator[str]:
    """Why it is not complete."""
    for reason in because:
        yield from wrapped(reason, "  - ")
