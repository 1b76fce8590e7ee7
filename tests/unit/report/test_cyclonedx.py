"""What is written as CycloneDX is valid by its official schema, and claims no more than the audit says."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

import pytest
from jsonschema import Draft7Validator
from referencing import Registry, Resource

from countermark.model.verdict import Audit, Verdict
from countermark.report.formats import cyclonedx
from unit.report import sample_crowd, samples

AUDITS = {
    "covert": samples.covert(),
    "clean": samples.clean(),
    "incomplete": samples.incomplete(),
    "hostile": samples.hostile(),
    "crowded": sample_crowd.crowded(),
}
each_audit = pytest.mark.parametrize("audit", AUDITS.values(), ids=AUDITS)


def official(name: str) -> Any:  # noqa: ANN401 -- JSON
    """A schema of the standard, as the package of its makers brings it along."""
    folder = files("cyclonedx.schema") / "_res"
    return json.loads((folder / f"{name}.SNAPSHOT.schema.json").read_text("utf-8"))


def load_validator() -> Draft7Validator:
    names = ("spdx", "jsf-0.82")
    registry = Registry[Any]().with_resources(
        (schema["$id"].rpartition("/")[0] + f"/{name}.SNAPSHOT.schema.json", Resource.from_contents(schema))
        for name in names
        for schema in (official(name),)
    )
    return Draft7Validator(official("bom-1.6"), registry=registry)


VALIDATOR = load_validator()  # read here: tests of a pure room are kept from files


def document(audit: Audit) -> Any:  # noqa: ANN401 -- JSON
    return json.loads(cyclonedx.render(audit))


@each_audit
def test_it_is_valid_by_the_official_schema(audit: Audit) -> None:
    assert [error.message for error in VALIDATOR.iter_errors(document(audit))] == []


def test_the_official_schema_refuses_what_it_does_not_know() -> None:
    whole = document(samples.clean())
    whole["declarations"]["claims"][0]["verdict"] = "clean"
    assert list(VALIDATOR.iter_errors(whole))


@each_audit
def test_every_reference_leads_somewhere_and_no_name_is_given_twice(audit: Audit) -> None:
    named: list[str] = []
    asked: set[str] = set()

    def walk(value: Any) -> None:  # noqa: ANN401 -- JSON
        if isinstance(value, dict):
            named.extend([value["bom-ref"]] if "bom-ref" in value else [])
            for key in ("requirement", "assessor", "target"):
                asked.update([value[key]] if isinstance(value.get(key), str) else [])
            for key in ("claims", "counterClaims", "evidence"):
                asked.update(one for one in value.get(key, ()) if isinstance(one, str))
        for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            walk(inner)

    walk(document(audit))
    assert len(named) == len(set(named))
    assert asked <= set(named)


@each_audit
def test_nothing_covert_is_claimed_where_the_verdict_is_that_and_denied_where_it_is_covert(audit: Audit) -> None:
    mapped = document(audit)["declarations"]["attestations"][0]["map"]
    found = {one["requirement"]: one for one in mapped}.get("requirement-nothing-covert-found")
    if audit.verdict is Verdict.INCOMPLETE:
        assert found is None
    else:
        assert found is not None
        assert found["conformance"]["score"] == (audit.verdict is Verdict.NOTHING_COVERT_FOUND)
        assert ("claims" in found) == (audit.verdict is Verdict.NOTHING_COVERT_FOUND)


def test_every_covert_signal_is_evidence_and_every_collected_value_flows_to_its_host() -> None:
    audit = samples.covert()
    whole = document(audit)
    evidence = [one["bom-ref"] for one in whole["declarations"]["evidence"]]
    assert len(evidence) == 1 + len(audit.signals)
    flows = {(one["name"], flow["name"]) for one in whole["services"] for flow in one.get("data", ())}
    assert ("telemetry.quillpad.example", "hostname, sha256") in flows
