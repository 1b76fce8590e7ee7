"""The part of SARIF 2.1.0 that is written, strictly: what is not named here is not permitted.

Made by hand from sections 3.13 to 3.58 of the standard, so that no copy of the official schema is needed here; what is
valid against this is valid against that (checked with the one of Errata 01, 2026-11).
"""

from __future__ import annotations


def _object(required: str, **properties: object) -> dict[str, object]:
    return {
        "type": "object",
        "properties": properties,
        "required": required.split(),
        "additionalProperties": False,
    }


def _many(items: object, *, unique: bool = False, least: int = 0) -> dict[str, object]:
    return {"type": "array", "items": items, "uniqueItems": unique, "minItems": least}


TEXT = {"type": "string"}
WORDS = {"type": "string", "minLength": 1}
COUNT = {"type": "integer", "minimum": 0}
ORDINAL = {"type": "integer", "minimum": 1}
LEVEL = {"enum": ["none", "note", "warning", "error"]}
URI = {"type": "string", "format": "uri-reference", "pattern": r"^[!-~]+$"}

MESSAGE = _object("text", text=WORDS)
ARTIFACT_LOCATION = _object("uri uriBaseId", uri=URI, uriBaseId=TEXT, index=COUNT)
REGION = _object(
    "byteOffset byteLength",
    byteOffset=COUNT,
    byteLength=COUNT,
    startLine=ORDINAL,
    startColumn=ORDINAL,
    snippet=_object("text", text=TEXT),
)
LOCATION = _object(
    "",
    physicalLocation=_object("artifactLocation region", artifactLocation=ARTIFACT_LOCATION, region=REGION),
    logicalLocations=_many(_object("fullyQualifiedName", fullyQualifiedName=WORDS), unique=True),
    message=MESSAGE,
)
RESULT = _object(
    "ruleId ruleIndex kind level message locations",
    ruleId=WORDS,
    ruleIndex=COUNT,
    kind={"enum": ["fail", "informational"]},
    level=LEVEL,
    message=MESSAGE,
    locations=_many(LOCATION, least=1),
    partialFingerprints={"type": "object", "additionalProperties": WORDS},
    suppressions=_many(
        _object(
            "kind status",
            kind={"enum": ["inSource", "external"]},
            status={"enum": ["accepted", "underReview", "rejected"]},
            justification=TEXT,
        )
    ),
    codeFlows=_many(
        _object(
            "threadFlows",
            threadFlows=_many(
                _object("locations", locations=_many(_object("location", location=LOCATION), least=1)), least=1
            ),
        ),
    ),
)
RULE = _object(
    "id name shortDescription fullDescription help defaultConfiguration properties",
    id=WORDS,
    name=WORDS,
    shortDescription=MESSAGE,
    fullDescription=MESSAGE,
    help=MESSAGE,
    defaultConfiguration=_object("level", level=LEVEL),
    properties=_object("tags", tags=_many(WORDS, unique=True)),
)
NOTIFICATION = _object(
    "descriptor level message",
    descriptor=_object("id", id=WORDS),
    level=LEVEL,
    message=MESSAGE,
    locations=_many(LOCATION, unique=True),
)
ARTIFACT = _object(
    "location length roles hashes",
    location=_object("uri uriBaseId", uri=URI, uriBaseId=TEXT),
    length=COUNT,
    roles={"const": ["analysisTarget"]},
    hashes={"type": "object", "additionalProperties": TEXT},
    sourceLanguage=WORDS,
)
RUN = _object(
    "tool automationDetails invocations originalUriBaseIds columnKind artifacts results",
    tool=_object(
        "driver",
        driver=_object(
            "name version rules notifications",
            name=WORDS,
            version=WORDS,
            rules=_many(RULE, unique=True),
            notifications=_many(_object("id shortDescription", id=WORDS, shortDescription=MESSAGE), unique=True),
        ),
    ),
    invocations=_many(
        _object(
            "executionSuccessful exitCode exitCodeDescription toolExecutionNotifications",
            executionSuccessful={"type": "boolean"},
            exitCode={"enum": [0, 1, 3]},
            exitCodeDescription=WORDS,
            toolExecutionNotifications=_many(NOTIFICATION),
        )
    ),
    automationDetails=_object("id", id=WORDS),
    originalUriBaseIds={"type": "object", "additionalProperties": _object("description", description=MESSAGE)},
    columnKind={"enum": ["unicodeCodePoints"]},
    artifacts=_many(ARTIFACT, unique=True),
    results=_many(RESULT),
)
LOG = _object("$schema version runs", **{"$schema": URI, "version": {"const": "2.1.0"}, "runs": _many(RUN, least=1)})
