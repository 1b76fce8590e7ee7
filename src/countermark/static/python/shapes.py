"""The parts of Python's functions, calls and members."""

from __future__ import annotations

from countermark.static.bindings import Bindings
from countermark.static.language import Member
from countermark.static.python import kinds as k
from countermark.static.python.literals import string
from countermark.static.python.scopes import FUNCTIONS
from countermark.static.syntax import Syntax

CALLS = frozenset({k.CALL})
_LOADERS = frozenset({b"__import__", b"import_module", b"importlib.import_module"})
_MARKERS = frozenset({k.POSITIONAL_SEPARATOR, k.KEYWORD_SEPARATOR})


def callee(syntax: Syntax, call: int) -> int:
    """The expression that is called."""
    return syntax.child(call, k.F_FUNCTION)


def arguments(syntax: Syntax, call: int) -> tuple[int, ...]:
    """What is handed over; keyword arguments are given as such, a lone generator as itself."""
    given = syntax.child(call, k.F_ARGUMENTS)
    if not given:
        return ()
    return tuple(syntax.children(given)) if syntax.kind[given] == k.ARGUMENT_LIST else (given,)


def parameters(syntax: Syntax, function: int) -> tuple[int, ...]:
    """The parameters in their order, with their defaults, types and stars."""
    several = syntax.child(function, k.F_PARAMETERS)
    return tuple(one for one in syntax.children(several) if syntax.kind[one] not in _MARKERS) if several else ()


def returns(syntax: Syntax, function: int) -> tuple[int, ...]:
    """The expressions whose values a call may give."""
    body = syntax.child(function, k.F_BODY)
    if syntax.kind[function] == k.LAMBDA or not body:
        return (body,) if body else ()
    found = []
    node, last = body, body + syntax.size[body]
    while node < last:
        if syntax.kind[node] in FUNCTIONS and syntax.size[node] > 1:
            node += syntax.size[node]
            continue
        if syntax.kind[node] == k.RETURN_STATEMENT and syntax.size[node] > 1:
            found.append(node + 1)
        node += 1
    return tuple(found)


def unwrap(syntax: Syntax, _: bytes, node: int) -> int:
    """The expression inside of one that only passes its value on; itself if it does more."""
    kind = syntax.kind[node]
    if kind == k.PARENTHESIZED_EXPRESSION and syntax.size[node] > 1:
        return node + 1
    if kind == k.AWAIT and syntax.size[node] > 2:  # noqa: PLR2004 -- itself, its keyword, an expression
        return node + 2
    return syntax.child(node, k.F_VALUE) or node if kind == k.NAMED_EXPRESSION else node


def member(syntax: Syntax, source: bytes, node: int) -> Member | None:
    """The object and the name of an attribute or item; nothing if the node is neither."""
    if syntax.kind[node] == k.ATTRIBUTE:
        name = syntax.child(node, k.F_ATTRIBUTE)
        return Member(node + 1, _text(syntax, source, name), 0)
    if syntax.kind[node] == k.SUBSCRIPT:
        index = syntax.child(node, k.F_SUBSCRIPT)
        return Member(node + 1, "", index) if index else None
    return None


def imported(syntax: Syntax, source: bytes, target: int) -> tuple[str, ...]:
    """Where the name that an import binds comes from: the module, and the name in it if it is not the whole."""
    statement, entry = target, target
    while statement and syntax.kind[statement] not in (k.IMPORT_STATEMENT, k.IMPORT_FROM_STATEMENT):
        statement, entry = syntax.parent[statement], statement
    if not statement:
        return ()
    name = _text(syntax, source, syntax.child(entry, k.F_NAME) or entry)
    module = syntax.child(statement, k.F_MODULE_NAME)
    if module:
        return (f"import:{_text(syntax, source, module)}", name)
    is_aliased = syntax.kind[entry] == k.ALIASED_IMPORT
    return (f"import:{name if is_aliased else name.partition('.')[0]}",)


def required(syntax: Syntax, source: bytes, _: Bindings, node: int) -> tuple[str, ...]:
    """The module that a call gives: ``__import__("m")`` and ``import_module("m")``."""
    if syntax.kind[node] != k.CALL:
        return ()
    called, given = callee(syntax, node), arguments(syntax, node)
    if not given or source[syntax.start[called] : syntax.end[called]] not in _LOADERS:
        return ()
    name = string(source, syntax, given[0]) if syntax.kind[given[0]] == k.STRING else None
    return (f"import:{name}",) if isinstance(name, str) else ()


def taken(_: Syntax, __: bytes, ___: int) -> tuple[str, ...] | None:
    """Python takes parts by place, never by name."""
    return None


def _text(syntax: Syntax, source: bytes, node: int) -> str:
    return source[syntax.start[node] : syntax.end[node]].decode("utf-8", "replace")
