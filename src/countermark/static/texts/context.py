"""Which larger text an expression becomes part of: followed forwards through names, calls and results. Bounded."""

from __future__ import annotations

from collections.abc import Iterator

from countermark.static.functions import callers
from countermark.static.program import Program
from countermark.static.texts.guards import BINARY, CONDITIONALS, Guards
from countermark.static.texts.methods import TEXT_FUNCTIONS, TEXT_METHODS

_MAX_ROOTS = 12
_MAX_REFERENCES = 30
_MAX_CALLERS = 12
_HOPS = 4
_MAX_STEPS = 400

_PASSING = frozenset(
    {"parenthesized_expression", "template_substitution", "template_string", "interpolation", "string", "array", "list"}
    | {"concatenated_string", "sequence_expression", "tuple", "spread_element", "await_expression", "await"}
)
_GIVEN = frozenset({"arguments", "argument_list"})
_MEMBERS = frozenset({"member_expression", "attribute"})
_SUBSCRIPTS = frozenset({"subscript_expression", "subscript"})
_DECLARING = frozenset({"variable_declarator", "assignment_expression", "assignment", "named_expression"})
_DECLARING |= {"assignment_pattern", "default_parameter", "typed_default_parameter"}
_ANY = "*"
"""Any entry of an object."""

_OBJECTS = frozenset({"object", "dictionary"})
_REMADE = frozenset({"augmented_assignment_expression", "augmented_assignment"})


class Contexts:
    """Follows texts of one program."""

    def __init__(self, program: Program) -> None:
        """Nothing is worked out before it is asked for."""
        self._program, self._syntax, self._bindings = program, program.syntax, program.bindings
        self._guards = Guards(program)
        self._steps = 0

    def roots(self, node: int) -> tuple[int, ...]:
        """The largest expressions that an expression becomes part of, itself left out."""
        self._steps = 0
        found = (root for root in self._climbed(node, _HOPS) if root != node)
        return tuple(root for root, _ in zip(dict.fromkeys(found), range(_MAX_ROOTS), strict=False))

    def of_name(self, binding: int) -> tuple[int, ...]:
        """The largest expressions that what a name holds becomes part of."""
        self._steps = 0
        found = self._used(binding, "", _HOPS)
        return tuple(root for root, _ in zip(dict.fromkeys(found), range(_MAX_ROOTS), strict=False))

    def _climbed(self, node: int, hops: int) -> Iterator[int]:
        member = ""
        while self._steps < _MAX_STEPS:
            self._steps += 1
            above = self._syntax.parent[node]
            name = self._guards.name(above)
            if name in _DECLARING or name in _REMADE:
                target = above + 1
                binding = self._program.binding(target)
                if target != node and binding >= 0 and hops:
                    yield from self._used(binding, member, hops - 1)
                break
            if name == "return_statement" or (name in ("arrow_function", "lambda") and self._is_body(node, above)):
                yield node
                function = above if name != "return_statement" else self._program.function_of(node)
                yield from self._called(function, hops)
                return
            onward, member = self._onward(node, above, name, member)
            if not onward:
                break
            node = onward
        if not member:
            yield node

    def _is_body(self, node: int, function: int) -> bool:
        *_, last = self._syntax.children(function)
        return last == node

    def _onward(self, node: int, above: int, name: str, member: str) -> tuple[int, str]:  # noqa: PLR0911 -- one for each kind
        """The expression that a value goes into, and the name under which it keeps it."""
        if name in _PASSING:
            return above, member
        if name in CONDITIONALS or name in BINARY:
            is_choice = any(one == node for one, _ in self._guards.branches(above))
            is_sum = name in BINARY and self._guards.operator(above) == b"+"
            return (above if is_choice or is_sum else 0), member
        if name in _GIVEN:
            return self._given(above), ""
        if name in _MEMBERS and above + 1 == node:
            found = self._program.language.member(self._syntax, self._program.source, above)
            call = self._syntax.parent[above]
            called = self._syntax.kind[call] in self._program.language.calls and self._program.callee(call) == above
            if found is not None and called and found.name in TEXT_METHODS:
                return call, ""
            return (above, "") if found is not None and found.name and member in (found.name, _ANY) else (0, "")
        if name in _SUBSCRIPTS:
            return above, ""
        if name == "pair" and above + 1 != node:
            key = self._program.text(above + 1).decode("utf-8", "replace").strip("\"'`")
            return self._syntax.parent[above], key
        if name in _OBJECTS:
            return above, member or _ANY
        if self._syntax.kind[above] in self._program.language.calls and self._program.callee(above) == node:
            return above, ""
        return 0, member

    def _given(self, arguments: int) -> int:
        """The call whose result is made of its arguments, else nothing."""
        call = self._syntax.parent[arguments]
        called = self._program.callee(call) if self._syntax.kind[call] in self._program.language.calls else 0
        if not called:
            return 0
        found = self._program.language.member(self._syntax, self._program.source, called)
        if found is not None:
            return call if found.name in TEXT_METHODS else 0
        function = self._program.resolve(called)
        if self._syntax.kind[function] in self._program.language.functions:
            return call
        path = self._program.path(called)
        return call if path and path[-1] in TEXT_FUNCTIONS | TEXT_METHODS else 0

    def _used(self, binding: int, member: str, hops: int) -> Iterator[int]:
        references = self._bindings.references(binding)
        if len(references) > _MAX_REFERENCES:
            return
        for reference in references:
            above = self._syntax.parent[reference]
            if self._guards.name(above) in _DECLARING and above + 1 == reference:
                continue
            if member:
                found = self._program.language.member(self._syntax, self._program.source, above)
                if found is not None and found.object == reference and member in (found.name, _ANY):
                    yield from self._climbed(above, hops)
            else:
                yield from self._climbed(reference, hops)

    def _called(self, function: int, hops: int) -> Iterator[int]:
        for number, call in enumerate(callers(self._program, function) if function and hops else ()):
            if number >= _MAX_CALLERS:
                return
            yield from self._climbed(call, hops - 1)
