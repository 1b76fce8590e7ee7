"""Where a signal is decided, as each report says it."""

from __future__ import annotations

from dataclasses import replace

from countermark.model.branches import Branch, Span
from countermark.model.inspection import Excerpt
from countermark.model.static import Where
from countermark.model.static_evidence import Origin
from countermark.report.branch_parts import branch_parts
from countermark.report.formats import html, terminal
from unit.report import samples

COVERT = samples.covert()

WHERE = Where(file="main.mjs", sha256="0" * 64, start=20, end=30)
BRANCH = Branch(
    kind="branch",
    span=Span(script="file:///opt/target/main.mjs", start=18, end=28),
    texts=("<blink>", None),
    runs=12,
    excerpt=Excerpt(where=WHERE, line=3, column=7, text='a ? "<blink>\x1b[31m" : ""'),
    origins=(Origin(kind="choice", number=2), Origin(kind="flow", number=1)),
)


def test_the_document_has_bytes_and_what_agrees() -> None:
    signal = replace(COVERT.signals[0], branches=(BRANCH, replace(BRANCH, excerpt=None, origins=())))
    first, second = branch_parts(signal)
    assert first.where is not None
    assert (first.where.start, first.where.line, first.texts) == (20, 3, ["<blink>", None])
    assert first.agrees_with == ["choice 2", "the slice"]
    assert (second.where, second.script, second.agrees_with) == (None, "file:///opt/target/main.mjs", [])


def test_people_are_told_where_and_nothing_of_the_program_is_let_through() -> None:
    signal = replace(COVERT.signals[0], branches=(BRANCH,))
    audit = replace(COVERT, signals=(signal,))
    shown = terminal.render(audit)
    assert "where it happens" in shown
    assert "main.mjs, bytes 20 to 30 (line 3, column 7)" in shown
    assert "\x1b[31m" not in shown
    page = html.FORMAT.render(audit)
    assert "Where it happens, as executed" in page
    assert "<blink>" not in page
    assert "&lt;blink&gt;" in page
