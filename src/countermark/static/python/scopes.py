"""Which binding each identifier of a Python file means.

What a scope binds anywhere, it binds everywhere, so all is declared first and every reference resolved afterwards.
Defaults, annotations, decorators, bases and the first iterable of a comprehension are seen from outside; the names of a
class are seen only from its own body.
Source: The Python Language Reference 3.14, 4.2 Naming and binding, 6.2.4 (comprehensions), 8.7 (functions), 8.10
(type parameters).
"""

from __future__ import annotations

from array import array

from countermark.static.bindings import BindingKind, Bindings, Scopes
from countermark.static.python import kinds as k
from countermark.static.python.roles import Act, Role, role
from countermark.static.syntax import Syntax

FUNCTIONS = frozenset({k.FUNCTION_DEFINITION, k.LAMBDA})
COMPREHENSIONS = frozenset(
    {k.LIST_COMPREHENSION, k.SET_COMPREHENSION, k.DICTIONARY_COMPREHENSION, k.GENERATOR_EXPRESSION}
)
_WITH_BODY = FUNCTIONS | {k.CLASS_DEFINITION}
_RUNNING_TEXT = frozenset({"exec", "eval"})
_UNKNOWN = 0xFFFFFFFF


def bind(source: bytes, syntax: Syntax) -> Bindings:
    """The bindings of a file. Total: broken code gives bindings too, as good as its tree is."""
    return _Binder(source, syntax).bind()


class _Binder:
    def __init__(self, source: bytes, syntax: Syntax) -> None:
        self.source, self.syntax = source, syntax
        self.bindings = Bindings(of=array("i", [-1]) * len(syntax.kind))
        self.scopes = Scopes()
        self.made: dict[int, int] = {}
        self.entered: dict[int, int] = {}
        self.global_names: set[tuple[int, bytes]] = set()
        self.outer_names: set[tuple[int, bytes]] = set()
        self.made_global: dict[bytes, int] = {}
        self.references, self.seen_from = array("I"), array("I")

    def bind(self) -> Bindings:
        self._find_foreign_names()
        self._declare_all()
        for name, node in self.made_global.items():
            if name not in self._names(0):
                self._names(0)[name] = self.bindings.add(name, BindingKind.VARIABLE, node, 0)
        self._resolve_all()
        return self.bindings

    def _find_foreign_names(self) -> None:
        """Notes what each body declares global or nonlocal, since this holds for all of the body."""
        for node in self.syntax.of_kinds(k.GLOBAL_STATEMENT, k.NONLOCAL_STATEMENT):
            names = self.global_names if self.syntax.kind[node] == k.GLOBAL_STATEMENT else self.outer_names
            home = self.syntax.parent[node]
            while home and self.syntax.kind[home] not in _WITH_BODY:
                home = self.syntax.parent[home]
            for child in self.syntax.children(node):
                names.add((home, self._name(child)))
                if names is self.global_names:
                    self.made_global.setdefault(self._name(child), child)

    def _declare_all(self) -> None:
        syntax, size = self.syntax, self.syntax.size
        current = self.scopes.add(0, 0)
        self.made[0] = current
        inside = [(size[0], current)]
        for node, kind in enumerate(syntax.kind):
            while node >= inside[-1][0]:
                inside.pop()
                current = inside[-1][1]
            if node in self.entered:
                current = self.entered[node]
                inside.append((node + size[node], current))
            if kind == k.IDENTIFIER:
                self._act(node, role(syntax, self.source, node), current)
            elif kind == k.TYPE_PARAMETER and syntax.field[node] == k.F_TYPE_PARAMETERS:
                current = self._enter_types(node, current)
                inside.append((syntax.parent[node] + size[syntax.parent[node]], current))
            elif kind in _WITH_BODY and size[node] > 1:
                self._open_body(node, current)
            elif kind in COMPREHENSIONS:
                current = self._open_comprehension(node, current)
                inside.append((node + size[node], current))
            elif kind == k.WILDCARD_IMPORT:
                self.bindings.dynamic.append(node)

    def _open_body(self, node: int, current: int) -> None:
        self.made[node] = scope = self.scopes.add(node, current)
        body = self.syntax.child(node, k.F_BODY)
        if body:
            self.entered[body] = scope

    def _enter_types(self, node: int, current: int) -> int:
        """The scope of type parameters, around that of the function or class that has them."""
        types = self.scopes.add(node, current)
        body = self.made.get(self.syntax.parent[node])
        if body is not None:
            self.scopes.above[body] = types
        return types

    def _open_comprehension(self, node: int, current: int) -> int:
        clause = next((one for one in self.syntax.children(node) if self.syntax.kind[one] == k.FOR_IN_CLAUSE), 0)
        iterable = self.syntax.child(clause, k.F_RIGHT) if clause else 0
        if iterable:
            self.entered[iterable] = current
        return self.scopes.add(node, current)

    def _act(self, node: int, does: Role, current: int) -> None:
        if does.act == Act.NOTHING:
            return
        if does.act in (Act.READ, Act.ELSEWHERE):
            self._refer(node, current)
            return
        home = self._home(node, does, current)
        maker = self.scopes.node[home]
        name = self._name(node)
        if (maker, name) in self.global_names or (maker, name) in self.outer_names:
            self._refer(node, home)
            binding = _UNKNOWN
        else:
            binding = self._declare(node, name, does.kind, home)
        if does.assigns:
            self.bindings.assign(binding, node, does.value, whole=does.whole)

    def _home(self, node: int, does: Role, current: int) -> int:
        """The scope in which a name is bound."""
        if does.act == Act.PARAMETER:
            while self.syntax.kind[node] not in FUNCTIONS and node:
                node = self.syntax.parent[node]
            return self.made.get(node, current)
        if does.act == Act.WALRUS:
            while self.syntax.kind[self.scopes.node[current]] in COMPREHENSIONS:
                current = self.scopes.above[current]
        return current

    def _refer(self, node: int, scope: int) -> None:
        self.references.append(node)
        self.seen_from.append(scope)

    def _names(self, scope: int) -> dict[bytes, int]:
        names = self.scopes.names[scope]
        if names is None:
            names = self.scopes.names[scope] = {}
        return names

    def _declare(self, node: int, name: bytes, kind: BindingKind, scope: int) -> int:
        names = self._names(scope)
        if name not in names:
            names[name] = self.bindings.add(name, kind, node, self.scopes.node[scope])
        self.bindings.of[node] = names[name]
        return names[name]

    def _name(self, node: int) -> bytes:
        return self.source[self.syntax.start[node] : self.syntax.end[node]]

    def _resolve_all(self) -> None:
        of, assigned = self.bindings.of, self.bindings.assigned
        for node, scope in zip(self.references, self.seen_from, strict=True):
            of[node] = self._resolved(node, self._name(node), scope)
        for index, target in enumerate(self.bindings.targets):
            if assigned[index] == _UNKNOWN:
                assigned[index] = of[target]

    def _resolved(self, node: int, name: bytes, scope: int) -> int:
        start = scope
        while True:
            maker = self.scopes.node[scope]
            if (maker, name) in self.global_names:
                return self._names(0)[name]
            names = self.scopes.names[scope]
            if names and name in names and (scope == start or self.syntax.kind[maker] != k.CLASS_DEFINITION):
                return names[name]
            if not scope:
                break
            scope = self.scopes.above[scope]
        binding = self.bindings.add_free(name)
        called = self.syntax.parent[node]
        if self.bindings.name(binding) in _RUNNING_TEXT and self.syntax.kind[called] == k.CALL and node == called + 1:
            self.bindings.dynamic.append(node)
        return binding
