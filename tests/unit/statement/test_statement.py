"""Statements are in-toto's, envelopes are DSSE's, and what contradicts itself is refused with the place."""

from __future__ import annotations

import base64
import dataclasses
import json
from collections.abc import Callable
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, PrivateFormat, PublicFormat
from google.protobuf import json_format
from hypothesis import given
from hypothesis import strategies as st
from in_toto_attestation.predicates.test_result.v0 import test_result_pb2
from in_toto_attestation.v1 import statement_pb2
from in_toto_attestation.v1.statement import Statement
from jsonschema import Draft202012Validator
from securesystemslib.dsse import Envelope
from securesystemslib.exceptions import VerificationError
from securesystemslib.signer import SSlibKey

from countermark.errors import StatementError, UsageError
from countermark.model.statement import Predicate
from countermark.model.verdict import Audit, Verdict
from countermark.statement import envelope
from countermark.statement.keys import has_signed, key_id, private_key, private_pem, public_key, public_pem
from countermark.statement.reading import stated
from countermark.statement.writing import EXTENSION, TYPES, payload
from unit.report import samples

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER = Ed25519PrivateKey.from_private_bytes(bytes(32))
CREATED = "2026-11-22T04:00:00Z"
AUDITS = {
    "covert": samples.covert(),
    "clean": samples.clean(),
    "incomplete": samples.incomplete(),
    "covert-and-incomplete": dataclasses.replace(samples.covert(), incomplete_because=("two runs failed",)),
    "hostile": samples.hostile(),
}
each_audit = pytest.mark.parametrize("audit", AUDITS.values(), ids=AUDITS)
each_predicate = pytest.mark.parametrize("predicate", TYPES)

# Made by hand from https://github.com/in-toto/attestation/blob/main/spec/predicates/svr.md (version 0.2) and
# spec/v1/resource_descriptor.md, 2026-11: the standard publishes no schema of this version.
SVR = {
    "type": "object",
    "required": ["verifier", "timeCreated", "properties"],
    "properties": {
        "verifier": {
            "type": "object",
            "required": ["id", "policies"],
            "properties": {
                "id": {"type": "string", "pattern": "^[a-z][a-z0-9+.-]*:[!-~]+$"},
                "policies": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "anyOf": [{"required": ["uri"]}, {"required": ["digest"]}, {"required": ["content"]}],
                    },
                },
            },
            "additionalProperties": False,
        },
        "timeCreated": {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$"},
        "properties": {"type": "array", "items": {"type": "string"}, "uniqueItems": True},
        EXTENSION: {"type": "object"},
    },
    "additionalProperties": False,
}


def signed(body: bytes, key: Ed25519PrivateKey = KEY) -> str:
    return envelope.write(body, key_id(key.public_key()), key.sign(envelope.signed_bytes(body)))


@each_audit
@each_predicate
def test_a_stock_verifier_accepts_the_envelope_and_only_as_it_was_signed(audit: Audit, predicate: Predicate) -> None:
    text = signed(payload(audit, predicate, CREATED))
    theirs = SSlibKey.from_crypto(KEY.public_key(), keyid=key_id(KEY.public_key()))
    assert Envelope.from_dict(json.loads(text)).verify([theirs], 1)
    changed = Envelope.from_dict(json.loads(text))
    changed.payload = changed.payload.replace(b"sha256", b"sha512", 1)
    with pytest.raises(VerificationError):
        changed.verify([theirs], 1)
    stranger = SSlibKey.from_crypto(OTHER.public_key(), keyid=key_id(KEY.public_key()))
    with pytest.raises(VerificationError):
        Envelope.from_dict(json.loads(text)).verify([stranger], 1)


@each_audit
@each_predicate
def test_the_statement_is_of_the_official_form(audit: Audit, predicate: Predicate) -> None:
    found = json_format.Parse(payload(audit, predicate, CREATED), statement_pb2.Statement())  # unknown keys fail
    Statement.copy_from_pb(found).validate()
    assert found.predicate_type == TYPES[predicate]
    assert [one.digest["sha256"] for one in found.subject] == [one.sha256 for one in audit.target.artifacts]


