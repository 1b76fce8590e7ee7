"""Membership tests whose list cannot be read out of the program: sets of digests, filters of bits, encrypted data.

They are reported as what they are. A program that compares digests of what it read hides what it looks for, and no
reading of it can show more than how many things that are.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator

from countermark.model.static import HiddenList, Where
from countermark.static.constants import Record
from countermark.static.evaluation.languages import DIALECTS
from countermark.static.hashing import Hashing
from countermark.static.literals import LiteralKind
from countermark.static.program import Program

_DIGEST = re.compile(r"[0-9a-f]{8,128}")
"""Of any length: who has few enough names to tell apart keeps the first characters of each digest."""
_DIGEST_BASE64 = re.compile(
    r"[A-Za-z0-9+/_-]{22}(?:==)?|[A-Za-z0-9+/_-]{27}=?|[A-Za-z0-9+/_-]{43}=?|[A-Za-z0-9+/_-]{86}(?:==)?"
)
_MIXED = re.compile(r"(?=.*[a-z])(?=.*[A-Z])(?=.*\d)")
_SEVERAL = re.compile(r"[0-9a-fA-F]{8,128}(?:[\s,;|:]+[0-9a-fA-F]{8,128})+\Z")
_LARGE_NUMBER = re.compile(rb"(?<![\w.$])(?:\d{7,20}n?|0x[0-9a-fA-F]{6,16}n?)(?![\w.])")
_LARGE_NUMBERS = re.compile(
    rb"[\[({]\s*-?(?:\d{7,20}n?|0x[0-9a-fA-F]{6,16}n?)\s*,\s*-?(?:\d{7,20}n?|0x[0-9a-fA-F]{6,16}n?)\s*[,\])}]"
)
_LARGE_KEY = re.compile(rb"[{,\[]\s*(\d{7,20}n?|0x[0-9a-fA-F]{6,16}n?)\s*[:,]")
_ROWS = frozenset({"array", "list", "tuple"})
_SHORTEST = 8
_MIN_NUMBERS, _LARGE = 3, 1 << 20
_MIN_SECRET = 16
_MAX_NAME = 64
_MAX_STEPS = 4

_TESTS = frozenset(
    {"has", "includes", "indexOf", "some", "get", "find", "__contains__", "hasOwnProperty", "hasOwn", "count", "index"}
)
# ``bits[v >> 3] >> (v & 7) & 1``, ``bits[v >>> 5] & (1 << (v & 31))`` and, in Python, ``bits[v // 8] >> (v % 8) & 1``.
_BIT_TEST = re.compile(
    rb"\[[^\]\n]{1,40}(?:>>>?\s*[35]|//\s*(?:8|32))\s*\]\s*"
    rb"(?:>>>?\s*\([^)\n]{1,30}(?:&\s*(?:7|31)|%\s*(?:8|32))\)\)?\s*&\s*1\b|&\s*\(?\s*1\s*<<)"
)
_EQUAL = frozenset({"==", "===", "!=", "!=="})
_EQUATIONS = frozenset({"binary_expression", "comparison_operator"})
_CASES = frozenset({"switch_case", "case_clause"})
_SWITCHES = frozenset({"switch_statement", "match_statement"})
_AROUND = frozenset({"unary_expression", "unary_operator", "parenthesized_expression", "case_pattern", "union_pattern"})
_MIN_BITS_TEXT = 40
_FUNCTION_BYTES = 4000
"""What is longer is no test but a module."""

_DECRYPTING = re.compile(rb"createDecipher(?:iv)?\(|subtle\.decrypt\(|\.decrypt\(|\bFernet\(|AES\.new\(|\bCipher\(")


ENCRYPTED = "a literal is decrypted with a key that is not in the program"
"""The note of what may yet be read by other means: by running the program's own code."""


