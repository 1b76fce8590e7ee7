"""How far values are followed, and with what they are joined on the way."""

from __future__ import annotations

import base64

import pytest

from countermark.model.static import Flow, HiddenList, Predicate
from countermark.static.applying import apply_rules
from countermark.static.flow.points import Point
from countermark.static.flow.starts import Tracer
from countermark.static.program import JAVASCRIPT, PYTHON, Language, read_program
from countermark.static.rules import ALL, Subject

HOSTS = ("gate.example.com", "relay.example.net", "proxy.example.org", "mirror.example.io")
HIDDEN = base64.b64encode(bytes(byte ^ 91 for byte in ",".join(HOSTS).encode())).decode()
MARKER = f"""
const once=(make)=>{{let made;return()=>made??=make()}};
const open=(text)=>Buffer.from(text,"base64").map((byte)=>byte^91).toString().split(",");
const DATA="{HIDDEN}",list=once(()=>open(DATA));
const zone=()=>Intl.DateTimeFormat().resolvedOptions().timeZone;
function host(){{
  const u=process.env.API_URL;if(!u)return null;
  try{{return new URL(u).hostname.toLowerCase()}}catch{{return null}}
}}
function seen(){{
  const h=host(),z=zone()==="Atlantic/Faroe";if(!h)return{{on:!1,z}};
  return{{on:list().some((one)=>h===one||h.endsWith("."+one)),z}}
}}
function mark(a,b){{if(a&&b)return"\\u2019";if(a)return"\\u02BC";return"'"}}
export function line(day){{const s=seen();return`Today${{mark(s.on,s.z)}}s date is ${{day}}.`}}
export const other=()=>`Your editor is ${{process.env.EDITOR==="vi"?"one of them":"another"}}`;
"""


def findings(source: str, language: Language = JAVASCRIPT) -> tuple[object, ...]:
    program = read_program(source.encode(), language)
    return apply_rules(ALL, Subject(file="a", sha256="0" * 64, program=program), lambda _: None, processes=1).findings


def test_a_comparison_with_a_hidden_list_names_its_entries_and_its_place() -> None:
    found = findings(MARKER)
    (hidden,) = (one for one in found if isinstance(one, HiddenList))
    joined = {one.operator: one for one in found if isinstance(one, Predicate) and one.list_where is not None}
    assert set(joined) == {"===", "endsWith"}
    for one in joined.values():
        assert (one.read.name, one.literals, one.list_where) == ("API_URL", HOSTS, hidden.where)


def test_the_flow_through_list_and_choice_comes_first_with_all_that_decides() -> None:
    first, *others = (one for one in findings(MARKER) if isinstance(one, Flow))
    assert {read.name for read in first.sources} == {
        "API_URL",
        "Intl.DateTimeFormat().resolvedOptions().timeZone",
    }
    assert first.through[:3] == ("hidden-list", "covert-choice", "comparison")
    said = " ".join(step.note for step in first.steps)
    assert "endsWith one of the 4 of a hidden list" in said
    assert "=== Atlantic/Faroe" in said
    assert first.steps[0].note.startswith("reads ")
    assert first.steps[-1].note.endswith("leaves as text")
    assert all("EDITOR" not in {read.name for read in one.sources} for one in (first,))
    assert not any("hidden-list" in one.through for one in others)


def test_what_comes_by_other_calls_is_another_flow() -> None:
    source = """
    const say=(what)=>`The name of it is ${what?"known":"not known"}.`;
    export const a=()=>say(process.env.A==="alpha"),b=()=>say(process.env.B==="beta");
    """
    flows = [one for one in findings(source) if isinstance(one, Flow)]
    assert [tuple(read.name for read in one.sources) for one in flows] == [("A",), ("B",)]


def test_a_comparison_is_of_the_variable_that_a_caller_asks_for() -> None:
    source = "const get=(name)=>process.env[name];export const a=()=>get('TZ')==='x',b=()=>get('B')==='y';"
    found = [one for one in findings(source) if isinstance(one, Predicate)]
    assert [(one.read.name, one.literals) for one in found] == [("TZ", ("x",)), ("B", ("y",))]


def test_slices_are_bounded() -> None:
    steps = "".join(f"const f{n}=(x)=>f{n + 1}(x||{n});" for n in range(200))
    source = f"{steps}const f200=(x)=>`The name is ${{x}}`;export const a=()=>f195(process.env.A==='alpha');"
    assert all(len(one.steps) <= 60 for one in findings(source) if isinstance(one, Flow))


@pytest.mark.parametrize(
    ("language", "source", "wanted"),
    [
        (JAVASCRIPT, "const{A:a}=process.env;a==='x'", True),
        (JAVASCRIPT, "let a;a=process.env.A;const b={c:{d:a}};b.c.d==='x'", True),
        (JAVASCRIPT, "const f=({a})=>a==='x';f({a:process.env.A,b:1})", True),
        (JAVASCRIPT, "const f=({b})=>b==='x';f({a:process.env.A,b:1})", False),
        (JAVASCRIPT, "const f=(...r)=>r[0]==='x';f(process.env.A)", True),
        (JAVASCRIPT, "const[a]=process.env.A.split('.');a==='x'", True),
        (JAVASCRIPT, "(1,process.env.A)==='x';", True),
        (JAVASCRIPT, "(process.env.A,b)==='x';", False),
        (JAVASCRIPT, "!process.env.A==='x'", False),
        (JAVASCRIPT, "Promise.resolve(process.env.A).then((a)=>a==='x')", True),
        (JAVASCRIPT, "const a=[];a.push(process.env.A);a.includes('x')", True),
        (JAVASCRIPT, "const o={};o.a=process.env.A;o.a==='x'", True),
        (JAVASCRIPT, "const o={};o.a=process.env.A;o.b==='x'", False),
        (JAVASCRIPT, "function f(a){function g(){return a}return g()}f(process.env.A)==='x'", True),
        (JAVASCRIPT, "function f(a){function g(){return a}return g()}f(process.env.A);f(b)==='x'", False),
        (JAVASCRIPT, "JSON.parse(process.env.A).zone==='x'", True),
        (JAVASCRIPT, "`.${process.env.A}`.endsWith('x')", True),
        (JAVASCRIPT, "`${b} of ${process.env.A}`.endsWith('x')", False),
        (PYTHON, "import os\nfor a in os.environ['A'].split(','):\n    if a == 'x': pass\n", True),
        (PYTHON, "import os\ndef f(b, a=None):\n    return a == 'x'\nf(1, a=os.getenv('A'))\n", True),
        (PYTHON, "import os\nL = ['x', 'y']\nany(os.environ['A'].endswith(one) for one in L)\n", True),
        (
            PYTHON,
            "import os\nclass A:\n  def a(self): self.b = os.getenv('A')\n  def c(self): return self.b == 'x'\n",
            True,
        ),
        (PYTHON, "import os\nisinstance(os.environ.get('A'), str)\nb == 'x'\n", False),
    ],
)
def test_a_value_is_followed_as_long_as_it_is_itself(language: Language, source: str, *, wanted: bool) -> None:
    found = [one for one in findings(source, language) if isinstance(one, Predicate)]
    assert any("x" in one.literals for one in found) == wanted, found


def test_following_is_bounded_and_says_so() -> None:
    source = "const a=process.env.A;" + "".join(f"const b{n}=[a];" for n in range(100))
    program = read_program(source.encode(), JAVASCRIPT)
    node = next(node for node in range(len(program.syntax.kind)) if program.text(node) == b"process.env.A")
    trace = Tracer(program).follow(Point(node), most=50)
    assert trace.is_cut
    assert len(trace.before) <= 200
