"""Which binding each identifier of a JavaScript file means.

Read in two passes over the columns: declarations first (``var`` and functions are hoisted), then every reference up its
chain of scopes. The body of a function and its parameters are one scope, but a parameter's default does not see the
body's names. A class declaration's name is one binding, seen from inside and outside.
Source: ECMA-262 (2025), 8 (scope analysis), 10.2.11 (parameters), B.3.2 (functions in blocks).
"""

from __future__ import annotations

from array import array

from countermark.static.bindings import BindingKind, Bindings, Scopes
from countermark.static.javascript import kinds as k
from countermark.static.javascript.escapes import cook
from countermark.static.javascript.roles import IS_SPECIAL, Act, Role, role
from countermark.static.syntax import Syntax

_IDENTIFIER, _SCOPE = 1, 2
_NAMES = (k.IDENTIFIER, k.UNDEFINED, k.SHORTHAND_PROPERTY_IDENTIFIER, k.SHORTHAND_PROPERTY_IDENTIFIER_PATTERN)
FUNCTIONS = frozenset(
    {
        k.FUNCTION_DECLARATION, k.FUNCTION_EXPRESSION, k.GENERATOR_FUNCTION_DECLARATION, k.GENERATOR_FUNCTION,
        k.ARROW_FUNCTION, k.METHOD_DEFINITION,
    }
)  # fmt: skip
_HOISTING = FUNCTIONS | {k.CLASS_STATIC_BLOCK}
_NAMED_EXPRESSIONS = frozenset({k.FUNCTION_EXPRESSION, k.GENERATOR_FUNCTION, k.CLASS})
_BLOCKS = frozenset(
    {k.STATEMENT_BLOCK, k.FOR_STATEMENT, k.FOR_IN_STATEMENT, k.SWITCH_BODY, k.CATCH_CLAUSE, k.CLASS_STATIC_BLOCK}
)
_MODULE_MARKS = frozenset({k.IMPORT_STATEMENT, k.EXPORT_STATEMENT})


def bind(source: bytes, syntax: Syntax) -> Bindings:
    """The bindings of a file. Total: broken code gives bindings too, as good as its tree is."""
    return _Binder(source, syntax).bind()


def _acts() -> bytes:
    acts = bytearray(0x10000)
    for kind in _NAMES:
        acts[kind] = _IDENTIFIER
    for kind in (*(FUNCTIONS - {k.METHOD_DEFINITION}), *_BLOCKS, k.CLASS, k.FORMAL_PARAMETERS, k.WITH_STATEMENT):
        acts[kind] = _SCOPE
    return bytes(acts)


_ACTS = _acts()