def opaque_tests(program: Program, where: Callable[[int, int], Where]) -> Iterator[HiddenList]:
    """Every such test, by kind, in the order of the file."""
    reader = _Reader(program, where)
    yield from reader.digest_sets()
    yield from reader.digest_branches()
    yield from reader.bit_sets()
    yield from reader.encrypted()


class _Reader:
    def __init__(self, program: Program, where: Callable[[int, int], Where]) -> None:
        self._program, self._where = program, where
        self._syntax, self._bindings = program.syntax, program.bindings
        self._hashing = Hashing(program)

    def digest_sets(self) -> Iterator[HiddenList]:
        """Sets of digests, or of large numbers, in which something hashed is looked up."""
        done = 0
        for node in self._collections():
            if node < done:
                continue
            digests = self._digests(node)
            if len(digests) > 1 and self._is_looked_up(node):
                done = node + self._syntax.size[node]
                yield self._opaque(node, digests, "digests", "something hashed is looked up among digests")

    def _collections(self) -> Iterator[int]:
        """Nodes with two digests or large numbers right below them (or as keys), and texts that hold two."""
        found = Counter[int]()
        for literal in self._program.literals():
            value = literal.value
            if isinstance(value, str) and len(value) >= _SHORTEST and literal.kind == LiteralKind.STRING:
                if _could_be_digest(value):
                    found[self._held_by(literal.node)] += 1
                elif _SEVERAL.match(value):
                    found[literal.node] += 2
        for match in _LARGE_NUMBERS.finditer(self._program.source):
            found[self._innermost(match.start() + 1)] += 2
        for match in _LARGE_KEY.finditer(self._program.source):
            found[self._held_by(self._at(match.start(1)))] += 1
        return iter(sorted(node for node, count in found.items() if count > 1 and node))

    def _held_by(self, node: int) -> int:
        """The collection that an item stands in: by itself, as a key, or as the first of two in a list of pairs."""
        syntax, above = self._syntax, self._syntax.parent[node]
        beyond = syntax.parent[above]
        name = syntax.grammar.kind_name(syntax.kind[above])
        is_entry = name in _ROWS and above + 1 == node and syntax.grammar.kind_name(syntax.kind[beyond]) in _ROWS
        return beyond if name == "pair" or is_entry else above

    def _at(self, offset: int) -> int:
        """The innermost node that begins at a place."""
        return bisect_right(self._syntax.start, offset) - 1

    def _innermost(self, offset: int) -> int:
        """The collection that a place stands in."""
        return self._syntax.parent[self._at(offset)]

    def _digests(self, node: int) -> tuple[str, ...]:
        """The digests that a collection, or one text, is made of; nothing if it is made of anything else."""
        if self._syntax.size[node] > 1 or self._syntax.end[node] - self._syntax.start[node] > _MIN_SECRET:
            constant = self._program.constant(node)
            value = constant.value if constant is not None else None
            if isinstance(value, str):
                return _alike(tuple(part for part in re.split(r"[\s,;|:]+", value) if part))
            if isinstance(value, Record):
                return _together(tuple(_number(key) for key, _ in value.entries))
            if isinstance(value, tuple):
                pairs = value and all(isinstance(one, tuple) and len(one) == 2 for one in value)  # noqa: PLR2004
                return _together(tuple(one[0] for one in value if isinstance(one, tuple)) if pairs else value)
        return ()

    def digest_branches(self) -> Iterator[HiddenList]:
        """Something hashed that is compared with digests, or with large numbers, one by one: cases, or equalities."""
        compared: dict[tuple[int, bytes], list[tuple[int, int]]] = {}
        for node in self._single():
            subject = self._compared_with(node)
            if subject:
                key = (self._program.function_of(node), self._program.text(subject))
                compared.setdefault(key, []).append((node, subject))
        for found in compared.values():
            values = [self._program.constant(node) for node, _ in found]
            digests = _together(tuple(value.value for value in values if value is not None))
            if digests and self._hashing.hashes(found[0][1]):
                yield self._opaque(found[0][0], digests, "digests", "something hashed is compared with digests in turn")

    def _single(self) -> Iterator[int]:
        """The nodes of large numbers, and of literals that could be digests, in the order of the file."""
        numbers = {self._at(match.start()) for match in _LARGE_NUMBER.finditer(self._program.source)}
        texts = {
            one.node
            for one in self._program.literals()
            if one.kind == LiteralKind.STRING and isinstance(one.value, str) and _could_be_digest(one.value)
        }
        return iter(sorted(numbers | texts))

    def _compared_with(self, node: int) -> int:
        """What a constant is compared with: the other side of an equality, or what a switch is over; 0 for nothing."""
        syntax = self._syntax
        above, below = syntax.parent[node], node
        for _ in range(_MAX_STEPS):
            name = syntax.grammar.kind_name(syntax.kind[above])
            if name in _EQUATIONS:
                left, operator, right = (*syntax.children(above), 0, 0)[:3]
                equal = syntax.grammar.kind_name(syntax.kind[operator]) in _EQUAL
                return (right if below == left else left) if equal else 0
            if name in _CASES:
                return self._switched(above)
            if name not in _AROUND:
                return 0
            below, above = above, syntax.parent[above]
        return 0

    def _switched(self, case: int) -> int:
        """What the statement is over that a case belongs to."""
        syntax = self._syntax
        for _ in range(_MAX_STEPS):
            case = syntax.parent[case]
            if syntax.grammar.kind_name(syntax.kind[case]) in _SWITCHES:
                return case + 1
        return 0

    def _is_looked_up(self, node: int) -> bool:
        """Whether something hashed is looked up in the collection, by whatever name it goes."""
        holders = [node]
        for _ in range(_MAX_STEPS):
            for holder in holders:
                if any(self._hashing.hashes(one) for one in self._looked_up_in(holder)):
                    return True
            holders = [reference for holder in holders for reference in self._names_of(holder)]
        return False

    def _names_of(self, node: int) -> Iterator[int]:
        """The places where a value goes by a name that it was given, itself or wrapped in a set or a split."""
        syntax, above = self._syntax, self._syntax.parent[node]
        for _ in range(8):
            for child in syntax.children(above):
                binding = self._bindings.of[child]
                if child + syntax.size[child] <= node and binding >= 0 and self._bindings.only_value(binding):
                    value = self._bindings.only_value(binding)
                    if value <= node < value + syntax.size[value]:
                        yield from (one for one in self._bindings.references(binding) if one != child)
                        return
            if above == 0 or syntax.kind[above] in DIALECTS[self._program.language.engine].blocks:
                return
            above = syntax.parent[above]

    def _looked_up_in(self, node: int) -> Iterator[int]:
        """What is looked up in the value of a node: arguments of its methods, keys, the other side of ``in``."""
        syntax, program = self._syntax, self._program
        above, below = syntax.parent[node], node
        for _ in range(6):
            name = syntax.grammar.kind_name(syntax.kind[above])
            if name in ("member_expression", "attribute") and below == above + 1:
                call = syntax.parent[above]
                method = program.language.member(syntax, program.source, above)
                if syntax.kind[call] in program.language.calls and method is not None and method.name in _TESTS:
                    yield from program.arguments(call)
                    return
            elif name in ("subscript_expression", "subscript") or (
                name in ("binary_expression", "comparison_operator") and re.search(rb"\bin\b", program.text(above))
            ):
                yield from (child for child in syntax.children(above) if child != below)
                return
            elif name in ("for_in_statement", "for_statement", "for_in_clause"):
                yield above
                return
            below, above = above, syntax.parent[above]

    def bit_sets(self) -> Iterator[HiddenList]:
        """Bits of a constant that are tested at places which a hash of something gives."""
        program, syntax = self._program, self._syntax
        done = 0
        for match in _BIT_TEST.finditer(program.source):
            node = bisect_right(syntax.start, match.start()) - 1
            function = program.function_of(node)
            text = program.text(function)
            if function < done or not function or len(text) > _FUNCTION_BYTES:
                continue
            done = function + syntax.size[function]
            if self._hashing.hashes(function) and self._has_constant(function):
                yield self._opaque(function, (), "unknown", "bits of a constant are tested where a hash says")

    def _has_constant(self, function: int) -> bool:
        """Whether a function uses a large constant: a long literal, or many numbers, under whatever name."""
        for node in range(function, function + self._syntax.size[function]):
            binding = self._bindings.of[node]
            value = self._bindings.only_value(binding) if binding >= 0 else 0
            is_data = value and self._syntax.kind[value] not in self._program.language.functions
            if is_data and self._syntax.end[value] - self._syntax.start[value] >= _MIN_BITS_TEXT:
                return True
        return False

    def encrypted(self) -> Iterator[HiddenList]:
        """Functions that decrypt a literal with a key that is not in the program."""
        program, syntax = self._program, self._syntax
        done = 0
        for call in program.calls():
            if call < done or not _DECRYPTING.search(self._name_called(call)):
                continue
            function = program.function_of(call)
            if not function or syntax.end[function] - syntax.start[function] > _FUNCTION_BYTES:
                continue
            done = function + syntax.size[function]
            if any(self._is_secret(node) for node in range(function, done)):
                yield self._opaque(function, (), "unknown", ENCRYPTED)

    def _name_called(self, call: int) -> bytes:
        """The end of what is called: all of it may be a chain of ten thousand calls, each of which is looked at."""
        called = self._program.callee(call)
        end = self._syntax.end[called]
        return self._program.source[max(self._syntax.start[called], end - _MAX_NAME) : end] + b"("

    def _is_secret(self, node: int) -> bool:
        if self._bindings.of[node] < 0 and self._syntax.grammar.kind_name(self._syntax.kind[node]) != "string":
            return False
        constant = self._program.constant(node)
        value = constant.value if constant is not None else None
        if isinstance(value, bytes):
            return len(value) >= _MIN_SECRET
        return (
            isinstance(value, str)
            and len(value) >= 2 * _MIN_SECRET
            and bool(re.fullmatch(r"[A-Za-z0-9+/=_-]+", value))
            and bool(_MIXED.match(value))
        )

    def _opaque(self, node: int, entries: tuple[str, ...], kind: str, note: str) -> HiddenList:
        return HiddenList(
            kind="digests" if kind == "digests" else "unknown",
            count=len(entries),
            entries=entries,
            decoder=(),
            where=self._where(self._syntax.start[node], self._syntax.end[node]),
            opaque=True,
            note=note,
        )


