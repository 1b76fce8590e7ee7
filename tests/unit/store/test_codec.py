"""The codec is exact for every travelling type, and refuses what it would not write."""

from __future__ import annotations

import dataclasses
import json
import typing
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermark.errors import AuditDirectoryError
from countermark.model.environment import PlacedFile
from countermark.model.inputs import AuditInputs
from countermark.model.run import Blob, Captured, Chunk, Direction, LabFailed, Round, SealCheck, Settled, SettledRun
from countermark.model.verdict import TableRow
from countermark.store.codec import decode, decode_any, encode, parse, schema
from countermark.store.shapes import Keys, kebab, shape

# Every code point, lone surrogates too: a tool's output is not ours to choose.
TEXT = st.text(st.characters(), max_size=8)


def values(hint: object) -> st.SearchStrategy[object]:
    """Any value of a type hint."""
    plain = {
        str: TEXT,
        int: st.integers(),
        float: st.floats(allow_nan=False, allow_infinity=False),
        bool: st.booleans(),
        bytes: st.binary(max_size=8),
        type(None): st.none(),
    }
    if hint in plain:
        return plain[hint]
    if typing.get_origin(hint) is tuple:
        return st.lists(values(typing.get_args(hint)[0]), max_size=2).map(tuple)
    if typing.get_origin(hint) is typing.Literal:
        return st.sampled_from(typing.get_args(hint))
    if typing.get_args(hint):
        return st.one_of(*(values(inner) for inner in typing.get_args(hint)))
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return st.sampled_from(list(hint))
    hints = typing.get_type_hints(hint)
    return st.builds(hint, **{field.name: values(hints[field.name]) for field in dataclasses.fields(hint)})


@pytest.mark.parametrize("hint", [SettledRun, AuditInputs, Round, SealCheck, PlacedFile, TableRow])
def test_what_is_written_is_read_again(hint: type) -> None:
    @given(values(hint))
    def check(value: object) -> None:
        data = encode(value)
        assert decode(hint, data, "x") == value
        assert encode(decode(hint, data, "x")) == data
        assert data.isascii()
        assert data.endswith(b"\n")

    check()


@given(values(Settled))
def test_a_union_keeps_its_class(value: object) -> None:
    assert type(decode_any(Settled, encode(value, Settled), "x")) is type(value)


@pytest.mark.parametrize("text", ["\ud83d\ude00", "😀", "\udcff", "caf\udce9", "a\u2028b\0"])
def test_text_that_json_cannot_hold_survives(text: str) -> None:
    data = encode(LabFailed(reason=text))
    json.loads(data)
    assert decode(LabFailed, data, "x").reason == text


def test_chunks_are_rows() -> None:
    assert encode(Chunk(at_s=0.5, direction=Direction.CLIENT, length_bytes=3)) == b'[0.5,"client",3]\n'


def test_numbers_stay_of_their_kind() -> None:
    assert encode(Chunk(at_s=typing.cast("float", 1), direction=Direction.SERVER, length_bytes=0)).startswith(b"[1.0,")
    with pytest.raises(ValueError, match="not JSON compliant"):
        encode(Chunk(at_s=float("nan"), direction=Direction.CLIENT, length_bytes=0))


BLOB = {"sha256": "0", "size_bytes": 1, "kept_bytes": 1}


@pytest.mark.parametrize(
    ("written", "why"),
    [
        (BLOB | {"size": 1}, "$: the key 'size' is unknown"),
        ({"sha256": "0", "size_bytes": 1}, "$: the key 'kept_bytes' is missing"),
        (BLOB | {"size_bytes": "1"}, "$.size_bytes: a whole number was expected, not text"),
        (BLOB | {"size_bytes": True}, "$.size_bytes: a whole number was expected, not true or false"),
        (BLOB | {"size_bytes": 1.0}, "$.size_bytes: a whole number was expected, not a number"),
        (BLOB | {"sha256": None}, "$.sha256: text was expected, not nothing (null)"),
        (BLOB | {"sha256": {"surrogatepass": "!"}}, "$.sha256: this is not base64"),
        ([1, 2], "$: an object (blob) was expected, not an array"),
    ],
)
def test_what_is_not_of_its_form_is_refused_by_name(written: object, why: str) -> None:
    with pytest.raises(AuditDirectoryError) as raised:
        decode(Blob, json.dumps(written).encode(), "runs/1/run.json")
    assert raised.value.what == "runs/1/run.json is not of its form"
    assert raised.value.why.startswith(why)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"\xff",
        b"NaN",
        b"[" * 100_000,
        b'{"a":1,"a":2}',
        b"1" * 5000,
        b'["\\ud800"]',
        b'[1e999,"client",1]',
        b'[1,"nobody",1]',
        b'[1,"client"]',
    ],
)
def test_hostile_json_is_an_error_of_ours(data: bytes) -> None:
    with pytest.raises(AuditDirectoryError, match="not of its form"):
        decode(Chunk, data, "x")


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_any_other_json_is_refused(value: object) -> None:
    with pytest.raises(AuditDirectoryError, match="x is not of its form"):
        decode(SettledRun, json.dumps(value).encode(), "x")


def test_a_newer_minor_version_may_have_more_keys() -> None:
    data = json.dumps(BLOB | {"new": 1}).encode()
    assert decode(Blob, data, "x", keys=Keys.ANY) == Blob(sha256="0", size_bytes=1, kept_bytes=1)


def test_kinds_are_kebab_case() -> None:
    assert kebab("ToolFailed") == "tool-failed"
    assert parse(encode(LabFailed(reason="r"), Settled)) == {"kind": "lab-failed", "reason": "r"}
    assert Captured in typing.get_args(Settled)


def test_a_type_without_a_shape_is_a_mistake_of_ours() -> None:
    with pytest.raises(TypeError, match="no shape"):
        shape(dict[str, str])


def test_the_schema_names_every_key() -> None:
    found = schema(Blob)
    assert found["required"] == ["sha256", "size_bytes", "kept_bytes"]
    assert found["properties"]["size_bytes"] == {"type": "integer"}
