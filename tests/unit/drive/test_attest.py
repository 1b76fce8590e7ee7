"""Files of statements are checked against keys and audit directories, and every forgery has its own error."""

from __future__ import annotations

import base64
import dataclasses
import json
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from countermark.cli import main
from countermark.drive.attest import Checks, attest, check, make_key
from countermark.errors import AuditDirectoryError, CountermarkError, StatementError, UsageError
from countermark.model.provenance import End
from countermark.model.verdict import Audit
from countermark.store.directory import AuditDirectory
from unit.report import samples
from unit.store import audits

BOTH = ("test-result", "simple-verification-result")


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """A key, an audit and its sealed directory."""

    key: Path
    directory: Path
    audit: Audit
    out: Path

    def sign(self, audit: Audit | None = None, key: Path | None = None) -> str:
        return attest(audit or self.audit, key or self.key, BOTH)

    def check(self, text: str, **more: object) -> object:
        self.out.write_text(text)
        return check(self.out, Checks(keys=[public(self.key)], **more))


def public(key: Path) -> Path:
    return key.with_name(key.name + ".pub")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    key = tmp_path / "key.pem"
    make_key(key)
    directory = tmp_path / "a.audit"
    with AuditDirectory.create(directory, audits.inputs()) as made:
        evidence_id = made.seal(End())
    audit = dataclasses.replace(samples.clean(), target=audits.inputs().target, evidence_id=evidence_id)
    return Desk(key=key, directory=directory, audit=audit, out=tmp_path / "a.intoto.jsonl")


def test_a_key_is_for_its_owner_alone_and_never_written_over(desk: Desk) -> None:
    assert stat.S_IMODE(desk.key.stat().st_mode) == 0o600
    before = desk.key.read_bytes()
    with pytest.raises(UsageError, match="exists"):
        make_key(desk.key)
    public(desk.key).unlink()
    with pytest.raises(UsageError, match="exists"):
        make_key(desk.key)
    assert desk.key.read_bytes() == before


def test_what_was_signed_is_verified_with_its_directory(desk: Desk) -> None:
    found = desk.check(desk.sign(), against=desk.directory)
    assert [one.stated.predicate for one in found.signed] == list(BOTH)
    assert found.passed_over == 0


def test_another_key_is_passed_over_where_a_given_one_signed_and_refused_where_none_did(desk: Desk) -> None:
    stranger = desk.key.with_name("stranger.pem")
    make_key(stranger)
    theirs = desk.sign(key=stranger)
    assert desk.check(desk.sign() + theirs).passed_over == 2
    with pytest.raises(StatementError, match="not signed by a key that was given"):
        desk.check(theirs)


def _payload_swapped(desk: Desk) -> str:
    covert = dataclasses.replace(desk.audit, verdict=samples.covert().verdict)
    lines = zip(desk.sign().splitlines(), desk.sign(covert).splitlines(), strict=True)
    return "\n".join(json.dumps(json.loads(a) | {"payload": json.loads(b)["payload"]}) for a, b in lines)


def _half(desk: Desk) -> str:
    return desk.sign()[:-30]


def _renamed_key(desk: Desk) -> str:
    """A stranger's signature under the name of the trusted key."""
    stranger = desk.key.with_name("stranger.pem")
    make_key(stranger)
    own = json.loads(desk.sign().splitlines()[0])["signatures"][0]["keyid"]
    whole = json.loads(desk.sign(key=stranger).splitlines()[0])
    whole["signatures"][0]["keyid"] = own
    return json.dumps(whole)


def _two_verdicts(desk: Desk) -> str:
    covert = dataclasses.replace(samples.covert(), target=desk.audit.target, evidence_id=desk.audit.evidence_id)
    return desk.sign() + desk.sign(covert)


def _bit_of_signature(desk: Desk) -> str:
    whole = json.loads(desk.sign().splitlines()[0])
    raw = bytearray(base64.b64decode(whole["signatures"][0]["sig"]))
    raw[7] ^= 1
    whole["signatures"][0]["sig"] = base64.b64encode(raw).decode()
    return json.dumps(whole)


FORGERIES: dict[str, tuple[Callable[[Desk], str], str]] = {
    "payload-swapped": (_payload_swapped, "line 1 is forged"),
    "cut-off": (_half, "line 2 is not JSON"),
    "under-another-name": (_renamed_key, "is forged"),
    "two-verdicts": (_two_verdicts, "contradict one another"),
    "one-bit": (_bit_of_signature, "is forged"),
    "empty": (lambda _: "\n", "is empty"),
    "other-evidence": (
        lambda desk: desk.sign(dataclasses.replace(desk.audit, evidence_id="sha256:" + "00" * 32)),
        "is about other evidence",
    ),
    "other-artifact": (
        lambda desk: desk.sign(dataclasses.replace(desk.audit, target=samples.clean().target)),
        "is about other artifacts",
    ),
}


@pytest.mark.parametrize("name", FORGERIES)
def test_every_forgery_is_refused_with_its_reason(desk: Desk, name: str) -> None:
    forge, said = FORGERIES[name]
    with pytest.raises(StatementError, match=said):
        desk.check(forge(desk), against=desk.directory)


def test_a_directory_that_was_changed_is_refused(desk: Desk) -> None:
    (desk.directory / "static.json").write_text("{}")
    with pytest.raises(AuditDirectoryError, match=r"static\.json"):
        desk.check(desk.sign(), against=desk.directory)


@pytest.mark.parametrize(("audit", "code"), [(samples.clean(), 0), (samples.covert(), 1), (samples.incomplete(), 3)])
def test_the_command_says_whose_of_what_and_exits_as_the_audit_did(
    desk: Desk, audit: Audit, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    audit = dataclasses.replace(audit, target=desk.audit.target, evidence_id=desk.audit.evidence_id)
    desk.out.write_text(desk.sign(audit))
    arguments = [str(desk.out), "--key", str(public(desk.key)), "--against", str(desk.directory)]
    assert main(["verify-attestation", *arguments]) == code
    said = capsys.readouterr().out
    assert audit.target.artifacts[0].sha256 in said
    assert audit.evidence_id in said
    assert "signed by  sha256:" in said
    assert "--replay" in said  # what was not done is told


@pytest.mark.parametrize(
    "arguments",
    [["attest"], ["attest", "x"], ["attest", "x", "--key", "k"], ["attest", "--new-key", "k", "--out", "o"]],
)
def test_what_makes_no_statement_is_a_usage_error(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    assert "help:" in capsys.readouterr().err


def test_a_key_that_is_missing_is_named(desk: Desk) -> None:
    with pytest.raises(CountermarkError, match=r"cannot read .*none\.pem"):
        attest(desk.audit, desk.key.with_name("none.pem"), BOTH)