class _Binder:
    def __init__(self, source: bytes, syntax: Syntax) -> None:
        self.source, self.syntax = source, syntax
        self.bindings = Bindings(of=array("i", [-1]) * len(syntax.kind))
        self.scopes = Scopes()
        self.hoists: list[int] = []
        self.references, self.seen_from = array("I"), array("I")
        self.in_blocks: list[tuple[int, int]] = []
        self.bodies: dict[int, int] = {}

    def bind(self) -> Bindings:
        self._declare_all()
        self._hoist_from_blocks()
        self._resolve_all()
        return self.bindings

    def _declare_all(self) -> None:
        syntax = self.syntax
        kinds, parent, size = syntax.kind, syntax.parent, syntax.size
        references, seen_from = self.references, self.seen_from
        current = self._open(0, 0)
        ends = [size[0]]
        end = size[0]
        acts, special = _ACTS, IS_SPECIAL
        for node, kind in enumerate(kinds):
            act = acts[kind]
            if not act:
                continue
            while node >= end:
                ends.pop()
                end = ends[-1]
                current = self.scopes.above[current]
            if act == _IDENTIFIER:
                if special[kinds[parent[node]]] or kind == k.SHORTHAND_PROPERTY_IDENTIFIER_PATTERN:
                    self._act(node, role(syntax, self.source, node), current)
                else:
                    references.append(node)
                    seen_from.append(current)
            elif maker := self._maker(node, kind):
                for _ in range(1 + self._is_named(node, kind)):
                    current = self._open(maker, current)
                    end = maker + size[maker]
                    ends.append(end)

    def _maker(self, node: int, kind: int) -> int:
        """The node whose scope starts here; 0 if none does."""
        above = self.syntax.kind[self.syntax.parent[node]]
        if kind == k.FORMAL_PARAMETERS:
            return self.syntax.parent[node] if above == k.METHOD_DEFINITION else 0
        if kind == k.STATEMENT_BLOCK:
            return 0 if above in FUNCTIONS or above in (k.CATCH_CLAUSE, k.CLASS_STATIC_BLOCK) else node
        if kind == k.CLASS:
            return node if self.syntax.child(node, k.F_NAME) else 0
        if kind == k.WITH_STATEMENT:
            self.bindings.dynamic.append(node)
            return 0
        return node

    def _is_named(self, node: int, kind: int) -> bool:
        """Whether a function expression has a name, and so a scope around its own."""
        return kind in (k.FUNCTION_EXPRESSION, k.GENERATOR_FUNCTION) and bool(self.syntax.child(node, k.F_NAME))

    def _open(self, node: int, above: int) -> int:
        scope = self.scopes.add(node, above)
        hoisting = not node or self.syntax.kind[node] in _HOISTING  # a file that is broken has a root of another kind
        self.hoists.append(scope if hoisting else self.hoists[above])
        return scope

    def _act(self, node: int, does: Role, current: int) -> None:
        if does.act == Act.NOTHING:
            return
        if does.act in (Act.READ, Act.WRITE):
            self.references.append(node)
            self.seen_from.append(current)
            if does.act == Act.WRITE:
                self._pending(node, does)
            return
        above = self.scopes.above[current]
        if does.act == Act.NAME or (does.act == Act.OWN_NAME and self.syntax.kind[does.value] != k.CLASS):
            current = above
        elif does.kind == BindingKind.VARIABLE:
            current = self.hoists[current]
        binding = self._declare(node, does.kind, current)
        if does.assigns:
            self.bindings.assign(binding, node, does.value, whole=does.whole)
        if does.act == Act.NAME and self.hoists[current] != current:
            self.in_blocks.append((node, current))

    def _pending(self, node: int, does: Role) -> None:
        """An assignment whose binding is not known yet: the identifier stands for it until it is resolved."""
        self.bindings.assign(_UNKNOWN, node, does.value, whole=does.whole)

    def _declare(self, node: int, kind: BindingKind, scope: int) -> int:
        name = self._name(node)
        names = self.scopes.names[scope]
        if names is None:
            names = self.scopes.names[scope] = {}
        binding = names.get(name)
        if binding is None:
            maker = self.scopes.node[scope]
            binding = names[name] = self.bindings.add(name, kind, node, maker)
            if kind == BindingKind.PARAMETER:
                self._guard(scope, maker)
        self.bindings.of[node] = binding
        return binding

    def _guard(self, scope: int, function: int) -> None:
        if scope not in self.bodies:
            self.bodies[scope] = self.syntax.child(function, k.F_BODY)

    def _name(self, node: int) -> bytes:
        name = self.source[self.syntax.start[node] : self.syntax.end[node]]
        return cook(name).encode("utf-8", "surrogatepass") if b"\\" in name else name

    def _hoist_from_blocks(self) -> None:
        """In sloppy code a function in a block is a variable of the function around as well."""
        for node, block in self.in_blocks:
            name, home = self._name(node), self.hoists[block]
            if self._is_strict(block) or self._is_shadowed(name, block, home):
                continue
            names = self.scopes.names[home]
            if names is None:
                names = self.scopes.names[home] = {}
            outer = names.setdefault(name, self.bindings.of[node])
            if self.bindings.kinds[outer] == BindingKind.VARIABLE:
                self.bindings.assign(outer, node, self.syntax.parent[node], whole=True)

    def _is_shadowed(self, name: bytes, block: int, home: int) -> bool:
        scope = self.scopes.above[block]
        while scope != home:
            if name in (self.scopes.names[scope] or ()):
                return True
            scope = self.scopes.above[scope]
        found = (self.scopes.names[home] or {}).get(name)
        return found is not None and self.bindings.kinds[found] in (BindingKind.PARAMETER, BindingKind.LEXICAL)

    def _is_strict(self, scope: int) -> bool:
        while True:
            node = self.scopes.node[scope]
            if self._has_directive(node) or (not node and self._is_module()) or self._in_class(node):
                return True
            if not scope:
                return False
            scope = self.scopes.above[scope]

    def _has_directive(self, node: int) -> bool:
        body = self.syntax.child(node, k.F_BODY) if node else 0
        for statement in self.syntax.children(body or node):
            if self.syntax.kind[statement] != k.EXPRESSION_STATEMENT:
                return False
            text = self.source[self.syntax.start[statement] + 1 : self.syntax.end[statement]]
            if text.startswith(b"use strict"):
                return True
            if self.syntax.kind[statement + 1] != k.STRING:
                return False
        return False

    def _in_class(self, node: int) -> bool:
        return self.syntax.kind[self.syntax.parent[node]] == k.CLASS_BODY

    def _is_module(self) -> bool:
        return any(self.syntax.kind[node] in _MODULE_MARKS for node in self.syntax.children(0))

    def _resolve_all(self) -> None:
        names_of = [names or _NOTHING for names in self.scopes.names]
        up, above = self._nearest(), self.scopes.above
        of, name_of, bodies = self.bindings.of, self._name, self.bodies
        first = self.bindings.first
        for node, scope in zip(self.references, self.seen_from, strict=True):
            name = name_of(node)
            here = up[scope]
            while here >= 0:
                binding = names_of[here].get(name)
                if binding is not None and not (here in bodies and node < bodies[here] < first[binding]):
                    of[node] = binding
                    break
                here = up[above[here]] if here else -1
            else:
                of[node] = self._unresolved(node, name, scope)
        assigned = self.bindings.assigned
        for index, target in enumerate(self.bindings.targets):
            if assigned[index] == _UNKNOWN:
                assigned[index] = of[target]

    def _nearest(self) -> array[int]:
        """For each scope the nearest one, itself included, that declares something; -1 if there is none."""
        up = array("i")
        for scope, names in enumerate(self.scopes.names):
            above = self.scopes.above[scope]
            up.append(scope if names else up[above] if scope else -1)
        return up

    def _unresolved(self, node: int, name: bytes, scope: int) -> int:
        if name == b"arguments" and (home := self._arguments_of(scope)):
            names = self.scopes.names[home]
            if names is None:
                names = self.scopes.names[home] = {}
            if name not in names:
                names[name] = self.bindings.add(name, BindingKind.IMPLICIT, -1, self.scopes.node[home])
            return names[name]
        if name == b"eval" and self.syntax.kind[self.syntax.parent[node]] == k.CALL_EXPRESSION:
            self.bindings.dynamic.append(node)
        return self.bindings.add_free(name)

    def _arguments_of(self, scope: int) -> int:
        """The nearest scope of a function that has ``arguments``; 0 if there is none."""
        while scope:
            node = self.scopes.node[scope]
            if self.hoists[scope] == scope and self.syntax.kind[node] in FUNCTIONS - {k.ARROW_FUNCTION}:
                return scope
            scope = self.scopes.above[scope]
        return 0


_UNKNOWN = 0xFFFFFFFF
_NOTHING: dict[bytes, int] = {}
