"""Writes down in which order a run's requests began and were answered, as far as the tool decided it.

Two requests that are under way at the same time are raced by the machine, so which of them began first says nothing:
what counts is that one was answered before another began. Requests that begin with none answered between them stand
in one group, in the order of their names, and so do those answered with none begun between them.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass

MOST_REQUESTS = 40
"""The first of a run; what a tool does at its start is short, and pairs of requests are many."""

BEGUN, ANSWERED = "<", ">"


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """When a request came and when it was answered; seconds since the run began."""

    role: str
    began_s: float
    answered_s: float


def sequence(spans: Iterable[Span]) -> str:
    """One line for each beginning (``<role``) and each answer (``>role``), in the order of time."""
    first = sorted(spans, key=lambda span: (span.began_s, span.role))[:MOST_REQUESTS]
    # An answer at the very instant of another request's beginning may be its cause.
    events = [(span.began_s, 1, span.role) for span in first] + [(span.answered_s, 0, span.role) for span in first]
    groups = itertools.groupby(sorted(events), key=lambda event: event[1])
    return "\n".join(
        f"{BEGUN if begins else ANSWERED}{role}" for begins, group in groups for role in sorted(one[2] for one in group)
    )
