"""Every encoding gives back what it wrote, and refuses what it did not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermark.text.encodings import ALL
from countermark.text.encodings.base64 import cores, stands_at

BY_ID = {encoding.id: encoding for encoding in ALL}
MARK = "Today\u02bcs date & <time>"


@pytest.mark.parametrize("encoding", ALL, ids=lambda encoding: encoding.id)
@given(text=st.text())
def test_round_trip(encoding: object, text: str) -> None:
    forms = encoding.encode_forms(text)
    assert text not in forms
    for form in forms:
        assert encoding.decode(form) == text


@pytest.mark.parametrize("encoding", ALL, ids=lambda encoding: encoding.id)
@given(text=st.text() | st.text(alphabet='%2F+&#x;\\u02bc=AZaz\ud800"'))
def test_decoding_is_total(encoding: object, text: str) -> None:
    decoded = encoding.decode(text)
    assert decoded is None or isinstance(decoded, str)


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("percent", "Today%CA%BCs%20date%20%26%20%3Ctime%3E"),
        ("percent", "Today%ca%bcs%20date%20%26%20%3ctime%3e"),
        ("percent", "Today%CA%BCs+date+%26+%3Ctime%3E"),
        ("json-string", "Today\\u02bcs date & <time>"),
        ("json-string", "Today\\u02BCs date & <time>"),
        ("html-entity", "Today&#700;s date &amp; &lt;time&gt;"),
        ("html-entity", "Today&#x2bc;s date &amp; &lt;time&gt;"),
        ("base64", "VG9kYXnKvHMgZGF0ZSAmIDx0aW1lPg"),
        ("hex", "546f646179cabc7320646174652026203c74696d653e"),
    ],
)
def test_usual_forms(name: str, form: str) -> None:
    assert form in BY_ID[name].encode_forms(MARK)
    assert BY_ID[name].decode(form) == MARK


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("percent", "100%"),
        ("percent", "%ff"),
        ("percent", "plain"),
        ("json-string", "plain"),
        ("json-string", "\\x41"),
        ("html-entity", "plain"),
        ("html-entity", "Q&A"),
        ("base64", "not base64!"),
        ("base64", "/w=="),
        ("hex", "abc"),
        ("hex", "zz"),
    ],
)
def test_what_is_not_so_encoded(name: str, text: str) -> None:
    assert BY_ID[name].decode(text) is None


@given(st.binary(min_size=4, max_size=40), st.binary(max_size=7), st.binary(max_size=7))
def test_a_core_stands_in_whatever_base64_holds_it(data: bytes, before: bytes, after: bytes) -> None:
    from base64 import b64encode, urlsafe_b64encode  # noqa: PLC0415 -- beside this project's own of that name

    for encode in (b64encode, urlsafe_b64encode):
        text = encode(before + data + after).decode()
        places = [(place, shift) for shift, core in cores(data) if (place := text.find(core)) >= 0]
        assert any(stands_at(data, text, place, shift) for place, shift in places)
