"""Ed25519 keys as PEM, and the id by which statements name them."""

from __future__ import annotations

import hashlib

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from countermark.errors import UsageError

_HINT = "countermark attest --new-key FILE makes one"


def private_key(pem: bytes, origin: str) -> Ed25519PrivateKey:
    """The signing key that a PKCS #8 PEM text holds.

    Raises:
        UsageError: it holds none, or one that is of another kind or asks for a password.
    """
    try:
        found = serialization.load_pem_private_key(pem, password=None)
    except TypeError as error:
        raise UsageError(f"{origin} is encrypted", why="keys with a password are not read", hint=_HINT) from error
    except (ValueError, UnsupportedAlgorithm) as error:
        raise UsageError(f"{origin} holds no private key", why="it is no PKCS #8 in PEM", hint=_HINT) from error
    if not isinstance(found, Ed25519PrivateKey):
        raise UsageError(f"{origin} holds a key of another kind", why="statements are signed with Ed25519", hint=_HINT)
    return found


def public_key(pem: bytes, origin: str) -> Ed25519PublicKey:
    """The public key that a PEM text holds.

    Raises:
        UsageError: it holds none, or one that is of another kind.
    """
    if b"PRIVATE KEY" in pem:
        raise UsageError(f"{origin} is a private key", hint="verify with the .pub file beside it, and keep this one")
    try:
        found = serialization.load_pem_public_key(pem)
    except (ValueError, UnsupportedAlgorithm) as error:
        raise UsageError(f"{origin} holds no public key", why="it is no PEM of a public key") from error
    if not isinstance(found, Ed25519PublicKey):
        raise UsageError(f"{origin} holds a key of another kind", why="statements are signed with Ed25519")
    return found


def key_id(key: Ed25519PublicKey) -> str:
    """``sha256:`` and the digest of the key's SubjectPublicKeyInfo, the same however its PEM is written."""
    der = key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return f"sha256:{hashlib.sha256(der).hexdigest()}"


def private_pem(key: Ed25519PrivateKey) -> bytes:
    """PKCS #8 in PEM, without a password."""
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def public_pem(key: Ed25519PublicKey) -> bytes:
    """SubjectPublicKeyInfo in PEM."""
    return key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)


def has_signed(key: Ed25519PublicKey, signature: bytes, content: bytes) -> bool:
    """Whether ``signature`` is that of ``content`` by the key."""
    try:
        key.verify(signature, content)
    except InvalidSignature:
        return False
    return True
