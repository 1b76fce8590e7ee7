"""A rewritten program computes what it computed, and who stands in for its operators is told of every comparison."""

from __future__ import annotations

import json
import shutil
import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countermark.static.javascript.rewriting import SYMBOL, rewritten

needs_node = pytest.mark.skipif(shutil.which("node") is None, reason="programs run on Node")

# Each ends in what it computes. What is hard in them stands between their sides, around them, or before them.
PROGRAMS = (
    'const f=(a,b)=>a==="x"||b!=="y";[f("x","y"),f("z","y"),f("z","w")]',
    'function f(a){return"x"===a}[f("x"),f("y")]',
    'function f(a){return typeof a==="string"?a:void 0===a}[f("x"),f(),f(1),f===f]',
    'const a="p",b="q";[a==b===true,a===b===false,(a!=b)!=="",a===`p`]',
    'const f=x=>{switch(x){case"one":return 1;case `two`:return 2;case 70000:return 3}};["one","two",70000].map(f)',
    'function f(a,b){switch(a,b){case"u":{switch(a){case"v":return 1}}}return 2}[f("v","u"),f("w","u"),f("v","w")]',
    'const o={a:1,"b c":{d:2}},k="b c",l="d";[o[k][l],o[k]["d"],k in o,"zz"in o,o[`a`],o.a,delete o[k],k in o]',
    "const a=[1,2,3];let i=0;a[i++]=9;a[a.length-1]+=1;for(const j in a)a[j]*=2;[a,i,a[i]]",
    'class A{#p=1;static has(x){return #p in x}t={u:5};get(k){return this.t[k]}}[A.has(new A),new A().get("u")]',
    "for(var i=0,s='ab';s[i]==='a';i++);[i]",
    'let n=0;const g=()=>(n+=1,"k"),o={k:{m:1}};[o[g()].m,g()==="k",g()in o,n]',
    'async a=>await a==="x";function*g(){const r=yield 1;return r==="y"}const h=g();h.next();[h.next("y").value]',
    'const f=(a="x"==="x",{b=a!==a}={})=>[a,b];f()',
    'let s="";try{null["x"===s]}catch(e){s=e.constructor.name}try{"x"in s}catch(e){s+=e.constructor.name}[s]',
    'const o={f(){return this===o},g:"f"};[o[o.g](),o?.[o.g]?.(),o["f"](),new(class{x=o[o.g]})().x===o.f]',
    'var $observed=1,$observedt="t";[$observed===1,$observedt==="t"]',
    'const a="x"\nconst b=a==="x"\n;[b,/* === */"=== // in"=== "y"// ===\n,a]',
    '"use strict";var u;function f(){return this===u}[f()]',
    "// a comment\n'use strict'\nvar u\nfunction f(){return this===u}\n[f()]",
    "[0n===0n,NaN===NaN,-0===0,'1'==1,null==undefined,'1'===1,[]==false]",
    "const t=(s,...v)=>s[0]+v[0];[t`a${'b'===`b`}`,`${'x'in{x:1}}${`${1=='1'}`}`]",
    "label:for(const a of['x','y'])for(;;){if(a==='x')continue label;break label}[1]",
    "const x=function f(a){return a===f},y={get z(){return'z'},['k'+('a'==='a')]:1};[x(x),y.z,y]",
)


def run(programs: list[str], first: str = "") -> list[str]:
    """What each program says, in a world of its own in which ``first`` ran before."""
    runner = (
        'const vm=require("vm"),said=[];'
        f"for(const one of {json.dumps(programs)})"
        f"{{const context=vm.createContext();vm.runInContext({json.dumps(first)},context);"
        "try{const last=vm.runInContext(one,context);said.push(JSON.stringify([last,context.said]))}"
        "catch(error){said.push(`${error}`)}}"
        "console.log(JSON.stringify(said))"
    )
    done = subprocess.run(["node", "-e", runner], capture_output=True, text=True, check=True, timeout=60)
    found: list[str] = json.loads(done.stdout)
    return found


STAND_IN = (
    f"globalThis[Symbol.for({json.dumps(SYMBOL)})]="
    "{e:(n,a,b)=>a===b,n:(n,a,b)=>a!==b,q:(n,a,b)=>a==b,x:(n,a,b)=>a!=b,"
    "i:(n,a,b)=>a in b,s:(n,a,t)=>(t(),a),k:(n,a)=>a}"
)


def test_all_of_the_programs_are_rewritten_line_by_line() -> None:
    for program in PROGRAMS:
        again = rewritten(program.encode())
        assert again is not None, program
        assert again.count(b"\n") == program.count("\n")


@needs_node
@pytest.mark.parametrize("stand_in", ["", STAND_IN], ids=["alone", "with somebody"])
def test_a_program_computes_what_it_computed(stand_in: str) -> None:
    before = run(list(PROGRAMS))
    after = run([(rewritten(program.encode()) or b"").decode() for program in PROGRAMS], stand_in)
    for program, one, other in zip(PROGRAMS, before, after, strict=True):
        assert one == other, program
        assert one.startswith("["), one


@needs_node
def test_whoever_stands_in_is_told_both_sides_and_the_byte() -> None:
    program = 'const h="x",t={a:1};[h==="y","z"!=h,h in t,t[h],(()=>{switch(h){case"p":case"q":}})()]'
    told = (
        "globalThis.said=[];"
        f"globalThis[Symbol.for({json.dumps(SYMBOL)})]="
        "Object.fromEntries([...'enqxisk'].map(l=>[l,(n,a,b)=>"
        "{said.push([l,n,a,typeof b==='function'?b():b]);return a}]))"
    )
    again = rewritten(program.encode())
    assert again is not None
    said = json.loads(run([again.decode()], told)[0])[1]
    places = [program.index(text) for text in ('==="y"', "!=h", "in t", "t[h]", "switch(")]
    assert said == [
        ["e", places[0], "x", "y"],
        ["x", places[1], "z", "x"],
        ["i", places[2], "x", {"a": 1}],
        ["k", places[3], "x", {"a": 1}],
        ["s", places[4], "x", ["p", "q"]],
    ]


def test_what_compares_no_texts_is_let_be() -> None:
    for program in (
        "a===1;b!==null;c==undefined;typeof d==='string';e===!0;f===void 0;g=={};h[0];i['j'];k+l;m<n",
        "#!/usr/bin/env node\nf()",
        "",
    ):
        assert rewritten(program.encode()) is None


def test_a_text_that_cannot_be_read_whole_is_let_be() -> None:
    assert rewritten(b"if(a==='x'){") is None
    assert rewritten(b"a===\xff'x';((") is None


def test_the_head_stands_behind_what_must_come_first() -> None:
    hashbang = rewritten(b"#!/usr/bin/env node\na==='x'")
    assert hashbang is not None
    assert hashbang.startswith(b"#!/usr/bin/env node\n;const $observed=")
    directive = rewritten(b"'use strict';a==='x'")
    assert directive is not None
    assert directive.startswith(b"'use strict';;const $observed=")


@given(st.text("ab=!<>in [](){}\"'`${}.,;:?/*\n\\#switchcase", max_size=60))
@settings(max_examples=300, deadline=None)
def test_any_text_is_taken(text: str) -> None:
    source = text.encode()
    again = rewritten(source)
    assert again is None or (b"Symbol.for" in again and again.count(b"\n") == source.count(b"\n"))
