"""An approved audit is read from its report's JSON; what is broken is refused by its line or key."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from countermark.errors import UsageError
from countermark.policy.facts import told
from countermark.report.formats import json as report
from countermark.store.approved import parse_approved, read_approved
from unit.report import samples

TEXT = report.render(samples.covert())


def broken(table: str, key: str, value: object) -> bytes:
    document = json.loads(TEXT)
    document[table][0][key] = value
    return json.dumps(document).encode()


def test_a_report_tells_what_its_audit_does(tmp_path: Path) -> None:
    (tmp_path / "approved.json").write_text(TEXT, "utf-8")
    found = read_approved(tmp_path / "approved.json")
    assert found.told == told(samples.covert())
    assert found.evidence_id == samples.covert().evidence_id


def test_further_keys_pass() -> None:
    document = json.loads(TEXT) | {"added_later": 1}
    assert parse_approved(json.dumps(document).encode(), "a.json").told == told(samples.covert())


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (TEXT[:-3].encode(), f"a.json, line {TEXT[:-3].count(chr(10)) + 1}: not JSON"),
        (b"{\n\xff}", "a.json, line 2: not UTF-8"),
        (b"[" * 200_000, "a.json"),
        (b"[]", "a.json is not an audit: the file"),
        (TEXT.replace("countermark.audit/1", "countermark.diff/1").encode(), "a.json is not an audit: schema"),
        (broken("signals", "bits", "many"), "signals[0].bits"),
        (broken("collections", "host", 3), "collections[0].host"),
    ],
)
def test_what_is_no_audit_is_refused(content: bytes, said: str) -> None:
    with pytest.raises(UsageError) as error:
        parse_approved(content, "a.json")
    assert said in str(error.value)


def test_what_cannot_be_read_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot read"):
        read_approved(tmp_path / "absent.json")
