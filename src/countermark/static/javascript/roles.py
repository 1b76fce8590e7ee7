"""What an identifier does where it stands: it is read, written, or declared, or it is no name of the program's."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from countermark.static.bindings import BindingKind
from countermark.static.javascript import kinds as k
from countermark.static.syntax import Syntax


class Act(IntEnum):
    """What an identifier does. ``OWN_NAME``: it names the very function or class expression that it stands in."""

    READ = 0
    WRITE = 1
    DECLARE = 2
    NAME = 3
    OWN_NAME = 4
    NOTHING = 5


@dataclass(frozen=True, slots=True)
class Role:
    """An act; ``kind`` says what is declared, ``value`` and ``whole`` are those of an ``Assignment``.

    ``assigns`` is false for a declaration that gives no value.
    """

    act: Act
    kind: BindingKind = BindingKind.VARIABLE
    value: int = 0
    whole: bool = False
    assigns: bool = False


READ = Role(Act.READ)
NOTHING = Role(Act.NOTHING)

SHORTHAND_PATTERN = k.SHORTHAND_PROPERTY_IDENTIFIER_PATTERN
_PATTERNS = frozenset({k.ARRAY_PATTERN, k.OBJECT_PATTERN, k.REST_PATTERN, k.PARENTHESIZED_EXPRESSION})
_DEFAULTED = frozenset({k.ASSIGNMENT_PATTERN, k.OBJECT_ASSIGNMENT_PATTERN})
_FUNCTIONS = frozenset({k.FUNCTION_DECLARATION, k.GENERATOR_FUNCTION_DECLARATION})
_EXPRESSIONS = frozenset({k.FUNCTION_EXPRESSION, k.GENERATOR_FUNCTION, k.CLASS})
_TAGS = frozenset({k.JSX_OPENING_ELEMENT, k.JSX_CLOSING_ELEMENT, k.JSX_SELF_CLOSING_ELEMENT})
_NAMELESS = frozenset({k.NAMESPACE_EXPORT, k.JSX_NAMESPACE_NAME, k.JSX_ATTRIBUTE})
_IMPORTS = frozenset({k.IMPORT_CLAUSE, k.NAMESPACE_IMPORT, k.IMPORT_SPECIFIER})
_LEXICAL = frozenset({k.LEXICAL_DECLARATION, k.USING_DECLARATION})

_SPECIAL = (
    _PATTERNS | _DEFAULTED | _FUNCTIONS | _EXPRESSIONS | _TAGS | _NAMELESS | _IMPORTS | _LEXICAL
    | {
        k.PAIR_PATTERN, k.VARIABLE_DECLARATOR, k.FOR_IN_STATEMENT, k.FORMAL_PARAMETERS, k.ARROW_FUNCTION,
        k.CATCH_CLAUSE, k.ASSIGNMENT_EXPRESSION, k.AUGMENTED_ASSIGNMENT_EXPRESSION, k.UPDATE_EXPRESSION,
        k.CLASS_DECLARATION, k.EXPORT_SPECIFIER,
    }
)  # fmt: skip
IS_SPECIAL = bytes(kind in _SPECIAL for kind in range(0x10000))
"""By kind of parent: whether an identifier below it may be anything but read."""


@dataclass(frozen=True, slots=True)
class Climb:
    """What stands above a pattern: the last node of it, ``end`` that is no pattern any more, the nearest default."""

    this: int
    end: int
    default: int
    whole: bool


def role(syntax: Syntax, source: bytes, node: int, known: dict[int, Climb]) -> Role:
    """What the identifier at ``node`` does; ``known`` remembers what stands above a pattern."""
    climb = _climb(syntax, node, known)
    ending = _ENDINGS.get(syntax.kind[climb.end])
    if ending is None:
        return READ
    found = ending(syntax, source, climb.this, climb.end)
    if found.act not in (Act.WRITE, Act.DECLARE):
        return found if climb.this == node else READ
    value = found.value or climb.default
    whole = climb.whole and not climb.default and found.whole
    return Role(found.act, found.kind, value, whole, found.assigns or bool(climb.default))


def _climb(syntax: Syntax, node: int, known: dict[int, Climb]) -> Climb:
    """The way up from an identifier through the patterns around it, each of which is climbed only once."""
    kind, parent = syntax.kind, syntax.parent
    way = [node]
    while way[-1] not in known and _passes(syntax, way[-1], parent[way[-1]]):
        way.append(parent[way[-1]])
    climb = known.get(way[-1]) or Climb(way[-1], parent[way[-1]], 0, whole=True)
    for this in reversed(way[:-1]):
        above = parent[this]
        what = kind[above]
        default = syntax.child(above, k.F_RIGHT) if what in _DEFAULTED else 0
        whole = climb.whole and (what == k.PARENTHESIZED_EXPRESSION or what in _DEFAULTED)
        known[above] = climb
        climb = Climb(climb.this, climb.end, default or climb.default, whole)
    return climb


def _passes(syntax: Syntax, this: int, above: int) -> bool:
    """Whether what happens to ``above`` happens to ``this``, as a part of it."""
    what = syntax.kind[above]
    if what in _PATTERNS:
        return True
    if what == k.PAIR_PATTERN:
        return syntax.field[this] == k.F_VALUE
    return what in _DEFAULTED and this == above + 1  # what the default is for, not the default itself


def _declarator(syntax: Syntax, _: bytes, this: int, above: int) -> Role:
    if syntax.field[this] != k.F_NAME:
        return READ
    lexical = syntax.kind[syntax.parent[above]] in _LEXICAL
    value = syntax.child(above, k.F_VALUE)
    kind = BindingKind.LEXICAL if lexical else BindingKind.VARIABLE
    return Role(Act.DECLARE, kind, value, whole=True, assigns=bool(value))


def _loop(syntax: Syntax, source: bytes, this: int, above: int) -> Role:
    if syntax.field[this] != k.F_LEFT:
        return READ
    value = syntax.child(above, k.F_RIGHT)
    keyword = syntax.child(above, k.F_KIND)
    if not keyword:
        return Role(Act.WRITE, value=value, assigns=True)
    is_var = source[syntax.start[keyword] : syntax.end[keyword]] == b"var"
    kind = BindingKind.VARIABLE if is_var else BindingKind.LEXICAL
    return Role(Act.DECLARE, kind, value, assigns=True)


def _written(syntax: Syntax, _: bytes, this: int, above: int) -> Role:
    if syntax.field[this] != k.F_LEFT:
        return READ
    return Role(Act.WRITE, value=syntax.child(above, k.F_RIGHT), whole=True, assigns=True)


def _remade(syntax: Syntax, _: bytes, this: int, above: int) -> Role:
    if syntax.kind[above] == k.UPDATE_EXPRESSION:
        return Role(Act.WRITE, assigns=True) if syntax.field[this] == k.F_ARGUMENT else READ
    if syntax.field[this] != k.F_LEFT:
        return READ
    return Role(Act.WRITE, value=syntax.child(above, k.F_RIGHT), assigns=True)


def _parameter(syntax: Syntax, _: bytes, this: int, above: int) -> Role:
    if syntax.kind[above] == k.ARROW_FUNCTION and syntax.field[this] != k.F_PARAMETER:
        return READ
    return Role(Act.DECLARE, BindingKind.PARAMETER)


def _caught(syntax: Syntax, _: bytes, this: int, __: int) -> Role:
    return Role(Act.DECLARE, BindingKind.CAUGHT) if syntax.field[this] == k.F_PARAMETER else READ


def _function_name(syntax: Syntax, _: bytes, this: int, above: int) -> Role:
    if syntax.field[this] != k.F_NAME:
        return READ
    return Role(Act.NAME, BindingKind.FUNCTION, above, whole=True, assigns=True)


def _class_name(syntax: Syntax, _: bytes, this: int, above: int) -> Role:
    if syntax.field[this] != k.F_NAME:
        return READ
    return Role(Act.DECLARE, BindingKind.CLASS, above, whole=True, assigns=True)


def _own_name(syntax: Syntax, _: bytes, this: int, above: int) -> Role:
    if syntax.field[this] != k.F_NAME:
        return READ
    kind = BindingKind.CLASS if syntax.kind[above] == k.CLASS else BindingKind.FUNCTION
    return Role(Act.OWN_NAME, kind, above, whole=True, assigns=True)


def _imported(syntax: Syntax, _: bytes, this: int, above: int) -> Role:
    if syntax.kind[above] == k.IMPORT_SPECIFIER and syntax.field[this] == k.F_NAME and syntax.child(above, k.F_ALIAS):
        return NOTHING
    while syntax.kind[above] != k.IMPORT_STATEMENT and above:
        above = syntax.parent[above]
    return Role(Act.DECLARE, BindingKind.IMPORT, above, assigns=True)


def _exported(syntax: Syntax, _: bytes, this: int, above: int) -> Role:
    statement = syntax.parent[syntax.parent[above]]
    return NOTHING if syntax.field[this] == k.F_ALIAS or syntax.child(statement, k.F_SOURCE) else READ


def _tag(syntax: Syntax, source: bytes, this: int, _: int) -> Role:
    """A tag that starts with a small letter is an element of the page's, no name of the program's."""
    return NOTHING if source[syntax.start[this] : syntax.start[this] + 1].islower() else READ


def _nameless(_: Syntax, __: bytes, ___: int, ____: int) -> Role:
    return NOTHING


_ENDINGS = {
    k.VARIABLE_DECLARATOR: _declarator,
    k.FOR_IN_STATEMENT: _loop,
    k.ASSIGNMENT_EXPRESSION: _written,
    k.AUGMENTED_ASSIGNMENT_EXPRESSION: _remade,
    k.UPDATE_EXPRESSION: _remade,
    k.FORMAL_PARAMETERS: _parameter,
    k.ARROW_FUNCTION: _parameter,
    k.CATCH_CLAUSE: _caught,
    k.CLASS_DECLARATION: _class_name,
    k.EXPORT_SPECIFIER: _exported,
    **dict.fromkeys(_FUNCTIONS, _function_name),
    **dict.fromkeys(_EXPRESSIONS, _own_name),
    **dict.fromkeys(_IMPORTS, _imported),
    **dict.fromkeys(_TAGS, _tag),
    **dict.fromkeys(_NAMELESS, _nameless),
}
