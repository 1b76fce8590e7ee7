"""What a value looks like once it was hashed with a common function."""

from __future__ import annotations

import base64
import hashlib
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

ALGORITHMS = ("md5", "sha1", "sha224", "sha256", "sha384", "sha512")
"""Source: RFC 1321, FIPS 180-4."""

MIN_PREFIX = 8
"""Hexadecimal digits of a cut digest that are still taken for it: 32 bits."""

# Offset basis and prime. Source: RFC 9923 «The FNV Non-Cryptographic Hash Algorithm», 5; drafts since 2012.
_FNV = {32: (0x811C9DC5, 0x01000193), 64: (0xCBF29CE484222325, 0x100000001B3)}


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestForm:
    """One digest of a value: the name of its form, and its text (hexadecimal in lower case)."""

    name: str
    text: str
    is_hex: bool


@lru_cache(maxsize=8192)
def digest_forms(value: str) -> tuple[DigestForm, ...]:
    """Digests of ``value``, of its lower case, and of it with a line end (as ``echo value | sha256sum`` does)."""
    spellings = {value: "", value.lower(): " of the lower case", f"{value}\n": " with a line end"}
    forms: dict[str, DigestForm] = {}
    for spelling, note in spellings.items() if value else ():
        for form in _forms(spelling.encode("utf-8", "surrogatepass"), "" if spelling == value else note):
            forms.setdefault(form.text, form)
    return tuple(forms.values())


def _forms(data: bytes, note: str) -> Iterator[DigestForm]:
    for algorithm in ALGORITHMS:
        digest = hashlib.new(algorithm, data, usedforsecurity=False).digest()
        yield DigestForm(name=f"{algorithm}{note}", text=digest.hex(), is_hex=True)
        for kind, encode in (("base64", base64.b64encode), ("base64url", base64.urlsafe_b64encode)):
            text = encode(digest).decode().rstrip("=")
            yield DigestForm(name=f"{algorithm}{note}, {kind}", text=text, is_hex=False)
    numbers = ("crc32", zlib.crc32(data), 8), ("fnv1a-32", fnv1a(data, 32), 8), ("fnv1a-64", fnv1a(data, 64), 16)
    for name, number, width in numbers:
        yield DigestForm(name=f"{name}{note}", text=f"{number:0{width}x}", is_hex=True)
        yield DigestForm(name=f"{name}{note}, decimal", text=str(number), is_hex=False)


def fnv1a(data: bytes, bits: int) -> int:
    """FNV-1a of 32 or 64 bits."""
    value, prime = _FNV[bits]
    for byte in data:
        value = (value ^ byte) * prime % (1 << bits)
    return value
