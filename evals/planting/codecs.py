"""The encodings of the planted lists, written apart from the decoders that Countermark brings along."""

from __future__ import annotations

import base64
import gzip
import zlib
from random import Random

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def b64(data: str | bytes) -> str:
    """Base64."""
    return base64.b64encode(_bytes(data)).decode()


def b64url(data: str) -> str:
    """Base64 for URLs, not padded."""
    return base64.urlsafe_b64encode(data.encode()).decode().rstrip("=")


def b32(data: str) -> str:
    """Base32."""
    return base64.b32encode(data.encode()).decode()


def own_base64(data: str, alphabet: str) -> str:
    """Base64 in another alphabet, not padded."""
    return b64(data).rstrip("=").translate(str.maketrans(ALPHABET, alphabet))


def xor(data: str | bytes, key: bytes) -> bytes:
    """Every byte with the key's, which repeats."""
    return bytes(byte ^ key[place % len(key)] for place, byte in enumerate(_bytes(data)))


def rotated(text: str, by: int) -> str:
    """Caesar's cipher on letters."""
    moved = _LETTERS[by:] + _LETTERS[:by]
    return text.translate(str.maketrans(_LETTERS + _LETTERS.upper(), moved + moved.upper()))


def percent(text: str) -> str:
    """Every character percent-encoded."""
    return "".join(f"%{ord(char):02x}" for char in text)


def gzipped(text: str) -> bytes:
    """Gzip, the same bytes on every day."""
    return gzip.compress(text.encode(), mtime=0)


def raw_deflated(text: str) -> bytes:
    """Deflate without a header."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(text.encode()) + packer.flush()


def rc4(data: bytes, key: bytes) -> bytes:
    """RC4."""
    state, j = list(range(256)), 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out, i, j = bytearray(), 0, 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)


def fnv1a(text: str, start: int = 2166136261) -> int:
    """FNV-1a in 32 bits."""
    value = start
    for byte in text.encode():
        value = (value ^ byte) * 16777619 % 2**32
    return value


def some_bytes(random: Random, size: int) -> bytes:
    """So many bytes."""
    return random.randbytes(size)


def _bytes(data: str | bytes) -> bytes:
    return data.encode() if isinstance(data, str) else data
