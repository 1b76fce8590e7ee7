"""An audit that was approved: what its JSON (``countermark.audit/1``) tells, for later ones to be held against."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from countermark.errors import UsageError
from countermark.model.policy import Approved, CollectionFact, DestinationFact, SignalFact, Told
from countermark.model.verdict import TriggerFactor

_HINT = "countermark audit or replay writes it with --json FILE"
_MOST_BYTES = 1 << 28


class _Read(BaseModel):
    """A part of the document; what else stands in it is not looked at."""

    model_config = ConfigDict(extra="ignore", strict=True, frozen=True)


class _Target(_Read):
    name: str


class _Profile(_Read):
    id: str


class _Signal(_Read):
    fingerprint: str = Field(pattern="^[0-9a-f]{32}$")
    bits: float = Field(ge=0, allow_inf_nan=False, strict=False)


class _Collection(_Read):
    factor: str
    form: str
    host: str


class _Destination(_Read):
    host: str
    port: int


class _Factor(_Read):
    factor: str
    levels: list[str]


class _Coverage(_Read):
    factors: list[_Factor]


class _Document(_Read):
    schema_: Literal["countermark.audit/1"] = Field(alias="schema")
    target: _Target
    profile: _Profile
    signals: list[_Signal]
    collections: list[_Collection]
    destinations: list[_Destination]
    coverage: _Coverage
    evidence_id: str


def read_approved(path: Path) -> Approved:
    """The audit whose JSON stands at ``path``.

    Raises:
        UsageError: it cannot be read, or is not of its form; names the line, or the key.
    """
    try:
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES + 1)
    except OSError as error:
        raise UsageError(f"cannot read {path}", why=error.strerror or str(error)) from error
    if len(content) > _MOST_BYTES:
        raise UsageError(f"{path} is larger than {_MOST_BYTES} bytes")
    return parse_approved(content, str(path))


def parse_approved(content: bytes, origin: str) -> Approved:
    """The same of its content.

    Raises:
        UsageError: it is not of its form; names the line, or the key.
    """
    try:
        found = _Document.model_validate(json.loads(content.decode("utf-8")))
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise UsageError(f"{origin}, line {line}: not UTF-8", hint=_HINT) from error
    except json.JSONDecodeError as error:
        raise UsageError(f"{origin}, line {error.lineno}: not JSON", why=error.msg, hint=_HINT) from error
    except RecursionError as error:
        raise UsageError(f"{origin} is not an audit", why="it is nested too deeply", hint=_HINT) from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        key = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in first["loc"]).lstrip(".")
        raise UsageError(f"{origin} is not an audit: {key or 'the file'}", why=first["msg"], hint=_HINT) from error
    return Approved(
        origin=origin,
        evidence_id=found.evidence_id,
        told=Told(
            tool=found.target.name,
            profile=found.profile.id,
            signals=tuple(SignalFact(fingerprint=one.fingerprint, bits=one.bits) for one in found.signals),
            collections=tuple(
                CollectionFact(factor=one.factor, form=one.form, host=one.host) for one in found.collections
            ),
            destinations=tuple(DestinationFact(host=one.host, port=one.port) for one in found.destinations),
            varied=tuple(TriggerFactor(factor=one.factor, levels=tuple(one.levels)) for one in found.coverage.factors),
        ),
    )
