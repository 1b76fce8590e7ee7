"""Where a program ran otherwise with a signal than without it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from countermark.model.inspection import Excerpt
from countermark.model.static_evidence import Origin


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Span:
    """A half-open range of UTF-16 code units of a script, as the program's runtime counts them."""

    script: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SpanText:
    """What stands at a span, as sealed with an audit; ``excerpt`` is ``None`` where its text could not be had."""

    span: Span
    excerpt: Excerpt | None


BranchKind = Literal["branch", "function", "count"]
"""How a place tells: a branch is taken or not, a whole function runs or not, or something runs more often or less."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """A place of the program that ran otherwise where a signal, or a piece of it, said one of ``texts``.

    ``runs`` is how many runs were compared. ``origins`` are findings in the program text that meet the place.
    """

    kind: BranchKind
    span: Span
    texts: tuple[str | None, ...]
    runs: int
    excerpt: Excerpt | None = None
    origins: tuple[Origin, ...] = ()
