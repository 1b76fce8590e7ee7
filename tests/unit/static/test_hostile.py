"""Whatever a text is, reading it and applying every rule to it ends, raises nothing and gives the same twice."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from countermark.model.static import Finding, HiddenList, Unfinished
from countermark.static.applying import apply_rules
from countermark.static.language import Language
from countermark.static.program import JAVASCRIPT, PYTHON, read_program
from countermark.static.rules import ALL, Subject

pytestmark = pytest.mark.lab

CASES = Path(__file__).parents[2] / "cases" / "static"
SEEDS = {
    JAVASCRIPT: [path.read_bytes() for path in sorted(CASES.glob("*/*.js")) if not path.name.startswith("edge-e")],
    PYTHON: [path.read_bytes() for path in sorted(CASES.glob("*/*.py"))],
}
TOKENS = {
    JAVASCRIPT: "( ) [ ] { } => , ; . ?. ... = === ? : ` ${ \" ' / \\ + ^ & process.env atob split function class this "
    "new const let export return if switch case for of in async await yield \\u{1F600} \\ud800 0x41 /a|b/ <a>",
    PYTHON: '( ) [ ] { } , : = == := . * ** @ + ^ % f"{ """ \' \\ \n def class lambda import from return if else for '
    "in match case async await yield os.environ bytes b'\\xff' 0x41 1e9 \t None del global exec",
}


def found(source: bytes, language: Language) -> tuple[Finding, ...]:
    subject = Subject(file="a", sha256="0", program=read_program(source, language))
    given_up = apply_rules(ALL, subject, lambda _: None, processes=1).findings
    # A rule that raised is caught, and said: here that is a mistake of ours.
    assert not [one for one in given_up if isinstance(one, Unfinished) and one.reason.startswith("it failed")], given_up
    return given_up


def places_lie_in(source: bytes, findings: tuple[Finding, ...]) -> bool:
    places = [one.where for one in findings if getattr(one, "where", None) is not None]
    return all(0 <= where.start <= where.end <= len(source) for where in places)  # type: ignore[union-attr]


LANGUAGES = pytest.mark.parametrize("language", [JAVASCRIPT, PYTHON], ids=lambda one: one.id)
FUZZED = settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))


@LANGUAGES
@FUZZED
@given(st.binary(max_size=300))
def test_any_bytes_are_read(language: Language, data: bytes) -> None:
    assert places_lie_in(data, found(data, language))


@LANGUAGES
@FUZZED
@given(st.data())
def test_any_sequence_of_tokens_is_read(language: Language, data: st.DataObject) -> None:
    tokens = TOKENS[language].split(" ")
    source = " ".join(data.draw(st.lists(st.sampled_from(tokens), max_size=60))).encode("utf-8", "surrogatepass")
    assert places_lie_in(source, found(source, language))


@LANGUAGES
@FUZZED
@given(st.data())
def test_any_mutation_of_a_case_is_read(language: Language, data: st.DataObject) -> None:
    source = bytearray(data.draw(st.sampled_from(SEEDS[language])))
    for _ in range(data.draw(st.integers(1, 6))):
        at, size = data.draw(st.integers(0, len(source))), data.draw(st.integers(0, 12))
        source[at : at + size] = data.draw(st.binary(max_size=12) | st.just(bytes(source[: size * 9])))
    assert places_lie_in(bytes(source), found(bytes(source), language))


@pytest.mark.parametrize("path", sorted(CASES.glob("hidden-lists/hit-*64*.js")), ids=lambda path: path.stem)
def test_the_same_is_found_twice(path: Path) -> None:
    assert found(path.read_bytes(), JAVASCRIPT) == found(path.read_bytes(), JAVASCRIPT)


HOSTS = ("relay.one.example", "hub.two.test", "mirror.three.example")
DEEP = 3_000


