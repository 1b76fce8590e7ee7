"""How a JSON text is written is told by its style, and where it keeps to none, by every choice."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermark.observe.json_spelling import escapes, escapes_of_characters, needless_escapes, white_space

VALUE = {"a": 1, "b": [1, 2, {}, []], "c": {"d": "x, y: {z}", "e": None}}
LAYOUTS = {
    "none": json.dumps(VALUE, separators=(",", ":")),
    "spaced": json.dumps(VALUE),
    "indented by 2": json.dumps(VALUE, indent=2),
    "indented by 3": json.dumps(VALUE, indent=3),
    "indented by a tab": json.dumps(VALUE, indent="\t"),
    "':' ' '": json.dumps(VALUE, separators=(",", ": ")),
    "'before colon' ' '": json.dumps(VALUE, separators=(",", " :")),
    "none, '\\n' at the end": json.dumps(VALUE, separators=(",", ":")) + "\n",
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_layout_has_a_name(name: str) -> None:
    assert white_space(LAYOUTS[name]) == name


@pytest.mark.parametrize("text", ["1", '"a b"', "[]", "{}", '{"a":1}', "[1]", "[1,2]", '{"a":{}}', ""])
def test_what_has_no_white_space_has_none(text: str) -> None:
    assert white_space(text) == "none"


def test_spaces_inside_brackets_are_a_layout() -> None:
    assert white_space('{ "a":1,"b":[ 2 ] }') == "'inside' ' '"


TOKENS = st.integers(min_value=0)
JSON = st.recursive(
    st.integers() | st.text(st.sampled_from('ab ,:{}[]"\\'), max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=10,
)


@given(JSON, st.sampled_from((None, 2, 4)), TOKENS, st.sampled_from((" ", "\n", "\t")))
def test_one_blank_more_or_less_anywhere_is_seen(value: object, indent: int | None, at: int, blank: str) -> None:
    """The hidden bit that this exists for: somewhere between two tokens there is a blank that the rest has not."""
    text = json.dumps(value, indent=indent)
    gaps = [index for index in range(len(text) + 1) if _between_tokens(text, index)]
    index = gaps[at % len(gaps)]
    changed = text[:index] + blank + text[index:]
    assert json.loads(changed) == value
    assert white_space(changed) != white_space(text)


def _between_tokens(text: str, index: int) -> bool:
    """Whether a blank may stand at ``index`` without changing the value."""
    decoder = json.JSONDecoder()
    try:
        return bool(decoder.decode(text[:index] + " " + text[index:]) == decoder.decode(text))
    except ValueError:
        return False


@given(JSON, JSON, st.sampled_from((2, 4)))
def test_more_in_one_layout_is_the_same_layout(first: object, second: object, indent: int) -> None:
    one = json.dumps({"a": [1], "b": first}, indent=indent)
    other = json.dumps({"a": [1], "b": first, "c": [second, first]}, indent=indent)
    assert white_space(one) == white_space(other)


@given(st.text())
def test_any_text_has_a_style(text: str) -> None:
    assert isinstance(white_space(text), str)
    assert isinstance(escapes(text), str)
    assert isinstance(needless_escapes(text), str)
    assert all(way for _, way in escapes_of_characters(text))


@pytest.mark.parametrize(
    ("text", "style"),
    [
        ('"a\\n\\"b\\""', ""),
        ('"\u2014"', "raw"),
        ('"\\u2014"', "ascii"),
        ('"\\u001b"', ""),
        ('"\\u201A"', "ascii upper"),
        ('"\\/"', ""),
        ('"\\u0061"', ""),
        ('"\u2014\\u2014"', "ascii raw \\u2014"),
    ],
)
def test_a_style_of_escapes_has_a_name(text: str, style: str) -> None:
    assert escapes(text) == style


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('"a"', {}),
        ('"a/b//"', {"/": "plain"}),
        (r'"a\/b"', {"/": "escaped"}),
        (r'"a/b\/c/"', {"/": r"/ \/ /"}),
        (r'"a\\/b"', {"/": "plain"}),
        (r'"\u003cb> \u003Ci"', {"<": "escaped", ">": "plain"}),
    ],
)
def test_characters_that_some_writers_escape_have_a_way_each(text: str, said: dict[str, str]) -> None:
    assert dict(escapes_of_characters(text)) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('"a/b"', "none"),
        (r'"\u0061\n\u0062"', r"\u0061 \u0062"),
        (r'"\\u0061"', "none"),
        (r'"\u001b\u2014\u007f\u003c\/\""', "none"),
    ],
)
def test_what_no_writer_escapes_is_listed(text: str, said: str) -> None:
    assert needless_escapes(text) == said


@given(JSON, JSON)
def test_more_in_one_style_is_the_same_style(first: object, second: object) -> None:
    one, more = json.dumps({"a": first}), json.dumps({"a": first, "b": second})
    ways, later = dict(escapes_of_characters(one)), dict(escapes_of_characters(more))
    assert needless_escapes(one) == needless_escapes(more) == "none"
    assert all(later[character] == way for character, way in ways.items())
