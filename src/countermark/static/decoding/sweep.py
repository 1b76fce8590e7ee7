"""Puts everything that is worth decoding in a file through the search: the lists, each where it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from countermark.model.static import HiddenList, Where
from countermark.static.decoding import fragments, search
from countermark.static.decoding.codecs import Codec, custom_base64
from countermark.static.decoding.fragments import Fragment
from countermark.static.decoding.search import Decoded
from countermark.static.literals import Literal, LiteralKind

_DECODED_KINDS = frozenset({LiteralKind.STRING, LiteralKind.PART, LiteralKind.BYTES})

Place = Callable[[int, int], Where]


def of_program(source: bytes, literals: Iterable[Literal], where: Place) -> Iterator[HiddenList]:
    """The lists in a program's literals, rows of them, rows of numbers, and long runs elsewhere."""
    kept = [one for one in literals if one.kind in _DECODED_KINDS]
    return _whole(_decoded(_fragments(source, kept), tuple(_own_codecs(kept)), where))


def of_data(source: bytes, where: Place) -> Iterator[HiddenList]:
    """The lists in a text that is no program, but that a program may read: JSON, YAML, lines."""
    return _whole(_decoded(fragments.of_plain_text(source), (), where))


def _whole(found: Iterable[HiddenList]) -> Iterator[HiddenList]:
    """Lists that are not pieces of others: a path of a row is a list of names, and so is a line of what is wrapped."""
    every = list(found)
    return (one for one in every if not any(_is_part(one, other) for other in every))


def _is_part(one: HiddenList, other: HiddenList) -> bool:
    if one.where == other.where or not (other.where.start <= one.where.start and one.where.end <= other.where.end):
        return False
    text = "\n".join(other.entries)
    # At a line's ends there may stand halves of entries.
    return all(entry in text for entry in one.entries)


def _fragments(source: bytes, literals: list[Literal]) -> Iterator[Fragment]:
    yield from fragments.of_literals(source, literals)
    yield from fragments.of_numbers(source)
    yield from fragments.of_rest(source, literals)


def _own_codecs(literals: Iterable[Literal]) -> Iterator[Codec]:
    for digits in fragments.custom_digits(one.value for one in literals if isinstance(one.value, str)):
        yield custom_base64(digits)


def _decoded(found: Iterable[Fragment], more: tuple[Codec, ...], where: Place) -> Iterator[HiddenList]:
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
                    where=where(fragment.start, fragment.end),
                )
