"""One parsed file of program text, and what can be asked about it.

    program = read_program(data, JAVASCRIPT)           # or TYPESCRIPT, PYTHON; LANGUAGES lists them

A **node** is an ``int``: its place in preorder among the kept nodes (0 is the file, and stands for "none" wherever a
node is given back). There are no node objects: ``program.syntax`` holds columns (``kind``, ``field``, ``start``,
``end``, ``parent``, ``size``). A rule that looks at every node loops over ``enumerate(program.syntax.kind)`` and
compares with ``static.javascript.kinds`` or ``static.python.kinds`` (``k.CALL_EXPRESSION``; fields are
``k.F_FUNCTION``; tokens are ``JAVASCRIPT.grammar.token("===")``). ``syntax.children(node)`` and ``syntax.child(node,
field)`` walk; ``syntax.of_kinds(...)`` selects. All below ``node`` are ``range(node + 1, node + syntax.size[node])``.
Left out are brackets, commas, quotes, comments and keywords that a kind implies. Offsets are in bytes, half-open,
everywhere.

- ``text(node)``: the bytes as they stand. ``coverage``: what could not be read.
- ``literals()``: every literal, cooked (``Literal``: node, kind, value, start, end).
- ``constant(node)``: the value of an expression that has the same one in every run (``Constant``), else nothing.
- ``functions()``, ``function_of(node)``, ``parameters(function)``, ``returns(function)``.
- ``calls()`` (calls and ``new``), ``callee(call)`` (the called expression), ``arguments(call)``.
- ``binding(node)``: which binding an identifier means, as an index into ``bindings`` (-1: the node is no reference and
  no declaration). Unresolved names are bindings too, of kind ``FREE``. ``bindings``: see ``static.bindings``:
  ``.name(b)``, ``.kind(b)``, ``.references(b)`` (all nodes, declarations included), ``.assignments(b)``
  (``Assignment``: target node, value node), ``.dynamic``.
- ``resolve(node)``: the expression or function that a node stands for: through parentheses, and through bindings that
  are assigned once; itself where that ends.
- ``path(node)``: ``("process", "env", "X")`` for a chain of members that starts at a free name or at an import
  (``("import:os", "getlogin")``), following bindings assigned once; what a call gave is marked:
  ``("Intl", "DateTimeFormat()", "resolvedOptions()", "timeZone")``; else nothing.

Everything beyond ``syntax`` is worked out when first asked for, and kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from countermark.static.bindings import BindingKind, Bindings
from countermark.static.constants import Constant, Evaluator, Step
from countermark.static.javascript.language import JAVASCRIPT
from countermark.static.language import Language
from countermark.static.literals import Literal
from countermark.static.python.language import PYTHON
from countermark.static.syntax import Coverage, Span, Syntax, parse
from countermark.static.typescript.language import TYPESCRIPT

LANGUAGES: tuple[Language, ...] = (JAVASCRIPT, TYPESCRIPT, PYTHON)

__all__ = ["JAVASCRIPT", "LANGUAGES", "PYTHON", "TYPESCRIPT", "Language", "Program", "read_program"]

_MAX_STEPS = 100
"""Names that stand for names that stand for names: past this, no person wrote it and no rule needs it."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Program:
    """A file that was parsed; see the module's docstring. One is equal only to itself."""

    source: bytes
    language: Language
    syntax: Syntax

    @property
    def coverage(self) -> Coverage:
        """How many bytes were understood."""
        return self.syntax.coverage

    @cached_property
    def bindings(self) -> Bindings:
        """What the names mean."""
        return self.language.bind(self.source, self.syntax)

    @cached_property
    def _evaluator(self) -> Evaluator:
        return Evaluator(self._step)

    def _step(self, node: int) -> Step:
        return self.language.step(self.source, self.syntax, self.bindings, node)

    def text(self, node: int) -> bytes:
        """The bytes of a node, as they stand in the file."""
        return self.source[self.syntax.start[node] : self.syntax.end[node]]

    def kind_name(self, node: int) -> str:
        """What the grammar calls the node's kind."""
        return self.syntax.grammar.kind_name(self.syntax.kind[node])

    def literals(self) -> Iterator[Literal]:
        """Every literal, in the order of the file."""
        return iter(self._literals)

    @cached_property
    def _literals(self) -> tuple[Literal, ...]:
        return tuple(self.language.literals(self.source, self.syntax))

    def functions(self) -> Iterator[int]:
        """Every function, method and lambda, in the order of the file."""
        return self.syntax.of_kinds(*self.language.functions)

    def function_of(self, node: int) -> int:
        """The innermost function that a node stands in; 0 for the file itself."""
        kinds, parent, functions = self.syntax.kind, self.syntax.parent, self.language.functions
        node = parent[node]
        while node and kinds[node] not in functions:
            node = parent[node]
        return node

    def parameters(self, function: int) -> tuple[int, ...]:
        """The nodes of a function's parameters, in their order: identifiers, or patterns that hold some."""
        return self.language.parameters(self.syntax, function)

    def returns(self, function: int) -> tuple[int, ...]:
        """The expressions whose values a call of the function may give."""
        return self.language.returns(self.syntax, function)

    def calls(self) -> Iterator[int]:
        """Every call and ``new``, in the order of the file."""
        return self.syntax.of_kinds(*self.language.calls)

    def callee(self, call: int) -> int:
        """The expression that is called; ``resolve`` leads on to the function, if the file holds it."""
        return self.language.callee(self.syntax, call)

    def arguments(self, call: int) -> tuple[int, ...]:
        """What a call hands over, in order."""
        return self.language.arguments(self.syntax, call)

    def binding(self, node: int) -> int:
        """The binding that an identifier means; -1 if the node means none."""
        return self.bindings.of[node]

    def constant(self, node: int) -> Constant | None:
        """The value that an expression has in every run.

        Objects, arrays and lists are given as they are written, though the program may change them later.
        """
        return self._evaluator.value(node)

    def resolve(self, node: int) -> int:
        """The expression or function that a node stands for, through parentheses and names that have one value."""
        for _ in range(_MAX_STEPS):
            onward = self._onward(node)
            if not onward:
                return node
            node = onward
        return node

    def path(self, node: int) -> tuple[str, ...]:
        """The names that lead to a value from a free name or an import; nothing if it is none of these.

        What a call gave is called after what was called, with ``()``.
        """
        names: list[str] = []
        called = ""
        for _ in range(_MAX_STEPS):
            node = self.resolve(node)
            found = self.language.member(self.syntax, self.source, node)
            if found is not None:
                name = found.name or self._text_of(found.index)
                if not name:
                    return ()
                names.append(name + called)
                node, called = found.object, ""
                continue
            root = self._root(node)
            if root:
                return (*root[:-1], root[-1] + called, *reversed(names))
            if self.syntax.kind[node] in self.language.calls:
                node, called = self.callee(node), called + "()"
                continue
            taken, node = self._taken(node)
            if not node:
                return ()
            names.extend(reversed(taken))
        return ()

    def _taken(self, node: int) -> tuple[tuple[str, ...], int]:
        """The names by which a variable was taken out of another value, and that value's node (0: it was not)."""
        binding = self.binding(node)
        assignments = tuple(self.bindings.assignments(binding)) if binding >= 0 else ()
        if len(assignments) != 1 or not assignments[0].value:
            return (), 0
        taken = self.language.taken(self.syntax, self.source, assignments[0].target)
        return ((), 0) if taken is None else (taken, assignments[0].value)

    def _onward(self, node: int) -> int:
        inner = self.language.unwrap(self.syntax, self.source, node)
        if inner != node:
            return inner
        binding = self.binding(node)
        return self.bindings.only_value(binding) if binding >= 0 and binding != self._own(node) else 0

    def _own(self, node: int) -> int:
        """The binding that a node declares by being a function or class: it stands for itself."""
        return -1 if self.syntax.size[node] == 1 else self.binding(node)

    def _text_of(self, index: int) -> str:
        constant = self.constant(index)
        return constant.value if constant is not None and isinstance(constant.value, str) else ""

    def _root(self, node: int) -> tuple[str, ...]:
        binding = self.binding(node)
        if binding < 0:
            return self.language.required(self.syntax, self.source, self.bindings, node)
        kind = self.bindings.kinds[binding]
        if kind == BindingKind.FREE:
            return (self.bindings.name(binding),)
        if kind != BindingKind.IMPORT:
            return ()
        return self.language.imported(self.syntax, self.source, self.bindings.first[binding])


def read_program(source: bytes, language: Language) -> Program:
    """A text, parsed. Total, but hungry: what is hostile is read in a process with limits."""
    unread: tuple[Span, ...] = ()
    if language.prepare is not None:
        source, unread = language.prepare(source)
    return Program(source=source, language=language, syntax=parse(source, language.grammar, unread))
