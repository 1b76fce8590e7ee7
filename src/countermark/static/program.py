"""One parsed file of program text, and what can be asked about it.

    program = read_program(data, JAVASCRIPT)           # or PYTHON; LANGUAGES lists them

A **node** is an ``int``: its place in preorder among the kept nodes (0 is the file, and stands for "none" wherever a
node is given back). There are no node objects: ``program.syntax`` holds columns (``kind``, ``field``, ``start``,
``end``, ``parent``, ``size``). A rule that looks at every node loops over ``enumerate(program.syntax.kind)`` and
compares with ``static.javascript.kinds`` or ``static.python.kinds`` (``k.CALL_EXPRESSION``; fields are ``k.F_FUNCTION``;
tokens are ``JAVASCRIPT.grammar.token("===")``). ``syntax.children(node)`` and ``syntax.child(node, field)`` walk;
``syntax.of_kinds(...)`` selects. All below ``node`` are ``range(node + 1, node + syntax.size[node])``. Left out are
brackets, commas, quotes, comments and keywords that a kind implies. Offsets are in bytes, half-open, everywhere.

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
  (``("import:os", "getlogin")``), following bindings assigned once; else nothing.

Everything beyond ``syntax`` is worked out when first asked for, and kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from countermark.static.javascript.language import JAVASCRIPT
from countermark.static.language import Language
from countermark.static.literals import Literal
from countermark.static.python.language import PYTHON
from countermark.static.syntax import Coverage, Syntax, parse

LANGUAGES: tuple[Language, ...] = (JAVASCRIPT, PYTHON)

__all__ = ["JAVASCRIPT", "LANGUAGES", "PYTHON", "Language", "Program", "read_program"]


@dataclass(frozen=True, kw_only=True)
class Program:
    """A file that was parsed; see the module's docstring."""

    source: bytes
    language: Language
    syntax: Syntax

    @property
    def coverage(self) -> Coverage:
        """How many bytes were understood."""
        return self.syntax.coverage

    def text(self, node: int) -> bytes:
        """The bytes of a node, as they stand in the file."""
        return self.source[self.syntax.start[node] : self.syntax.end[node]]

    def kind_name(self, node: int) -> str:
        """What the grammar calls the node's kind."""
        return self.syntax.grammar.kind_name(self.syntax.kind[node])

    def literals(self) -> Iterator[Literal]:
        """Every literal, in the order of the file."""
        return self.language.literals(self.source, self.syntax)


def read_program(source: bytes, language: Language) -> Program:
    """A text, parsed. Total, but hungry: what is hostile is read by ``workers``."""
    return Program(source=source, language=language, syntax=parse(source, language.grammar))
