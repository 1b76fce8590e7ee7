"""An audit as in-toto statements: Test Result and Simple Verification Result.

Both say in ``countermark_audit`` (an extension field) which sealed evidence they rest on.

Source: https://github.com/in-toto/attestation/blob/main/spec/v1/statement.md, spec/predicates/test-result.md (v0.1) and
spec/predicates/svr.md (v0.2), 2026-11.
"""

from __future__ import annotations

import json

from countermark.model.statement import Predicate
from countermark.model.verdict import Audit, Verdict

STATEMENT_TYPE = "https://in-toto.io/Statement/v1"
TYPES: dict[Predicate, str] = {
    "test-result": "https://in-toto.io/attestation/test-result/v0.1",
    "simple-verification-result": "https://in-toto.io/attestation/svr/v0.2",
}
EXTENSION = "countermark_audit"
SEALED, COMPLETE, NOTHING_COVERT = "lab-sealed", "complete", "nothing-covert-found"
"""The names of the tests; a property of the other predicate is ``COUNTERMARK_`` and the same in capitals."""


def payload(audit: Audit, predicate: Predicate, created: str) -> bytes:
    """The statement, as the bytes that are signed; ``created`` is an RFC 3339 instant in UTC."""
    whole = {
        "_type": STATEMENT_TYPE,
        "subject": [
            {"name": _text(artifact.name), "digest": {"sha256": artifact.sha256}} for artifact in audit.target.artifacts
        ],
        "predicateType": TYPES[predicate],
        "predicate": (_test_result(audit) if predicate == "test-result" else _verification(audit, created)),
    }
    return json.dumps(whole, ensure_ascii=True, allow_nan=False, separators=(",", ":")).encode("ascii")


def property_name(test: str) -> str:
    """How the other predicate calls a test that passed."""
    return "COUNTERMARK_" + test.upper().replace("-", "_")


def _test_result(audit: Audit) -> dict[str, object]:
    passed, failed = _tests(audit)
    return {
        "result": "FAILED" if failed else "PASSED",
        "configuration": [
            {"name": f"profile {_text(audit.profile_id)}", "digest": {"sha256": audit.profile_sha256}},
            _evidence(audit),
        ],
        "passedTests": passed,
        "warnedTests": [],
        "failedTests": failed,
        EXTENSION: _said(audit),
    }


def _verification(audit: Audit, created: str) -> dict[str, object]:
    version = next((item.version for item in audit.versions if item.name == "countermark"), "unknown")
    return {
        "verifier": {"id": f"pkg:generic/countermark@{_text(version)}", "policies": []},
        "timeCreated": created,
        "properties": [property_name(test) for test in _tests(audit)[0]],
        EXTENSION: _said(audit),
    }


def _tests(audit: Audit) -> tuple[list[str], list[str]]:
    """Which tests passed and which failed; of what an incomplete audit did not find, neither is said."""
    complete, covert = not audit.incomplete_because, audit.verdict is Verdict.COVERT
    held = {SEALED: bool(audit.sealing) and all(check.sealed for check in audit.sealing), COMPLETE: complete}
    if complete or covert:
        held[NOTHING_COVERT] = audit.verdict is Verdict.NOTHING_COVERT_FOUND
    return [name for name, holds in held.items() if holds], [name for name, holds in held.items() if not holds]


def _said(audit: Audit) -> dict[str, object]:
    return {
        "purl": _text(audit.target.purl),
        "platform": audit.target.platform,
        "verdict": audit.verdict.value,
        "evidence": _evidence(audit),
    }


def _evidence(audit: Audit) -> dict[str, object]:
    return {"name": "SHA256SUMS", "digest": {"sha256": audit.evidence_id.removeprefix("sha256:")}}


def _text(text: str) -> str:
    """A name of the target's own making, as text that every reader of JSON can hold."""
    return text.encode("utf-8", "replace").decode("utf-8")
