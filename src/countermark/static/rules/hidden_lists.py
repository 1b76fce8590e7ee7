"""Lists that the program carries in a form that nobody can read: decoded from literals, or by its own pure code."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from countermark.model.static import Finding, HiddenList, Unfinished
from countermark.static.decoding import fragments, search
from countermark.static.decoding.codecs import Codec, custom_base64
from countermark.static.decoding.fragments import Fragment
from countermark.static.decoding.search import Decoded
from countermark.static.evaluation.hidden import evaluated_lists
from countermark.static.literals import Literal, LiteralKind
from countermark.static.membership import opaque_tests
from countermark.static.rules.record import Rule, Subject
from countermark.static.tries import spelled_lists

_DECODED_KINDS = frozenset({LiteralKind.STRING, LiteralKind.PART, LiteralKind.BYTES})


def _find(subject: Subject) -> Iterator[Finding]:
    found: dict[frozenset[str], HiddenList] = {}
    for one in chain(_swept(subject), spelled_lists(subject.program, subject.where)):
        found.setdefault(frozenset(one.entries), one)
    for result in evaluated_lists(subject.program, subject.engine, subject.where):
        if isinstance(result, Unfinished):
            yield result
            continue
        entries = frozenset(result.entries)
        if not any(entries <= known for known in found):
            found[entries] = result
    found_here = tuple(found.values())
    yield from sorted(found_here, key=lambda one: one.where.start)
    decrypted = any("decryption" in one.decoder for one in found_here)
    yield from opaque_tests(subject.program, subject.where, decrypted=decrypted)


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


HIDDEN_LISTS = Rule(id="hidden-lists", title="Lists that are carried in encoded form", find=_find)
