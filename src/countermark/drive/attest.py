"""Makes keys, signs what a sealed audit directory says, and checks what others signed."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from countermark.drive.replay import replay
from countermark.errors import StatementError, UsageError
from countermark.model.statement import Attested, Predicate, Signed, Stated, Subject
from countermark.model.verdict import Audit
from countermark.statement import envelope
from countermark.statement.keys import has_signed, key_id, private_key, private_pem, public_key, public_pem
from countermark.statement.reading import stated
from countermark.statement.writing import payload
from countermark.store.directory import AuditDirectory

PUBLIC = ".pub"
"""Ends the name of the file with the public half of a key, beside the private one."""
_MOST_BYTES = 1 << 24


def make_key(path: Path) -> str:
    """The id of a new Ed25519 key: ``path`` holds it, for its owner alone, and the same with ``.pub`` its public half.

    Raises:
        UsageError: one of them exists, or cannot be written.
    """
    key = Ed25519PrivateKey.generate()
    public = path.with_name(path.name + PUBLIC)
    if public.exists():
        raise UsageError(f"{public} exists", why="a key is never written over")
    for name, content, mode in ((path, private_pem(key), 0o600), (public, public_pem(key.public_key()), 0o644)):
        try:
            number = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        except FileExistsError as error:
            raise UsageError(f"{name} exists", why="a key is never written over") from error
        except OSError as error:
            raise UsageError(f"cannot write {name}", why=error.strerror or str(error)) from error
        with os.fdopen(number, "wb") as file:
            file.write(content)
    return key_id(key.public_key())


def attest(audit: Audit, key_file: Path, predicates: Sequence[Predicate]) -> str:
    """One signed envelope a line for each predicate, all dated now."""
    key = private_key(_content(key_file), str(key_file))
    name = key_id(key.public_key())
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    bodies = (payload(audit, predicate, now) for predicate in predicates)
    return "".join(f"{envelope.write(body, name, key.sign(envelope.signed_bytes(body)))}\n" for body in bodies)


@dataclass(frozen=True, slots=True, kw_only=True)
class Checks:
    """What a file of statements is checked against: keys, an audit directory, and its verdict rebuilt."""

    keys: Sequence[Path]
    against: Path | None = None
    replayed: bool = False


def check(path: Path, checks: Checks) -> Attested:
    """What the statements in a file say, every one of them signed by a given key and true of the directory.

    Raises:
        StatementError: one is forged, damaged or contradicts itself, another, or the audit directory.
        AuditDirectoryError: the directory is not what its sums say.
        UsageError: the file or a key cannot be read.
    """
    keys = {key_id(key): key for key in (public_key(_content(name), str(name)) for name in checks.keys)}
    lines = [line for line in enumerate(_content(path).split(b"\n"), 1) if line[1].strip()]
    if not lines:
        raise StatementError(f"{path} is empty")
    read = [_signed(line, f"{path}, line {number}", keys) for number, line in lines]
    signed = tuple(one for one in read if one is not None)
    if not signed:
        raise StatementError(
            f"{path} is not signed by a key that was given", why=f"given: {', '.join(keys)}", hint="--key FILE"
        )
    first = signed[0].stated
    for one in signed[1:]:
        if _about(one.stated) != _about(first):
            raise StatementError(f"the statements in {path} contradict one another", why=_unlike(one.stated, first))
    if checks.against is not None:
        _compare(first, checks.against, path, replayed=checks.replayed)
    return Attested(
        signed=signed,
        passed_over=len(read) - len(signed),
        directory="" if checks.against is None else str(checks.against),
        replayed=checks.replayed,
    )


def _signed(line: bytes, origin: str, keys: dict[str, Ed25519PublicKey]) -> Signed | None:
    """The statement with the key that signed it; ``None`` where that is none of ``keys``, nor says to be."""
    found = envelope.read(line, origin)
    for signature in found.signatures:
        for name, key in keys.items():
            # The key id is a hint of the signer's and decides nothing: every key is tried.
            if has_signed(key, signature.value, found.signed_bytes):
                return Signed(stated=stated(found.payload, origin), key_id=name)
    named = [signature.key_id for signature in found.signatures if signature.key_id in keys]
    if named:
        raise StatementError(
            f"{origin} is forged", why=f"it names the key {named[0]}, which did not sign what stands there"
        )
    return None


def _about(one: Stated) -> tuple[object, ...]:
    return sorted(one.subjects), one.purl, one.evidence_id, one.verdict


def _unlike(one: Stated, other: Stated) -> str:
    for name in ("evidence_id", "verdict", "purl", "subjects"):
        if getattr(one, name) != getattr(other, name):
            return f"{name.replace('_', ' ')} is {getattr(one, name)} in one and {getattr(other, name)} in another"
    return "they differ"


def _compare(said: Stated, directory: Path, origin: Path, *, replayed: bool) -> None:
    with AuditDirectory.open_sealed(directory) as opened:
        evidence_id, target = opened.evidence_id, opened.inputs.target
    if said.evidence_id != evidence_id:
        raise StatementError(
            f"{origin} is about other evidence than {directory}",
            why=f"it names {said.evidence_id}, and the SHA256SUMS there is {evidence_id}",
        )
    artifacts = {Subject(name=item.name, sha256=item.sha256) for item in target.artifacts}
    strange = {item.sha256 for item in said.subjects} ^ {item.sha256 for item in artifacts}
    if strange:
        raise StatementError(
            f"{origin} is about other artifacts than {directory}", why=f"only one of them names {min(strange)}"
        )
    if replayed and (verdict := replay(directory).verdict) is not said.verdict:
        raise StatementError(
            f"{origin} says {said.verdict.value}", why=f"the evidence in {directory} gives {verdict.value}"
        )


def _content(path: Path) -> bytes:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UsageError(f"cannot read {path}", why=error.strerror or str(error)) from error
    if len(content) > _MOST_BYTES:
        raise UsageError(f"{path} is larger than {_MOST_BYTES} bytes")
    return content