@each_audit
def test_the_test_result_is_of_the_official_form(audit: Audit) -> None:
    body = json.loads(payload(audit, "test-result", CREATED))["predicate"]
    del body[EXTENSION]  # the standard's own field for what others need not know
    found = json_format.ParseDict(body, test_result_pb2.TestResult())
    assert found.result == ("PASSED" if audit.verdict is Verdict.NOTHING_COVERT_FOUND else "FAILED")
    assert bool(found.failed_tests) == (found.result == "FAILED")
    assert all(one.digest["sha256"] for one in found.configuration)
    assert ("nothing-covert-found" in found.passed_tests) == (audit.verdict is Verdict.NOTHING_COVERT_FOUND)
    assert ("nothing-covert-found" in found.failed_tests) == (audit.verdict is Verdict.COVERT)


@each_audit
def test_the_verification_result_has_the_fields_of_its_specification(audit: Audit) -> None:
    body = json.loads(payload(audit, "simple-verification-result", CREATED))["predicate"]
    assert [error.message for error in Draft202012Validator(SVR).iter_errors(body)] == []
    clean = audit.verdict is Verdict.NOTHING_COVERT_FOUND
    assert ("COUNTERMARK_NOTHING_COVERT_FOUND" in body["properties"]) == clean
    assert ("COUNTERMARK_COMPLETE" in body["properties"]) == (not audit.incomplete_because)


@each_audit
@each_predicate
def test_what_was_written_is_read_again(audit: Audit, predicate: Predicate) -> None:
    said = stated(payload(audit, predicate, CREATED), "it")
    assert (said.predicate, said.verdict, said.evidence_id) == (predicate, audit.verdict, audit.evidence_id)
    assert [one.sha256 for one in said.subjects] == [one.sha256 for one in audit.target.artifacts]


def edited(audit: Audit, predicate: Predicate, change: Callable[[Any], object]) -> bytes:
    whole = json.loads(payload(audit, predicate, CREATED))
    change(whole)
    return json.dumps(whole).encode()


CONTRADICTIONS: dict[str, tuple[Audit, Predicate, Callable[[Any], object], str]] = {
    "passed-and-failed": (
        samples.clean(),
        "test-result",
        lambda whole: whole["predicate"]["failedTests"].append("complete"),
        "two of its lists",
    ),
    "passed-with-failures": (
        samples.covert(),
        "test-result",
        lambda whole: whole["predicate"].update(result="PASSED"),
        "result is PASSED, and failedTests names 1",
    ),
    "failed-with-none": (
        samples.clean(),
        "test-result",
        lambda whole: whole["predicate"].update(result="FAILED"),
        "result is FAILED, and failedTests names 0",
    ),
    "another-verdict": (
        samples.clean(),
        "test-result",
        lambda whole: whole["predicate"][EXTENSION].update(verdict="covert"),
        "does not go with its verdict, covert",
    ),
    "covert-called-clean": (
        samples.covert(),
        "simple-verification-result",
        lambda whole: whole["predicate"]["properties"].append("COUNTERMARK_NOTHING_COVERT_FOUND"),
        "does not go with its verdict",
    ),
    "incomplete-called-complete": (
        samples.incomplete(),
        "simple-verification-result",
        lambda whole: whole["predicate"]["properties"].append("COUNTERMARK_COMPLETE"),
        "calls an incomplete audit complete",
    ),
    "unknown-verdict": (
        samples.clean(),
        "test-result",
        lambda whole: whole["predicate"][EXTENSION].update(verdict="fine"),
        "verdict is none of",
    ),
    "no-subject": (samples.clean(), "test-result", lambda whole: whole.update(subject=[]), "names no artifact"),
    "no-digest": (
        samples.clean(),
        "test-result",
        lambda whole: whole["subject"][1].update(digest={"md5": "00"}),
        "subject[1].digest.sha256",
    ),
    "one-name-twice": (
        samples.clean(),
        "test-result",
        lambda whole: whole["subject"][1].update(name=whole["subject"][0]["name"]),
        "one name to two",
    ),
    "capital-digest": (
        samples.clean(),
        "test-result",
        lambda whole: whole["predicate"][EXTENSION]["evidence"]["digest"].update(sha256="AB" * 32),
        "evidence.digest.sha256",
    ),
    "another-predicate": (
        samples.clean(),
        "test-result",
        lambda whole: whole.update(predicateType="https://slsa.dev/provenance/v1"),
        "predicateType is none of",
    ),
    "another-type": (samples.clean(), "test-result", lambda whole: whole.update(_type="x"), "_type is not"),
    "no-time": (
        samples.clean(),
        "simple-verification-result",
        lambda whole: whole["predicate"].update(timeCreated="today"),
        "timeCreated is no instant",
    ),
}


