"""Where a value goes next from the place where it stands: one step."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from countermark.static.flow import kinds as k
from countermark.static.flow.calls import Calls
from countermark.static.flow.code import MAX_REFERENCES, Code, member_of
from countermark.static.flow.points import ANY, CALLED, ITEM, PIECE, Grade, Onward, Point
from countermark.static.program import Program

_Way = Callable[[int, tuple[str, ...], int], Iterator[Onward]]

_SHORT = 2
"""So many characters may be put before or behind a value without its being lost in a text: a dot, a slash."""

_MAX_DECIDED_NODES = 3_000


class Stepper:
    """Single steps through one program. A way is a method that is given a node, its path, and the node above."""

    def __init__(self, program: Program) -> None:
        """Works on one file."""
        self.code = Code(program)
        self._syntax, self._program = program.syntax, program
        self._calls = Calls(self.code, self.used)
        ways: dict[str, _Way] = {
            **dict.fromkeys(k.THROUGH, self._through),
            **dict.fromkeys(k.MEMBERS | k.SUBSCRIPTS, self._into_member),
            **dict.fromkeys(k.GIVEN, self._calls.given),
            **dict.fromkeys(k.PAIRS, self._into_object),
            **dict.fromkeys(k.OBJECTS, self._in_object),
            **dict.fromkeys(k.ARRAYS, self._in_array),
            **dict.fromkeys(k.SPREADS, self._spread),
            **dict.fromkeys(k.TEXTS, self._in_text),
            **dict.fromkeys(k.UNARY, self._unary),
            **dict.fromkeys(k.BINARY, self._binary),
            **dict.fromkeys(k.CONDITIONAL, self._conditional),
            **dict.fromkeys(k.ASSIGNS, self._assigned),
            **dict.fromkeys(k.ITERATES, self._iterated),
            **dict.fromkeys(k.RETURNS, self._returned),
            **dict.fromkeys(k.DECIDING, self._decided),
            **dict.fromkeys(("object_pattern", "pair_pattern"), self._in_pattern),
            "sequence_expression": self._in_sequence,
            "call_expression": self._as_callee,
            "call": self._as_callee,
            "keyword_argument": self._calls.given_by_name,
            "yield_expression": self._through,
        }
        self._ways = {kind: ways[name] for kind, name in self.code.named.items() if name in ways}

    def onward(self, point: Point) -> Iterator[Onward]:
        """Where the value at a point goes next."""
        node = point.node
        above = self._syntax.parent[node]
        way = self._ways.get(self._syntax.kind[above])
        return way(node, point.path, above) if way is not None else iter(())

    def used(self, binding: int, path: tuple[str, ...], note: str = "") -> Iterator[Onward]:
        """Every use of a name that holds the value."""
        references = self.code.bindings.references(binding)
        if len(references) > MAX_REFERENCES:
            return
        said = note or f"goes by the name {self.code.bindings.name(binding)}"
        for reference in references:
            if not self.code.is_target(reference):
                yield Onward(Point(reference, path), said)

    # ------------------------------------------------------------------------------------------ expressions

    def _through(self, node: int, path: tuple[str, ...], above: int) -> Iterator[Onward]:
        if self.code.name(above) == "assignment_pattern":  # a default
            if above + 1 == node:
                yield from self._in_pattern(node, path, above)
                return
            for binding, rest in self.code.targets(above + 1, path):
                yield from self.used(binding, rest)
            return
        yield Onward(Point(above, path))

    def _in_pattern(self, node: int, path: tuple[str, ...], _: int) -> Iterator[Onward]:
        """A read that is itself a name, taken out of the environment."""
        binding = self.code.bindings.of[node]
        if binding >= 0:
            yield from (one for one in self.used(binding, path) if one.point.node != node)

    def _in_sequence(self, node: int, path: tuple[str, ...], above: int) -> Iterator[Onward]:
        if self._syntax.end[node] >= self._syntax.end[above]:
            yield Onward(Point(above, path))

    def _unary(self, node: int, path: tuple[str, ...], above: int) -> Iterator[Onward]:
        operator = self._program.source[self._syntax.start[above] : self._syntax.start[node]].strip(b" \n\t\r(")
        if operator in (b"!", b"not"):
            yield Onward(Point(above), "decides", Grade.DECIDED)
        elif operator in (b"-", b"+", b"~") and not path:
            yield Onward(Point(above))

    def _binary(self, node: int, path: tuple[str, ...], above: int) -> Iterator[Onward]:
        operator = self.code.operator(above)
        if operator in k.EITHER:
            yield Onward(Point(above, path))
        elif operator in k.BOTH:
            is_last = above + 1 != node
            yield Onward(Point(above, path)) if is_last else Onward(Point(above), "decides", Grade.DECIDED)
        elif operator in k.COMPARING:
            yield Onward(Point(above), "is compared", Grade.DECIDED)
        elif operator in k.RECKONING and not (operator == b"/" and self._is_path(node, above)):
            yield Onward(Point(above))
        elif not path or path[0] == ANY:
            others = [child for child in self._syntax.children(above) if child != node]
            lone = all(self._is_short(other) for other in others if self.code.name(other) != "+")
            yield Onward(Point(above)) if lone else Onward(Point(above), "is put into a text", Grade.TEXT)

    def _is_path(self, node: int, above: int) -> bool:
        """Whether ``/`` joins paths, as Python's do, and does not divide."""
        if self._program.language.id != "python":
            return False
        others = [self._program.constant(child) for child in self._syntax.children(above) if child != node]
        return not any(one is not None and isinstance(one.value, int | float) for one in others)

    def _is_short(self, node: int) -> bool:
        constant = self._program.constant(node)
        value = constant.value if constant is not None else None
        return isinstance(value, int | float) or (isinstance(value, str) and len(value) <= _SHORT)

    def _in_text(self, _: int, path: tuple[str, ...], above: int) -> Iterator[Onward]:
        if path and path[0] not in (ANY, PIECE):
            return
        pieces = list(self._syntax.children(above))
        inside = sum(self._syntax.end[one] - self._syntax.start[one] for one in pieces)
        plain = self._syntax.end[above] - self._syntax.start[above] - inside
        lone = len(pieces) == 1 and plain <= _SHORT + 2  # the quotes
        yield Onward(Point(above)) if lone else Onward(Point(above), "is put into a text", Grade.TEXT)

    def _conditional(self, node: int, path: tuple[str, ...], above: int) -> Iterator[Onward]:
        first = above + 1
        is_python = self.code.name(above) == "conditional_expression"
        decides = node == (first + self._syntax.size[first] if is_python else first)
        yield Onward(Point(above), "decides", Grade.DECIDED) if decides else Onward(Point(above, path))

    # --------------------------------------------------------------------------------- members, objects, arrays

    def _into_member(self, node: int, path: tuple[str, ...], above: int) -> Iterator[Onward]:
        found = self.code.member(above)
        if found is None:
            return
        if found.object != node:
            yield Onward(Point(above), "says which one is taken", Grade.DECIDED)
            return
        call = self.code.called(above)
        if call:
            yield from self._calls.method(found.name, call, path)
            return
        rest = member_of(path, PIECE if found.index and not found.name else found.name)
        if rest is not None:
            yield Onward(Point(above, rest), f".{found.name}" if found.name else "")

    def _into_object(self, node: int, path: tuple[str, ...], above: int) -> Iterator[Onward]:
        key = above + 1
        name = self.code.spelled(key)
        if key != node and name:
            yield Onward(Point(self._syntax.parent[above], (name, *path)[:4]), f"is kept as {name}")

    def _in_object(self, node: int, path: tuple[str, ...], above: int) -> Iterator[Onward]:
        if self.code.name(node) == "shorthand_property_identifier":
            name = self.code.spelled(node)
            yield Onward(Point(above, (name, *path)[:4]), f"is kept as {name}")
        elif path:  # spread
            yield Onward(Point(above, path))

    def _in_array(self, _: int, path: tuple[str, ...], above: int) -> Iterator[Onward]:
        yield Onward(Point(above, (ITEM, *path)[:4]))

    def _spread(self, _: int, path: tuple[str, ...], above: int) -> Iterator[Onward]:
        """Into an array its items, into an object its members."""
        holder = self.code.name(self._syntax.parent[above])
        if holder in k.ARRAYS and (not path or path[0] in (PIECE, ITEM, ANY)):
            yield Onward(Point(self._syntax.parent[above], path or (PIECE,)))
        elif holder in k.OBJECTS and path:
            yield Onward(Point(above, path))

    def _as_callee(self, node: int, path: tuple[str, ...], above: int) -> Iterator[Onward]:
        """A function that was wrapped, and is called where it stands."""
        if path and path[0] == CALLED and self._program.callee(above) == node:
            yield Onward(Point(above, path[1:]))

    # ---------------------------------------------------------------------------------------------- statements

    def _assigned(self, node: int, path: tuple[str, ...], above: int) -> Iterator[Onward]:
        target = above + 1
        children = tuple(self._syntax.children(above))
        if target == node and self.code.name(above) == "object_assignment_pattern":
            yield from self._in_pattern(node, path, above)
            return
        if node != children[-1] or (target == node and len(children) == 1):
            return
        if self.code.name(above).startswith("augmented"):
            added = self._program.source[self._syntax.end[target] : self._syntax.start[node]].strip()
            if added not in (b"||=", b"??="):
                for binding, _ in self.code.targets(target, ()):
                    yield from (Onward(one.point, "is put into a text", Grade.TEXT) for one in self.used(binding, ()))
                return
        if self.code.name(above) in ("field_definition", "public_field_definition"):
            yield from self._field(above, self.code.spelled(children[-2]), path)
            return
        yield from self._given_to(target, path)
        if self.code.name(above) not in ("variable_declarator", "object_assignment_pattern"):
            yield Onward(Point(above, path))

    def _given_to(self, target: int, path: tuple[str, ...]) -> Iterator[Onward]:
        member = self.code.member(target)
        if member is None:
            for binding, rest in self.code.targets(target, path):
                yield from self.used(binding, rest)
        elif member.name and self.code.is_self(member.object):
            yield from self._field(target, member.name, path)
        elif member.name:
            binding = self.code.bindings.of[member.object]
            for one in self.used(binding, (member.name, *path)[:4]) if binding >= 0 else ():
                if one.point.node != member.object:
                    yield one

    def _field(self, node: int, name: str, path: tuple[str, ...]) -> Iterator[Onward]:
        for use in self.code.fields(node, name):
            if use != node and not self.code.is_target(use):
                yield Onward(Point(use, path), f"is kept as this.{name}")

    def _iterated(self, node: int, path: tuple[str, ...], above: int) -> Iterator[Onward]:
        """``for (one of value)``: its pieces, one by one."""
        rest = member_of(path, PIECE)
        children = [one for one in self._syntax.children(above) if self.code.name(one) not in ("const", "let", "var")]
        if rest is None or not children or node == children[0] or node not in children[:3]:
            return
        for binding, left in self.code.targets(children[0], rest):
            yield from self.used(binding, left)

    def _returned(self, node: int, path: tuple[str, ...], above: int) -> Iterator[Onward]:
        if self.code.name(above) in ("arrow_function", "lambda"):
            if tuple(self._syntax.children(above))[-1] != node:
                return
            function = above
        else:
            function = self._program.function_of(node)
        yield from self._calls.out_of(function, path, "is returned by", Grade.VALUE)

    def _decided(self, node: int, _: tuple[str, ...], statement: int) -> Iterator[Onward]:
        """What a condition decides: the function's result, and what is assigned below it."""
        if self.code.name(statement) == "if_clause":
            yield Onward(Point(self._syntax.parent[statement]), "decides", Grade.DECIDED)
            return
        if node != next(self._syntax.children(statement)):
            return
        last = statement + self._syntax.size[statement]
        function = self._program.function_of(statement)
        if function and any(statement < one < last for one in self._program.returns(function)):
            yield from self._calls.out_of(function, (), "decides the result of", Grade.DECIDED)
        for inner in range(statement, min(last, statement + _MAX_DECIDED_NODES)):
            if self._syntax.kind[inner] in self._ways and self.code.name(inner) in k.DECLARES:
                binding = self.code.bindings.of[inner + 1]
                for one in self.used(binding, ()) if binding >= 0 else ():
                    yield Onward(one.point, "decides", Grade.DECIDED)
