"""A value is found in every form, and not where it does not stand."""

from __future__ import annotations

import base64
import hashlib
import json
import time
from random import Random
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermark.text.occurrences import MAX_OF_A_FORM, find_value

VALUE = "https://gw.example/α"


def forms(value: str, text: str) -> set[str]:
    return {found.form for found in find_value(value, text)}


def digest(name: str, value: str = VALUE) -> str:
    return hashlib.new(name, value.encode(), usedforsecurity=False).hexdigest()


@pytest.mark.parametrize(
    ("text", "form"),
    [
        (f"url={VALUE}", "clear"),
        (f"url={VALUE.upper()}", "other case"),
        (f"https://a.example, {VALUE}, https://b.example", "part of a list"),
        (f'["{VALUE}","x"]', "part of a list"),
        (f"url={quote(VALUE, safe='')}&x=1", "percent"),
        (f"url={quote(VALUE, safe='').lower()}&x=1", "percent"),
        (json.dumps({"u": VALUE}), "json-string"),
        (json.dumps(json.dumps({"u": VALUE})), "json-string, twice"),
        (f"<a href='{VALUE.replace('α', '&#945;')}'>", "html-entity"),
        (VALUE.encode().hex().upper(), "hex"),
        (base64.b64encode(f'{{"u":"{VALUE}"}}'.encode()).decode(), "base64"),
        (base64.b64encode(f'{{"ur":"{VALUE}"}}'.encode()).decode(), "base64"),
        (base64.urlsafe_b64encode(f'{{"url":"{VALUE}"}}'.encode()).decode(), "base64"),
        (digest("sha256"), "sha256"),
        (digest("sha256").upper(), "sha256"),
        (digest("md5"), "md5"),
        (f"id-{digest('sha1')[:16]}", "sha1, first 16 digits"),
        (f"{digest('md5')[:8]}-{digest('md5')[8:12]}-{digest('md5')[12:16]}-{digest('md5')[16:20]}-{digest('md5')[20:]}",
         "md5, as a UUID"),
        (base64.b64encode(hashlib.sha256(VALUE.encode()).digest()).decode(), "sha256, base64"),
        (digest("sha256", f"{VALUE}\n"), "sha256 with a line end"),
    ],
)  # fmt: skip
def test_each_form(text: str, form: str) -> None:
    assert form in forms(VALUE, text)
    assert form not in forms("https://gw.example/β", text)


def test_a_span_is_what_was_found() -> None:
    text = f"a {VALUE} b"
    (found,) = find_value(VALUE, text)
    assert text[found.start : found.end] == VALUE


def test_short_values_only_as_words() -> None:
    assert not find_value("C", "ABC")
    assert not find_value("de", "%64%65 ZGU= 6465 model_de1")
    assert forms("C", "lang: C") == {"clear"}


def test_prose_is_no_list() -> None:
    assert forms("Asia/Tokyo", "using Asia/Tokyo, which is in Japan") == {"clear"}


def test_a_prefix_of_a_digest_must_be_a_whole_token() -> None:
    assert not find_value(VALUE, f"f{digest('sha256')[:12]}")
    assert not find_value(VALUE, digest("sha256")[:7])
    assert not find_value(VALUE, digest("sha256")[:12] + "00000000")


def test_base64_that_only_resembles_is_no_occurrence() -> None:
    text = base64.b64encode(b"xTokyo").decode()
    assert "base64" in forms("Tokyo", text)
    near = base64.b64encode(b"xDokyo").decode()
    assert near[2:] == text[2:]  # the first letter alone tells them apart, and it shares its character
    assert "base64" not in forms("Tokyo", near)


def test_no_more_of_a_form_than_said() -> None:
    assert len(find_value("word", "word " * 1000)) == MAX_OF_A_FORM


@given(st.text(), st.text())
def test_spans_are_in_range(value: str, text: str) -> None:
    for found in find_value(value, text):
        assert 0 <= found.start < found.end <= len(text)


@given(st.text(min_size=4), st.text(), st.text())
def test_what_stands_in_clear_is_found(value: str, before: str, after: str) -> None:
    text = before + value + after
    assert any(text[found.start : found.end] == value for found in find_value(value, text))


@given(
    st.text(min_size=4, alphabet=st.characters(exclude_categories=("Cs",))),
    st.binary(max_size=5),
    st.binary(max_size=5),
)
def test_what_stands_in_base64_is_found(value: str, before: bytes, after: bytes) -> None:
    assert "base64" in forms(value, base64.b64encode(before + value.encode() + after).decode())


def test_many_values_in_a_long_text_take_a_second_at_most() -> None:
    text = "".join(Random(1).choices('abcdef0123456789 {}",:/+é', k=300_000))  # noqa: S311 -- seeded
    began = time.process_time()
    for number in range(60):
        find_value(f"value-{number}.example", text)
    assert time.process_time() - began < 2
