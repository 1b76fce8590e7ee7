"""What expressions may give: with the decisions that lead there, and within bounds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermark.static.program import JAVASCRIPT, PYTHON, read_program
from countermark.static.texts.dependence import Dependence
from countermark.static.texts.evaluation import Evaluation
from countermark.static.texts.methods import evaluation
from countermark.static.texts.possible import MAX_TEXTS, is_unknown


def last_function(source: str, *, python: bool = False) -> tuple[Evaluation, int]:
    program = read_program(source.encode(), PYTHON if python else JAVASCRIPT)
    return evaluation(program), max(program.functions())


def texts(source: str, *, python: bool = False) -> list[str]:
    of, function = last_function(source, python=python)
    return sorted(one.text for one in of.returned(function))


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ('function f(c){let e="a";if(c)e+="b";return e}', ["a", "ab"]),
        ('function f(c){let e="a";if(c){e="b"}else{e="c"}return e}', ["b", "c"]),
        ('function f(c){return String.fromCharCode(c?65:66)+"!"}', ["A!", "B!"]),
        ('function f(c){return["x","y"].join(c?"-":"+")}', ["x+y", "x-y"]),
        ('function f(c){return"x.y".split(".").join(c?"-":"+")}', ["x+y", "x-y"]),
        ('function f(c){return"ab".charAt(c?0:1)}', ["a", "b"]),
        ('function f(c){const t={n:"x",y:"z"};return t[c?"y":"n"]}', ["x", "z"]),
        ('function f(c){const t={q:"a",...(c?{q:"b"}:{})};return t.q+"!"}', ["a!", "b!"]),
        ('const g=(e)=>e?"a":"b";function f(c){return`<${g(c)}>`}', ["<a>", "<b>"]),
        ("function f(c){return JSON.stringify(c?{a:1,b:2}:{b:2,a:1})}", ['{"a":1,"b":2}', '{"b":2,"a":1}']),
        ('function f(c){switch(c){case 1:return"a";case 2:return"b"}return"c"}', ["a", "b", "c"]),
    ],
)  # fmt: skip
def test_texts_are_followed(source: str, wanted: list[str]) -> None:
    assert texts(source) == wanted


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ('def f(c):\n    return f"{1234567:,}" if c else "n"', ["1,234,567", "n"]),
        ('def f(c):\n    e = "a"\n    if c:\n        e = e.replace("a", "b")\n    return e', ["a", "b"]),
        ('def f(c):\n    return chr(65 if c else 66) + "!"', ["A!", "B!"]),
        ('def f(c):\n    return {True: "a", False: "b"}.get(bool(c))', ["a", "b"]),
    ],
)
def test_python_is_followed_too(source: str, wanted: list[str]) -> None:
    assert texts(source, python=True) == wanted


def test_one_condition_has_one_outcome() -> None:
    assert texts('function f(c){const e=c?"a":"b",t=c?"x":"y";return e+t}') == ["ax", "by"]
    assert texts('function f(c){const e=c?"a":"b",t=!c?"x":"y";return e+t}') == ["ay", "bx"]


def test_what_loops_is_unknown() -> None:
    of, function = last_function('function f(n){let e="";for(let t=0;t<n;t++)e+="a";return e}')
    assert all(is_unknown(one.text) for one in of.returned(function))


def test_numbers_are_not_put_together() -> None:
    of, function = last_function("function f(n){return n.size+1}")
    assert all(is_unknown(one.text) for one in of.returned(function))


def test_many_choices_stay_few() -> None:
    every = "+".join(f'(c{n}?"a":"b")' for n in range(30))
    of, function = last_function(f"function f(){{return {every}}}")
    assert len(of.returned(function)) <= MAX_TEXTS


@given(st.text(alphabet="abc?:+=>(){}[]`$;,'\" .\n", max_size=60))
def test_any_text_is_read(text: str) -> None:
    for language in (JAVASCRIPT, PYTHON):
        program = read_program(text.encode(), language)
        of = evaluation(program)
        for node in range(len(program.syntax.kind)):
            assert of.of(node)


def test_the_nearest_read_decides() -> None:
    def depends(condition: str, before: str = "") -> bool:
        program = read_program(f"{before}f({condition});".encode(), JAVASCRIPT)
        (call,) = (one for one in program.calls() if program.text(one).startswith(b"f("))
        return Dependence(program).on_machine(program.arguments(call)[0])

    assert depends('process.env.TZ==="Asia/Tokyo"')
    assert depends("far()", "const far=()=>Intl.DateTimeFormat().resolvedOptions().timeZone==='Asia/Tokyo';")
    assert not depends('process.platform==="win32"||process.env.WT_SESSION')
    assert not depends("options.wide", "const options={wide:true};")
