"""A covert signal on a terminal, whole: where, when, how sure, and every text with its differences marked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from countermark.model.verdict import Signal
from countermark.report import words
from countermark.report.contrast import pieces, spans
from countermark.report.grouping import rows
from countermark.report.pen import BOLD, DIM, Pen, wrapped
from countermark.report.states import State, states
from countermark.text.visible import code_point

CONTEXT = 36
MOST_STATES = 16
MOST_NAMED = 12
MOST_ALSO = 3
MOST_LEVELS = 2
DIGEST_SHOWN = 16
LOOK_ALIKE = "look-alike"


def signal_lines(signal: Signal, pen: Pen) -> Iterator[str]:
    """The signal."""
    yield ""
    title = f"{signal.id}  {words.channel_title(signal)}, up to {words.bits(signal.bits)} per request"
    yield pen.ink(title, BOLD)
    if signal.summary:
        yield from wrapped(signal.summary, "  ")
    yield from pen.entry("where", words.where(signal.where))
    yield from _also(signal, pen)
    yield from pen.entry("trigger", words.trigger(signal.trigger, MOST_LEVELS + 1))
    for number, component in enumerate(signal.components, 1):
        text = f"{component.channel}, {words.bits(component.bits)}, {words.trigger(component.trigger, MOST_LEVELS)}"
        yield from pen.entry(f"part {number}", text)
    yield from pen.entry("sure", words.how_sure(signal.confidence))
    if signal.evidence:
        found = (
            f"run {item.run}, bytes {item.offset} to {item.offset + item.length} of blobs/{item.blob[:DIGEST_SHOWN]}…"
            for item in signal.evidence
        )
        yield from pen.entry("evidence", "; ".join(found))
    yield from _states(signal, pen)


def _also(signal: Signal, pen: Pen) -> Iterator[str]:
    if len(signal.also) <= MOST_ALSO:
        for address in signal.also:
            yield from pen.entry("also", words.where(address))
        return
    for row in rows(signal.also):
        yield from pen.entry(
            "also", f"{'; '.join(phrase.text for phrase in row.phrases)} of {words.listed(row.exchanges, MOST_ALSO)}"
        )


def _states(signal: Signal, pen: Pen) -> Iterator[str]:
    yield f"  {pen.ink('what is sent', DIM)}:"
    every = states(signal.table)
    shown = every[:MOST_STATES]
    texts = [state.text for state in shown if state.text is not None]
    found = spans(texts)
    differing = iter(found)
    for state in shown:
        if state.text is None:
            yield f"    {pen.ink('(nothing)', DIM)}"
        else:
            yield "    " + pen.pieces(pieces(state.text, next(differing), context=CONTEXT, most=80))
        yield from _whens(state)
    if len(every) > len(shown):
        yield f"    and {words.plural(len(every) - len(shown), 'more state')} (in the HTML and JSON reports)"
    names = _named(signal.channel, [text[a:b] for text, some in zip(texts, found, strict=True) for a, b in some])
    if names:
        yield from pen.entry("characters", ", ".join(names))


def _whens(state: State) -> Iterator[str]:
    for number, when in enumerate(state.whens):
        yield from wrapped(words.trigger(when, MOST_LEVELS), "      when " if number == 0 else "      or ", " " * 9)


def _named(channel: str, texts: Sequence[str]) -> list[str]:
    """What a reader could mistake in what differs, by code point; of plain letters and digits only look-alikes."""
    every = dict.fromkeys("".join(texts))
    plain = "" if LOOK_ALIKE in channel else "abcdefghijklmnopqrstuvwxyz0123456789"
    odd = [char for char in every if char.lower() not in plain]
    if len(every) > MOST_NAMED:
        odd = [char for char in odd if not " " <= char <= "~"]
    names = [f"{point.label} {point.name}" for point in map(code_point, odd[:MOST_NAMED])]
    return [*names, f"and {len(odd) - MOST_NAMED} more"] if len(odd) > MOST_NAMED else names
