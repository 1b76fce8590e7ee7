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
from countermark.static.javascript.roles import IS_SPECIAL, Act, Climb, Role, role
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
        self.arguments: dict[int, int] = {}
        self.patterns: dict[int, Climb] = {}

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
                    self._act(node, role(syntax, self.source, node, self.patterns), current)
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
        if not self.in_blocks or self._is_module() or self._has_directive(0):
            return
        strict = self._strict_scopes()
        for node, block in self.in_blocks:
            name, home = self._name(node), self.hoists[block]
            if strict[block] or self._is_shadowed(name, block, home):
                continue
            names = self.scopes.names[home]
            if names is None:
                names = self.scopes.names[home] = {}
            outer = names.setdefault(name, self.bindings.of[node])
            if self.bindings.kinds[outer] == BindingKind.VARIABLE:
                self.bindings.assign(outer, node, self.syntax.parent[node], whole=True)

    def _is_shadowed(self, name: bytes, block: int, home: int) -> bool:
        scope = self.scopes.above[block]
        for _ in range(_MOST_BLOCKS):
            if scope == home:
                found = (self.scopes.names[home] or _NOTHING).get(name)
                return found is not None and self.bindings.kinds[found] in (BindingKind.PARAMETER, BindingKind.LEXICAL)
            if name in (self.scopes.names[scope] or _NOTHING):
                return True
            scope = self.scopes.above[scope]
        return True

    def _strict_scopes(self) -> bytearray:
        strict = bytearray(len(self.scopes.node))
        for scope, node in enumerate(self.scopes.node):
            if scope:
                strict[scope] = strict[self.scopes.above[scope]] or self._has_directive(node) or self._in_class(node)
        return strict

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
        """Goes through the references in the order of the file, with what each name means right there at hand."""
        of, name_of = self.bindings.of, self._name
        visible = _Visible(self.scopes, self.syntax)
        meanings, bodies, first = visible.meanings, self.bodies, self.bindings.first
        current = -1
        for node, scope in zip(self.references, self.seen_from, strict=True):
            if scope != current:
                visible.enter(scope)
                current = scope
            name = name_of(node)
            found = -1
            for here, binding in reversed(meanings.get(name, ())):
                if not (here in bodies and node < bodies[here] < first[binding]):
                    found = binding
                    break
            if name == b"arguments" or found < 0:
                found = self._special(node, name, found, visible)
            of[node] = found
        assigned = self.bindings.assigned
        for index, target in enumerate(self.bindings.targets):
            if assigned[index] == _UNKNOWN:
                assigned[index] = of[target]

    def _special(self, node: int, name: bytes, found: int, visible: _Visible) -> int:
        """The binding of ``arguments``, or of a name that the file does not declare."""
        home = visible.functions[-1] if visible.functions else 0
        if name == b"arguments" and home and (found < 0 or self.bindings.scope[found] < self.scopes.node[home]):
            if home not in self.arguments:
                self.arguments[home] = self.bindings.add(name, BindingKind.IMPLICIT, -1, self.scopes.node[home])
            return self.arguments[home]
        if found >= 0:
            return found
        if name == b"eval" and self.syntax.kind[self.syntax.parent[node]] == k.CALL_EXPRESSION:
            self.bindings.dynamic.append(node)
        return self.bindings.add_free(name)


class _Visible:
    """What every name means in the scope that was entered last; the scopes must be entered in the order of the file.

    ``meanings`` holds scopes and bindings, the innermost last; ``functions`` the scopes around that have ``arguments``.
    """

    def __init__(self, scopes: Scopes, syntax: Syntax) -> None:
        self._scopes, self._kinds = scopes, syntax.kind
        self._inside: list[int] = []
        self.meanings: dict[bytes, list[tuple[int, int]]] = {}
        self.functions: list[int] = []

    def enter(self, scope: int) -> None:
        """Leaves what does not hold the scope, and enters it with all that does."""
        wanted = []
        inside = self._inside
        while True:
            while inside and inside[-1] > scope:
                self._leave(inside.pop())
            if inside and inside[-1] == scope:
                break
            wanted.append(scope)
            if not scope:
                break
            scope = self._scopes.above[scope]
        for one in reversed(wanted):
            inside.append(one)
            for name, binding in (self._scopes.names[one] or _NOTHING).items():
                self.meanings.setdefault(name, []).append((one, binding))
            if self._kinds[self._scopes.node[one]] in _WITH_ARGUMENTS and self._is_body(one):
                self.functions.append(one)

    def _leave(self, scope: int) -> None:
        for name in self._scopes.names[scope] or _NOTHING:
            self.meanings[name].pop()
        if self.functions and self.functions[-1] == scope:
            self.functions.pop()

    def _is_body(self, scope: int) -> bool:
        """Whether a scope is a function's own, not the one around it that holds only its name."""
        return scope + 1 == len(self._scopes.node) or self._scopes.node[scope + 1] != self._scopes.node[scope]


_UNKNOWN = 0xFFFFFFFF
_NOTHING: dict[bytes, int] = {}
_WITH_ARGUMENTS = FUNCTIONS - {k.ARROW_FUNCTION}
_MOST_BLOCKS = 1000
"""No person nests blocks so deep; a function that stands deeper is taken for its block's alone."""
