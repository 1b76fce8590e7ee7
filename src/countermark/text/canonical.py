"""The canonical text: what would stand there without the marks, and what was changed, exactly.

A channel is removed whole once what it has in a part of the text is odd enough; what a reader cannot tell from ordinary
writing stays. The text is spliced, never written anew: JSON stays as it was laid out, and bytes that are no UTF-8 stay.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from countermark.text.plain_spelling import Left, changes
from countermark.text.respelling import Change
from countermark.text.splices import Splice, joined, spliced

LEVEL_BITS = 5.0
"""From this suspicion on a channel is removed: at most one in 32 ordinary documents has one."""

PART_BYTES = 65_536
"""Parts are cut at line ends from this size on, as the scanner cuts them: the size of the documents of its table."""

_MOST_ROUNDS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Canonical:
    """The canonical bytes, what was spliced to make them, and what is still there because it could not be."""

    data: bytes
    splices: tuple[Splice, ...]
    left: tuple[Left, ...]


def canonicalised(data: bytes, *, level_bits: float = LEVEL_BITS) -> Canonical:
    """``data`` without marks: total, deterministic and idempotent; ``splices.restored`` undoes it to the byte.

    What is removed may bring other marks out, so it is done until nothing is left to do. Where that does not end, the
    data is given back as it was.
    """
    made, splices = data, tuple[Splice, ...]()
    for _ in range(_MOST_ROUNDS):
        found, left = _round(made, level_bits)
        if not found:
            return Canonical(data=made, splices=splices, left=left)
        after = spliced(made, found)
        splices = joined(data, splices, found, after)
        made = after
    endless = Left(channel="", kind="", marks_total=0, why="removing marks brings out others without end")
    return Canonical(data=data, splices=(), left=(endless,))


def _round(data: bytes, level_bits: float) -> tuple[tuple[Splice, ...], tuple[Left, ...]]:
    found: list[Splice] = []
    left: list[Left] = []
    is_json = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"{", b"["}
    for start, part in _parts(data):
        text = part.decode("utf-8", "surrogateescape")
        made, over = changes(text, level_bits=level_bits, is_json=is_json)
        found += _splices(text, made, start)
        left += over
    return tuple(found), tuple(left)


def _parts(data: bytes) -> Iterator[tuple[int, bytes]]:
    start = 0
    while start < len(data):
        end = data.rfind(b"\n", start, start + PART_BYTES) + 1 if len(data) - start > PART_BYTES else len(data)
        if not end:
            end = data.find(b"\n", start + PART_BYTES) + 1 or len(data)
        yield start, data[start:end]
        start = end


def _splices(text: str, made: tuple[Change, ...], byte: int) -> Iterator[Splice]:
    at = 0
    for change in made:
        byte += len(_bytes(text[at : change.start]))
        old = _bytes(text[change.start : change.end])
        yield Splice(start=byte, old=old, new=_bytes(change.plain), channels=change.channels)
        byte, at = byte + len(old), change.end


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")
