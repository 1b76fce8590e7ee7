"""The parts of JavaScript's functions, calls and members, whatever their spelling."""

from __future__ import annotations

from countermark.static.bindings import BindingKind, Bindings
from countermark.static.javascript import kinds as k
from countermark.static.javascript.literals import string
from countermark.static.javascript.scopes import FUNCTIONS
from countermark.static.language import Member
from countermark.static.syntax import Syntax

CALLS = frozenset({k.CALL_EXPRESSION, k.NEW_EXPRESSION})
_MODULE = "import:"
_LOADERS = frozenset({b"require", b"__require", b"import", b"import.meta.require", b"process.getBuiltinModule"})


def callee(syntax: Syntax, call: int) -> int:
    """The expression that is called."""
    return syntax.child(call, k.F_CONSTRUCTOR if syntax.kind[call] == k.NEW_EXPRESSION else k.F_FUNCTION)


def arguments(syntax: Syntax, call: int) -> tuple[int, ...]:
    """What is handed over; for a tagged template its substitutions' expressions, after the template itself."""
    given = syntax.child(call, k.F_ARGUMENTS)
    if not given:
        return ()
    if syntax.kind[given] == k.TEMPLATE_STRING:
        return (given, *(one + 1 for one in syntax.children(given) if syntax.kind[one] == k.TEMPLATE_SUBSTITUTION))
    return tuple(syntax.children(given))


def parameters(syntax: Syntax, function: int) -> tuple[int, ...]:
    """The parameters in their order: identifiers, or patterns."""
    single = syntax.child(function, k.F_PARAMETER)
    several = syntax.child(function, k.F_PARAMETERS)
    return (single,) if single else tuple(syntax.children(several)) if several else ()


def returns(syntax: Syntax, function: int) -> tuple[int, ...]:
    """The expressions whose values a call may give."""
    body = syntax.child(function, k.F_BODY)
    if not body:
        return ()
    if syntax.kind[body] != k.STATEMENT_BLOCK:
        return (body,)
    found = []
    node, last = body, body + syntax.size[body]
    while node < last:
        if syntax.kind[node] in FUNCTIONS:
            node += syntax.size[node]
            continue
        if syntax.kind[node] == k.RETURN_STATEMENT and syntax.size[node] > 1:
            found.append(node + 1)
        node += 1
    return tuple(found)


def unwrap(syntax: Syntax, source: bytes, node: int) -> int:
    """The expression inside of one that only passes its value on; itself if it does more.

    ``await (0, f)(x)`` is at times read as a call of something called ``await``: that call is passed through.
    """
    kind = syntax.kind[node]
    if kind == k.PARENTHESIZED_EXPRESSION and syntax.size[node] > 1:
        return node + 1
    if kind == k.SEQUENCE_EXPRESSION:
        return _last_child(syntax, node)
    if kind == k.AWAIT_EXPRESSION and syntax.size[node] > 1:
        return _last_child(syntax, node)
    if kind == k.CALL_EXPRESSION and syntax.size[node] > 2:  # noqa: PLR2004 -- itself, its callee, its arguments
        called = node + 1
        given = called + 1
        is_await = source[syntax.start[called] : syntax.end[called]] == b"await" and syntax.size[called] == 1
        if is_await and syntax.kind[given] == k.ARGUMENTS and syntax.size[given] > 1:
            return _last_child(syntax, given)
    return node


def member(syntax: Syntax, source: bytes, node: int) -> Member | None:
    """The object and the name of a member; nothing if the node is no member."""
    kind = syntax.kind[node]
    if kind == k.MEMBER_EXPRESSION:
        name = syntax.child(node, k.F_PROPERTY)
        return Member(node + 1, _text(syntax, source, name), 0)
    if kind == k.SUBSCRIPT_EXPRESSION:
        index = syntax.child(node, k.F_INDEX)
        return Member(node + 1, "", index) if index else None
    return None


