"""Which method a call means where the object is not known: the one of its own class, or the only one of that name."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from countermark.static.flow import kinds as k
from countermark.static.program import Program

_CALLED = re.compile(rb"\.\s*([A-Za-z_$][\w$]{3,})\s*\(")
_MAX_CALLS = 40
"""A method that is called more often, or whose name many libraries use, may be anything's."""

_COMMON = k.TESTS | k.KEEPING | k.SPLITTING | k.TAKING | k.VISITING | k.READING | k.PASSING_LAST
_NAMES = frozenset({"property_identifier", "identifier", "private_property_identifier"})
_CLASSES = frozenset({"class_body", "class_definition"})
_METHODS = frozenset({"method_definition", "function_definition"})


class Methods:
    """The methods of one file; found when first asked for."""

    def __init__(self, program: Program) -> None:
        """Works on one file."""
        self._program, self._syntax = program, program.syntax
        self._by_name: dict[str, list[int]] | None = None
        self._calls: dict[str, list[int]] | None = None

    def named(self, name: str, own: int = 0) -> int:
        """The method of a class (``own``: its body) by its name, or the only one in the file; 0 if there is none."""
        found = self._methods().get(name, ())
        inside = [one for one in found if own and self.class_of(one) == own]
        if len(inside) == 1:
            return inside[0]
        return found[0] if len(found) == 1 and self._is_told(name) else 0

    def is_method(self, function: int) -> bool:
        """Whether a function stands right in a class."""
        names, parent, kinds = self._syntax.grammar.kind_name, self._syntax.parent, self._syntax.kind
        if names(kinds[function]) not in _METHODS:
            return False
        above = parent[function]
        while names(kinds[above]) in ("block", "decorated_definition"):
            above = parent[above]
        return names(kinds[above]) in _CLASSES

    def class_of(self, node: int) -> int:
        """The body of the innermost class that a node stands in; 0 if it stands in none."""
        names, parent, kinds = self._syntax.grammar.kind_name, self._syntax.parent, self._syntax.kind
        node = parent[node]
        while node and names(kinds[node]) not in _CLASSES:
            node = parent[node]
        return node

    def calls_of(self, function: int) -> Iterator[int]:
        """The calls that mean a method: by the name that only it has, else those on its own object."""
        name = self._name(function)
        if not name:
            return
        own = 0 if len(self._methods().get(name, ())) == 1 and self._is_told(name) else self.class_of(function)
        for node in self._called().get(name, ()):
            if not own or (self.class_of(node) == own and self._is_own(node)):
                yield node

    def _is_told(self, name: str) -> bool:
        return name not in _COMMON and len(self._called().get(name, ())) <= _MAX_CALLS

    def _is_own(self, call: int) -> bool:
        member = self._program.language.member(self._syntax, self._program.source, self._program.callee(call))
        return member is not None and self._program.text(member.object) in (b"this", b"self")

    def _name(self, function: int) -> str:
        names = self._syntax.grammar.kind_name
        if not self.is_method(function):
            return ""
        for child in self._syntax.children(function):
            if names(self._syntax.kind[child]) in _NAMES:
                return self._program.text(child).decode("utf-8", "replace")
        return ""

    def _methods(self) -> dict[str, list[int]]:
        if self._by_name is None:
            self._by_name = {}
            for function in self._program.functions():
                name = self._name(function)
                if name and name != "constructor":
                    self._by_name.setdefault(name, []).append(function)
        return self._by_name

    def _called(self) -> dict[str, list[int]]:
        """The calls of what is called like a method of the file, by that name."""
        if self._calls is None:
            wanted = {name.encode() for name in self._methods()}
            starts, calls = self._syntax.start, dict[str, list[int]]()
            for match in _CALLED.finditer(self._program.source):
                if match[1] in wanted:
                    member = self._syntax.parent[bisect_right(starts, match.start(1)) - 1]
                    call = self._syntax.parent[member]
                    is_call = self._syntax.kind[call] in self._program.language.calls
                    if is_call and self._program.callee(call) == member:
                        calls.setdefault(match[1].decode(), []).append(call)
            self._calls = calls
        return self._calls
