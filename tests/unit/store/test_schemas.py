"""The published JSON Schemas say what the code reads and writes."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from countermark.model.provenance import End
from countermark.store.directory import AuditDirectory
from countermark.store.schemas import directory_schema, toml_schemas
from unit.store import audits

ROOT = Path(__file__).resolve().parents[3]
PUBLISHED = ROOT / "docs" / "schema"
STALE = "run tools/schemas"


@pytest.mark.parametrize("name", toml_schemas())
def test_toml_forms_are_published_as_they_are(name: str) -> None:
    assert (PUBLISHED / name).read_text("utf-8") == toml_schemas()[name], STALE


def test_the_audit_directory_is_published_as_it_is() -> None:
    assert (PUBLISHED / "audit-directory-1.json").read_text("utf-8") == directory_schema(), STALE


def validator(name: str, definition: str = "") -> Draft202012Validator:
    schema = json.loads((PUBLISHED / name).read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema | {"$ref": f"#/$defs/{definition}"} if definition else schema)


@pytest.mark.parametrize("kind", ["profile", "scenario"])
def test_what_is_built_in_is_of_the_published_form(kind: str) -> None:
    files = sorted((ROOT / "src" / "countermark" / f"{kind}s").glob("*.toml"))
    assert files
    for path in files:
        validator(f"{kind}-1.json").validate(tomllib.loads(path.read_text("utf-8")))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("profile-1.json", 'schema = "countermark.profile/1"\nid = "x"\ntitle = "x"\nrun = []\nprotocol = "y"'),
        ("profile-1.json", 'schema = "countermark.profile/1"\nid = "x"\ntitle = "x"\nprotocol = "y"'),
        (
            "profile-1.json",
            'schema = "countermark.profile/1"\nid = "x"\ntitle = "x"\nrun = ["a"]\nprotocol = "y"\nz = 1',
        ),
        ("levels-1.json", 'schema = "countermark.levels/1"\n[levels]\ntimezone = "UTC"'),
    ],
)
def test_what_is_refused_is_not_of_the_published_form(name: str, text: str) -> None:
    assert not validator(name).is_valid(tomllib.loads(text))


def test_a_directory_is_of_the_published_form(tmp_path: Path) -> None:
    directory = AuditDirectory.create(tmp_path / "a", audits.inputs())
    directory.write_round(audits.planned())
    staging = directory.staging("0001")
    run = audits.settled("0001", audits.stage(staging, b"client"), audits.stage(staging, b"server"))
    directory.adopt_run(run, staging)
    directory.seal(End())
    places = {
        "audit": ["audit.json"],
        "static": ["static.json"],
        "derivations": ["inputs/derivations.json"],
        "end": ["end.json"],
        "round": ["rounds/0001.json"],
        "run": ["runs/0001/run.json"],
    }
    for definition, names in places.items():
        for name in names:
            validator("audit-directory-1.json", definition).validate(json.loads((tmp_path / "a" / name).read_bytes()))
    for line in (tmp_path / "a" / "runs/0001/events.jsonl").read_text().splitlines():
        validator("audit-directory-1.json", "event").validate(json.loads(line))
    assert not validator("audit-directory-1.json", "event").is_valid({"kind": "connection"})
