"""SARIF of every command is of the form that the standard lays down, and says what the other reports say."""

from __future__ import annotations

import json

import pytest
from jsonschema import Draft202012Validator

from countermark.model.verdict import Audit
from countermark.report.formats import sarif
from countermark.report.sarif import SarifPlace, SarifResult, SarifRule, SarifRun, SarifUnread, log
from unit.report import sample_crowd, samples
from unit.report.sarif_form import LOG

AUDITS = {
    "covert": samples.covert(),
    "clean": samples.clean(),
    "incomplete": samples.incomplete(),
    "hostile": samples.hostile(),
    "crowded": sample_crowd.crowded(),
}


def valid(text: str) -> dict[str, object]:
    assert text.isascii()
    said = json.loads(text)
    assert [error.message for error in Draft202012Validator(LOG).iter_errors(said)] == []
    run = said["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in run["results"])
    found: dict[str, object] = run
    return found


@pytest.mark.parametrize("audit", AUDITS.values(), ids=AUDITS)
def test_an_audit_as_sarif_is_of_the_form(audit: Audit) -> None:
    run = valid(sarif.render(audit))
    expected = len(audit.signals) + len(audit.functional) + len(audit.overt) + len(audit.collections)
    assert [result["ruleId"] in {"hidden-list", "covert-choice"} for result in run["results"]].count(False) == expected
    invocation = run["invocations"][0]
    assert invocation["executionSuccessful"] is (not audit.incomplete_because)
    assert invocation["exitCode"] == {"covert": 1, "nothing-covert-found": 0, "incomplete": 3}[audit.verdict.value]


def test_a_covert_signal_is_an_error_and_its_evidence_is_bytes_of_the_directory() -> None:
    first = valid(sarif.render(samples.covert()))["results"][0]
    assert (first["ruleId"], first["level"]) == ("covert", "error")
    assert first["partialFingerprints"]["countermark/v1"] == samples.covert().signals[0].fingerprint
    evidence = first["locations"][1]["physicalLocation"]
    assert evidence["artifactLocation"]["uri"].startswith("blobs/")
    assert evidence["artifactLocation"]["uriBaseId"] == "AUDIT"
    assert evidence["region"]["byteLength"] > 0


def test_nothing_of_a_target_becomes_a_link_or_a_placeholder() -> None:
    hostile = SarifResult(
        rule="r",
        message="[see](https://example.com) {0} \u202e \ud800",
        level="error",
        fingerprint="f",
        places=(SarifPlace(file="a b/\u202e\ud800:c.js", length=1, snippet="\x1b[0m"),),
    )
    rule = SarifRule(id="r", title="t", level="error")
    unread = SarifUnread(file="\u202e\x1b.bin", sha256="", size_bytes=1, why="[w](x)")
    run = SarifRun(
        command="inspect",
        target="t\u202e",
        version="1",
        exit_code=3,
        roots=(("TARGET", "x"),),
        rules=(rule,),
        files=(),
        results=(hostile,),
        incomplete_because=("[a](b)",),
        unread=(unread,),
    )
    result = valid(log(run))["results"][0]
    assert result["message"]["text"].startswith("\\[see\\](https://example.com) {{0}} ⟨U+202E⟩")
    assert "\x1b" not in result["locations"][0]["physicalLocation"]["region"]["snippet"]["text"]


def test_what_is_not_of_the_form_is_seen() -> None:
    broken = json.loads(sarif.render(samples.covert()))
    broken["runs"][0]["results"][0]["level"] = "fatal"
    assert not Draft202012Validator(LOG).is_valid(broken)
    assert not Draft202012Validator(LOG).is_valid(json.loads(sarif.render(samples.covert())) | {"extra": 1})
