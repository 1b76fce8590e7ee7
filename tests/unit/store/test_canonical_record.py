"""A record puts a text back to the byte, and fits no other."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from countermark.errors import IntegrityError, UsageError
from countermark.store.canonical_record import read_record, record_text, schema
from countermark.text.canonical import canonicalised

PUBLISHED = (Path(__file__).parents[3] / "docs" / "schema" / "canonical-1.json").read_text("utf-8")
MARKED = "Log in at p\u0430ypal\U000e0061.".encode() + b"\xff\xe2\x80" + "\U000e0061".encode() + b"\x99"


def written(data: bytes) -> tuple[bytes, str]:
    made = canonicalised(data)
    return made.data, record_text(data, made, version="0.1.0", level_bits=6.0)


@given(
    st.lists(st.sampled_from([b"a ", b"\xff", b"\xe2\x80", b"\xed\xa0\x80", "\u200b".encode(), MARKED])).map(b"".join)
)
def test_it_restores_any_bytes(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.mktemp("record") / "record.json"
    made, record = written(data)
    path.write_text(record, "ascii")
    assert read_record(path).undo(made) == data
    problems = Draft202012Validator(json.loads(PUBLISHED)).iter_errors(json.loads(record))
    assert [problem.message for problem in problems] == []


def test_it_fits_no_other_text(tmp_path: Path) -> None:
    made, record = written(MARKED)
    path = tmp_path / "record.json"
    path.write_text(record, "ascii")
    with pytest.raises(IntegrityError, match="not the canonical text"):
        read_record(path).undo(made + b" ")
    forged = json.loads(record)
    forged["splices"][0]["old"] = "x"
    path.write_text(json.dumps(forged), "ascii")
    with pytest.raises(IntegrityError, match="does not restore"):
        read_record(path).undo(made)
    forged["splices"][0]["new"] = "y"
    path.write_text(json.dumps(forged), "ascii")
    with pytest.raises(IntegrityError, match="does not fit"):
        read_record(path).undo(made)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"schema": "countermark.canonical/2"}', '{"schema": 3', "null"])
def test_what_is_no_record_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "record.json"
    path.write_text(text, "ascii")
    with pytest.raises(UsageError):
        read_record(path)
    with pytest.raises(UsageError, match="cannot read"):
        read_record(tmp_path / "absent")


def test_the_schema_is_published() -> None:
    assert schema() == PUBLISHED, "run tools/schemas"
