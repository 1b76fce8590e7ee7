"""DSSE envelopes: what is signed, how it is written, and what is no envelope.

Source: DSSE 1.0.2, https://github.com/secure-systems-lab/dsse, protocol.md and envelope.md, 2026-11; the payload type:
https://github.com/in-toto/attestation/blob/main/spec/v1/envelope.md, 2026-11.
"""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass

from countermark.errors import StatementError
from countermark.statement.strict_json import object_of

PAYLOAD_TYPE = "application/vnd.in-toto+json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """Signed bytes; ``key_id`` is a hint that nothing vouches for, and may be empty."""

    key_id: str
    value: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """A payload with its signatures, none of them verified."""

    payload: bytes
    payload_type: str
    signatures: tuple[Signature, ...]

    @property
    def signed_bytes(self) -> bytes:
        """The pre-authentication encoding (PAE), which is what is signed."""
        return signed_bytes(self.payload, self.payload_type)


def signed_bytes(payload: bytes, payload_type: str = PAYLOAD_TYPE) -> bytes:
    """The pre-authentication encoding of a payload and its type."""
    kind = payload_type.encode()
    return b"DSSEv1 %d %b %d %b" % (len(kind), kind, len(payload), payload)


def write(payload: bytes, key_id: str, signature: bytes) -> str:
    """The envelope as one line of JSON, without a line end."""
    signatures = [{"keyid": key_id, "sig": base64.b64encode(signature).decode()}]
    body = base64.b64encode(payload).decode()
    return json.dumps({"payload": body, "payloadType": PAYLOAD_TYPE, "signatures": signatures}, separators=(",", ":"))


def read(text: bytes, origin: str) -> Envelope:
    """The envelope that ``text`` is; unknown keys are let pass, as the standard asks.

    Raises:
        StatementError: it is none; names ``origin``.
    """
    found = object_of(text, origin)
    payload, kind, signatures = found.get("payload"), found.get("payloadType"), found.get("signatures")
    if not isinstance(payload, str) or not isinstance(kind, str) or not isinstance(signatures, list):
        raise StatementError(
            f"{origin} is no DSSE envelope", why="payload and payloadType are texts, signatures is a list"
        )
    if kind != PAYLOAD_TYPE:
        raise StatementError(f"{origin} holds no in-toto statement", why=f"its payloadType is not {PAYLOAD_TYPE}")
    if not signatures:
        raise StatementError(f"{origin} is not signed", why="its list of signatures is empty")
    return Envelope(
        payload=_bytes(payload, origin),
        payload_type=kind,
        signatures=tuple(_signature(one, origin) for one in signatures),
    )


def _signature(found: object, origin: str) -> Signature:
    value = found.get("sig") if isinstance(found, dict) else None
    key_id = (found.get("keyid") or "") if isinstance(found, dict) else None
    if not isinstance(value, str) or not isinstance(key_id, str):
        raise StatementError(f"{origin} has a signature that is none", why="sig and keyid are texts")
    return Signature(key_id=key_id, value=_bytes(value, origin))


def _bytes(text: str, origin: str) -> bytes:
    """Base64 in either alphabet, as verifiers must accept."""
    try:
        return base64.b64decode(text.replace("-", "+").replace("_", "/"), validate=True)
    except (binascii.Error, ValueError) as error:
        raise StatementError(f"{origin} is damaged", why=f"not base64: {error}") from error
