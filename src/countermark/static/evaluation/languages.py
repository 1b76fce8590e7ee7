"""What is pure in each language, and how a piece is written down there."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable
from dataclasses import dataclass

from countermark.static.javascript import kinds as j
from countermark.static.program import Program
from countermark.static.python import kinds as p


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Built-ins that give the same for the same arguments and touch nothing. Source: ECMA-262 (2025), 19; the Node.js
# globals that are not about the machine.
_JAVASCRIPT_GLOBALS = _words(
    "Array ArrayBuffer BigInt BigInt64Array BigUint64Array Boolean Buffer DataView Error EvalError Float32Array "
    "Float64Array Infinity Int16Array Int32Array Int8Array Iterator JSON Map Math NaN Number Object Promise Proxy "
    "RangeError ReferenceError Reflect RegExp Set String Symbol SyntaxError TextDecoder TextEncoder TypeError "
    "URIError Uint16Array Uint32Array Uint8Array Uint8ClampedArray WeakMap WeakSet atob btoa decodeURI "
    "decodeURIComponent encodeURI encodeURIComponent escape isFinite isNaN parseFloat parseInt undefined unescape "
    "structuredClone URL URLSearchParams"
)
_JAVASCRIPT_MODULES = _words("buffer crypto punycode querystring string_decoder url util zlib")

# Source: the Python 3 library reference, «Built-in Functions», without those that reach outside or run text.
_PYTHON_GLOBALS = _words(
    "abs all any ascii bin bool bytearray bytes callable chr classmethod complex dict divmod enumerate filter float "
    "format frozenset getattr hasattr hash hex id int isinstance issubclass iter len list map max memoryview min next "
    "object oct ord pow property range repr reversed round set setattr slice sorted staticmethod str sum super tuple "
    "type zip ArithmeticError AttributeError Exception IndexError KeyError LookupError RuntimeError StopIteration "
    "TypeError UnicodeDecodeError UnicodeError ValueError ZeroDivisionError NotImplementedError __name__ "
    "OverflowError AssertionError NotImplemented Ellipsis"
)
_PYTHON_MODULES = _words(
    "array base64 binascii bz2 codecs collections dataclasses enum functools gzip hashlib hmac html itertools json "
    "lzma math operator quopri re string struct textwrap types typing urllib urllib.parse zlib"
)
_IMPORT = "import:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """How pieces are cut out of one language.

    ``collections`` are looked at beside calls; those that are ``written_out`` show what they hold if no name stands in
    them. ``plain_end`` is 1 where a statement ends with its line.
    """

    numbers: frozenset[int]
    collections: frozenset[int]
    written_out: frozenset[int]
    blocks: frozenset[int]
    declarators: frozenset[int]
    changing: frozenset[int]
    impure: frozenset[int]
    is_pure_global: Callable[[str], bool]
    imported: Callable[[str, tuple[str, ...]], bytes | None]
    definition: Callable[[Program, str, int], bytes]
    declaration: Callable[[str], bytes]
    result: Callable[[bytes], bytes]
    is_plain: Callable[[Program, int], bool]
    computing: re.Pattern[bytes]
    this: frozenset[int]
    own_this: frozenset[int]
    plain_end: int


# ------------------------------------------------------------------------------------------------ JavaScript


def _javascript_import(name: str, path: tuple[str, ...]) -> bytes | None:
    module = path[0].removeprefix(_IMPORT)
    if module not in _JAVASCRIPT_MODULES or any("()" in part for part in path) or not all(map(_is_name, path[1:])):
        return None
    inner = "".join(f".{part}" for part in path[1:])
    return f'var {name}=require("{module}"){inner};\n'.encode()


def _is_name(text: str) -> bool:
    return text.replace("$", "_").isidentifier()


_DECLARED = frozenset({j.FUNCTION_DECLARATION, j.GENERATOR_FUNCTION_DECLARATION, j.CLASS_DECLARATION})


def _javascript_definition(program: Program, name: str, value: int) -> bytes:
    text = program.text(value)
    return text + b"\n" if program.syntax.kind[value] in _DECLARED else f"var {name}=".encode() + text + b"\n;\n"


# What only builds a value out of what stands there: nothing can come out that is not written down.
_BUILDERS = frozenset({b"Symbol", b"Symbol.for", b"Object.freeze", b"String.raw", b"Error", b"TypeError", b"RegExp"})


def _is_plain_javascript(program: Program, node: int) -> bool:
    if program.syntax.kind[node] not in program.language.calls:
        return False
    is_new = program.syntax.kind[node] == j.NEW_EXPRESSION or program.text(program.callee(node)) in _BUILDERS
    simple = (j.STRING, j.ARRAY, j.NUMBER, j.OBJECT)
    given = program.arguments(node)
    return is_new and all(
        program.syntax.kind[one] in simple and not any(map(_computes_in(program), _below(program, one)))
        for one in given
    )


def _below(program: Program, node: int) -> range:
    return range(node + 1, node + program.syntax.size[node])


def _computes_in(program: Program) -> Callable[[int], bool]:
    kinds = program.syntax.kind
    computing = frozenset({j.CALL_EXPRESSION, j.IDENTIFIER, j.BINARY_EXPRESSION, j.MEMBER_EXPRESSION, j.SPREAD_ELEMENT})
    return lambda node: kinds[node] in computing


_JAVASCRIPT = Dialect(
    numbers=frozenset({j.NUMBER}),
    collections=frozenset({j.ARRAY, j.OBJECT}),
    written_out=frozenset({j.ARRAY, j.OBJECT}),
    blocks=frozenset({j.PROGRAM, j.STATEMENT_BLOCK}),
    declarators=frozenset({j.VARIABLE_DECLARATOR}),
    changing=frozenset({j.EXPRESSION_STATEMENT, j.FOR_STATEMENT, j.FOR_IN_STATEMENT, j.WHILE_STATEMENT}),
    impure=frozenset({j.IMPORT, j.META_PROPERTY, j.AWAIT_EXPRESSION, j.JSX_ELEMENT}),
    is_pure_global=_JAVASCRIPT_GLOBALS.__contains__,
    imported=_javascript_import,
    definition=_javascript_definition,
    declaration=lambda name: f"var {name};\n".encode(),
    result=lambda text: b"return (" + text + b"\n)",
    is_plain=_is_plain_javascript,
    computing=re.compile(
        rb"[cC]harCode|[cC]odePoint|atob|btoa|Buffer|base64|decode|unescape|nflate|unzip|brotli|reverse|split|replace|"
        rb"\.map\(|join|slice|substr|\^|parseInt|decipher|Decipher|sort|match|concat|Array\.from|reduce|\]\(|push|\+=|"
        rb"Object\.(?:keys|entries|values)"
    ),
    this=frozenset({j.THIS, j.SUPER, j.PRIVATE_PROPERTY_IDENTIFIER}),
    own_this=frozenset(
        {j.FUNCTION_DECLARATION, j.FUNCTION_EXPRESSION, j.GENERATOR_FUNCTION, j.GENERATOR_FUNCTION_DECLARATION}
        | {j.METHOD_DEFINITION, j.CLASS, j.CLASS_DECLARATION}
    ),
    plain_end=0,
)


# ---------------------------------------------------------------------------------------------------- Python


def _python_import(name: str, path: tuple[str, ...]) -> bytes | None:
    module = path[0].removeprefix(_IMPORT)
    if module not in _PYTHON_MODULES or any("()" in part for part in path):
        return None
    if len(path) == 1:
        return f"import {module} as {name}\n".encode() if "." not in module else _dotted(name, module)
    return f"from {'.'.join((module, *path[1:-1]))} import {path[-1]} as {name}\n".encode()


def _dotted(name: str, module: str) -> bytes:
    return f"from {module.rpartition('.')[0]} import {module.rpartition('.')[2]} as {name}\n".encode()


def _python_definition(program: Program, name: str, value: int) -> bytes:
    syntax = program.syntax
    if syntax.kind[value] in (p.FUNCTION_DEFINITION, p.CLASS_DEFINITION):
        start = program.source.rfind(b"\n", 0, syntax.start[value]) + 1
        block = program.source[start : syntax.end[value]]
        if block.lstrip().startswith((b"def ", b"class ", b"async ")):
            return textwrap.dedent(block.decode("utf-8", "replace")).encode() + b"\n"
        return program.text(value) + b"\n"
    return f"{name} = (".encode() + program.text(value) + b"\n)\n"


_PYTHON = Dialect(
    numbers=frozenset({p.INTEGER}),
    collections=frozenset(
        {p.LIST, p.SET, p.TUPLE, p.DICTIONARY, p.LIST_COMPREHENSION, p.SET_COMPREHENSION, p.DICTIONARY_COMPREHENSION}
        | {p.SUBSCRIPT, p.BINARY_OPERATOR}
    ),
    written_out=frozenset({p.LIST, p.SET, p.TUPLE, p.DICTIONARY}),
    blocks=frozenset({p.MODULE, p.BLOCK}),
    declarators=frozenset({p.ASSIGNMENT}),
    changing=frozenset({p.EXPRESSION_STATEMENT, p.FOR_STATEMENT}),
    impure=frozenset({p.AWAIT, p.GLOBAL_STATEMENT, p.EXEC_STATEMENT}),
    is_pure_global=_PYTHON_GLOBALS.__contains__,
    imported=_python_import,
    definition=_python_definition,
    declaration=lambda name: f"{name} = None\n".encode(),
    result=lambda text: b"RESULT = (" + text + b"\n)\n",
    is_plain=lambda _, __: False,
    computing=re.compile(
        rb"\bord\b|\bchr\b|code|b64|b32|b85|a85|hex|compress|\[::|reverse|split|replace|join|for |map|\^|bytes|"
        rb"translate|slice|sort"
    ),
    this=frozenset(),
    own_this=frozenset(),
    plain_end=1,
)

DIALECTS = {"javascript": _JAVASCRIPT, "python": _PYTHON}
