"""A unit's digest follows what the program does, not what its local names are; what is new is found, and no more."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countermark.static.program import JAVASCRIPT, PYTHON, Language, read_program
from countermark.static.units import Units, new_units, read_units
from renaming import renamed

PROGRAM = """
import a, {b, c as d} from "m"; export {b as q, d};
var counter = 0, {host, port: p = 80, ...others} = options;
function outer(first, {x, y: [z] = []}, ...rest) {
  const inner = (value) => { counter++; return value.x + x + `${z} and ${first}` };
  loop: for (const one of rest) { if (one === first) continue loop; inner(one) }
  try { return {x, inner, key: z} } catch ({message}) { return message }
}
class Box extends outer { #hidden = counter; static size = 2; get(key = this.#hidden) { return [key, , arguments] } }
label: { let undefinedish = function again(n) { return n ? again(n - 1) : undefined }; undefinedish(1) }
(function (window, undefined) { window.thing = undefined })(globalThis);
"""


def units_of(text: str | bytes, language: Language = JAVASCRIPT) -> Units:
    return read_units(read_program(text.encode() if isinstance(text, str) else text, language))


def new(before: str, after: str, language: Language = JAVASCRIPT) -> list[tuple[str, bool]]:
    program = read_program(after.encode(), language)
    found = new_units(program, read_units(program), units_of(before, language).digests)
    return [(program.text(one.node).decode(), one.itself) for one in found]


def test_renaming_changes_no_digest() -> None:
    program = read_program(PROGRAM.encode(), JAVASCRIPT)
    other = renamed(program)
    assert other.count(b"Renamed") > 30
    left, right = read_units(program), units_of(other)
    assert left.own == right.own
    assert left.whole == right.whole


@given(st.lists(st.sampled_from(PROGRAM.splitlines()), max_size=6), st.integers(0, 5))
@settings(max_examples=60)
def test_renaming_changes_no_digest_of_any_piece(lines: list[str], prefix: int) -> None:
    program = read_program("\n".join(lines).encode(), JAVASCRIPT)
    if not program.coverage.unread:
        assert read_units(program).whole == units_of(renamed(program, "abcdef"[prefix] * 2)).whole


def test_white_space_comments_and_quotes_of_layout_change_nothing() -> None:
    assert (
        units_of("function f(a){return a+1}").whole
        == units_of("function f ( b ) {\n  // more\n  return b + 1;\n}").whole
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("f(a => 1)", "f(a => 2)"),
        ("f(a => a.b)", "f(a => a.c)"),
        ("f(a => b(a))", "f(a => c(a))"),
        ("f(a => 'x')", "f(a => 'y')"),
        ("f(a => `x${a}`)", "f(a => `y${a}`)"),
        ("f((a, b) => a)", "f((a, b) => b)"),
        ("f(a => [a, 1])", "f(a => [a, , 1])"),
        ("f(a => a < 1)", "f(a => a <= 1)"),
        ("f(a => {b; c})", "f(a => {c; b})"),
        ("f(async a => a)", "f(a => a)"),
        ("f(a => /x/g)", "f(a => /x/)"),
        ("f(a => a?.b)", "f(a => a.b)"),
        ("f(a => ({a}))", "f(b => ({b}))"),
        ("f(a => (b => a))", "f(a => (b => b))"),
        ("class A { b() {} }", "class A { static b() {} }"),
        ("import {a} from 'm'", "import {b} from 'm'"),
        ("import a from 'm'", "import a from 'n'"),
        ("let a = f(1)(2)", "let a = f(1, 2)"),
        ("f((a, b) => (() => a))", "f((a, b) => (() => b))"),
        ("export const a = 1", "export const b = 1"),
        ("export const {a: {b}} = x", "export const {a: {c}} = x"),
        ("export function a() {}", "export function b() {}"),
        ("export class A {}", "export class B {}"),
    ],
)
def test_every_change_of_meaning_changes_the_digest(before: str, after: str) -> None:
    assert units_of(before).whole[-1] != units_of(after).whole[-1]
    assert units_of(before).whole[-1] == units_of(before).whole[-1]
    assert new(before, after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("def f(a): return a.b", "def f(a): return a.c"),
        ("import os", "import socket"),
        ("from os import a", "from os import b"),
        ("class A:\n    def b(self): pass", "class A:\n    def c(self): pass"),
        ("f(a, b=1)", "f(a, c=1)"),
        ("x = f'a{b}'", "x = f'a{b!r}'"),
        ("x = f'{a:>4}'", "x = f'{a:>5}'"),
        ("x = 'a'", "x = b'a'"),
        ("x = a is b", "x = a is not b"),
    ],
)
def test_every_change_of_meaning_changes_the_digest_of_python(before: str, after: str) -> None:
    assert units_of(before, PYTHON).whole[-1] != units_of(after, PYTHON).whole[-1]
    assert new(before, after, PYTHON)


def test_names_inside_of_what_is_exported_may_change() -> None:
    assert (
        units_of("export const a = (b) => { let c = b; return c }; export default function d() {}").whole
        == units_of("export const a = (x) => { let y = x; return y }; export default function z() {}").whole
    )


def test_python_names_of_functions_may_change() -> None:
    assert (
        units_of("def f(a):\n    b = a\n    return b", PYTHON).whole
        == units_of("def g(x):\n    y = x\n    return y", PYTHON).whole
    )


def test_one_change_is_one_new_unit() -> None:
    before = "function f() { const g = () => { return [() => 1, () => 2] }; return g } class C { m() {} }"
    assert new(before, before.replace("() => 2", "() => 3")) == [("() => 3", True)]
    assert new(before, before.replace("m() {}", "m() {} n() { x }")) == [
        ("class C { m() {} n() { x } }", True),
        ("n() { x }", True),
    ]
    assert new(before, before) == []


def test_units_that_changed_places_are_seen_in_what_holds_them() -> None:
    before = "g(function () { return () => 1 }, () => 3)"
    after = "g(function () { return () => 3 }, () => 1)"
    assert new(before, after) == [("function () { return () => 3 }", False)]


def test_what_is_shown_of_a_unit_leaves_out_the_units_inside() -> None:
    text = b"function f() { a; const b = () => c; d }"
    program = read_program(text, JAVASCRIPT)
    (one,) = [unit for unit in new_units(program, read_units(program), units_of("").digests) if unit.span.start == 0]
    assert [text[part.start : part.end] for part in one.parts] == [b"function f() { a; const ", b"; d }"]


def test_a_long_block_is_taken_apart() -> None:
    body = "".join(f"g({n});" for n in range(200))
    before = f"(function () {{ {body} }})()"
    assert new(before, before.replace("g(57)", "g(57, x)")) == [("g(57, x);", True)]


def test_a_text_that_imitates_a_boundary_is_another_text() -> None:
    assert units_of('f(() => a("bc", "d"))').own[0] != units_of('f(() => a("b", "cd"))').own[0]


@given(st.text("ab=+()[]{}`$'1,.;=>\n", max_size=60) | st.just(PROGRAM[:300]))
def test_units_are_total(text: str) -> None:
    for language in (JAVASCRIPT, PYTHON):
        program = read_program(text.encode(), language)
        units = read_units(program)
        assert units.node[-1] == 0
        assert new_units(program, units, units.digests) == ()
        for one in new_units(program, units, units_of("", language).digests):
            assert one.span.start <= one.parts[0].start if one.parts else True
            assert all(part.start < part.end for part in one.parts)
