"""Whatever a text holds, values are followed in bounded time, and never with an error."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countermark.static.program import JAVASCRIPT, PYTHON, TYPESCRIPT, Language, read_program
from countermark.static.rules import Rule, Subject
from countermark.static.rules.code_loading import CODE_LOADING
from countermark.static.rules.destinations import DESTINATIONS
from countermark.static.rules.flows import FLOWS
from countermark.static.rules.predicates import PREDICATES
from countermark.static.rules.reads import READS

RULES = (READS, PREDICATES, FLOWS, DESTINATIONS, CODE_LOADING)
PIECES = (
    *("process.env.A", "process.env", "[k]", "os.hostname()", "import os", "a", "b", "self", "this", ".x", "[0]", "()"),
    *("=>", "function f(a,b){", "}", "{", "(", ")", "[", "]", ",", ";", ":", "\n", " ", "...", "=", "===", "in", "+"),
    *(
        "return ",
        "if(",
        "for(const a of ",
        "class A{",
        "x(){",
        "`",
        "${",
        "'",
        "'x'",
        "npm install x",
        "https://a.example",
    ),
    *(
        "?.",
        "??",
        "||",
        "&&",
        "!",
        "typeof ",
        "await ",
        "new URL(",
        ".map(",
        ".some(",
        ".then(",
        "switch(",
        "case ",
        "def ",
    ),
    *(
        "def ",
        "os.environ",
        "lambda a: ",
        "const ",
        "let ",
        "async ",
        "*",
        "**",
        "@",
        "as ",
        "enum ",
        "headers:",
        "fetch(",
    ),
)


def findings(source: bytes, language: Language, rules: tuple[Rule, ...] = RULES) -> list[object]:
    subject = Subject(file="a", sha256="0" * 64, program=read_program(source, language))
    return [one for rule in rules for one in rule.find(subject)]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=60), st.sampled_from((JAVASCRIPT, TYPESCRIPT, PYTHON)))
def test_any_text_is_read_without_an_error(pieces: list[str], language: Language) -> None:
    findings("".join(pieces).encode(), language)


@pytest.mark.parametrize(
    "source",
    [
        "".join(f"const a{n}=[{','.join([f'a{n + 1}'] * 60)}];" for n in range(9)) + "a0.includes(process.env.A);",
        "const a=process.env.A;" + "if(a){" * 200 + "b=a;" + "}" * 200,
        "const a=process.env.A;" + "".join(f"const b{n}=a||b{n - 1};" for n in range(1, 110)) + "b109==='x';",
        "function f(a){return f(f(f(a)))}f(process.env.A)==='x'",
        "const a=" + "(" * 2000 + "process.env.A" + ")" * 2000 + "==='x'",
        "const{" + ",".join(f"a{n}" for n in range(4000)) + "}=process.env;",
        "const a=process.env.A;" + "`${a}`;" * 3000,
        "const a=process.env.A,f=[" + ",".join(["(x)=>g(x)"] * 500) + "];const g=(x)=>f.map((y)=>y(x));g(a)==='x'",
    ],
    ids=["wide", "nested", "chained", "recursive", "deep", "taken", "used", "callbacks"],
)  # fmt: skip
def test_what_would_take_forever_is_cut(source: str) -> None:
    began = time.process_time()
    findings(source.encode(), JAVASCRIPT)
    assert time.process_time() - began < 10
