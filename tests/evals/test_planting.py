"""What the evaluation plants is what it says: programs that parse, lists that decode, choices that choose."""

from __future__ import annotations

import ast
import json
import os
import shutil
import subprocess
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import pytest
from evals.planting import VARIANTS, Host, Snippet, Variant, plant

HOSTS = Path(__file__).parent / "hosts"
CJS, MJS, PY = (Host(data=(HOSTS / f"clean.{end}").read_bytes(), python=end == "py") for end in ("cjs", "mjs", "py"))
JAVASCRIPT = [variant for variant in VARIANTS if variant.language == "javascript"]
PYTHON = [variant for variant in VARIANTS if variant.language == "python"]
SEEDS = ("first", "second")
FOREIGN = "#"
"""On no list, and no part of an entry."""


def of(kind: str, variants: list[Variant]) -> list[Variant]:
    return [variant for variant in variants if variant.kind == kind]


def ids(variant: Variant) -> str:
    return variant.id


def test_there_are_as_many_as_were_asked_for() -> None:
    assert len({variant.id for variant in VARIANTS}) == len(VARIANTS)
    assert len([variant for variant in VARIANTS if variant.kind == "list" and variant.reading != "clear"]) >= 32
    assert len([variant for variant in VARIANTS if variant.kind == "choice"]) >= 24
    assert len([variant for variant in VARIANTS if variant.kind == "control"]) >= 16


@pytest.mark.parametrize("variant", JAVASCRIPT, ids=ids)
def test_javascript_still_parses(variant: Variant) -> None:
    for host in (CJS, MJS):
        for seed in SEEDS:
            planted = plant(host, variant, seed)
            assert not Host(data=planted.data).broken, planted.snippet.parts


@pytest.mark.parametrize("variant", PYTHON, ids=ids)
def test_python_still_parses(variant: Variant) -> None:
    for seed in SEEDS:
        planted = plant(PY, variant, seed)
        assert not Host(data=planted.data, python=True).broken, planted.data.decode()


def test_a_broken_program_is_seen() -> None:
    assert Host(data=b"var a=(1;").broken
    assert Host(data=b"def f(:\n", python=True).broken


@pytest.mark.parametrize("variant", [JAVASCRIPT[0], PYTHON[0]], ids=ids)
def test_a_seed_gives_the_same_bytes_and_another_seed_gives_others(variant: Variant) -> None:
    host = PY if variant in PYTHON else CJS
    assert plant(host, variant, "a") == plant(Host(data=host.data, python=host.python), variant, "a")
    assert plant(host, variant, "a").data != plant(host, variant, "b").data


@pytest.mark.parametrize("variant", VARIANTS, ids=ids)
def test_spans_hold_what_was_planted_and_the_rest_is_the_host(variant: Variant) -> None:
    host = PY if variant in PYTHON else MJS
    planted = plant(host, variant, "spans")
    assert planted.spans
    rest, last = bytearray(), 0
    for start, end in planted.spans:
        rest += planted.data[last:start]
        last = end
    assert bytes(rest + planted.data[last:]) == host.data


@pytest.mark.parametrize("host", [CJS, MJS], ids=["cjs", "mjs"])
def test_the_whole_planted_program_is_taken_by_node(host: Host, tmp_path: Path) -> None:
    """Checked, not run: all variants one after the other would be slow, so a few."""
    for variant in JAVASCRIPT[::9]:
        path = tmp_path / f"planted.{'mjs' if host.module else 'cjs'}"
        path.write_bytes(plant(host, variant, "check").data)
        assert node("--check", str(path)) == ""


def node(*arguments: str, environment: dict[str, str] | None = None) -> str:
    program = shutil.which("node")
    if program is None:
        pytest.skip("no node here to run our own snippets")
    env = {"PATH": os.environ["PATH"], **(environment or {})}
    ended = subprocess.run([program, *arguments], capture_output=True, text=True, check=False, env=env, timeout=120)
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


def made(variants: list[Variant], host: Host, seed: str) -> Iterator[tuple[Variant, Snippet]]:
    for variant in variants:
        yield variant, plant(host, variant, seed).snippet


def script(snippet: Snippet, answer: str) -> str:
    """The snippet in a function of its own, and what is asked of it."""
    return f"out.push((()=>{{{''.join(snippet.parts)};return {answer}}})());"


