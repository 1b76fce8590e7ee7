"""One file as the flow of values is asked about it: kinds by their names, members, operators, and what names hold."""

from __future__ import annotations

from collections.abc import Iterator

from countermark.static.bindings import BindingKind
from countermark.static.flow.kinds import ARRAY_PATTERNS, DECLARES, MEMBERS, PROPERTIES, SUBSCRIPTS
from countermark.static.flow.methods import Methods
from countermark.static.flow.points import ANY, ITEM, PIECE
from countermark.static.language import Member
from countermark.static.program import Program

MAX_REFERENCES = 120
"""A name that is used more often is a tool of the trade: following it would find everything."""

_MAX_NAME = 80
_MAX_CLASS_NODES = 60_000
_MAX_CLIMB = 40
_CLASSES = frozenset({"class_body", "class_definition"})


class Code:
    """A program, with what many steps ask for."""

    def __init__(self, program: Program) -> None:
        """The kinds of nodes are told by their names, which the languages mostly share."""
        self.program, self.syntax, self.bindings = program, program.syntax, program.bindings
        self.named = {kind: self.syntax.grammar.kind_name(kind) for kind in set(self.syntax.kind)}
        self.calls, self.functions = program.language.calls, program.language.functions
        self.methods = Methods(program)
        self._fields: dict[int, dict[str, list[int]]] = {}

    def name(self, node: int) -> str:
        """What the grammar calls a node."""
        return self.named[self.syntax.kind[node]]

    def above(self, node: int) -> int:
        """The node that one stands right below."""
        return self.syntax.parent[node]

    def text(self, node: int) -> str:
        """The text of a node, as it stands."""
        return self.program.text(node).decode("utf-8", "replace")

    def spelled(self, node: int) -> str:
        """The name that a key or property spells; nothing if it is computed."""
        if self.name(node) == "computed_property_name":
            return ""
        return self.text(node).strip("\"'`[]")[:_MAX_NAME]

    def member(self, node: int) -> Member | None:
        """The object and name of a member; with a constant index as the name."""
        found = self.program.language.member(self.syntax, self.program.source, node)
        if found is None or found.name or not found.index:
            return found
        constant = self.program.constant(found.index)
        value = constant.value if constant is not None else None
        return Member(found.object, value if isinstance(value, str) else "", found.index)

    def called(self, node: int) -> int:
        """The call whose callee a node is; 0 if it is not called."""
        call = self.syntax.parent[node]
        is_call = self.syntax.kind[call] in self.calls and self.program.callee(call) == node
        return call if is_call else 0

    def is_call(self, node: int) -> bool:
        """Whether a node is a call or ``new``."""
        return self.syntax.kind[node] in self.calls

    def function(self, node: int) -> int:
        """The function that an expression stands for, if the file holds it; 0 if not. A class's is its constructor."""
        resolved = self.program.resolve(node)
        if self.syntax.kind[resolved] in self.functions:
            return resolved
        if self.name(resolved) in ("class", "class_declaration"):
            return self._constructor(resolved)
        if self.name(resolved) in MEMBERS:
            member = self.member(resolved)
            if member is not None and member.name:
                own = self.methods.class_of(resolved) if self.is_self(member.object) else 0
                return self.methods.named(member.name, own)
        return 0

    def _constructor(self, node: int) -> int:
        for part in self.syntax.children(node):
            if self.name(part) == "class_body":
                for one in self.syntax.children(part):
                    is_method = self.syntax.kind[one] in self.functions
                    if is_method and any(self.text(child) == "constructor" for child in self.syntax.children(one)):
                        return one
        return 0

    def operator(self, node: int) -> bytes:
        """The operator between the operands of a binary expression."""
        children = tuple(self.syntax.children(node))
        between = self.program.source[self.syntax.end[children[0]] : self.syntax.start[children[-1]]]
        return between.strip(b" \n\t\r()")

    def is_target(self, node: int) -> bool:
        """Whether a name stands where it is given a value."""
        above = self.syntax.parent[node]
        return above + 1 == node and self.name(above) in DECLARES

    # ------------------------------------------------------------------------------------------------ patterns

    def targets(self, target: int, path: tuple[str, ...]) -> Iterator[tuple[int, tuple[str, ...]]]:
        """The bindings that a target gives a value or a part of it, each with what is left of the path."""
        names, size = self.name(target), self.syntax.size[target]
        if names in MEMBERS or names in SUBSCRIPTS:
            return
        for inner in range(target, target + size):
            binding = self.bindings.of[inner]
            if binding < 0 or not self._declares(inner, target):
                continue
            taken = self._taken(inner, target)
            rest = None if taken is None else taken_from(path, taken)
            if rest is not None:
                yield binding, rest

    def _declares(self, inner: int, target: int) -> bool:
        """Whether a name within a target is given a value, and does not stand in a default or a type."""
        return inner == target or self.syntax.size[inner] == 1

    def _taken(self, inner: int, target: int) -> tuple[str, ...] | None:
        """The names by which a part of a pattern is taken out; nothing if it stands in a default."""
        names: list[str] = []
        this = inner
        for _ in range(_MAX_CLIMB):
            if this == target:
                return tuple(reversed(names))
            above = self.syntax.parent[this]
            kind = self.name(above)
            if kind in ("assignment_pattern", "object_assignment_pattern", "default_parameter", "pair_pattern"):
                if (above + 1 == this) == (kind == "pair_pattern"):
                    return None
                if kind in ("pair_pattern", "object_assignment_pattern"):
                    names.append(self.spelled(above + 1))
            elif kind == "object_pattern" and self.name(this) == "shorthand_property_identifier_pattern":
                names.append(self.spelled(this))
            elif kind in ARRAY_PATTERNS:
                names.append(PIECE)
            this = above
        return None

    def parameters_at(self, function: int, place: int, path: tuple[str, ...]) -> Iterator[tuple[int, tuple[str, ...]]]:
        """The bindings of what a function is given at a place."""
        parameters = self.program.parameters(function)
        if parameters and self.program.text(parameters[0]) in (b"self", b"cls"):
            parameters = parameters[1:]
        if not parameters:
            return
        last = parameters[-1]
        if place >= len(parameters) or parameters[place] == last:
            if self.name(last) in ("rest_pattern", "list_splat_pattern"):
                place, path = len(parameters) - 1, (ITEM, *path)
            elif place >= len(parameters):
                return
        for binding, rest in self.targets(parameters[place], path):
            if self.bindings.kinds[binding] == BindingKind.PARAMETER:
                yield binding, rest

    # ---------------------------------------------------------------------------------------------- this.fields

    def fields(self, node: int, name: str) -> list[int]:
        """Where ``this.name`` stands in the class that a node stands in."""
        body = node
        for _ in range(_MAX_CLIMB):
            body = self.syntax.parent[body]
            if not body or self.name(body) in _CLASSES:
                break
        if self.name(body) not in _CLASSES or self.syntax.size[body] > _MAX_CLASS_NODES:
            return []
        if body not in self._fields:
            self._fields[body] = self._fields_of(body)
        return self._fields[body].get(name, [])

    def _fields_of(self, body: int) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        named, kinds = self.named, self.syntax.kind
        for node in range(body, body + self.syntax.size[body]):
            above = self.syntax.parent[node]
            if named[kinds[above]] in MEMBERS and above + 1 == node and self.is_self(node):
                member = self.member(above)
                if member is not None:
                    found.setdefault(member.name, []).append(above)
        return found

    def is_self(self, node: int) -> bool:
        """Whether a node is the object that a method works on."""
        name = self.name(node)
        return name == "this" or (name == "identifier" and self.program.text(node) == b"self")


def taken_from(path: tuple[str, ...], names: tuple[str, ...]) -> tuple[str, ...] | None:
    """What is left of a path when members are taken by their names; nothing if that takes something else."""
    for name in names:
        rest = member_of(path, name)
        if rest is None:
            return None
        path = rest
    return path


def member_of(path: tuple[str, ...], name: str) -> tuple[str, ...] | None:
    """What is left of a path when one member is taken; an unknown name is taken for any."""
    if not path:
        return () if name in PROPERTIES or name in ("", PIECE) else None
    first = path[0]
    if first == ANY:
        return path
    if first in (PIECE, ITEM):
        if name in ("length", ""):
            return path[1:] if not name else ()
        return path[1:] if name == PIECE or name.isdigit() else None
    return path[1:] if name == first else None
