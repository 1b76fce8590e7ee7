"""The engine gives what pure code gives, in both languages, and states what it could not finish."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from countermark.static.evaluation import Engine, Outcome, Question, View

pytestmark = pytest.mark.lab


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    made = Engine()
    yield made
    made.close()


def evaluate(engine: Engine, language: str, *codes: str) -> tuple[Outcome, ...]:
    return engine.evaluate(language, [Question(code) for code in codes])


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
    outcome = evaluate(engine, language, code)[0]
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
    outcome = evaluate(engine, language, code)[0]
    assert outcome.failure
    assert not outcome.is_limit


@pytest.mark.parametrize(("language", "code"), [("javascript", "for(;;);"), ("python", "while True: pass")])
def test_the_endless_is_a_stated_failure_and_the_next_is_answered(engine: Engine, language: str, code: str) -> None:
    good = "return ['a','b']" if language == "javascript" else "RESULT = ['a', 'b']"
    endless, after = evaluate(engine, language, code, good)
    assert endless.is_limit
    assert after.views


def test_one_that_kills_its_interpreter_costs_only_itself(engine: Engine) -> None:
    killer = "const a=[];for(let i=0;;i++)a.push(new Float64Array(1e7).fill(i))"
    killed, after = evaluate(engine, "javascript", killer, "return ['a','b']")
    assert killed.is_limit
    assert after.views


def test_what_cannot_be_interrupted_ends_too(engine: Engine) -> None:
    endless, after = evaluate(engine, "python", "RESULT = sum(range(10 ** 12))", "RESULT = ['a', 'b']")
    assert endless.failure == "more than 2 s of CPU time"
    assert after.views


def test_a_text_may_break_only_so_many_interpreters(engine: Engine) -> None:
    found = engine.evaluate("javascript", [Question("process.reallyExit") for _ in range(3)])
    assert not any(one.is_limit for one in found)
    found = engine.evaluate("javascript", [Question(f"for(;;{n});") for n in range(4)], most_deaths=1)
    assert [one.failure for one in found] == ["more than 2 s of CPU time"] * 2 + [
        "too many pieces before it broke their interpreter"
    ] * 2
    assert all(one.is_limit for one in found)


def test_a_method_that_throws_takes_nothing_from_the_rest(engine: Engine) -> None:
    code = "return {names: ['a', 'b'], load() { throw new Error('not here') }, later() { return ['c', 'd'] }}"
    views = evaluate(engine, "javascript", code)[0].views
    assert View(kind="items", texts=("a", "b")) in views
    assert View(kind="items", texts=("c", "d")) in views


def test_methods_are_called_on_what_holds_them(engine: Engine) -> None:
    code = "return {packed: 'YSxi', list() { return atob(this.packed).split(',') }}"
    assert View(kind="items", texts=("a", "b")) in evaluate(engine, "javascript", code)[0].views


def test_only_these_methods_are_called_if_it_is_said_which(engine: Engine) -> None:
    code = "return {one() { for(;;); }, two() { return ['a', 'b'] }}"
    views = engine.evaluate("javascript", [Question(code, only=("two() { return ['a', 'b'] }",))])[0].views
    assert View(kind="items", texts=("a", "b")) in views


def test_what_the_engine_itself_gives_is_no_list(engine: Engine) -> None:
    frames = "return new Error().stack.split('\\n').map((line) => line.trim())"
    for code in ("return globalThis", "return this", "return Object.keys(globalThis)", frames):
        assert not any(view.kind == "items" for view in evaluate(engine, "javascript", code)[0].views)


@pytest.mark.parametrize(
    "code",
    [
        "return this.constructor.constructor('return process')()",
        "return Buffer.constructor('return process')()",
        "return require('zlib').constructor.constructor('return process')()",
        "return eval('1')",
    ],
)
def test_text_cannot_be_made_into_code(engine: Engine, code: str) -> None:
    assert evaluate(engine, "javascript", code)[0].failure


def test_an_interpreter_that_a_piece_broke_is_believed_nothing(engine: Engine) -> None:
    reach = "[c for c in ().__class__.__base__.__subclasses__() if c.__name__ == 'catch_warnings'][0]"
    breaking = (
        f"import base64\n{reach}()._module.sys.modules['json'].dumps = lambda *_, **__: '{{\"views\": []}}'\nRESULT = 1"
    )
    outcomes = evaluate(engine, "python", "RESULT = ['a', 'b']", breaking, "RESULT = ['a', 'b']")
    assert {one.failure for one in outcomes} == {"a piece tampered with its interpreter"}
    assert evaluate(engine, "python", "RESULT = ['a', 'b']")[0].views


@pytest.mark.parametrize(
    "code",
    [
        "return Array.from({length: 9}, () => Math.random().toString(36))",
        "return require('crypto').randomBytes(32).toString('base64')",
        "const {randomUUID} = require('crypto'); return randomUUID()",
        "return require('crypto').webcrypto.getRandomValues(new Uint8Array(9))",
    ],
)
def test_what_is_drawn_by_lot_is_not_pure(engine: Engine, code: str) -> None:
    assert evaluate(engine, "javascript", code)[0].failure == "nothing of that kind here"


def test_digests_and_ciphers_are_there(engine: Engine) -> None:
    code = "return require('crypto').createHash('md5').update('a').digest('hex')"
    assert evaluate(engine, "javascript", code)[0].views == (
        View(kind="text", texts=("0cc175b9c0f1b6a831c399e269772661",)),
    )
