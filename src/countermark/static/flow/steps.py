"""Where a value goes next from the place where it stands: one step."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from countermark.static.bindings import BindingKind
from countermark.static.constants import Record, Value
from countermark.static.flow.kinds import (
    BINARY,
    COMPARING,
    CONDITIONAL,
    DECIDING,
    DECLARES,
    GIVEN,
    MEMBERS,
    OBJECTS,
    PASSING,
    RETURNS,
    SUBSCRIPTS,
    TESTS,
    THROUGH,
)
from countermark.static.functions import binding_of_function, place_of_parameter
from countermark.static.program import Program

MAX_REFERENCES = 120
"""A name that is used more often is a tool of the trade: following it would find everything."""

_MAX_LITERALS = 2_000
_MAX_CALLERS = 60

_WAYS = {
    **dict.fromkeys(MEMBERS | SUBSCRIPTS, "_into_member"),
    **dict.fromkeys(GIVEN, "_given"),
    **dict.fromkeys(("pair", "keyword_argument"), "_into_object"),
    **dict.fromkeys(DECLARES, "_declared"),
    **dict.fromkeys(RETURNS, "_returned"),
    **dict.fromkeys(DECIDING, "_decided"),
}
"""The methods below for what needs more than a line."""


@dataclass(frozen=True, slots=True)
class Point:
    """An expression that holds the value; with ``member``, the value is that member of what the expression gives."""

    node: int
    member: str = ""


@dataclass(frozen=True, slots=True)
class Onward:
    """Where a value goes, and what happens to it on the way.

    ``crosses``: 1 where it enters or leaves a function. ``keeps``: it is still the value itself, or made of it, and not
    merely decided by it. ``enters`` is the call by which it enters a function; ``leaves``: ``point`` is a call that it
    comes back to, one of all that there are.
    """

    point: Point
    note: str = ""
    crosses: int = 0
    keeps: bool = True
    enters: int = 0
    leaves: bool = False


class Stepper:
    """Single steps through one program."""

    def __init__(self, program: Program) -> None:
        """The kinds of nodes are told by their names, which both languages mostly share."""
        self._program, self._syntax, self._bindings = program, program.syntax, program.bindings
        self._named = {kind: self._syntax.grammar.kind_name(kind) for kind in set(self._syntax.kind)}

    def name(self, node: int) -> str:
        """What the grammar calls a node."""
        return self._named[self._syntax.kind[node]]

    # -------------------------------------------------------------------------------------------- onwards

    def onward(self, point: Point) -> Iterator[Onward]:
        """Where the value at a point goes next."""
        node, member = point.node, point.member
        above = self._syntax.parent[node]
        name = self.name(above)
        if name in _WAYS:
            yield from getattr(self, _WAYS[name])(node, member, above)
        elif name in CONDITIONAL:
            first = above + 1
            decides = node == (first + self._syntax.size[first] if name == "conditional_expression" else first)
            yield Onward(Point(above, "" if decides else member), "decides" if decides else "", keeps=not decides)
        elif name in BINARY:
            compares = self._operator(above) in COMPARING
            yield Onward(Point(above), "is compared" if compares else "", keeps=not compares)
        elif name in THROUGH:
            is_text = name in ("template_string", "string")
            yield Onward(Point(above, member), "is put into a text" if is_text else "", keeps=not is_text)
        elif name in OBJECTS:
            yield Onward(Point(above, self._program.text(node).decode("utf-8", "replace")[:80]))

    def _into_member(self, node: int, member: str, above: int) -> Iterator[Onward]:
        found = self._program.language.member(self._syntax, self._program.source, above)
        if found is None:
            return
        if found.object != node:
            yield Onward(Point(above), "says which one is taken", keeps=False)
            return
        if member and found.name and found.name != member:
            return
        call = self._syntax.parent[above]
        if self._syntax.kind[call] in self._program.language.calls and self._program.callee(call) == above:
            yield Onward(Point(call), f"{found.name}()" if found.name else "")
        else:
            yield Onward(Point(above), f".{found.name}" if found.name else "")

    def _into_object(self, node: int, _: str, above: int) -> Iterator[Onward]:
        key = above + 1
        if key == node and self._syntax.size[above] > 1 and self.name(above) == "pair":
            return
        name = self._key(above)
        holder = self._syntax.parent[above]
        yield Onward(Point(holder, name), f"is kept as {name}")

    def _key(self, pair: int) -> str:
        key = pair + 1
        text = self._program.text(key).decode("utf-8", "replace")
        return text.strip("\"'`[]")[:80]

    def _declared(self, node: int, member: str, above: int) -> Iterator[Onward]:
        target = above + 1
        if target == node:
            return
        for inner in range(target, target + self._syntax.size[target]):
            binding = self._bindings.of[inner]
            if binding < 0:
                continue
            if inner != target and self.name(target) in ("object_pattern", "array_pattern"):
                taken = self._program.language.taken(self._syntax, self._program.source, inner)
                if taken and member and taken[0] != member:
                    continue
                yield from self._used(binding, member if not taken else "")
            elif inner == target:
                yield from self._used(binding, member)
        if self.name(above) != "variable_declarator":
            yield Onward(Point(above, member))

    def _used(self, binding: int, member: str) -> Iterator[Onward]:
        references = self._bindings.references(binding)
        if len(references) > MAX_REFERENCES:
            return
        name = self._bindings.name(binding)
        for reference in references:
            if not self._is_target(reference):
                yield Onward(Point(reference, member), f"goes by the name {name}")

    def _is_target(self, node: int) -> bool:
        above = self._syntax.parent[node]
        return self.name(above) in DECLARES and above + 1 == node

    def _given(self, node: int, member: str, arguments: int) -> Iterator[Onward]:
        program, call = self._program, self._syntax.parent[arguments]
        called = program.callee(call)
        if not called:
            return
        function = program.resolve(called)
        if self._syntax.kind[function] in program.language.functions:
            yield from self._into_function(function, call, program.arguments(call).index(node), member)
            return
        found = program.language.member(self._syntax, program.source, called)
        if found is not None and (found.name in TESTS or program.language.id == "python"):
            yield Onward(Point(call), "is looked up", keeps=False)
            return
        path = program.path(called)
        if path and path[0].removesuffix("()") in PASSING:
            yield Onward(Point(call, member), "")

    def _into_function(self, function: int, call: int, place: int, member: str) -> Iterator[Onward]:
        parameters = self._program.parameters(function)
        if place >= len(parameters):
            return
        parameter = parameters[place]
        for inner in range(parameter, parameter + self._syntax.size[parameter]):
            binding = self._bindings.of[inner]
            if (
                binding < 0
                or self._bindings.kinds[binding] != BindingKind.PARAMETER
                or self._bindings.first[binding] != inner
            ):
                continue
            for one in self._used(binding, member if inner == parameter else ""):
                if one.point.node != inner:
                    yield Onward(one.point, f"is given to {self._called(function)}", 1, enters=call)

    def _called(self, function: int) -> str:
        binding = binding_of_function(self._program, function)
        return f"{self._bindings.name(binding)}()" if binding >= 0 else "a function"

    def _returned(self, node: int, member: str, above: int) -> Iterator[Onward]:
        if self.name(above) in ("arrow_function", "lambda"):
            children = tuple(self._syntax.children(above))
            if children[-1] != node:
                return
            function = above
        else:
            function = self._program.function_of(node)
        yield from self._out_of(function, member, "is returned by")

    def _out_of(self, function: int, member: str, what: str) -> Iterator[Onward]:
        """To where a function's result goes: its calls, and what it is handed to as a callback."""
        if not function:
            return
        above = self._syntax.parent[function]
        if self.name(above) in GIVEN:
            yield Onward(Point(self._syntax.parent[above]), f"{what} a callback", 1)
            return
        if self.name(above) == "parenthesized_expression":
            above = self._syntax.parent[above]
        if self._syntax.kind[above] in self._program.language.calls:
            yield Onward(Point(above, member), f"{what} a function called at once", 1)
            return
        binding = binding_of_function(self._program, function)
        for reference in self._bindings.references(binding)[:_MAX_CALLERS] if binding >= 0 else ():
            call = self._syntax.parent[reference]
            if self._syntax.kind[call] in self._program.language.calls and self._program.callee(call) == reference:
                yield Onward(Point(call, member), f"{what} {self._bindings.name(binding)}()", 1, leaves=True)

    def _decided(self, node: int, _: str, statement: int) -> Iterator[Onward]:
        """What a condition decides: the function's result, and what is assigned below it."""
        if self.name(statement) == "if_clause":
            yield Onward(Point(self._syntax.parent[statement]), "decides", keeps=False)
            return
        children = tuple(self._syntax.children(statement))
        if node != children[0]:
            return
        last = statement + self._syntax.size[statement]
        function = self._program.function_of(statement)
        if any(statement < one < last for one in self._program.returns(function)) if function else False:
            yield from (replace(one, keeps=False) for one in self._out_of(function, "", "decides the result of"))
        for inner in range(statement, last):
            if self.name(inner) in DECLARES:
                binding = self._bindings.of[inner + 1]
                yield from (
                    Onward(one.point, "decides", keeps=False)
                    for one in (self._used(binding, "") if binding >= 0 else ())
                )

    # ----------------------------------------------------------------------------------------- comparisons

    def comparisons(self, point: Point) -> Iterator[tuple[str, tuple[str, ...], int]]:
        """What the value at a point is compared with: the operator, the constants, and where."""
        node = point.node
        above = self._syntax.parent[node]
        name = self.name(above)
        if name in BINARY and not point.member:
            operator = self._operator(above)
            if operator in COMPARING:
                others = [child for child in self._syntax.children(above) if child != node]
                yield operator.decode(), self._literals(others), above
        elif name in MEMBERS and not point.member:
            found = self._program.language.member(self._syntax, self._program.source, above)
            call = self._syntax.parent[above]
            is_called = self._syntax.kind[call] in self._program.language.calls and self._program.callee(call) == above
            if found is not None and found.object == node and found.name in TESTS and is_called:
                yield found.name, self._literals(self._program.arguments(call)), call
        elif name in GIVEN:
            call = self._syntax.parent[above]
            called = self._program.callee(call)
            found = self._program.language.member(self._syntax, self._program.source, called) if called else None
            if found is not None and found.name in TESTS:
                yield found.name, self._literals([found.object]), call
        elif name in SUBSCRIPTS and above + 1 != node:
            yield "[]", self._literals([above + 1]), above
        elif (
            name in ("switch_statement", "match_statement")
            or self.name(self._syntax.parent[above]) == "switch_statement"
        ):
            yield from self._cases(
                node, above if name in ("switch_statement", "match_statement") else self._syntax.parent[above]
            )

    def _cases(self, node: int, statement: int) -> Iterator[tuple[str, tuple[str, ...], int]]:
        first = next(self._syntax.children(statement), 0)
        if not first <= node < first + self._syntax.size[first]:
            return
        last = statement + self._syntax.size[statement]
        cases = [one for one in range(statement, last) if self.name(one) in ("switch_case", "case_clause")]
        yield "switch", self._literals([one + 1 for one in cases]), statement

    def _literals(self, nodes: object) -> tuple[str, ...]:
        found: dict[str, None] = {}
        for node in nodes if isinstance(nodes, list | tuple) else ():
            constant = self._program.constant(node)
            if constant is None:
                constant = self._program.constant(self._collection(node))
            found.update(dict.fromkeys(_texts(constant.value) if constant is not None else ()))
            if self.name(self._program.resolve(node)) == "regex":
                found[self._program.text(self._program.resolve(node)).decode("utf-8", "replace")] = None
        return tuple(found)[:_MAX_LITERALS]

    def _collection(self, node: int) -> int:
        """What a set or map was made of; and of a callback's parameter, the collection whose members it is given."""
        resolved = self._program.resolve(node)
        if self._syntax.kind[resolved] in self._program.language.calls:
            given = self._program.arguments(resolved)
            return self._program.resolve(given[0]) if given else resolved
        binding = self._program.binding(resolved)
        if binding >= 0 and self._bindings.kinds[binding] == BindingKind.PARAMETER:
            function = self._program.function_of(self._bindings.first[binding])
            above = self._syntax.parent[function]
            if (
                self.name(above) in GIVEN
                and place_of_parameter(self._program, function, self._bindings.first[binding]) == 0
            ):
                called = self._program.callee(self._syntax.parent[above])
                found = self._program.language.member(self._syntax, self._program.source, called) if called else None
                return self._program.resolve(found.object) if found is not None else resolved
        return resolved

    def _operator(self, node: int) -> bytes:
        children = tuple(self._syntax.children(node))
        between = self._program.source[self._syntax.end[children[0]] : self._syntax.start[children[-1]]]
        return between.strip(b" \n\t\r()")


def _texts(value: Value) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield str(value)
    elif isinstance(value, Record):
        yield from (str(key) for key, _ in value.entries)
    elif isinstance(value, tuple):
        for one in value[:_MAX_LITERALS]:
            if isinstance(one, tuple):
                yield from _texts(one[:1])
            else:
                yield from _texts(one)
