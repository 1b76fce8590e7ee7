"""A JavaScript text with its comparisons by operators turned into calls: whoever stands in for them sees both sides.

Nothing that the program computes changes: each call is given what stood on both sides, in its order, and does what the
operator did; its first argument is the byte at which it stood. No line gets another number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from countermark.static.javascript import kinds as k
from countermark.static.javascript.grammar import JAVASCRIPT
from countermark.static.syntax import Syntax, parse

SYMBOL = "observed"
"""``globalThis[Symbol.for(SYMBOL)]`` is who stands in for operators, where somebody does."""

_OPERATORS = {"===": "e", "!==": "n", "==": "q", "!=": "x", "in": "i"}
_TOKENS = {JAVASCRIPT.token(text): name for text, name in _OPERATORS.items()}
_ALONE = "{e:(_,a,b)=>a===b,n:(_,a,b)=>a!==b,q:(_,a,b)=>a==b,x:(_,a,b)=>a!=b,i:(_,a,b)=>a in b,s:(_,a)=>a,k:(_,a)=>a}"
"""What does without anybody what the operators did: in a worker, say, that somebody forgot."""

_PLAIN = frozenset(
    (k.NULL, k.UNDEFINED, k.TRUE, k.FALSE, k.REGEX, k.OBJECT, k.ARRAY, k.ARROW_FUNCTION, k.FUNCTION_EXPRESSION)
)
"""What no text is equal to: comparisons with it are let be."""

_SHORT_NUMBER = 5
"""Numbers of so many characters are counts; a longer one may be the hash of something."""

_LONGEST_CHAIN = 3
_WORD = re.compile(rb"[A-Za-z0-9_$\\\x80-\xff]")
_HEAD = re.compile(rb"(?:\xef\xbb\xbf)?(?:#![^\n\r]*[\n\r]*)?")


@dataclass(frozen=True, slots=True)
class _Edit:
    """At ``at`` the text up to ``until`` becomes ``text``."""

    at: int
    until: int
    text: bytes


def rewritten(source: bytes) -> bytes | None:
    """The text, rewritten; ``None`` where it cannot be read whole, or nothing in it is to be rewritten.

    Deterministic. ``source`` may be hostile: what ``parse`` says of memory holds here too.
    """
    syntax = parse(source, JAVASCRIPT)
    if syntax.coverage.unread_bytes:
        return None
    name = _free_name(source)
    cases: list[bytes] = []
    edits = [
        *_comparisons(syntax, source, name),
        *_switches(syntax, source, name, cases),
        *_lookups(syntax, source, name),
    ]
    if not edits:
        return None
    at = _beginning(syntax, source)
    head = (
        b";const " + name + b'=globalThis[Symbol.for("' + SYMBOL.encode() + b'")]||' + _ALONE.encode()
        + b"," + name + b"t=()=>[" + b",".join(cases) + b"];"
    )  # fmt: skip
    return _applied(source, [_Edit(at, at, head), *edits])


def _free_name(source: bytes) -> bytes:
    """A name that stands nowhere in the text."""
    name = b"$observed"
    while name in source:
        name += b"$"
    return name


def _beginning(syntax: Syntax, source: bytes) -> int:
    """Where the first statement may stand: behind what must come first, such as ``"use strict"``."""
    found = _HEAD.match(source)
    at = found.end() if found else 0
    for node in syntax.children(0):
        inner = next(syntax.children(node), 0)
        if syntax.kind[node] != k.EXPRESSION_STATEMENT or syntax.kind[inner] != k.STRING:
            break
        at = syntax.end[node]
    return at


def _comparisons(syntax: Syntax, source: bytes, name: bytes) -> Iterator[_Edit]:
    for node in syntax.of_kinds(k.BINARY_EXPRESSION):
        sides = list(syntax.children(node))
        if len(sides) != 3:  # noqa: PLR2004 -- what stands on both sides, and the operator
            continue
        left, operator, right = sides
        letter = _TOKENS.get(syntax.kind[operator])
        if letter is None or not _is_of_interest(syntax, source, left, right, letter):
            continue
        yield _call(source, syntax.start[node], name + b"." + letter.encode(), syntax.start[operator])
        yield _Edit(syntax.start[operator], syntax.end[operator], b",")
        yield _Edit(syntax.end[node], syntax.end[node], b")")


def _is_of_interest(syntax: Syntax, source: bytes, left: int, right: int, letter: str) -> bool:
    if letter == "i":
        return syntax.kind[left] != k.PRIVATE_PROPERTY_IDENTIFIER
    return not any(_is_plain(syntax, source, side) for side in (left, right))


def _is_plain(syntax: Syntax, source: bytes, node: int) -> bool:
    """Whether a value is no text and no hash; what ``typeof`` and ``void`` give is none of the surroundings'."""
    kind = syntax.kind[node]
    if kind == k.NUMBER:
        return syntax.end[node] - syntax.start[node] <= _SHORT_NUMBER
    return kind in _PLAIN or (kind == k.UNARY_EXPRESSION and source[syntax.start[node]] in b"tv!+")


