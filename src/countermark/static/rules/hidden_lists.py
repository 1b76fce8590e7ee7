"""Lists that the program carries in a form that nobody can read: decoded from literals, or by its own pure code."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from countermark.model.static import Finding, HiddenList
from countermark.static.decoding import fragments, search
from countermark.static.decoding.codecs import Codec, custom_base64
from countermark.static.decoding.fragments import Fragment
from countermark.static.decoding.search import Decoded
from countermark.static.evaluation.hidden import evaluated_lists
from countermark.static.literals import Literal, LiteralKind
from countermark.static.membership import ENCRYPTED, opaque_tests
from countermark.static.rules.record import Rule, Subject
from countermark.static.tries import spelled_lists

_DECODED_KINDS = frozenset({LiteralKind.STRING, LiteralKind.PART, LiteralKind.BYTES})


def _evaluated(subject: Subject) -> Iterator[Finding]:
    return evaluated_lists(subject.program, subject.engine, subject.where)


def _decoded_or_spelled(subject: Subject) -> Iterator[Finding]:
    yield from _swept(subject)
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


def _swept(subject: Subject) -> Iterator[HiddenList]:
    program = subject.program
    literals = [one for one in program.literals() if one.kind in _DECODED_KINDS]
    yield from _decoded(subject, _fragments(program.source, literals), tuple(_own_codecs(literals)))


def _fragments(source: bytes, literals: list[Literal]) -> Iterator[Fragment]:
    yield from fragments.of_literals(source, literals)
    yield from fragments.of_numbers(source)
    yield from fragments.of_rest(source, literals)


def _own_codecs(literals: Iterable[Literal]) -> Iterator[Codec]:
    for digits in fragments.custom_digits(one.value for one in literals if isinstance(one.value, str)):
        yield custom_base64(digits)


def _decoded(subject: Subject, found: Iterable[Fragment], more: tuple[Codec, ...]) -> Iterator[HiddenList]:
    known: dict[tuple[bool, tuple[str, ...]], Decoded | None] = {}
    for fragment in found:
        key = fragment.numbers, fragment.texts
        if key not in known:
            known[key] = (
                search.decode_numbers(fragment.texts) if fragment.numbers else search.decode(fragment.texts, more)
            )
            decoded = known[key]
            if decoded is not None:
                yield HiddenList(
                    kind=decoded.found.kind,
                    count=len(decoded.found.entries),
                    entries=decoded.found.entries,
                    decoder=decoded.decoder,
                    where=subject.where(fragment.start, fragment.end),
                )


HIDDEN_LISTS = Rule(
    id="hidden-lists",
    title="Lists that are carried in encoded form",
    find=_find,
    parts=_PARTS,
    join=_joined,
)
