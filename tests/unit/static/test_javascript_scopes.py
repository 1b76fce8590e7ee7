"""A name in JavaScript means the binding that the language says: shown by renaming each binding to its number."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countermark.static.bindings import Assignment, BindingKind
from countermark.static.program import JAVASCRIPT, Program, read_program
from renaming import renamed

# What is written, and the same with every name that the file declares replaced by "$" and the number of its binding.
CASES = {
    "var is hoisted out of blocks": (
        "function f(){g(a);{var a=1}for(var b of a);return b}",
        "function $0(){g($1);{var $1=1}for(var $2 of $1);return $2}",
    ),
    "let stays in its block": ("let a=1;{let a=2;g(a)}g(a)", "let $0=1;{let $1=2;g($1)}g($0)"),
    "a function is hoisted": ("f();function f(){return f}", "$0();function $0(){return $0}"),
    "a function in a block is a variable outside, in sloppy code": (
        "function g(){if(x){function f(){}}f()}",
        "function $0(){if(x){function $1(){}}$1()}",
    ),
    "a function in a block stays there, in strict code": (
        '"use strict";function g(){if(x){function f(){}}f()}',
        '"use strict";function $0(){if(x){function $1(){}}f()}',
    ),
    "a function in a block stays there, if a let is in the way": (
        "{let f;{function f(){}}f()}f()",
        "{let $0;{function $1(){}}$0()}f()",
    ),
    "a function in a block writes the variable outside": (
        "function g(){var f;{function f(){}}f()}",
        "function $0(){var $1;{function $2(){}}$1()}",
    ),
    "a parameter is no body variable": (
        "function f(a=()=>b,c=a){var b;return b}",
        "function $0($1=()=>b,$2=$1){var $3;return $3}",
    ),
    "parameters are taken apart": (
        "function f({a,b:[c=d,...e],f:{g}={},...h},[i]=a){return a+c+e+g+h+i}",
        "function $0({a: $1,b:[$2=d,...$3],f:{g: $4}={},...$5},[$6]=$1){return $1+$2+$3+$4+$5+$6}",
    ),
    "an arrow with one parameter": ("a=>b=>a(b)", "$0=>$1=>$0($1)"),
    "a named function expression sees itself": (
        "var f=function g(a){return g(f)};g()",
        "var $0=function $1($2){return $1($0)};g()",
    ),
    "its parameter hides its name": ("(function g(g){return g})", "(function $0($1){return $1})"),
    "arguments is the function's": ("function f(){return()=>arguments}", "function $0(){return()=>arguments}"),
    "arguments of nothing are free": ("arguments;()=>arguments", "arguments;()=>arguments"),
    "catch": ("try{}catch({a,b=a}){var a;g(a,b)}a", "try{}catch({a: $0,b: $1=$0}){var $2;g($0,$1)}$2"),
    "class": (
        "class A extends A{static a=A;[A](){return A}#p(){}static{var c=A;c}}A;new class B{b=B};B",
        "class $0 extends $0{static a=$0;[$0](){return $0}#p(){}static{var $1=$0;$1}}$0;new class $2{b=$2};B",
    ),
    "labels and properties are no names": (
        "a:for(;;){break a}a.a?.a;({a:1,a(){},get a(){return a},[a]:a});",
        "a:for(;;){break a}a.a?.a;({a:1,a(){},get a(){return a},[a]:a});",
    ),
    "shorthand": ("let a;g({a,b});({a,c=a}=a);[a,[...c]]=a", "let $0;g({a: $0,b});({a: $0,c=$0}=$0);[$0,[...c]]=$0"),
    "loops": (
        "for(let a=0,b=a;a<b;a++){let a;g(a)}a;for(const a of a)g(a);for(a in b);",
        "for(let $0=0,$1=$0;$0<$1;$0++){let $2;g($2)}a;for(const $3 of $3)g($3);for(a in b);",
    ),
    "switch is one block": ("switch(a){case a:let a;default:g(a)}a", "switch(a){case $0:let $0;default:g($0)}a"),
    "imports and exports": (
        'import a,{b as c,d}from"m";import*as e from"n";export{a as f,d};export let z=c',
        'import $0,{b as $1,d as $2}from"m";import*as $3 from"n";export{$0 as f,$2 as d};export let $4=$1',
    ),
    "exports of others": (
        'export{d as x}from"o";export*as y from"p";let d',
        'export{d as x}from"o";export*as y from"p";let $0',
    ),
    "markup": ("let A,b;<A.c d={b}><b/><A/></A.c>;<e:f/>", "let $0,$1;<$0.c d={$1}><b/><$0/></$0.c>;<e:f/>"),
    "escapes in names": ("let a\\u0062c;abc", "let $0;$0"),
    "undefined can be a name": (
        "function f(undefined){return undefined}undefined",
        "function $0($1){return $1}undefined",
    ),
    "this parenthesis is written": ("let a;(a)=1;(a).b=1;a++;a+=1", "let $0;($0)=1;($0).b=1;$0++;$0+=1"),
    "with": ("with(a){b}", "with(a){b}"),
    "comma in a for": ("for(var a=1,b=a;;);", "for(var $0=1,$1=$0;;);"),
    "generator": (
        "function*f(a){yield*f(a)}async function g(){for await(const a of b)a}",
        "function*$0($1){yield*$0($1)}async function $2(){for await(const $3 of b)$3}",
    ),
    "using": ("{using a=b;a}a", "{using $0=b;$0}a"),
    "static private": ("class C{static #a=1;b(){return #a in this}}", "class $0{static #a=1;b(){return #a in this}}"),
}


def program_of(text: str) -> Program:
    return read_program(text.encode(), JAVASCRIPT)


@pytest.mark.parametrize("case", CASES)
def test_a_name_means_its_binding(case: str) -> None:
    written, expected = CASES[case]
    program = program_of(written)
    assert not program.coverage.unread
    assert renamed(program, "$").decode() == expected


def assignments(text: str, name: str) -> list[tuple[bytes, bytes, bool]]:
    program = program_of(text)
    binding = program.bindings.names.index(name.encode())
    found: tuple[Assignment, ...] = tuple(program.bindings.assignments(binding))
    return [(program.text(one.target), program.text(one.value) if one.value else b"", one.whole) for one in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("let a = 1; a = 2", [(b"a", b"1", True), (b"a", b"2", True)]),
        ("function f() { a = 2 } var a", [(b"a", b"2", True)]),
        ("let [a, {b: c = 1}] = d", [(b"a", b"d", False)]),
        ("let a; ({a} = b); [a = 1] = c", [(b"a", b"b", False), (b"a", b"c", False)]),
        ("for (const a of b);", [(b"a", b"b", False)]),
        ("let a; a++; a += b", [(b"a", b"", False), (b"a", b"b", False)]),
        ("function a() {}", [(b"a", b"function a() {}", True)]),
        ("class a {}", [(b"a", b"class a {}", True)]),
        ("import a from 'm'", [(b"a", b"import a from 'm'", False)]),
        ("(a = 1) => a", [(b"a", b"1", False)]),
        ("let a; (a) = 1", [(b"a", b"1", True)]),
        ("try {} catch (a) {}", []),
    ],
)
def test_every_assignment_is_known(text: str, expected: list[tuple[bytes, bytes, bool]]) -> None:
    assert assignments(text, "a") == expected


def test_free_names_are_bindings_too() -> None:
    program = program_of("a(b, a.b, {a}); let b")
    free = program.bindings.free["a"]
    assert program.bindings.kind(free) is BindingKind.FREE
    assert [program.syntax.start[node] for node in program.bindings.references(free)] == [0, 5, 11]
    assert set(program.bindings.free) == {"a"}


def test_what_may_change_the_meaning_of_names_is_noted() -> None:
    program = program_of("with (a) { b } eval(c); (0, eval)(d)")
    assert [program.text(node)[:4] for node in program.bindings.dynamic] == [b"with", b"eval"]


@given(st.text(alphabet="ab(){}[]=>,;:.`$'\\\n\ufeff\0é", max_size=60))
@settings(max_examples=300)
def test_any_text_has_bindings(text: str) -> None:
    program = program_of(text)
    assert len(program.bindings.of) == len(program.syntax.kind)
    assert all(-1 <= binding < len(program.bindings) for binding in program.bindings.of)


@given(
    st.lists(
        st.sampled_from(
            (
                "let a;",
                "var b=1;",
                "function c(a,b){",
                "class d{",
                "}",
                "a=b;",
                "({a,b}=c);",
                "{",
                "for(let a of b){",
                "a=>",
            )
        )
    )
)
@settings(max_examples=300)
def test_every_reference_leads_back(pieces: list[str]) -> None:
    bindings = program_of("".join(pieces)).bindings
    for binding in range(len(bindings)):
        assert all(bindings.of[node] == binding for node in bindings.references(binding))
        assert all(bindings.of[one.target] == binding for one in bindings.assignments(binding))
