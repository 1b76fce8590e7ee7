"""What a probe wrote, as comparisons. Whatever a program made of the log, what can be read is read, and no more."""

from __future__ import annotations

from collections.abc import Iterator

from countermark.model.probes import Comparison
from countermark.observe.log_lines import objects

MOST_TEXTS = 20_000
"""Of one comparison; a program that compares with more is told by these."""

_MOST_CHARACTERS = 4096


def comparisons(log: bytes) -> tuple[Comparison, ...]:
    """The comparisons of a log, those of one place and operator as one, in the order in which they came up.

    Total and deterministic; lines that are not of the form are left out.
    """
    found: dict[tuple[str, str, str, str], dict[str, None]] = {}
    for factor, operator, at, digest, others in _lines(log):
        texts = found.setdefault((factor, operator, at, digest), {})
        for text in others:
            if len(texts) < MOST_TEXTS:
                texts[text] = None
    return tuple(
        Comparison(factor=factor, operator=operator, texts=tuple(texts), at=at, digest=digest)
        for (factor, operator, at, digest), texts in found.items()
        if texts
    )


def _lines(log: bytes) -> Iterator[tuple[str, str, str, str, list[str]]]:
    for said in objects(log):
        names = [said.get("factor"), said.get("operator"), said.get("at"), said.get("digest", "")]
        others = said.get("others")
        if all(isinstance(name, str) for name in names) and isinstance(others, list):
            factor, operator, at, digest = (str(name)[:_MOST_CHARACTERS] for name in names)
            yield (
                factor,
                operator,
                at,
                digest,
                [text for text in others if isinstance(text, str) and len(text) <= _MOST_CHARACTERS],
            )