def _could_be_digest(text: str) -> bool:
    return bool(_DIGEST.fullmatch(text.lower()) or (_DIGEST_BASE64.fullmatch(text) and _MIXED.match(text)))


def _number(key: object) -> object:
    """The key of a table as it was written: engines make texts of numbers."""
    return int(key) if isinstance(key, str) and key.isascii() and key.isdecimal() else key


def _together(values: tuple[object, ...]) -> tuple[str, ...]:
    """Digests of one length, or large numbers with few others among them; nothing if it is neither."""
    texts = tuple(one for one in values if isinstance(one, str))
    numbers = tuple(one for one in values if isinstance(one, int) and abs(one) >= _LARGE)
    if values and len(texts) == len(values):
        return _alike(texts)
    return tuple(map(str, numbers)) if len(numbers) >= max(_MIN_NUMBERS, len(values) * 0.9) else ()


def _alike(texts: tuple[str, ...]) -> tuple[str, ...]:
    """``texts`` if they are digests of one length, else nothing."""
    if len(texts) < 2 or len({len(text) for text in texts}) > 1:  # noqa: PLR2004 -- one digest is a checksum
        return ()
    if all(map(_DIGEST.fullmatch, map(str.lower, texts))):
        return texts
    return texts if all(_DIGEST_BASE64.fullmatch(text) and _MIXED.match(text) for text in texts) else ()
