"""Accepted marks: what is not of the form is refused by its line, and every entry has a reason, an owner and an end."""

from __future__ import annotations

import json
import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from countermark.errors import UsageError
from countermark.model.accepted import Acceptance
from countermark.store.accepted import FORM, entry_text, read_accepted, schema

PUBLISHED = (Path(__file__).parents[3] / "docs" / "schema" / "accepted-1.json").read_text("utf-8")
GOOD = """\
schema = "countermark.accepted/1"

[[accepted]]
fingerprint = "00112233445566778899aabbccddeeff"
reason = "a quotation, as it was printed"
owner = "docs team"
expires = 2027-06-30

[[accepted]]
channel = "zero-width"
where = "docs/fa/*"
reason = "joiners that our font needs"
owner = "docs team"
expires = 2027-01-01
"""


def read(tmp_path: Path, text: str) -> tuple[Acceptance, ...]:
    path = tmp_path / "accepted.toml"
    path.write_text(text, "utf-8")
    return read_accepted(path)


def test_entries_are_read_with_their_lines(tmp_path: Path) -> None:
    first, second = read(tmp_path, GOOD)
    assert (first.fingerprint, first.expires, first.line) == ("00112233445566778899aabbccddeeff", date(2027, 6, 30), 3)
    assert (second.channel, second.where, second.line) == ("zero-width", "docs/fa/*", 9)
    assert read(tmp_path, f'schema = "{FORM}"\n') == ()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("countermark.accepted/1", "countermark.accepted/2", "line 1"),
        ('reason = "joiners that our font needs"', "", "line 9: the entry has no reason"),
        ('owner = "docs team"', 'owner = " "', "line 3: owner"),
        ("expires = 2027-06-30", "", "line 3: the entry has no expires"),
        ("expires = 2027-06-30", 'expires = "2027-06-30"', "line 3: expires is a date"),
        ("expires = 2027-06-30", "expires = 2027-06-30T10:00:00", "line 3: expires is a date"),
        ("zero-width", "zero", "line 9: there is no channel zero"),
        ('channel = "zero-width"', 'kind = "joiner"', "line 9: a kind"),
        ('where = "docs/fa/*"', "", "line 9: an entry names"),
        ("00112233", "0011223", "line 3: a fingerprint"),
        ("[[accepted]]", "[[waived]]", "waived"),
        ("[[accepted]]\nchannel", "[[accepted]]\nfiles = 3\nchannel", "line 9: there is no files"),
        ('reason = "a quotation', "reason = a quotation", "not TOML"),
        ("reason = ", "reason = 3 # ", "line 3: reason is a text"),
    ],
)
def test_what_is_not_of_the_form_is_refused(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in GOOD
    with pytest.raises(UsageError) as refused:
        read(tmp_path, GOOD.replace(old, new, 1))
    assert said in str(refused.value)


def test_what_cannot_be_read_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot read"):
        read_accepted(tmp_path / "absent.toml")
    (tmp_path / "latin.toml").write_bytes(b"\xe9")
    with pytest.raises(UsageError, match="no UTF-8"):
        read_accepted(tmp_path / "latin.toml")


def test_the_schema_is_published_and_holds() -> None:
    assert schema() == PUBLISHED, "run tools/schemas"
    good = json.loads(json.dumps(tomllib.loads(GOOD), default=str))
    validator = Draft202012Validator(json.loads(PUBLISHED))
    assert list(validator.iter_errors(good)) == []
    assert list(validator.iter_errors(good | {"accepted": [{"reason": "none"}]}))


@given(st.text(max_size=30))
def test_proposed_entries_are_toml_whatever_files_are_called(where: str) -> None:
    entry = Acceptance(fingerprint="0" * 32, channel="tag", where=where, reason="", owner="", expires=date(2027, 1, 1))
    (found,) = tomllib.loads(entry_text([(entry, "a comment")]))["accepted"]
    assert found["where"] == where
    assert (found["reason"], found["owner"]) == ("", "")


def test_proposed_entries_may_name_what_is_no_unicode() -> None:
    entry = Acceptance(channel="tag", where="a\udcffb", reason="", owner="", expires=date(2027, 1, 1))
    assert tomllib.loads(entry_text([(entry, "a comment")]))["accepted"][0]["where"] == "a?b"
