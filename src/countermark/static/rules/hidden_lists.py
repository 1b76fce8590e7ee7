"""Lists that the program carries in a form that nobody can read: decoded from literals, or by its own pure code."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from countermark.model.static import Finding, HiddenList
from countermark.static.decoding import sweep
from countermark.static.decoding.escaped import escaped_lists
from countermark.static.evaluation.hidden import evaluated_lists
from countermark.static.membership import ENCRYPTED, opaque_tests
from countermark.static.rules.record import Rule, Subject
from countermark.static.tries import spelled_lists


def _evaluated(subject: Subject) -> Iterator[Finding]:
    return evaluated_lists(subject.program, subject.engine, subject.where)


def _decoded_or_spelled(subject: Subject) -> Iterator[Finding]:
    program = subject.program
    yield from sweep.of_program(program.source, program.literals(), subject.where)
    yield from escaped_lists(program.source, program.syntax, program.literals(), subject.where)
    yield from spelled_lists(subject.program, subject.where)


def _opaque(subject: Subject) -> Iterator[Finding]:
    return opaque_tests(subject.program, subject.where)


def _joined(_: Subject, found: Sequence[tuple[Finding, ...]]) -> Iterator[Finding]:
    """Each list once: as it was decoded, if it was, since that says more of the way."""
    evaluated, decoded, opaque = found
    lists: dict[frozenset[str], HiddenList] = {}
    for one in decoded:
        if isinstance(one, HiddenList):
            lists.setdefault(frozenset(one.entries), one)
    for one in evaluated:
        if isinstance(one, HiddenList):
            entries = frozenset(one.entries)
            if not any(entries <= known for known in lists):
                lists[entries] = one
    yield from (one for one in (*evaluated, *decoded) if not isinstance(one, HiddenList))
    yield from sorted(lists.values(), key=lambda one: one.where.start)
    decrypted = any("decryption" in one.decoder for one in lists.values())
    yield from (one for one in opaque if not (decrypted and isinstance(one, HiddenList) and one.note == ENCRYPTED))


_PARTS = (_evaluated, _decoded_or_spelled, _opaque)


def _find(subject: Subject) -> Iterator[Finding]:
    return _joined(subject, [tuple(part(subject)) for part in _PARTS])


HIDDEN_LISTS = Rule(
    id="hidden-lists",
    title="Lists that are carried in encoded form",
    find=_find,
    parts=_PARTS,
    join=_joined,
)