def imported(syntax: Syntax, source: bytes, target: int) -> tuple[str, ...]:
    """Where the name that an import binds comes from: the module, and the name in it if it is not the whole."""
    statement, specifier = target, 0
    while statement and syntax.kind[statement] != k.IMPORT_STATEMENT:
        specifier = statement if syntax.kind[statement] == k.IMPORT_SPECIFIER else specifier
        statement = syntax.parent[statement]
    module = syntax.child(statement, k.F_SOURCE)
    if not module:
        return ()
    root = module_root(string(source, syntax.start[module], syntax.end[module]))
    name = _text(syntax, source, syntax.child(specifier, k.F_NAME)) if specifier else "default"
    return root if name == "default" else (*root, name)


def module_root(module: str) -> tuple[str, ...]:
    """The start of a path that leads out of a module; Node's own are called the same with and without ``node:``."""
    return (_MODULE + module.removeprefix("node:"),)


def required(syntax: Syntax, source: bytes, bindings: Bindings, node: int) -> tuple[str, ...]:
    """The module that a call gives: ``require("m")``, as it is or handed through bundlers' interop functions."""
    for _ in range(4):
        if syntax.kind[node] != k.CALL_EXPRESSION:
            return ()
        given = arguments(syntax, node)
        if not given:
            return ()
        called = callee(syntax, node)
        if syntax.kind[given[0]] == k.STRING:
            text = source[syntax.start[called] : syntax.end[called]]
            is_loader = text in _LOADERS or _is_made(syntax, source, bindings, called)
            name = string(source, syntax.start[given[0]], syntax.end[given[0]])
            return module_root(name) if is_loader else ()
        node = given[0]
    return ()


def taken(syntax: Syntax, source: bytes, target: int) -> tuple[str, ...] | None:
    """The names by which a destructuring takes a part; nothing if it takes it by place, or computes the name."""
    names: list[str] = []
    this, above = target, syntax.parent[target]
    while True:
        kind = syntax.kind[above]
        if kind == k.PAIR_PATTERN:
            key = above + 1
            if syntax.kind[key] == k.COMPUTED_PROPERTY_NAME:
                return None
            names.append(_key(syntax, source, key))
        elif kind == k.OBJECT_PATTERN:
            if syntax.kind[this] == k.SHORTHAND_PROPERTY_IDENTIFIER_PATTERN:
                names.append(_text(syntax, source, this))
        elif kind == k.OBJECT_ASSIGNMENT_PATTERN:
            names.append(_text(syntax, source, above + 1))
        elif kind in (k.VARIABLE_DECLARATOR, k.ASSIGNMENT_EXPRESSION):
            return tuple(reversed(names))
        elif kind not in (k.ASSIGNMENT_PATTERN, k.REST_PATTERN):
            return None
        this, above = above, syntax.parent[above]


def _is_made(syntax: Syntax, source: bytes, bindings: Bindings, called: int) -> bool:
    """Whether a function is what ``createRequire`` made."""
    binding = bindings.of[called]
    made = bindings.only_value(binding) if binding >= 0 and bindings.kinds[binding] != BindingKind.FREE else 0
    if not made or syntax.kind[made] != k.CALL_EXPRESSION:
        return False
    maker = callee(syntax, made)
    found = member(syntax, source, maker)
    if found is not None:
        return found.name == "createRequire"
    of = bindings.of[maker]
    first = bindings.first[of] if of >= 0 else -1
    return first >= 0 and imported(syntax, source, first)[-1:] == ("createRequire",)


def _key(syntax: Syntax, source: bytes, key: int) -> str:
    if syntax.kind[key] == k.STRING:
        return string(source, syntax.start[key], syntax.end[key])
    return _text(syntax, source, key)


def _text(syntax: Syntax, source: bytes, node: int) -> str:
    return source[syntax.start[node] : syntax.end[node]].decode("utf-8", "replace")


def _last_child(syntax: Syntax, node: int) -> int:
    child = node + 1
    while child + syntax.size[child] < node + syntax.size[node]:
        child += syntax.size[child]
    return child
