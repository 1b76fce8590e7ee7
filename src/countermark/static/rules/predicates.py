"""What is compared with what: a value that came from the machine, and the literals that it meets."""

from __future__ import annotations

from collections.abc import Iterator

from countermark.model.static import Predicate
from countermark.static.environment import sites
from countermark.static.flow.forward import follow
from countermark.static.flow.steps import Stepper
from countermark.static.rules.reads import as_read
from countermark.static.rules.record import Rule, Subject

_LISTED = frozenset({"endsWith", "startsWith", "includes", "has", "endswith", "startswith", "in", "not in", "switch"})
"""Told even where the list is not constant: it may be a hidden one."""

_POINTS = 250
"""How far a value is followed to what it is compared with; further on, hardly anything of it is left."""


def _find(subject: Subject) -> Iterator[Predicate]:
    stepper = Stepper(subject.program)
    seen: set[tuple[int, int]] = set()
    for site in sites(subject.program):
        trace = follow(stepper, site.node, most=_POINTS, itself=True)
        for comparison in trace.comparisons:
            says_something = comparison.literals or comparison.operator in _LISTED
            if says_something and (site.node, comparison.node) not in seen:
                seen.add((site.node, comparison.node))
                yield Predicate(
                    read=as_read(subject, site),
                    operator=comparison.operator,
                    literals=comparison.literals,
                    where=subject.at(comparison.node),
                )


PREDICATES = Rule(id="predicates", title="What reads of the machine are compared with", find=_find)