@pytest.mark.parametrize(
    "text",
    [
        "x=" + "[" * DEEP + "]" * DEEP,
        "x=" + "f(" * DEEP + ")" * DEEP,
        "x=" + "()=>" * DEEP + "1",
        "function f(){" * DEEP + "}" * DEEP,
        "x=" + "a+" * DEEP + "a",
        "x=" + '"ab"+' * DEEP + '"c"',
        "x=process" + ".env" * DEEP,
        "x=a" + ".b()" * DEEP,
        "x=" + "a?b:" * DEEP + "c",
        "if(a){}" + "else if(b){}" * DEEP,
        "x=" + "`${" * DEEP + "1" + "}`" * DEEP,
        "x=" + "{a:" * DEEP + "1" + "}" * DEEP,
        "a0=process.env;" + ";".join(f"a{n + 1}=a{n}" for n in range(DEEP)),
        "var a=1;" + "a=a+1;" * DEEP,
        "const a=['x','y'];" + "a.includes(process.env.HOME);" * 300,
        "switch(process.env.A){" + 'case "a":' * DEEP + "}",
    ],
    ids=[
        *("arrays", "calls", "arrows", "functions", "sum", "strings", "members", "chain", "conditions", "else"),
        *("templates", "objects", "names", "assignments", "lookups", "cases"),
    ],
)
def test_what_is_deep_or_long_takes_no_time(text: str) -> None:
    began = time.process_time()
    found(text.encode(), JAVASCRIPT)
    assert time.process_time() - began < 15


@pytest.mark.parametrize(
    "data",
    [
        b'x="' + b"QUJD" * 500_000 + b'"',
        b"/*" + b"QUJD" * 500_000,
        b'x="' + b"\xff\xfe\xed\xa0\x80\xc0" * 50_000 + b'"',
    ],
    ids=["literal", "comment", "no-utf-8"],
)
def test_large_literals_take_no_time(data: bytes) -> None:
    began = time.process_time()
    found(data, JAVASCRIPT)
    assert time.process_time() - began < 15


ATTACKS = {
    "constructor": "this.constructor.constructor('return process')().mainModule.require('fs').readdirSync('/')",
    "of-a-given": "Buffer.constructor('return process')().binding('spawn_sync')",
    "of-require": "require('zlib').constructor.constructor('return process')().env.PATH",
    "dynamic-import": "Function('return import(\"fs\")')()",
    "proto": "(Object.prototype.toString=()=>{throw 1},Array.prototype.push=()=>{throw 2},['aaaaaaaaaaaa','b'])",
    "getter": "({get a(){for(;;);},b:'aaaaaaaaaaaaaaaa'})",
    "proxy": "new Proxy({},{ownKeys(){for(;;);},get(){return 'aaaaaaaaaaaaaaaaa'.split('')}})",
    "regex": "/^(a+)+$/.test('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!'.split('').join(''))",
    "memory": "Array.from({length:1e9},(_, n)=>'aaaaaaaaaaaaaaaa'.split('').concat(n))",
    "buffers": "Array.from({length:1e4},()=>Buffer.alloc(1e9,'aaaaaaaaaaaaaaaa'.split('')[0]))",
    "output": "'aaaaaaaaaaaaaaaa'.split('').map(a=>a.repeat(3e8))",
    "kept": "Promise.resolve('aaaaaaaaaaaaaaaa'.split('')).then(function f(a){return Promise.resolve(a).then(f)})",
}


@pytest.mark.parametrize("code", ATTACKS.values(), ids=ATTACKS)
def test_a_program_that_attacks_its_interpreter_gets_nowhere(code: str) -> None:
    began = time.process_time()
    codes = ",".join(str(ord(char) + 1 + place % 3 * 5) for place, char in enumerate(",".join(HOSTS)))
    text = f"const a={code};const b=[{codes}].map((n,i)=>String.fromCharCode(n-1-i%3*5)).join('').split(',');"
    given_up = found(text.encode(), JAVASCRIPT)
    assert time.process_time() - began < 15
    lists = [one for one in given_up if isinstance(one, HiddenList)]
    assert [one.entries for one in lists] == [HOSTS]
