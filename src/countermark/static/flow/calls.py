"""Where a value goes by way of calls: into functions and out of them, through methods and library functions."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from countermark.static.flow import kinds as k
from countermark.static.flow.code import Code, member_of
from countermark.static.flow.points import ANY, CALLED, ITEM, PIECE, Grade, Onward, Point
from countermark.static.functions import binding_of_function

_MAX_CALLERS = 60
_Used = Callable[[int, "tuple[str, ...]", str], Iterator[Onward]]


class Calls:
    """The steps that have to do with calls."""

    def __init__(self, code: Code, used: _Used) -> None:
        """``used`` gives every use of a name."""
        self._code, self._used = code, used
        self._syntax, self._program, self._bindings = code.syntax, code.program, code.bindings

    # ------------------------------------------------------------------------------------------- called on it

    def method(self, name: str, call: int, path: tuple[str, ...]) -> Iterator[Onward]:
        """A method of the value, or of what holds it, is called."""
        given = self._program.arguments(call)
        function = self._code.function(given[0]) if name in k.VISITING and given else 0
        if function:
            yield from self._visited(name, call, function, path)
        if name in k.TESTS and not (name in k.TAKING or name in k.SPLITTING):
            yield Onward(Point(call), "is looked up", Grade.DECIDED)
            return
        said = f"{name}()" if name else ""
        if name == "join":
            yield from self._joined(call, path)
        elif name in k.TAKING and path and path[0] in (PIECE, ITEM, ANY):
            yield Onward(Point(call, path if path[0] == ANY else path[1:]), said)
        elif name in k.SPLITTING and (not path or path[0] == ANY):
            yield Onward(Point(call, (PIECE,)), said)
        elif name in ("filter", "then", "catch", "finally", "concat") or (
            name in k.KEEPING and (not path or path[0] in (PIECE, ITEM, ANY))
        ):
            yield Onward(Point(call, path), said if name in k.KEEPING else "")
        elif path and path[0] not in (PIECE, ITEM, ANY):
            rest = member_of(path, name)
            if rest is not None and rest[:1] == (CALLED,):
                yield Onward(Point(call, rest[1:]), said)

    def _joined(self, call: int, path: tuple[str, ...]) -> Iterator[Onward]:
        if path[:1] == (PIECE,) or not path:
            yield Onward(Point(call), "join()")
        elif path[:1] == (ITEM,) and len(path) == 1:
            yield Onward(Point(call), "is put into a text", Grade.TEXT)

    def _visited(self, name: str, call: int, function: int, path: tuple[str, ...]) -> Iterator[Onward]:
        """Into the callback of a method, one by one or when it is there."""
        rest = path if name in ("then", "finally") else member_of(path, PIECE)
        if rest is None:
            return
        places = (1,) if name == "reduce" else (0, 1) if name == "sort" else (0,)
        for place in places:
            for binding, left in self._code.parameters_at(function, place, rest):
                for one in self._used(binding, left, ""):
                    yield one._replace(crosses=1, enters=call, function=function)

    # ------------------------------------------------------------------------------------------ given to it

    def given(self, node: int, path: tuple[str, ...], arguments: int) -> Iterator[Onward]:
        """The value is handed to a function."""
        call = self._syntax.parent[arguments]
        if not self._code.is_call(call):
            return
        called = self._program.callee(call)
        if not called:
            return
        function = self._code.function(called)
        if function:
            place = self._program.arguments(call).index(node)
            yield from self._into(function, call, place, path)
            return
        found = self._code.member(called)
        if found is not None and found.name in k.TESTS:
            if path and path[0] != ANY:
                return
            yield Onward(Point(call), "is looked up", Grade.DECIDED)
            is_index = found.name == "search" and self._program.path(called)[:1] != ("import:re",)
            if found.name in k.MATCHING and not is_index:
                yield Onward(Point(call, (PIECE,)), f"{found.name}()")
            return
        if found is not None and found.name in ("push", "unshift", "add", "append"):
            binding = self._bindings.of[found.object]
            if binding >= 0:
                yield from self._used(binding, (ITEM, *path)[:4], "")
            return
        yield from self._to_library(node, call, called, path)

    def _to_library(self, node: int, call: int, called: int, path: tuple[str, ...]) -> Iterator[Onward]:
        names = self._program.path(called)
        root, last = (names[0].removesuffix("()"), names[-1]) if names else ("", "")
        found = self._code.member(called)
        if root == "JSON" and last == "stringify":
            yield Onward(Point(call), "is put into a text", Grade.TEXT)
        elif (root == "JSON" and last == "parse") or last == "loads":
            yield Onward(Point(call, (ANY,)), "is parsed")
        elif root == "Object" and last == "assign":
            yield Onward(Point(call, path))
            first = self._program.arguments(call)[0]
            binding = self._bindings.of[first]
            if first != node and binding >= 0 and path:
                yield from self._used(binding, path, "")
        elif root in k.PASSING or last in k.PASSING_LAST or (found is not None and found.name == "update"):
            yield Onward(Point(call, path), "")

    def given_by_name(self, node: int, path: tuple[str, ...], above: int) -> Iterator[Onward]:
        """``f(name=value)``."""
        arguments = self._syntax.parent[above]
        call = self._syntax.parent[arguments]
        if above + 1 == node or not self._code.is_call(call):
            return
        name = self._code.spelled(above + 1)
        function = self._code.function(self._program.callee(call))
        for place in range(len(self._program.parameters(function)) if function else 0):
            for binding, left in self._code.parameters_at(function, place, path):
                if self._bindings.name(binding) == name:
                    for one in self._used(binding, left, ""):
                        yield one._replace(crosses=1, enters=call, function=function)

    def _into(self, function: int, call: int, place: int, path: tuple[str, ...]) -> Iterator[Onward]:
        said = f"is given to {self._called(function)}"
        for binding, left in self._code.parameters_at(function, place, path):
            for one in self._used(binding, left, said):
                yield one._replace(crosses=1, enters=call, function=function)

    def _called(self, function: int) -> str:
        binding = binding_of_function(self._program, function)
        return f"{self._bindings.name(binding)}()" if binding >= 0 else "a function"

    # --------------------------------------------------------------------------------------------- out of it

    def out_of(self, function: int, path: tuple[str, ...], what: str, grade: Grade) -> Iterator[Onward]:
        """To where a function's result goes: its calls, and what it is handed to as a callback."""
        if not function:
            return
        above = self._syntax.parent[function]
        if self._code.name(above) in k.GIVEN:
            yield from self._out_of_callback(function, self._syntax.parent[above], path, grade)
            return
        if self._code.name(above) == "parenthesized_expression":
            above = self._syntax.parent[above]
        if self._code.is_call(above):
            said = f"{what} a function called at once"
            yield Onward(Point(above, path), said, grade, 1, leaves=True, function=function)
            return
        if self._code.methods.is_method(function):
            for call in self._code.methods.calls_of(function):
                yield Onward(Point(call, path), f"{what} a method", grade, 1, leaves=True, function=function)
            return
        yield from self._out_by_name(function, path, what, grade)

    def _out_by_name(self, function: int, path: tuple[str, ...], what: str, grade: Grade) -> Iterator[Onward]:
        binding = binding_of_function(self._program, function)
        name = self._bindings.name(binding) if binding >= 0 else ""
        for reference in self._bindings.references(binding)[:_MAX_CALLERS] if binding >= 0 else ():
            call = self._code.called(reference)
            if call:
                yield Onward(Point(call, path), f"{what} {name}()", grade, 1, leaves=True, function=function)
            elif self._code.name(self._syntax.parent[reference]) in k.GIVEN and reference != function + 1:
                holder = self._syntax.parent[self._syntax.parent[reference]]
                yield from self._out_of_callback(function, holder, path, grade)

    def _out_of_callback(self, function: int, call: int, path: tuple[str, ...], grade: Grade) -> Iterator[Onward]:
        if not self._code.is_call(call):
            return
        called = self._program.callee(call)
        found = self._code.member(called) if called else None
        name = found.name if found is not None else ""
        if name in k.CHOOSING:
            grade, path = Grade.DECIDED, ()
        elif name in k.MAPPING:
            path = path if name in ("then", "flatMap", "reduce") else (PIECE, *path)[:4]
        elif name in k.VISITING:
            return
        else:
            # What wraps a function mostly gives a function that gives the same.
            wrapped = (CALLED, *path)[:4]
            yield Onward(Point(call, wrapped), "is returned by a callback", grade, 1, leaves=True, function=function)
            if grade == Grade.VALUE:
                grade = Grade.TEXT
        yield Onward(Point(call, path), "is returned by a callback", grade, 1, leaves=True, function=function)
