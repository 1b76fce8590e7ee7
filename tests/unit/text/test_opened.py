"""What a text encodes is written out in place, and each character knows where it came from."""

from __future__ import annotations

import base64
import gzip
import json
from urllib.parse import quote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from countermark.text.finding import everywhere
from countermark.text.opened import opened

MARK = "Today\u02bcs date"
TWICE = json.dumps({"body": json.dumps({"text": MARK})})
FORMS = {
    "json": json.dumps({"a": MARK}),
    "json lines": '{"a": 1}\n' + json.dumps({"a": MARK}) + "\n",
    "event stream": "event: x\ndata: " + json.dumps({"a": MARK}) + "\n\n",
    "json twice": TWICE,
    "json three times": json.dumps({"log": TWICE}),
    "percent": f"/search?q={quote(MARK)}&x=1",
    "decimal reference": "<p>Today&#700;s date</p>",
    "hexadecimal reference": "<p>Today&#x2bc;s date</p>",
    "base64": base64.b64encode(f"x {MARK} and more of it".encode()).decode(),
    "base64url": base64.urlsafe_b64encode(f"?? {MARK} ?>?>?>".encode()).decode().rstrip("="),
    "gzip in base64": base64.b64encode(gzip.compress(json.dumps({"a": MARK}).encode())).decode(),
    "base64 in json": json.dumps({"text": base64.b64encode(json.dumps({"a": MARK}).encode()).decode()}),
}


@pytest.mark.parametrize("form", FORMS)
def test_a_mark_is_found_in_every_form_and_placed(form: str) -> None:
    text = FORMS[form]
    assert "\u02bc" not in text
    (found,) = [(pattern, where) for pattern, where in everywhere(text) if pattern.key == "look-alike:apostrophe"]
    pattern, where = found
    start, end = where.source(pattern.marks[0].start, pattern.marks[0].end)
    assert 0 <= start < end <= len(text)
    if "gzip" not in form and "base64" not in form:
        assert text[start:end] in {"\\u02bc", "\\\\u02bc", "\\\\\\\\u02bc", "%CA%BC", "&#700;", "&#x2bc;"}
    elif "gzip" not in form:
        assert end - start <= 12  # the base64 of an escape


@pytest.mark.parametrize(
    "text",
    [
        r'{"pattern": "[\\u200b\\u2060]"}',  # a pattern that names them
        r"const zw = /[\u200B-\u200D]/g;",
        "The entity &amp;#8203; is a zero-width space.",
        "100%25 and %2F",
    ],
)
def test_what_names_an_escape_is_not_one(text: str) -> None:
    assert not everywhere(text)


def test_a_part_of_a_json_document_is_read_as_json() -> None:
    text = '"a": "Today\\u02bcs date",'
    assert opened(text, is_json=True).text == '"a": "Today\u02bcs date",' == opened(text).text
    text = f"1, {text}"
    assert opened(text).text == text
    assert opened(text, is_json=True).text != text


JSONISH = st.text(alphabet='{}[]":,\\u02bc nA%&#8;=CABC\n', max_size=60)


@given(text=st.text() | JSONISH | st.recursive(st.text(), lambda inner: inner.map(json.dumps), max_leaves=4))
@example(text='"\\ud800"')
@example(text='{"a":"\\ud83d\\ude00\\n"}')
def test_opening_is_total_and_every_place_has_a_source(text: str) -> None:
    found = opened(text)
    for at in range(len(found.text)):
        start, end = found.source(at, at + 1)
        assert 0 <= start < end <= len(text)
    if found.text == text:
        assert all(found.source(at, at + 1) == (at, at + 1) for at in range(len(text)))
