"""The record of what was taken out of a text (``countermark.canonical/1``), by which it is put back to the byte.

It is read and written without the libraries of the other forms: the scanner is usable alone.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from countermark.errors import IntegrityError, UsageError
from countermark.text.canonical import Canonical
from countermark.text.splices import NotSpliced, Splice, restored

FORM = "countermark.canonical/1"
Json = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class CanonicalRecord:
    """What was spliced, and the digests of the text before and after."""

    original_sha256: str
    canonical_sha256: str
    splices: tuple[Splice, ...]

    def undo(self, data: bytes) -> bytes:
        """The original of a canonical text.

        Raises:
            IntegrityError: it is not the text of which the record tells.
        """
        hint = "restore from the file as it was written, with its own record"
        if _sha256(data) != self.canonical_sha256:
            raise IntegrityError("this is not the canonical text of the record", why="its digest differs", hint=hint)
        try:
            found = restored(data, self.splices)
        except NotSpliced as error:
            raise IntegrityError("the record does not fit its own text", why=str(error), hint=hint) from error
        if _sha256(found) != self.original_sha256:
            raise IntegrityError("the record does not restore its original", why="its digest differs", hint=hint)
        return found


def record_text(original: bytes, made: Canonical, *, version: str, level_bits: float) -> str:
    """The record, in ASCII, so that nothing can hide in it; bytes that are no UTF-8 are half surrogates."""
    at = 0
    splices: list[Json] = []
    for one in made.splices:
        splices.append(
            {
                "byte": one.start,
                "canonical_byte": one.start + at,
                "old": _text(one.old),
                "new": _text(one.new),
                "channels": list(one.channels),
            }
        )
        at += one.shift
    found: Json = {
        "schema": FORM,
        "version": version,
        "level_bits": level_bits,
        "original": {"sha256": _sha256(original), "bytes": len(original)},
        "canonical": {"sha256": _sha256(made.data), "bytes": len(made.data)},
        "splices": splices,
        "left": [
            {"channel": one.channel, "kind": one.kind, "marks_total": one.marks_total, "why": one.why}
            for one in made.left
        ],
    }
    return json.dumps(found, ensure_ascii=True, indent=1) + "\n"


def read_record(path: Path) -> CanonicalRecord:
    """A record that was written.

    Raises:
        UsageError: it cannot be read, or is not of the form.
    """
    try:
        found = json.loads(path.read_bytes())
    except OSError as error:
        raise UsageError(f"cannot read {path}", why=error.strerror or str(error)) from error
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{path} is no JSON", why=str(error)) from error
    try:
        if found["schema"] != FORM:
            raise ValueError(f"its schema is {found['schema']!r}")  # noqa: TRY301 -- told as whatever else is not of the form
        return CanonicalRecord(
            original_sha256=str(found["original"]["sha256"]),
            canonical_sha256=str(found["canonical"]["sha256"]),
            splices=tuple(
                Splice(
                    start=int(one["byte"]),
                    old=_bytes(one["old"]),
                    new=_bytes(one["new"]),
                    channels=tuple(map(str, one["channels"])),
                )
                for one in found["splices"]
            ),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise UsageError(f"{path} is no record of {FORM}", why=str(error)) from error


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def schema() -> str:
    """The JSON Schema of the record."""
    count: Json = {"type": "integer", "minimum": 0}
    text: Json = {"type": "string"}
    digest = _object(sha256={"type": "string", "pattern": "^[0-9a-f]{64}$"}, bytes=count)
    splice = _object(
        byte=count | {"description": "where old began in the original"},
        canonical_byte=count | {"description": "where new begins in the canonical text"},
        old=text | {"description": "bytes that are no UTF-8 as U+DC80 to U+DCFF, as Python's surrogateescape has them"},
        new=text,
        channels={"type": "array", "items": text},
    )
    left = _object(channel=text, kind=text, marks_total=count, why=text)
    whole = _object(
        schema={"const": FORM},
        version=text,
        level_bits={"type": "number", "minimum": 0},
        original=digest,
        canonical=digest,
        splices={"type": "array", "items": splice},
        left={"type": "array", "items": left},
    )
    dialect = "https://json-schema.org/draft/2020-12/schema"
    return json.dumps({"$schema": dialect, "title": FORM, **whole}, indent=2) + "\n"


def _object(**properties: Json) -> Json:
    return {"type": "object", "required": list(properties), "additionalProperties": False, "properties": properties}
