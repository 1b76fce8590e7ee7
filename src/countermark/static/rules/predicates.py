"""What is compared with what: a value that came from the machine, and the literals that it meets."""

from __future__ import annotations

from collections.abc import Iterator

from countermark.model.static import Predicate, ReadKind
from countermark.static.environment import sites
from countermark.static.flow.comparisons import Comparison
from countermark.static.flow.starts import Tracer
from countermark.static.rules.reads import as_read
from countermark.static.rules.record import Rule, Subject

_LISTED = frozenset({"endsWith", "startsWith", "includes", "has", "endswith", "startswith", "in", "not in", "test"})
"""Told even where the list is not constant: it may be a hidden one."""

_POINTS = 250
"""How far a value is followed to what it is compared with; further on, hardly anything of it is left."""

_ONLY_WORDS = frozenset({"process", "variables", "platform", "working-folder"})
"""Of these only comparisons with words say anything: a program's exit code is asked everywhere."""

_PLAIN = frozenset({"", "0", "1", "-1", "/", "\\", ".", ":"})
"""Whether there is something at all, and where it is cut: no comparison with anything that was chosen."""


def _find(subject: Subject) -> Iterator[Predicate]:
    tracer = Tracer(subject.program, subject.earlier)
    seen: set[tuple[int, int]] = set()
    named = frozenset(site.node for site in sites(subject.program) if not site.computed)
    for site in sites(subject.program):
        for start in tracer.starts(site):
            trace = tracer.follow(start, most=_POINTS, itself=True)
            for one, state in trace.comparisons.items():
                is_another = site.computed and trace.passes(state, named)
                if _says(one, site.kind) and (site.node, one.node) not in seen and not is_another:
                    seen.add((site.node, one.node))
                    yield Predicate(
                        read=as_read(subject, site),
                        operator=one.operator,
                        literals=one.literals,
                        where=subject.at(one.node),
                        list_where=one.list_where,
                    )


def _says(one: Comparison, kind: ReadKind) -> bool:
    if kind in _ONLY_WORDS:
        return any(sum(map(str.isalpha, literal)) > 1 for literal in one.literals)
    if kind != "time-zone" and one.literals and _PLAIN.issuperset(one.literals):
        return False
    return bool(one.literals) or one.operator in _LISTED


PREDICATES = Rule(id="predicates", title="What reads of the machine are compared with", find=_find, is_late=True)
