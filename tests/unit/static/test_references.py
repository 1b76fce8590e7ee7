"""A call that goes to another function of the file is new code, though nothing but a name tells it."""

from __future__ import annotations

import pytest

from countermark.static.program import JAVASCRIPT, PYTHON, Language, read_program
from countermark.static.units import new_units, read_units
from renaming import renamed

PROGRAM = """
function ask(host) { return host.length > 3 }
function tell(host) { return host.length > 4 }
function send(host) { return ask(host) ? "a" : "b" }
function keep(host) { return tell(host) ? "c" : "d" }
var open = {key: () => ask, other: () => tell}, shut = () => ask;
var made, other, start = later(() => { made = [1]; other = [2] }), use = () => made[0] + 1;
use(shut); use(open.key);
"""


def rewired(
    before: str | bytes, after: str | bytes, language: Language = JAVASCRIPT
) -> list[tuple[str, tuple[str, ...]]]:
    def raw(text: str | bytes) -> bytes:
        return text.encode() if isinstance(text, str) else text

    program = read_program(raw(after), language)
    older = read_units(read_program(raw(before), language)).digests
    found = new_units(program, read_units(program), older)
    assert not any(one.itself and one.names for one in found)
    return [(program.text(one.node).decode(), one.names) for one in found]


@pytest.mark.parametrize(
    ("old", "new", "shown", "name"),
    [
        ("return ask(host)", "return tell(host)", "function send(host) { return tell(host)", "tell"),
        ("shut = () => ask", "shut = () => tell", "() => tell", "tell"),
        ("key: () => ask, other: () => tell", "key: () => tell, other: () => ask", "() => tell", "tell"),
        ("use(shut)", "use(open)", "use(open);", "open"),
        ("made[0]", "other[0]", "() => other[0] + 1", "other"),
    ],
)
def test_a_name_that_stands_for_another_piece_is_told(old: str, new: str, shown: str, name: str) -> None:
    assert old in PROGRAM
    found = rewired(PROGRAM, PROGRAM.replace(old, new))
    assert any(text.startswith(shown) and name in names for text, names in found)
    assert rewired(PROGRAM, renamed(read_program(PROGRAM.replace(old, new).encode(), JAVASCRIPT))) != []


def test_one_is_seen_behind_functions_that_are_alike() -> None:
    before = PROGRAM + "function first(x) { return ask(x) } function second(x) { return tell(x) } run(() => first(1));"
    found = rewired(before, before.replace("run(() => first(1))", "run(() => second(1))"))
    assert ("() => second(1)", ("second",)) in found


def test_python_is_told_likewise() -> None:
    before = "def f(a): return a + 1\ndef g(a): return a + 2\ndef h(a):\n    return f(a) * 3\n"
    assert rewired(before, before.replace("return f(a)", "return g(a)"), PYTHON) == [
        ("def h(a):\n    return g(a) * 3", ("g",))
    ]


def test_names_of_a_wrapper_as_long_as_a_file_are_the_files_own() -> None:
    body = "".join(f"g({n});" for n in range(200))
    before = f"(function (g) {{ function f(a) {{ return 1 }} function h(a) {{ return 2 }} {body} g(() => f(7)) }})()"
    assert ("() => h(7)", ("h",)) in rewired(before, before.replace("g(() => f(7))", "g(() => h(7))"))


def test_renaming_rewires_nothing() -> None:
    assert rewired(PROGRAM, renamed(read_program(PROGRAM.encode(), JAVASCRIPT))) == []


def test_what_names_something_new_is_not_new_a_second_time() -> None:
    found = rewired(PROGRAM, PROGRAM.replace("host.length > 3", "host.length > 33"))
    assert [names for _, names in found] == [()]
    found = rewired(
        PROGRAM, PROGRAM.replace("return ask(host)", "return fresh(host)") + "function fresh() { return 9 }"
    )
    assert [text[:17] for text, names in found if not names] == ["function fresh() "]
    assert not any(names for _, names in found)


def test_pieces_in_another_order_are_no_difference() -> None:
    lines = PROGRAM.strip().splitlines()
    assert rewired(PROGRAM, "\n".join(reversed(lines))) == []


def test_a_name_with_several_values_stands_for_nothing() -> None:
    before = "var a = 1; a = 2; var b = 3; b = 4; f(() => a);"
    assert rewired(before, before.replace("() => a", "() => b")) == []
