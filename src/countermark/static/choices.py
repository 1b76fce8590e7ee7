"""Places where a program chooses between texts: conditions, returns, assignments, tables that something picks from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from countermark.model.static import Form
from countermark.static.constants import Constant, Record
from countermark.static.functions import binding_of_function
from countermark.static.program import Program

MAX_LEAVES = 64
"""A choice between more texts than this says something by its size, and is no mark."""

_MAX_DEPTH = 12
PLACEHOLDERS = range(0xA000, 0xA48D)
"""What is not constant stands as one letter (a Yi syllable) that no channel touches: one for each expression."""

_CONDITIONALS = frozenset({"ternary_expression", "conditional_expression"})
_BINARY = frozenset({"binary_expression", "boolean_operator", "binary_operator"})
_SUBSCRIPTS = frozenset({"subscript_expression", "subscript"})
_COLLECTIONS = frozenset({"array", "object", "list", "tuple", "dictionary"})
_PICKING = re.compile(
    rb"\?|===?|!==?|[<>]=?|&&|\|\||!|\||<<|\bNumber\(|\bint\(|\bbool\(|^\s*\+|\bif\b|\bnot\b|\band\b|\bor\b|\bis\b|\bin\b|~~"
)
_REPLACING = frozenset({"replace", "replaceAll"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternatives:
    """Texts of which the program takes one; ``condition`` is the node that decides, or 0."""

    form: Form
    node: int
    condition: int
    texts: tuple[str, ...]


class Chooser:
    """Finds the choices of one program."""

    def __init__(self, program: Program) -> None:
        """Nothing is worked out before it is asked for."""
        self._program, self._syntax = program, program.syntax
        self._named = {kind: self._syntax.grammar.kind_name(kind) for kind in set(self._syntax.kind)}
        self._letters: dict[bytes, str] = {}

    def alternatives(self) -> Iterator[Alternatives]:
        """Every choice between texts, in the order of the file for each form."""
        yield from self._conditionals()
        yield from self._of_functions()
        yield from self._of_bindings()
        yield from self._of_tables()

    # ---------------------------------------------------------------------------------------- expressions

    def _of_names(self, names: frozenset[str]) -> Iterator[int]:
        return self._syntax.of_kinds(*(kind for kind, name in self._named.items() if name in names))

    def _conditionals(self) -> Iterator[Alternatives]:
        done = 0
        for node in self._of_names(_CONDITIONALS | _BINARY):
            if node < done:
                continue
            name = self._named[self._syntax.kind[node]]
            if name in _BINARY and self._operator(node) not in _LOGICAL:
                continue
            leaves = tuple(self._leaves(node))
            if len(leaves) > 1:
                done = node + self._syntax.size[node] if name in _CONDITIONALS else done
                texts = self._texts(leaves)
                form: Form = "conditional" if name in _CONDITIONALS else "logical"
                if len(texts) > 1:
                    yield Alternatives(form=form, node=node, condition=self._condition(node), texts=texts)
                yield from self._replacement(node, leaves)

    def _operator(self, node: int) -> bytes:
        """What stands between the operands."""
        children = tuple(self._syntax.children(node))
        first, last = children[0], children[-1]
        return self._program.source[self._syntax.end[first] : self._syntax.start[last]].strip(b" \n\t()")

    def _condition(self, node: int) -> int:
        children = tuple(self._syntax.children(node))
        is_python = self._named[self._syntax.kind[node]] == "conditional_expression"
        return children[1] if is_python and len(children) > 1 else children[0]

    def _leaves(self, node: int, depth: int = 0) -> Iterator[int]:
        """The expressions that a conditional expression may give."""
        node = self._unwrapped(node)
        name = self._named.get(self._syntax.kind[node], "")
        children = tuple(self._syntax.children(node))
        if depth < _MAX_DEPTH and name in _CONDITIONALS and len(children) > 2:  # noqa: PLR2004 -- condition and two branches
            branches = (children[0], children[2]) if name == "conditional_expression" else children[1:3]
            for branch in branches:
                yield from self._leaves(branch, depth + 1)
        elif depth < _MAX_DEPTH and name in _BINARY and len(children) > 1 and self._operator(node) in _LOGICAL:
            if self._operator(node) not in (b"&&", b"and"):
                yield from self._leaves(children[0], depth + 1)
            yield from self._leaves(children[-1], depth + 1)
        else:
            yield node

    def _unwrapped(self, node: int) -> int:
        inner = self._program.language.unwrap(self._syntax, self._program.source, node)
        return inner if inner != node else node

    # ------------------------------------------------------------------------------------ functions and names

    def _of_functions(self) -> Iterator[Alternatives]:
        """The texts that a function returns, where it returns from more than one place."""
        for function in self._program.functions():
            returned = self._program.returns(function)
            if 1 < len(returned) <= MAX_LEAVES:
                texts = self._texts(tuple(leaf for one in returned for leaf in self._leaves(one)))
                if len(texts) > 1:
                    condition = self._condition_above(returned[0], function)
                    yield Alternatives(form="return", node=function, condition=condition, texts=texts)

    def _condition_above(self, node: int, function: int) -> int:
        while node > function:
            node = self._syntax.parent[node]
            if self._named.get(self._syntax.kind[node]) in ("if_statement", "switch_statement", "match_statement"):
                return next(self._syntax.children(node), 0)
        return 0

    def _of_bindings(self) -> Iterator[Alternatives]:
        """The texts that one variable is given, where it is given more than one."""
        bindings = self._program.bindings
        for binding in range(len(bindings)):
            assignments = tuple(bindings.assignments(binding))
            if not 1 < len(assignments) <= MAX_LEAVES:
                continue
            values = tuple(one.value for one in assignments if one.whole and one.value)
            texts = self._texts(tuple(leaf for value in values for leaf in self._leaves(value)))
            if len(texts) > 1:
                last = assignments[-1].target
                condition = self._condition_above(last, 0)
                yield Alternatives(form="assignment", node=self._syntax.parent[last], condition=condition, texts=texts)

    # ----------------------------------------------------------------------------------------------- tables

    def _of_tables(self) -> Iterator[Alternatives]:
        """The texts of an array or object from which something picks one: a choice if it is a condition that picks."""
        for node in self._of_names(_SUBSCRIPTS):
            children = tuple(self._syntax.children(node))
            if len(children) < 2 or self._program.constant(children[-1]) is not None:  # noqa: PLR2004 -- object and index
                continue
            table = self._program.resolve(children[0])
            if (
                self._named.get(self._syntax.kind[table]) not in _COLLECTIONS
                or self._syntax.size[table] > 4 * MAX_LEAVES
            ):
                continue
            texts = self._members(table)
            if len(texts) > 1:
                form: Form = "index" if self._picks(children[-1]) else "table"
                yield Alternatives(form=form, node=node, condition=children[-1], texts=texts)

    def _members(self, table: int) -> tuple[str, ...]:
        constant = self._program.constant(table)
        value = constant.value if constant is not None else ()
        if isinstance(value, Record):
            value = tuple(inner for _, inner in value.entries)
        return tuple(dict.fromkeys(one for one in value if isinstance(one, str))) if isinstance(value, tuple) else ()

    def _picks(self, index: int) -> bool:
        """Whether an index is made of conditions: a comparison, a truth value as a number, bits put together."""
        resolved = self._program.resolve(index)
        if _PICKING.search(self._program.text(resolved)[:400]):
            return True
        binding = self._program.binding(resolved)
        return binding >= 0 and any(
            one.value and _PICKING.search(self._program.text(one.value)[:400])
            for one in self._program.bindings.assignments(binding)
        )

    # --------------------------------------------------------------------------------------------- replacing

    def _replacement(self, node: int, leaves: tuple[int, ...]) -> Iterator[Alternatives]:
        """``c ? x.replace(a, b) : x``: a choice between ``a`` and ``b``."""
        plain = {self._program.text(leaf) for leaf in leaves}
        for leaf in leaves:
            if self._syntax.kind[leaf] not in self._program.language.calls:
                continue
            called = self._program.language.member(self._syntax, self._program.source, self._program.callee(leaf))
            given = self._program.arguments(leaf)
            if called is None or called.name not in _REPLACING or len(given) < 2:  # noqa: PLR2004 -- what, and by what
                continue
            if self._program.text(called.object) not in plain:
                continue
            before, after = self._pattern(given[0]), self._constant(given[1])
            if before and after is not None:
                condition = self._condition(node)
                yield Alternatives(form="replacement", node=node, condition=condition, texts=(before, after))

    def _pattern(self, node: int) -> str | None:
        text = self._program.text(self._program.resolve(node))
        match = _SIMPLE_PATTERN.fullmatch(text)
        return match["plain"].decode("utf-8", "replace").replace("\\", "") if match else self._constant(node)

    # ------------------------------------------------------------------------------------------------- texts

    def _constant(self, node: int) -> str | None:
        constant: Constant | None = self._program.constant(node)
        return constant.value if constant is not None and isinstance(constant.value, str) else None

    def _texts(self, leaves: tuple[int, ...]) -> tuple[str, ...]:
        """The different texts among expressions; what is partly constant has placeholders in it."""
        if len(leaves) > MAX_LEAVES:
            return ()
        texts = (self._shape(leaf) for leaf in leaves)
        return tuple(dict.fromkeys(text for text in texts if text is not None))

    def _shape(self, node: int, depth: int = 0) -> str | None:
        """An expression as text, with a letter for each part that is not constant; nothing where no part is."""
        plain = self._constant(node)
        if plain is not None:
            return plain
        node = self._program.resolve(node) if depth == 0 else self._unwrapped(node)
        parts = self._parts(node, depth)
        return "".join(parts) if parts and any(not self._is_placeholder(part) for part in parts) else None

    def _parts(self, node: int, depth: int) -> list[str]:
        name = self._named.get(self._syntax.kind[node], "")
        children = tuple(self._syntax.children(node))
        if depth > _MAX_DEPTH:
            return [self._placeholder(node)]
        if name in ("template_string", "string") and children:
            return list(self._template(node, children))
        if name in ("binary_expression", "binary_operator") and len(children) > 1 and self._operator(node) == b"+":
            return [part for child in (children[0], children[-1]) for part in self._operand(child, depth)]
        return []

    def _operand(self, node: int, depth: int) -> list[str]:
        plain = self._constant(node)
        if plain is not None:
            return [plain]
        return self._parts(self._unwrapped(node), depth + 1) or [self._placeholder(node)]

    def _template(self, node: int, children: tuple[int, ...]) -> Iterator[str]:
        """A template's texts as they are spelled, escapes read, and a placeholder for each substitution."""
        source, at = self._program.source, self._syntax.start[node]
        for child in children:
            yield _read(source[at : self._syntax.start[child]])
            yield self._placeholder(child)
            at = self._syntax.end[child]
        yield _read(source[at : self._syntax.end[node]])

    def _placeholder(self, node: int) -> str:
        text = self._program.text(node)
        return self._letters.setdefault(text, chr(PLACEHOLDERS[len(self._letters) % len(PLACEHOLDERS)]))

    @staticmethod
    def _is_placeholder(part: str) -> bool:
        return not part or (len(part) == 1 and ord(part) in PLACEHOLDERS)

    def name_of(self, function: int) -> str:
        """What a function is called; empty where it has no name."""
        binding = binding_of_function(self._program, function)
        return self._program.bindings.name(binding) if binding >= 0 else ""


_LOGICAL = frozenset({b"&&", b"||", b"??", b"and", b"or"})
_SIMPLE_PATTERN = re.compile(rb"/(?P<plain>(?:[^\\/\[\](){}.*+?|^$\n]|\\[^\w\n]){1,40})/[gimuy]*")
_ESCAPE = re.compile(r"\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([\s\S]))")
_SINGLE = {"n": "\n", "t": "\t", "r": "\r", "0": "\0", "b": "\b", "v": "\v", "f": "\f", "\n": ""}


def _read(raw: bytes) -> str:
    def one(match: re.Match[str]) -> str:
        number = match.group(1) or match.group(2) or match.group(3)
        if number:
            return chr(min(int(number, 16), 0x10FFFF))
        return _SINGLE.get(match.group(4), match.group(4))

    return _ESCAPE.sub(one, raw.decode("utf-8", "replace")).strip("`")
