"""The report for inventories: CycloneDX 1.6, destinations as services with what flows to them, the audit as evidence.

Source: CycloneDX 1.6 (ECMA-424), https://github.com/CycloneDX/specification, schema/bom-1.6.schema.json, 2026-11.
"""

from __future__ import annotations

import json
import uuid

from countermark.model.verdict import Audit, Collection, Destination, Signal, Verdict
from countermark.report.formats.record import Format
from countermark.text.visible import visible

_TARGET, _ASSESSOR, _EVIDENCE = "target", "assessor", "evidence-audit"
Json = dict[str, object]

_REQUIREMENTS = {
    "lab-sealed": "No way out of the lab was open when the tool was run.",
    "complete": "Everything that a negative answer needs did happen.",
    "nothing-covert-found": "For what was varied, exercised and read, nothing that is sent follows the surroundings "
    "in a way that a reader of it does not see.",
}
"""What is attested, as ``docs/verdicts.md`` puts it."""


def render(audit: Audit) -> str:
    """The audit as one JSON text in ASCII."""
    whole = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        # One audit is one document, whoever renders it and how often.
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'countermark:{audit.evidence_id}')}",
        "version": 1,
        "metadata": _metadata(audit),
        "components": [
            {
                "type": "file",
                "bom-ref": f"artifact-{number}",
                "name": visible(artifact.name),
                "hashes": [{"alg": "SHA-256", "content": artifact.sha256}],
            }
            for number, artifact in enumerate(audit.target.artifacts, 1)
        ],
        "services": [_service(number, one, audit.collections) for number, one in enumerate(audit.destinations, 1)],
        "declarations": _declarations(audit),
        "definitions": {"standards": [_standard()]},
    }
    return json.dumps(whole, ensure_ascii=True, allow_nan=False, indent=2) + "\n"


def _metadata(audit: Audit) -> Json:
    version = next((item.version for item in audit.versions if item.name == "countermark"), "")
    tool = {"type": "application", "name": "countermark", "version": visible(version)}
    target = {
        "type": "application",
        "bom-ref": _TARGET,
        "name": visible(audit.target.name),
        "version": visible(audit.target.version),
    }
    if audit.target.purl.startswith("pkg:"):
        target["purl"] = visible(audit.target.purl)
    return {"timestamp": audit.created, "tools": {"components": [tool]}, "component": target}


def _service(number: int, one: Destination, collections: tuple[Collection, ...]) -> Json:
    flows = sorted({(item.factor, item.form) for item in collections if item.host == one.host})
    whole: Json = {
        "bom-ref": f"destination-{number}",
        "name": visible(one.host),
        "description": visible(f"port {one.port}: {one.purpose}; {one.when}"),
        "x-trust-boundary": True,
    }
    if flows:
        whole["data"] = [
            {"flow": "outbound", "classification": visible(factor), "name": visible(f"{factor}, {form}")}
            for factor, form in flows
        ]
    return whole


def _declarations(audit: Audit) -> Json:
    covert = audit.verdict is Verdict.COVERT
    sealed = bool(audit.sealing) and all(check.sealed for check in audit.sealing)
    held = {"lab-sealed": sealed, "complete": not audit.incomplete_because}
    why = {"complete": visible("; ".join(audit.incomplete_because))}
    if covert or held["complete"]:
        held["nothing-covert-found"] = not covert
    claims = [_claim(name, holds=holds, signals=audit.signals) for name, holds in held.items()]
    return {
        "assessors": [{"bom-ref": _ASSESSOR}],
        "attestations": [
            {
                "summary": f"Countermark says {audit.verdict.value}.",
                "assessor": _ASSESSOR,
                "map": [_mapped(name, holds=holds, why=why.get(name, "")) for name, holds in held.items()],
            }
        ],
        "claims": claims,
        "evidence": [_evidence(audit), *(_signal(one, audit.created) for one in audit.signals)],
    }


def _mapped(name: str, *, holds: bool, why: str) -> Json:
    conformance: Json = {"score": 1 if holds else 0}
    if not holds and why:
        conformance["rationale"] = why
    claims = "claims" if holds else "counterClaims"
    return {"requirement": f"requirement-{name}", claims: [f"claim-{name}"], "conformance": conformance}


def _claim(name: str, *, holds: bool, signals: tuple[Signal, ...]) -> Json:
    against = [_signal_ref(one) for one in signals] if name == "nothing-covert-found" else []
    return {
        "bom-ref": f"claim-{name}",
        "target": _TARGET,
        "predicate": _REQUIREMENTS[name] if holds else f"It does not hold that: {_REQUIREMENTS[name]}",
        "evidence": [*(against if not holds else []), _EVIDENCE],
    }


def _evidence(audit: Audit) -> Json:
    return {
        "bom-ref": _EVIDENCE,
        "propertyName": "countermark:evidence-id",
        "description": "The sealed audit directory; the digest is that of its SHA256SUMS.",
        "data": [
            {"name": "evidence id", "contents": {"attachment": {"content": audit.evidence_id}}},
            {"name": "verdict", "contents": {"attachment": {"content": audit.verdict.value}}},
        ],
        "created": audit.created,
    }


def _signal_ref(signal: Signal) -> str:
    return f"evidence-{signal.fingerprint}-{signal.id}"


def _signal(signal: Signal, created: str) -> Json:
    trigger = ", ".join(one.factor for one in signal.trigger)
    return {
        "bom-ref": _signal_ref(signal),
        "propertyName": "countermark:signal",
        "description": visible(f"{signal.summary} ({signal.channel}; it follows {trigger})"),
        "data": [
            {
                "name": visible(f"run {item.run}: {item.length} bytes from {item.offset}"),
                "contents": {"url": f"blobs/{item.blob}"},
            }
            for item in signal.evidence
        ],
        "created": created,
    }


def _standard() -> Json:
    return {
        "bom-ref": "standard",
        "name": "What Countermark's verdicts say",
        "version": "1",
        "requirements": [
            {"bom-ref": f"requirement-{name}", "identifier": name, "text": text} for name, text in _REQUIREMENTS.items()
        ],
    }


FORMAT = Format(
    id="cyclonedx",
    title="for inventories: CycloneDX 1.6",
    media_type="application/vnd.cyclonedx+json; version=1.6",
    render=render,
)
