"""What expressions are worth, which functions calls mean, and where values come from."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermark.static.constants import Record, Undefined, Value
from countermark.static.program import JAVASCRIPT, PYTHON, Language, Program, read_program

U = Undefined.UNDEFINED


def asked(text: str, language: Language = JAVASCRIPT) -> tuple[Program, int]:
    """The program, and the first argument of its last call of ``ask``."""
    program = read_program(text.encode(), language)
    calls = [call for call in program.calls() if program.text(program.callee(call)) == b"ask"]
    return program, program.arguments(calls[-1])[0]


def value_of(text: str, language: Language = JAVASCRIPT) -> Value:
    program, node = asked(text, language)
    constant = program.constant(node)
    assert constant is not None
    return constant.value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ask('a' + \"b\" + `c${'d'}` + 1 + 2.5)", "abcd12.5"),
        ("ask(1 + 2 + '3' + null + true + undefined)", "33nulltrueundefined"),
        ("const a = ['x', , ...['y']], b = a; ask(b)", ("x", U, "y")),
        ("ask({a: 1, 'b': [2], 3: !0, c})\nvar c = void 0", Record((("a", 1), ("b", (2,)), ("3", True), ("c", U)))),
        ("ask([0x1F, 0b11, 0o17, 017, 1_000, 1e3, .5, 10n])", (31, 3, 15, 15, 1000, 1000, 0.5, 10)),
        ("ask([-1, +1, ~1, 5 ^ 3, 7 >>> 1, -1 >>> 28, 1 << 31, 6 * 7, 7 % 4, 3 / 2])",
         (-1, 1, -2, 6, 3, 15, -(1 << 31), 42, 3, 1.5)),
        ("ask((f(), 'x'))", "x"),
        ("let a; function f() { a = 'later' } ask(a)", "later"),
        ("ask(!'')", True),
    ],
)  # fmt: skip
def test_constants(text: str, expected: Value) -> None:
    assert value_of(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "let a = 'x'; a = 'y'; ask(a)",
        "let a = 'x'; a += 'y'; ask(a)",
        "var a = a + 'x'; ask(a)",
        "let a = b, b = a; ask(a)",
        "f = a => ask(a)",
        "ask('a' + b)",
        "ask('a' - 1)",
        "ask(`a${b}`)",
        "ask(tag`a`)",
        "ask([...b])",
        "ask({[a]: 1})",
        "ask({a() {}})",
        "for (const a of ['x']) ask(a)",
        "const [a] = ['x']; ask(a)",
        "ask(1 / 0)",
        "ask(await 'x')",
        "ask(function () {})",
    ],
)
def test_what_is_no_constant(text: str) -> None:
    program, node = asked(text)
    assert program.constant(node) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A = 'a' 'b' + 'c'\nask([A, *('d',), -1, 1.5, True, None])", ("abc", "d", -1, 1.5, True, None)),
        ("ask({'k': [1], b'x': f'{1}y'})", Record((("k", (1,)), (b"x", "1y")))),
        ("ask(b'a' + b'b')", b"ab"),
        ("ask([1] + ['x'])", (1, "x")),
        ("ask({'x', 'y'})", ("x", "y")),
        ("ask(0x1F + 0b1 + 1_000)", 1032),
    ],
)
def test_constants_of_python(text: str, expected: Value) -> None:
    assert value_of(text, PYTHON) == expected


@pytest.mark.parametrize("text", ["ask(f'{x}')", "ask(f'{1:>4}')", "ask('a' + 1)", "a = a + 1\nask(a)", "ask(x)"])
def test_what_is_no_constant_of_python(text: str) -> None:
    program, node = asked(text, PYTHON)
    assert program.constant(node) is None


def test_a_value_that_doubles_is_not_worked_out() -> None:
    doubled = "".join(f"const a{n + 1} = a{n} + a{n};" for n in range(64))
    program, node = asked(f"const a0 = 'x';{doubled} ask(a64)")
    assert program.constant(node) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ask(process.env.HOME)", ("process", "env", "HOME")),
        ("const e = process.env, k = 'HO' + 'ME'; ask(e[k])", ("process", "env", "HOME")),
        ("const {env: {HOME: h = 1}} = process; ask(h)", ("process", "env", "HOME")),
        ("const {a, ...rest} = process.env; ask(rest.b)", ("process", "env", "b")),
        ("import os from 'node:os'; ask(os.hostname)", ("import:os", "hostname")),
        ("import * as os from 'os'; ask(os.hostname())", ("import:os", "hostname()")),
        ("import {hostname as h} from 'os'; ask(h())", ("import:os", "hostname()")),
        ("const os = require('os'); ask(os.hostname())", ("import:os", "hostname()")),
        ("const {hostname: h} = require('os'); ask(h)", ("import:os", "hostname")),
        ("const os = interop(require('node:os'), 1); ask(os.hostname)", ("import:os", "hostname")),
        ("import {createRequire as c} from 'module'; const r = c(import.meta.url); ask(r('fs').x)", ("import:fs", "x")),
        ("ask(Intl.DateTimeFormat().resolvedOptions().timeZone)",
         ("Intl", "DateTimeFormat()", "resolvedOptions()", "timeZone")),
        ("ask(new Date().getTimezoneOffset())", ("Date()", "getTimezoneOffset()")),
        ("async () => ask((await fetch(u)).status)", ("fetch()", "status")),
        ("ask(a?.b?.['c'])", ("a", "b", "c")),
        ("f = process => ask(process.env)", ()),
        ("ask(process[k])", ()),
        ("let e = process.env; e = 1; ask(e.a)", ()),
        ("var a = a.b; ask(a)", ()),
        ("ask(this.a)", ()),
    ],
)  # fmt: skip
def test_paths(text: str, expected: tuple[str, ...]) -> None:
    program, node = asked(text)
    assert program.path(node) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("import os\nask(os.environ['HOME'])", ("import:os", "environ", "HOME")),
        ("import os.path\nask(os.path.join)", ("import:os", "path", "join")),
        ("import os.path as p\nask(p.join)", ("import:os.path", "join")),
        ("from os import environ as e\nask(e.get('X'))", ("import:os", "environ", "get()")),
        ("from . import a\nask(a.b)", ("import:.", "a", "b")),
        ("ask(__import__('socket').gethostname())", ("import:socket", "gethostname()")),
        ("import importlib\nask(importlib.import_module('socket').x)", ("import:socket", "x")),
        ("def f(os): ask(os.environ)", ()),
        ("ask(open('x').read)", ("open()", "read")),
    ],
)
def test_paths_of_python(text: str, expected: tuple[str, ...]) -> None:
    program, node = asked(text, PYTHON)
    assert program.path(node) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("const f = a => a, g = (0, f); g(1)", b"a => a"),
        ("f(); function f() {}", b"function f() {}"),
        ("(function () {})()", b"function () {}"),
        ("let f; f = () => 1; f()", b"() => 1"),
        ("async function f() { await (0, g)(1) } var g = () => 2", b"() => 2"),
        ("let f = () => 1; f = 2; f()", b"f"),
        ("const f = function g() { g() }", b"function g() { g() }"),
        ("new C; class C {}", b"class C {}"),
    ],
)
def test_a_call_means_a_function(text: str, expected: bytes) -> None:
    program = read_program(text.encode(), JAVASCRIPT)
    call = next(program.calls())
    assert program.text(program.resolve(program.callee(call))) == expected


def test_functions_say_what_goes_in_and_out() -> None:
    text = "function f({a}, b = 1, ...c) { if (a) return a; return () => b }\nconst g = d => ({d})"
    program = read_program(text.encode(), JAVASCRIPT)
    said = [
        ([program.text(one) for one in program.parameters(f)], [program.text(one) for one in program.returns(f)])
        for f in program.functions()
    ]
    assert said == [
        ([b"{a}", b"b = 1", b"...c"], [b"a", b"() => b"]),
        ([], [b"b"]),
        ([b"d"], [b"({d})"]),
    ]
    inner = list(program.functions())[1]
    assert program.function_of(inner) == next(program.functions())


def test_arguments_of_a_tag_are_its_substitutions() -> None:
    program = read_program(b"f`a${b}c${d}`", JAVASCRIPT)
    (call,) = program.calls()
    assert [program.text(one) for one in program.arguments(call)] == [b"`a${b}c${d}`", b"b", b"d"]


@given(st.text("ab=+-!~()[]{}`$'1,.;\n", max_size=50))
def test_asking_is_total(text: str) -> None:
    for language in (JAVASCRIPT, PYTHON):
        program = read_program(text.encode(), language)
        for node in range(len(program.syntax.kind)):
            program.constant(node)
            program.path(node)
            program.function_of(node)
        for call in program.calls():
            program.resolve(program.callee(call))
            program.arguments(call)
        for function in program.functions():
            program.parameters(function)
            program.returns(function)