def _switches(syntax: Syntax, source: bytes, name: bytes, cases: list[bytes]) -> Iterator[_Edit]:
    for node in syntax.of_kinds(k.SWITCH_STATEMENT):
        value, body = syntax.child(node, k.F_VALUE), syntax.child(node, k.F_BODY)
        texts = [
            source[syntax.start[text] : syntax.end[text]]
            for case in (syntax.children(body) if body else ())
            if syntax.kind[case] == k.SWITCH_CASE
            for text in [syntax.child(case, k.F_VALUE)]
            if text and syntax.kind[text] in (k.STRING, k.NUMBER) and not _is_plain(syntax, source, text)
        ]
        if not value or not texts:
            continue
        # Both parentheses belong to the value.
        at = str(syntax.start[node]).encode()
        yield _Edit(syntax.start[value], syntax.start[value], b"(" + name + b".s(" + at + b",")
        number = str(len(cases)).encode()
        yield _Edit(syntax.end[value], syntax.end[value], b",()=>" + name + b"t()[" + number + b"]))")
        cases.append(b"[" + b",".join(texts) + b"]")


def _lookups(syntax: Syntax, source: bytes, name: bytes) -> Iterator[_Edit]:
    """What is looked up by a key that is no constant, where the thing that it is looked up in can be named again."""
    for node in syntax.of_kinds(k.SUBSCRIPT_EXPRESSION):
        thing, index = syntax.child(node, k.F_OBJECT), syntax.child(node, k.F_INDEX)
        if not thing or not index or syntax.kind[index] not in _KEYS or _is_target(syntax, node):
            continue
        if not _can_be_named_again(syntax, thing):
            continue
        again = source[syntax.start[thing] : syntax.end[thing]]
        yield _call(source, syntax.start[index], name + b".k", syntax.start[node], b"(")
        yield _Edit(syntax.end[index], syntax.end[index], b")," + again + b")")


_KEYS = frozenset((k.IDENTIFIER, k.MEMBER_EXPRESSION, k.CALL_EXPRESSION, k.TEMPLATE_STRING, k.PARENTHESIZED_EXPRESSION))


def _is_target(syntax: Syntax, node: int) -> bool:
    """Whether something is put there."""
    above = syntax.parent[node]
    if syntax.kind[above] in (k.ASSIGNMENT_EXPRESSION, k.AUGMENTED_ASSIGNMENT_EXPRESSION, k.FOR_IN_STATEMENT):
        return syntax.child(above, k.F_LEFT) == node
    return syntax.kind[above] == k.UPDATE_EXPRESSION


def _can_be_named_again(syntax: Syntax, node: int) -> bool:
    """Whether it is a name, or a short chain of names: nothing happens when it is asked for once more."""
    for _ in range(_LONGEST_CHAIN):
        if syntax.kind[node] in (k.IDENTIFIER, k.THIS):
            return True
        parts = list(syntax.children(node))
        if syntax.kind[node] != k.MEMBER_EXPRESSION or len(parts) != 2:  # noqa: PLR2004 -- a thing and its property
            return False
        if syntax.kind[parts[1]] != k.PROPERTY_IDENTIFIER:
            return False
        node = parts[0]
    return False


def _call(source: bytes, at: int, name: bytes, place: int, more: bytes = b"") -> _Edit:
    """A call begins here, told its ``place``, and apart from a word that ends here (``return"x"``)."""
    apart = b" " if at and _WORD.match(source, at - 1) else b""
    return _Edit(at, at, apart + name + b"(" + str(place).encode() + b"," + more)


def _applied(source: bytes, edits: list[_Edit]) -> bytes:
    """All edits at once. Of those at one place what ends there comes first; of what begins there, the outermost."""
    pieces: list[bytes] = []
    done = 0
    for edit in sorted(edits, key=lambda one: (one.at, _RANKS.get(one.text[-1:], 1) if one.at == one.until else 2)):
        pieces += (source[done : edit.at], edit.text)
        done = edit.until
    pieces.append(source[done:])
    return b"".join(pieces)


_RANKS = {b")": 0}