@pytest.mark.parametrize("host", [CJS, MJS], ids=["cjs", "mjs"])
@pytest.mark.parametrize("seed", SEEDS)
def test_javascript_lists_hold_their_entries_and_nothing_else(host: Host, seed: str, tmp_path: Path) -> None:
    heads, bodies, expected = [], [], []
    for variant, snippet in made(of("list", JAVASCRIPT), host, seed):
        test, whole = snippet.names["test"], snippet.names.get("list")
        entries = json.dumps(snippet.entries)
        shown = f"[...{whole}]" if whole else "null"
        answer = f"[{shown},{entries}.every(e=>{test}(e)===!0),{test}({FOREIGN!r})===!1]"
        # Each variant reaches built-in modules by names of its own, so that all fit into one file.
        body = "".join(snippet.heads) if not host.module else ""
        bodies.append(script(Snippet(parts=(body, *snippet.parts), names={}), answer))
        heads += snippet.heads if host.module else ()
        expected.append((variant.id, [list(snippet.entries) if whole else None, True, True]))
        for name, text in snippet.beside:
            (tmp_path / name).write_text(text, "utf-8")
    path = tmp_path / f"lists.{'mjs' if host.module else 'cjs'}"
    path.write_text("".join([*heads, "const out=[];", *bodies, "console.log(JSON.stringify(out))"]), "utf-8")
    said = json.loads(node(str(path)))
    assert [(name, answer) for (name, _), answer in zip(expected, said, strict=True)] == expected


@pytest.mark.parametrize("seed", SEEDS)
def test_javascript_choices_follow_the_machine(seed: str, tmp_path: Path) -> None:
    bodies, expected = [], []
    for variant, snippet in made(of("choice", JAVASCRIPT), CJS, seed):
        text, variables = snippet.names["text"], json.dumps(dict(snippet.trigger))
        answer = f"with_({variables},()=>{text}())"
        bodies.append(script(snippet, f"[{answer},{text}()]"))
        expected.append((variant.id, list(snippet.texts)))
    setting = (
        "function with_(e,t){Object.assign(process.env,e);try{return t()}"
        "finally{for(let n in e)n==='TZ'?process.env.TZ='UTC':delete process.env[n]}}"
    )
    path = tmp_path / "choices.cjs"
    path.write_text("".join([setting, "const out=[];", *bodies, "console.log(JSON.stringify(out))"]), "utf-8")
    said = json.loads(node(str(path), environment={"TZ": "UTC"}))
    for (name, texts), (on, off) in zip(expected, said, strict=True):
        assert on != off, name
        assert [on, off] == texts or not texts, name
        assert nearly_alike(on, off), name


def nearly_alike(on: str, off: str) -> bool:
    """Whether the texts differ in nothing but marks, blanks, case, order and normal form: no letters are added."""
    letters = [
        sorted(c for c in unicodedata.normalize("NFD", text).casefold() if c.isascii() and c.isalpha())
        for text in (on, off)
    ]
    return abs(len(letters[0]) - len(letters[1])) <= max(len(on), len(off)) // 4


def run(snippet: Snippet) -> dict[str, object]:
    """The names that our own Python snippet defines."""
    source = "\n".join([*snippet.heads, *snippet.parts])
    names: dict[str, object] = {}
    exec(compile(ast.parse(source), "<snippet>", "exec"), names)  # noqa: S102 -- written by ourselves, in this project
    return names


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("variant", of("list", PYTHON), ids=ids)
def test_python_lists_hold_their_entries_and_nothing_else(variant: Variant, seed: str) -> None:
    snippet = plant(PY, variant, seed).snippet
    names = run(snippet)
    test = names[snippet.names["test"]]
    assert callable(test)
    assert all(test(entry) for entry in snippet.entries)
    assert not test(FOREIGN)
    if "list" in snippet.names:
        assert set(eval(snippet.names["list"], names)) == set(snippet.entries)  # noqa: S307 -- our own expression


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("variant", of("choice", PYTHON), ids=ids)
def test_python_choices_follow_the_machine(variant: Variant, seed: str) -> None:
    snippet = plant(PY, variant, seed).snippet
    text = run(snippet)[snippet.names["text"]]
    assert callable(text)
    with mock.patch.dict(os.environ, {}, clear=True):
        off = text()
    with mock.patch.dict(os.environ, dict(snippet.trigger), clear=True):
        on = text()
    assert (on, off) == snippet.texts
    assert on != off


@pytest.mark.parametrize("host", [CJS, MJS], ids=["cjs", "mjs"])
def test_javascript_controls_run(host: Host, tmp_path: Path) -> None:
    heads, bodies = [], []
    for _, snippet in made(of("control", JAVASCRIPT), host, "control"):
        heads += snippet.heads if host.module else ()
        body = "".join(() if host.module else snippet.heads)
        bodies.append(script(Snippet(parts=(body, *snippet.parts), names={}), "1"))
    path = tmp_path / f"controls.{'mjs' if host.module else 'cjs'}"
    path.write_text("".join([*heads, "const out=[];", *bodies, "console.log(out.length)"]), "utf-8")
    assert int(node(str(path))) == len(bodies)


@pytest.mark.parametrize("variant", of("control", PYTHON), ids=ids)
def test_python_controls_run(variant: Variant) -> None:
    assert run(plant(PY, variant, "control").snippet)
