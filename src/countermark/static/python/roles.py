"""What an identifier does where it stands in Python: it is read, bound, or no name of the program's."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from countermark.static.bindings import BindingKind
from countermark.static.python import kinds as k
from countermark.static.syntax import Syntax


class Act(IntEnum):
    """What an identifier does; ``WALRUS`` binds outside of comprehensions, ``ELSEWHERE`` is global or nonlocal."""

    READ = 0
    BIND = 1
    WALRUS = 2
    PARAMETER = 3
    TYPE_PARAMETER = 4
    ELSEWHERE = 5
    NOTHING = 6


@dataclass(frozen=True, slots=True)
class Role:
    """An act; the rest is that of an ``Assignment``, but for ``assigns``: whether a value is given at all."""

    act: Act
    kind: BindingKind = BindingKind.VARIABLE
    value: int = 0
    whole: bool = False
    assigns: bool = True


READ = Role(Act.READ)
NOTHING = Role(Act.NOTHING)

_GROUPS = frozenset(
    {
        k.PATTERN_LIST, k.TUPLE_PATTERN, k.LIST_PATTERN, k.LIST_SPLAT_PATTERN, k.TUPLE, k.LIST, k.LIST_SPLAT,
        k.EXPRESSION_LIST, k.PARENTHESIZED_EXPRESSION, k.DICTIONARY_SPLAT_PATTERN, k.PARENTHESIZED_LIST_SPLAT,
    }
)  # fmt: skip
_DEFINITIONS = {k.FUNCTION_DEFINITION: BindingKind.FUNCTION, k.CLASS_DEFINITION: BindingKind.CLASS}
_PARAMETERS = frozenset({k.PARAMETERS, k.LAMBDA_PARAMETERS, k.TYPED_PARAMETER})
_DEFAULTS = frozenset({k.DEFAULT_PARAMETER, k.TYPED_DEFAULT_PARAMETER})
_IMPORTS = frozenset({k.IMPORT_STATEMENT, k.IMPORT_FROM_STATEMENT, k.FUTURE_IMPORT_STATEMENT})
_TYPES = frozenset({k.TYPE, k.GENERIC_TYPE, k.SPLAT_TYPE})
_CASES = frozenset({k.CASE_PATTERN, k.KEYWORD_PATTERN, k.DICT_PATTERN})


def role(syntax: Syntax, source: bytes, node: int) -> Role:
    """What the identifier at ``node`` does."""
    kind, parent = syntax.kind, syntax.parent
    this, above = node, parent[node]
    if kind[above] == k.DOTTED_NAME:
        return _dotted(syntax, source, node, above)
    while kind[above] in _GROUPS:
        this, above = above, parent[above]
    found = _in_target(syntax, this, above)
    if found is None and this == node:
        found = _alone(syntax, source, node, above)
    if found is None:
        return READ
    whole = found.whole and this == node
    return Role(found.act, found.kind, found.value, whole, found.assigns)


def _in_target(syntax: Syntax, this: int, above: int) -> Role | None:  # noqa: PLR0911 -- one for each kind
    """The role of what may stand in a tuple or list of targets."""
    kind, field = syntax.kind[above], syntax.field[this]
    if kind in (k.ASSIGNMENT, k.AUGMENTED_ASSIGNMENT):
        return _assigned(syntax, this, above, kind)
    if kind in (k.FOR_STATEMENT, k.FOR_IN_CLAUSE):
        return Role(Act.BIND, value=syntax.child(above, k.F_RIGHT)) if field == k.F_LEFT else READ
    if kind == k.AS_PATTERN_TARGET:
        pattern = syntax.parent[above]
        if syntax.kind[syntax.parent[pattern]] == k.EXCEPT_CLAUSE:
            return Role(Act.BIND, BindingKind.CAUGHT, assigns=False)
        return Role(Act.BIND, value=pattern + 1)
    if kind == k.DELETE_STATEMENT:
        return Role(Act.BIND)
    if kind in _PARAMETERS:
        return _parameter(syntax, this, above)
    return None


def _assigned(syntax: Syntax, this: int, above: int, kind: int) -> Role:
    if syntax.field[this] != k.F_LEFT:
        return READ
    value = syntax.child(above, k.F_RIGHT)
    while syntax.kind[value] == k.ASSIGNMENT:
        value = syntax.child(value, k.F_RIGHT)
    return Role(Act.BIND, value=value, whole=kind == k.ASSIGNMENT, assigns=bool(value))


def _parameter(syntax: Syntax, this: int, above: int) -> Role:
    if syntax.kind[above] == k.TYPED_PARAMETER and syntax.field[this] == k.F_TYPE:
        return READ
    return Role(Act.PARAMETER, BindingKind.PARAMETER, assigns=False)


def _alone(syntax: Syntax, source: bytes, node: int, above: int) -> Role | None:  # noqa: PLR0911 -- likewise
    """The role of what stands by itself."""
    kind, field = syntax.kind[above], syntax.field[node]
    if kind == k.ATTRIBUTE:
        return NOTHING if field == k.F_ATTRIBUTE else READ
    if kind == k.KEYWORD_ARGUMENT:
        return NOTHING if field == k.F_NAME else READ
    if kind in _DEFINITIONS:
        return Role(Act.BIND, _DEFINITIONS[kind], above, whole=True) if field == k.F_NAME else READ
    if kind in _DEFAULTS:
        default = syntax.child(above, k.F_VALUE)
        return Role(Act.PARAMETER, BindingKind.PARAMETER, default) if field == k.F_NAME else READ
    if kind == k.NAMED_EXPRESSION:
        value = syntax.child(above, k.F_VALUE)
        return Role(Act.WALRUS, value=value, whole=True) if field == k.F_NAME else READ
    if kind == k.ALIASED_IMPORT:
        return Role(Act.BIND, BindingKind.IMPORT, syntax.parent[above])
    if kind in (k.GLOBAL_STATEMENT, k.NONLOCAL_STATEMENT):
        return Role(Act.ELSEWHERE)
    if kind == k.MEMBER_TYPE:
        return READ if node == above + 1 else NOTHING
    return _typed(syntax, node, above) or _matched(syntax, source, node, above)


def _typed(syntax: Syntax, node: int, above: int) -> Role | None:
    """The role of a name of a type: bound by ``type X = ...`` and by ``[T: bound]``, else read."""
    this = above
    if syntax.kind[above] not in _TYPES:
        return None
    while syntax.kind[this] in (*_TYPES, k.CONSTRAINED_TYPE) and _is_first(syntax, this):
        this = syntax.parent[this]
        if syntax.kind[this] == k.TYPE_ALIAS_STATEMENT:
            return Role(Act.BIND, value=syntax.child(this, k.F_RIGHT)) if node - this <= 3 else None  # noqa: PLR2004
    is_parameter = syntax.field[this] == k.F_TYPE_PARAMETERS and syntax.kind[above] != k.GENERIC_TYPE
    return Role(Act.TYPE_PARAMETER, assigns=False) if is_parameter else None


def _is_first(syntax: Syntax, node: int) -> bool:
    """Whether a node is what its parent starts with, or one of the parameters of a list of these."""
    above = syntax.parent[node]
    return node == above + 1 or syntax.kind[above] == k.TYPE_PARAMETER


def _dotted(syntax: Syntax, source: bytes, node: int, dotted: int) -> Role:
    """``a.b`` in an import or a pattern: only its first name can mean something, and only some places bind it."""
    above = syntax.parent[dotted]
    kind = syntax.kind[above]
    if node != dotted + 1 or kind in (k.ALIASED_IMPORT, k.RELATIVE_IMPORT):
        return NOTHING
    if kind in _IMPORTS:
        return NOTHING if syntax.field[dotted] == k.F_MODULE_NAME else Role(Act.BIND, BindingKind.IMPORT, above)
    if kind in _CASES and syntax.size[dotted] == 2:  # noqa: PLR2004 -- itself and its only name
        is_blank = source[syntax.start[node] : syntax.end[node]] == b"_"
        return NOTHING if is_blank else Role(Act.BIND)
    return READ


def _matched(syntax: Syntax, source: bytes, node: int, above: int) -> Role | None:
    """The role of a name in a ``case``: what follows ``as`` or a star is bound, a keyword is no name."""
    kind = syntax.kind[above]
    if kind == k.SPLAT_PATTERN or (kind == k.AS_PATTERN and node != above + 1):
        is_blank = source[syntax.start[node] : syntax.end[node]] == b"_"
        return NOTHING if is_blank else Role(Act.BIND)
    return NOTHING if kind == k.KEYWORD_PATTERN and node == above + 1 else None
