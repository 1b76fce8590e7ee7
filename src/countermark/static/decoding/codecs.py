"""Ways of writing bytes in a literal. Each decoder is total: ``None`` for what is not so written."""

from __future__ import annotations

import base64
import binascii
import re
import string
from collections.abc import Callable
from dataclasses import dataclass

from countermark.text.encodings.base64 import decoded_bytes
from countermark.text.encodings.html_entity import HTML_ENTITY
from countermark.text.encodings.json_string import JSON_STRING
from countermark.text.encodings.percent import PERCENT

_HEX = re.compile(r"(?:[0-9a-fA-F]{2})+|(?:(?:\\x|0x|%|\b)[0-9a-fA-F]{2}(?:[\s,:;_-]{1,2}|(?=[\\%]|$)))+")
_HEX_PAIR = re.compile(r"(?:\\x|0x|%)?([0-9a-fA-F]{2})")
_BASE32 = re.compile(r"(?:[A-Z2-7]{2,}|[a-z2-7]{2,})={0,6}")
_BASE32_HEX = re.compile(r"(?:[0-9A-V]{2,}|[0-9a-v]{2,})={0,6}")
_DECIMAL = re.compile(r"\[?\s*\d{1,3}(?:(?:\s*[,;:|-]\s*|\s+)\d{1,3}){2,}\s*\]?|\d{1,3}(?:\.\d{1,3}){15,}")
_BINARY = re.compile(r"(?:[01]{8}[\s,]*)+")
_OCTAL = re.compile(r"(?:\\[0-3]?[0-7]{2})+")
_ASCII85 = re.compile(r"(?:<~)?[!-uz]+(?:~>)?")
_BASE85 = re.compile(r"[0-9A-Za-z!#$%&()*+;<=>?@^_`{|}~-]+")
_Z85 = re.compile(r"[0-9A-Za-z.\-:+=^!/*?&<>()\[\]{}@%$#]+")
_DATA_URL = re.compile(r"data:[\w.+/;=-]*?;base64,(?P<body>[A-Za-z0-9+/_-]+={0,2})")
_ONE_BYTE = 0xFF

# Source: ZeroMQ RFC 32/Z85; Python's base64.b85encode has the same digits in another order (RFC 1924).
_Z85_DIGITS = string.digits + string.ascii_lowercase + string.ascii_uppercase + ".-:+=^!/*?&<>()[]{}@%$#"
_B85_DIGITS = string.digits + string.ascii_uppercase + string.ascii_lowercase + "!#$%&()*+-;<=>?@^_`{|}~"
_Z85_TO_B85 = str.maketrans(_Z85_DIGITS, _B85_DIGITS)
# Source: RFC 4648, 6 and 7.
_BASE32_HEX_TO_BASE32 = str.maketrans("0123456789ABCDEFGHIJKLMNOPQRSTUV", "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
BASE64_DIGITS = string.ascii_uppercase + string.ascii_lowercase + string.digits + "+/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Codec:
    """A way of writing bytes in other characters; ``name`` is how the chain of decoders says it."""

    name: str
    decode: Callable[[str], bytes | None]


def _base64(text: str) -> bytes | None:
    match = _DATA_URL.fullmatch(text) if text.startswith("data:") else None
    body = match["body"] if match else text
    return decoded_bytes(body if body.isalnum() else "".join(body.split()))


def _hex(text: str) -> bytes | None:
    if not _HEX.fullmatch(text):
        return None
    return bytes.fromhex("".join(_HEX_PAIR.findall(text)))


def _base32(text: str) -> bytes | None:
    return _rfc4648_32(text.upper().rstrip("=")) if _BASE32.fullmatch(text) else None


def _base32_hex(text: str) -> bytes | None:
    if not _BASE32_HEX.fullmatch(text):
        return None
    return _rfc4648_32(text.upper().rstrip("=").translate(_BASE32_HEX_TO_BASE32))


def _rfc4648_32(body: str) -> bytes | None:
    try:
        return base64.b32decode(body + "=" * (-len(body) % 8))
    except (binascii.Error, ValueError):
        return None


def _ascii85(text: str) -> bytes | None:
    if not _ASCII85.fullmatch(text) or text.isalnum():
        return None
    try:
        return base64.a85decode(text.removeprefix("<~").removesuffix("~>"))
    except (ValueError, OverflowError):
        return None


def _base85(text: str) -> bytes | None:
    if not _BASE85.fullmatch(text) or text.isalnum():
        return None
    try:
        return base64.b85decode(text)
    except (ValueError, OverflowError):
        return None


def _z85(text: str) -> bytes | None:
    return _base85(text.translate(_Z85_TO_B85)) if _Z85.fullmatch(text) and not text.isalnum() else None


def _decimal(text: str) -> bytes | None:
    if not _DECIMAL.fullmatch(text):
        return None
    numbers = [int(number) for number in re.findall(r"\d+", text)]
    return bytes(numbers) if max(numbers) <= _ONE_BYTE else None


def _binary(text: str) -> bytes | None:
    if not _BINARY.fullmatch(text):
        return None
    return bytes(int(digits, 2) for digits in re.findall("[01]{8}", text))


def _octal(text: str) -> bytes | None:
    return bytes(int(digits, 8) for digits in re.findall("[0-7]+", text)) if _OCTAL.fullmatch(text) else None


def _percent(text: str) -> bytes | None:
    if "://" in text or text.count("%") * 6 < len(text):
        return None  # in a URL, everything that is not ASCII has to be written so
    return _as_bytes(PERCENT.decode(text))


def _escapes(text: str) -> bytes | None:
    if (text.count("\\u") + text.count("\\x")) * 9 < len(text):
        return None
    return _as_bytes(JSON_STRING.decode(text))


def _entities(text: str) -> bytes | None:
    if text.count("&") * 10 < len(text):
        return None
    return _as_bytes(HTML_ENTITY.decode(text))


def _as_bytes(text: str | None) -> bytes | None:
    return None if text is None else text.encode("utf-8", "surrogatepass")


def custom_base64(digits: str) -> Codec:
    """Base64 with ``digits`` (64 different characters) in the place of the usual ones."""
    table = str.maketrans(digits, BASE64_DIGITS)

    def decode(text: str) -> bytes | None:
        return decoded_bytes(text.rstrip("=").translate(table)) if not set(text.rstrip("=")) - set(digits) else None

    return Codec(name=f"base64 with the digits {digits[:6]}…{digits[-4:]}", decode=decode)


HEX = Codec(name="hex", decode=_hex)
BASE64 = Codec(name="base64", decode=_base64)
# Those with the fewest digits first: what is hex is base64 too, and hardly ever meant so.
ALL = (
    Codec(name="binary digits", decode=_binary),
    HEX,
    Codec(name="decimal codes", decode=_decimal),
    Codec(name="octal escapes", decode=_octal),
    Codec(name="base32", decode=_base32),
    Codec(name="base32hex", decode=_base32_hex),
    BASE64,
    Codec(name="percent", decode=_percent),
    Codec(name="string escapes", decode=_escapes),
    Codec(name="character references", decode=_entities),
    Codec(name="ascii85", decode=_ascii85),
    Codec(name="base85", decode=_base85),
    Codec(name="z85", decode=_z85),
)
