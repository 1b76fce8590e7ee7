"""What a value is compared with, as far as that is constant: literals, lists by any name, lists that were hidden."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from countermark.model.static import HiddenList, Where
from countermark.static.bindings import BindingKind
from countermark.static.constants import Record, Value
from countermark.static.flow import kinds as k
from countermark.static.flow.code import Code
from countermark.static.functions import given_to, place_of_parameter

MAX_LITERALS = 2_000
_MAX_DEPTH = 8
_MAX_CALLERS = 3
_MAX_NODES = 1_500
_MAX_ASKED = 4_000
"""Expressions that are asked for one list: arrays of arrays by their names would be endless without it."""

_MAX_SUBTREE = 400
_CLOSE = 2
"""What holds a list, and is no more than so many times as long, is about that list."""

_KEEPING_LISTS = k.KEEPING | k.FREEZING | {"map", "filter", "concat", "entries", "join", "flatMap"}
_OF_CONSTANTS = k.ARRAYS | k.SPREADS | k.CONDITIONAL
_HOLDING = _OF_CONSTANTS | k.BINARY | k.TEXTS | k.THROUGH
"""What is made of its parts: of ``"." + one`` only what is not constant is asked for, of an array everything."""

_CODE = re.compile(r"\\x([0-9a-fA-F]{2})|\\u([0-9a-fA-F]{4})")
_PLAIN = re.compile(r"[\w.@:/ -]{2,253}")


@dataclass(frozen=True, slots=True)
class Listed:
    """The texts that something stands for, and where the hidden list stands if they come out of one."""

    texts: tuple[str, ...] = ()
    where: Where | None = None


class Lists:
    """Finds the lists of one file. ``hidden``: those that are known to be hidden in it."""

    def __init__(self, code: Code, hidden: Iterable[HiddenList] = ()) -> None:
        """Remembers what it found for each node."""
        self._code, self._syntax, self._bindings, self._program = code, code.syntax, code.bindings, code.program
        self._hidden = tuple(hidden)
        self._known: dict[tuple[int, int], Listed] = {}
        self._left = 0

    def of(self, nodes: Iterable[int], call: int = 0) -> Listed:
        """What some expressions stand for together; ``call`` is the call that led into their function, if one did."""
        found: dict[str, None] = {}
        where = None
        for node in nodes:
            one = self._of(node, call)
            found.update(dict.fromkeys(one.texts))
            where = where or one.where
        return Listed(tuple(found)[:MAX_LITERALS], where)

    def _of(self, node: int, call: int) -> Listed:
        key = node, call
        if key not in self._known:
            self._left = _MAX_ASKED
            hidden = self._hidden_at(node, call) if self._hidden else None
            texts = hidden.entries if hidden is not None else tuple(dict.fromkeys(self._texts(node, call, 0)))
            self._known[key] = Listed(texts[:MAX_LITERALS], hidden.where if hidden is not None else None)
        return self._known[key]

    # ----------------------------------------------------------------------------------------------- in clear

    def _texts(self, node: int, call: int, depth: int) -> Iterator[str]:
        self._left -= 1
        if depth > _MAX_DEPTH or not node or self._left < 0:
            return
        constant = self._program.constant(node)
        if constant is not None:
            yield from _spelled(constant.value)
            return
        resolved = self._program.resolve(node)
        name = self._code.name(resolved)
        if name == "regex":
            yield from _of_pattern(self._code.text(resolved))
        elif self._code.is_call(resolved):
            yield from self._called(resolved, call, depth + 1)
        elif name in _HOLDING:
            for part in self._syntax.children(resolved):
                if name in _OF_CONSTANTS or self._program.constant(part) is None:
                    yield from self._texts(part, call, depth + 1)
        elif (member := self._code.member(resolved)) is not None:
            yield from self._of_member(member.object, member.name, call, depth + 1)
        else:
            for source in self._sources(resolved, call):
                yield from self._texts(source, call, depth + 1)

    def _called(self, node: int, call: int, depth: int) -> Iterator[str]:
        """What a call gives: a set of what it is made of, a list of its own again, a function's result."""
        called, given = self._program.callee(node), self._program.arguments(node)
        member = self._code.member(called) if called else None
        if member is not None and member.name in k.SPLITTING:
            yield from self._split(member.object, given)
            return
        if member is not None and member.name in k.FREEZING and self._code.text(member.object) in k.PASSING:
            yield from (text for one in given[:1] for text in self._texts(one, call, depth))
        elif member is not None and member.name in _KEEPING_LISTS:
            yield from self._texts(member.object, call, depth)
        elif (function := self._result_of(called)) != 0:
            for one in self._program.returns(function)[:4]:
                yield from self._texts(one, node, depth)
        elif given and (self._code.text(called) in k.PASSING or self._code.text(called) in k.FREEZING):
            yield from self._texts(given[0], call, depth)

    def _result_of(self, called: int) -> int:
        """The function whose result a call gives: itself, or what a wrapper was given."""
        function = self._code.function(called) if called else 0
        if function:
            return function
        wrapper = self._program.resolve(called) if called else 0
        if wrapper and self._code.is_call(wrapper):
            given = self._program.arguments(wrapper)
            return self._code.function(given[0]) if len(given) == 1 else 0
        return 0

    def _split(self, node: int, given: tuple[int, ...]) -> Iterator[str]:
        text, cut = self._program.constant(node), self._program.constant(given[0]) if given else None
        if text is not None and isinstance(text.value, str):
            separator = cut.value if cut is not None and isinstance(cut.value, str) and cut.value else None
            yield from text.value.split(separator)

    def _of_member(self, node: int, name: str, call: int, depth: int) -> Iterator[str]:
        holder = self._program.resolve(node)
        if not name:  # one of a list, by its place
            yield from self._texts(node, call, depth)
        elif self._code.name(holder) in k.OBJECTS:
            for pair in self._syntax.children(holder):
                if self._code.name(pair) in k.PAIRS and self._code.spelled(pair + 1) == name:
                    yield from self._texts(pair + 1 + self._syntax.size[pair + 1], call, depth)
        elif self._code.is_self(holder):
            for field in self._code.fields(node, name):
                if self._code.is_target(field):
                    yield from self._texts(field + self._syntax.size[field], call, depth)

    def _sources(self, node: int, call: int) -> Iterator[int]:
        """Where the value of a name comes from: the list that a callback or a loop goes through, what callers give."""
        binding = self._bindings.of[node]
        if binding < 0:
            return
        first = self._bindings.first[binding]
        if self._bindings.kinds[binding] == BindingKind.PARAMETER:
            yield from self._handed(self._program.function_of(first), first, call)
            return
        for given in tuple(self._bindings.assignments(binding))[:_MAX_CALLERS]:
            if given.value and (given.whole or self._code.name(self._syntax.parent[given.target]) in k.ITERATES):
                yield given.value

    def _handed(self, function: int, first: int, call: int) -> Iterator[int]:
        place = place_of_parameter(self._program, function, first)
        above = self._syntax.parent[function]
        if self._code.name(above) in k.GIVEN:
            called = self._program.callee(self._syntax.parent[above])
            member = self._code.member(called) if called else None
            if member is not None and member.name in k.VISITING and place == 0:
                yield member.object
            return
        if call and self._code.function(self._program.callee(call)) == function:
            given = self._program.arguments(call)
            yield from given[place : place + 1] if place >= 0 else ()
            return
        handed = tuple(given_to(self._program, function, place)) if place >= 0 else ()
        if len(handed) <= _MAX_CALLERS:
            yield from handed

    # ------------------------------------------------------------------------------------------------ hidden

    def _hidden_at(self, node: int, call: int) -> HiddenList | None:
        """The hidden list that an expression is a part of or, unless it is a plain constant, leads to."""
        constant = self._program.constant(node)
        if constant is None or isinstance(constant.value, tuple | Record):
            return self._hidden_behind(node, call)
        return next((hidden for hidden in self._hidden if self._overlaps(node, hidden.where)), None)

    def _hidden_behind(self, node: int, call: int) -> HiddenList | None:
        """The hidden list that an expression leads to, by the names in it and what these were given."""
        waiting, seen, looked = [node], {node}, 0
        while waiting and looked < _MAX_NODES:
            one = waiting.pop(0)
            for hidden in self._hidden:
                if self._overlaps(one, hidden.where):
                    return hidden
            for inner in range(one, one + min(self._syntax.size[one], _MAX_SUBTREE)):
                looked += 1
                if self._bindings.of[inner] < 0:
                    continue
                for source in (*self._sources(inner, call), *self._definition(inner)):
                    if source not in seen:
                        seen.add(source)
                        waiting.append(source)
        return None

    def _definition(self, node: int) -> Iterator[int]:
        function = self._code.function(node)
        if function and self._syntax.size[function] <= _MAX_SUBTREE:
            yield function

    def _overlaps(self, node: int, where: Where) -> bool:
        start, end = self._syntax.start[node], self._syntax.end[node]
        if start >= where.start and end <= where.end:
            return True
        is_close = self._syntax.size[node] <= _MAX_SUBTREE or end - start <= _CLOSE * (where.end - where.start)
        return start <= where.start and where.end <= end and is_close


def _of_pattern(text: str) -> Iterator[str]:
    """A regular expression as it stands, and the plain texts between its bars."""
    yield text
    body = text[1 : text.rfind("/")]
    if "|" in body:
        for piece in re.split(r"\||\(\?:|\(\?[:=!]|[()^$]", body):
            plain = _CODE.sub(lambda found: chr(int(found[1] or found[2], 16)), piece)
            plain = re.sub(r"\\([.\-/])", r"\1", plain)
            if _PLAIN.fullmatch(plain):
                yield plain


def _spelled(value: Value) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield str(value)
    elif isinstance(value, Record):
        yield from (str(key) for key, _ in value.entries)
    elif isinstance(value, tuple):
        for one in value[:MAX_LITERALS]:
            yield from _spelled(one[:1] if isinstance(one, tuple) else one)
