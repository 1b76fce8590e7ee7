"""The engine gives what pure code gives, in both languages, and states what it could not finish."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from countermark.static.evaluation import Engine, View

pytestmark = pytest.mark.lab


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    made = Engine()
    yield made
    made.close()


@pytest.mark.parametrize(
    ("language", "code", "view"),
    [
        ("javascript", "return ['a','b']", View(kind="items", texts=("a", "b"))),
        ("javascript", "return new Set(['a','b'])", View(kind="items", texts=("a", "b"))),
        ("javascript", "return () => new Map([['a',1],['b',2]])", View(kind="items", texts=("a", "b"))),
        ("javascript", "return /a|b/", View(kind="pattern", texts=("a|b",))),
        ("javascript", "return Buffer.from('61','hex')", View(kind="text", texts=("a",))),
        ("javascript", "return require('zlib').inflateRawSync(require('zlib').deflateRawSync('a'))", None),
        ("python", "RESULT = {'a': 1, 'b': 2}", View(kind="items", texts=("a", "b"))),
        ("python", "import base64\nRESULT = base64.b64decode('YQ==')", View(kind="text", texts=("a",))),
        ("python", "RESULT = lambda: ('a', 'b')", View(kind="items", texts=("a", "b"))),
    ],
)
def test_what_comes_out_is_seen(engine: Engine, language: str, code: str, view: View | None) -> None:
    outcome = engine.evaluate(language, [code])[0]
    assert not outcome.failure
    assert (view or View(kind="text", texts=("a",))) in outcome.views


@pytest.mark.parametrize(
    ("language", "code"),
    [
        ("javascript", "return require('fs')"),
        ("javascript", "return process.env"),
        ("javascript", "return fetch('http://192.0.2.1')"),
        ("python", "RESULT = open('/proc/self/status')"),
        ("python", "import os\nRESULT = os.environ"),
    ],
)
def test_nothing_else_is_there(engine: Engine, language: str, code: str) -> None:
    outcome = engine.evaluate(language, [code])[0]
    assert outcome.failure
    assert not outcome.is_limit


@pytest.mark.parametrize(("language", "code"), [("javascript", "for(;;);"), ("python", "while True: pass")])
def test_the_endless_is_a_stated_failure_and_the_next_is_answered(engine: Engine, language: str, code: str) -> None:
    good = "return ['a','b']" if language == "javascript" else "RESULT = ['a', 'b']"
    endless, after = engine.evaluate(language, [code, good])
    assert endless.is_limit
    assert after.views


def test_one_that_kills_its_interpreter_costs_only_itself(engine: Engine) -> None:
    killer = "const a=[];for(let i=0;;i++)a.push(new Float64Array(1e7).fill(i))"
    killed, after = engine.evaluate("javascript", [killer, "return ['a','b']"])
    assert killed.is_limit
    assert after.views