@pytest.mark.parametrize("name", CONTRADICTIONS)
def test_what_contradicts_itself_is_refused_with_the_place(name: str) -> None:
    audit, predicate, change, why = CONTRADICTIONS[name]
    with pytest.raises(StatementError) as refused:
        stated(edited(audit, predicate, change), "it")
    assert why in refused.value.why


def test_a_key_that_stands_twice_is_refused() -> None:
    body = payload(samples.clean(), "test-result", CREATED).replace(b'"subject"', b'"_type":"x","subject"')
    with pytest.raises(StatementError, match="not JSON"):
        stated(body, "it")


@pytest.mark.parametrize("cut", [1, 2, 40, 400])
def test_an_envelope_that_is_cut_off_is_refused(cut: int) -> None:
    text = signed(payload(samples.clean(), "test-result", CREATED)).encode()
    with pytest.raises(StatementError):
        envelope.read(text[:-cut], "it")


@given(
    st.binary(max_size=200) | st.recursive(st.none() | st.integers() | st.text(), st.lists).map(repr).map(str.encode)
)
def test_reading_is_total(content: bytes) -> None:
    for read in (envelope.read, stated):
        with pytest.raises(StatementError):
            read(content, "it")


def test_both_alphabets_of_base64_are_read() -> None:
    body = payload(samples.clean(), "test-result", CREATED)
    whole = json.loads(signed(body))
    whole["signatures"][0]["sig"] = base64.urlsafe_b64encode(base64.b64decode(whole["signatures"][0]["sig"])).decode()
    found = envelope.read(json.dumps(whole | {"more": 1}).encode(), "it")
    assert has_signed(KEY.public_key(), found.signatures[0].value, found.signed_bytes)
    assert not has_signed(OTHER.public_key(), found.signatures[0].value, found.signed_bytes)


def test_the_signed_bytes_are_those_of_the_standard() -> None:
    assert envelope.signed_bytes(b"hello world", "http://example.com/HelloWorld") == (
        b"DSSEv1 29 http://example.com/HelloWorld 11 hello world"
    )


def test_keys_are_read_as_they_were_written_and_others_refused() -> None:
    assert private_key(private_pem(KEY), "it").sign(b"x") == KEY.sign(b"x")
    assert key_id(public_key(public_pem(KEY.public_key()), "it")) == key_id(KEY.public_key())
    locked = KEY.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"x"))
    curve = generate_private_key(SECP256R1())
    other = curve.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"x"))
    for pem, said in ((locked, "encrypted"), (other, "encrypted"), (b"", "no private key"), (b"-----", "no private")):
        with pytest.raises(UsageError, match=said):
            private_key(pem, "it")
    for pem, said in (
        (private_pem(KEY), "private key"),
        (b"x", "no public key"),
        (curve.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo), "another kind"),
    ):
        with pytest.raises(UsageError, match=said):
            public_key(pem, "it")
