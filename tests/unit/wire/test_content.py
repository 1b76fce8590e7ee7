"""Codings are undone within limits, and a body is classified or opaque with a reason."""

from __future__ import annotations

import gzip
import zlib

import brotli
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from countermark.wire import codings
from countermark.wire.content import Shape, read_body, read_content
from countermark.wire.messages import Header, Request

TEXT = b'{"a": "b\xe2\x80\x99c"}' * 1


def raw_deflate(data: bytes) -> bytes:
    return zlib.compress(data)[2:-4]


ENCODE = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": brotli.compress,
    "zstd": zstandard.compress,
}


@pytest.mark.parametrize("name", sorted(codings.CODINGS))
def test_every_coding_is_undone(name: str) -> None:
    content = read_body(ENCODE[name](TEXT), content_encoding=name.upper())
    assert content.data == TEXT
    assert content.codings == (name,)
    assert content.shape is Shape.JSON
    assert content.readable


def test_deflate_without_its_wrapper_is_undone() -> None:
    assert read_body(raw_deflate(TEXT), content_encoding="deflate").data == TEXT


def test_layers_are_undone_from_the_outermost() -> None:
    content = read_body(gzip.compress(brotli.compress(TEXT)), content_encoding="br, gzip")
    assert content.codings == ("gzip", "br")
    assert content.data == TEXT


@pytest.mark.parametrize("name", ["gzip", "zstd"])
def test_several_members_in_a_row_are_one_content(name: str) -> None:
    data = ENCODE[name](b"one ") + ENCODE[name](b"two" * 1000)
    assert read_body(data, content_encoding=name).data == b"one " + b"two" * 1000


@pytest.mark.parametrize("name", ["gzip", "zstd"])
def test_a_coding_that_no_header_names_is_found_by_its_magic_number(name: str) -> None:
    content = read_body(ENCODE[name](TEXT), content_type="application/octet-stream")
    assert content.codings == (f"?{name}",)
    assert content.shape is Shape.JSON


@pytest.mark.parametrize("name", sorted(codings.CODINGS))
def test_a_cut_stream_is_opaque_with_the_reason(name: str) -> None:
    whole = ENCODE[name](bytes(range(256)) * 50)
    content = read_body(whole[: len(whole) - 6], content_encoding=name)
    assert content.why_opaque.startswith(f"content coding {name}: ")


@pytest.mark.parametrize("name", sorted(codings.CODINGS))
def test_a_bomb_is_opaque_with_the_reason(name: str) -> None:
    content = read_body(ENCODE[name](b"\0" * 3_000_000), content_encoding=name)
    assert "expands beyond 1048576 bytes" in content.why_opaque


def test_an_unknown_coding_is_opaque() -> None:
    assert read_body(b"x", content_encoding="secret").why_opaque == "unknown content coding 'secret'"
    assert read_body(b"x", content_encoding="gzip," * 5).why_opaque == "more than 4 content codings"


def test_what_looks_compressed_and_is_not_is_opaque() -> None:
    assert read_body(b"\x1f\x8b\x08 and then nonsense").why_opaque.startswith("looks like gzip, but: ")


@pytest.mark.parametrize(
    ("body", "media_type", "shape"),
    [
        (b"", "", Shape.EMPTY),
        (b" {} ", "text/plain", Shape.JSON),
        (b"3", "", Shape.JSON),
        (b'{"a":1}\n\n{"b":2}\n', "application/x-ndjson", Shape.JSONL),
        (b"1\n2\n", "", Shape.TEXT),
        (b"a=1&b=2", "application/x-www-form-urlencoded", Shape.FORM),
        (b"--x\r\n\r\nhi\r\n--x--", 'multipart/form-data; boundary="x"', Shape.MULTIPART),
        (b"hello \x1b[1m", "", Shape.TEXT),
        (b"[" * 100_000, "application/json", Shape.TEXT),
        (b"\x00\x01", "application/json", Shape.BINARY),
        (b"\xff\xfe\xfd", "", Shape.BINARY),
        (b"\\x41", "text/plain; charset=unicode_escape", Shape.TEXT),
    ],
)
def test_shapes(body: bytes, media_type: str, shape: Shape) -> None:
    content = read_body(body, content_type=media_type)
    assert content.shape is shape
    assert content.readable is (shape is not Shape.BINARY)


def test_a_stated_charset_is_used_where_it_is_not_utf_8() -> None:
    content = read_body("Ärger".encode("iso-8859-1"), content_type="text/plain; charset=ISO-8859-1")
    assert (content.text, content.charset) == ("Ärger", "iso-8859-1")


def test_a_body_that_was_cut_off_is_never_readable() -> None:
    request = Request(method="POST", target="/", version="1.1", body=b'{"a"', body_size_bytes=4, truncated=True)
    assert read_content(request).why_opaque == "the stream ended before the body did"
    cut = Request(method="POST", target="/", version="1.1", body=b"{}", body_size_bytes=9)
    assert read_content(cut).why_opaque == "the body is longer than what is kept"


def test_the_headers_of_a_request_are_heeded() -> None:
    headers = (Header(name="Content-ENCODING", value="gzip"), Header(name="content-type", value="application/json"))
    body = gzip.compress(TEXT)
    content = read_content(
        Request(method="POST", target="/", version="1.1", headers=headers, body=body, body_size_bytes=len(body))
    )
    assert content.data == TEXT
    assert content.media_type == "application/json"


@given(
    body=st.one_of(st.binary(max_size=200), st.binary(max_size=100).map(gzip.compress), st.text().map(str.encode)),
    kind=st.one_of(st.text(max_size=40), st.sampled_from(["text/plain; charset=utf-16", "a/b; charset=idna"])),
    coding=st.one_of(st.text(max_size=20), st.sampled_from(["gzip", "deflate", "br", "zstd", "gzip, br"])),
)
def test_no_bytes_and_no_headers_raise(body: bytes, kind: str, coding: str) -> None:
    content = read_body(body, content_type=kind, content_encoding=coding)
    assert content.readable is (content.shape is not Shape.BINARY)


@pytest.mark.parametrize("damage", [b"\xff", b"\xfe", b"\x01"])
def test_a_text_with_a_damaged_character_is_read_and_the_damage_kept(damage: bytes) -> None:
    body = b'{"text":"It is a text of some length, ' + damage + b' and that is that."}'
    content = read_body(body, content_type="application/json")
    assert content.readable
    assert content.text.encode("utf-8", "surrogateescape") == body
