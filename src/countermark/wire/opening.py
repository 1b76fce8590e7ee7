"""What a connection's first bytes say that is spoken on it.

Source: RFC 8446 section 5.1 (TLS records), RFC 9113 section 3.4 (HTTP/2 preface), RFC 9110 section 5.6.2 (a method is
a token), RFC 1928 section 3 (SOCKS 5), read 2026-11.
"""

from __future__ import annotations

import re
from enum import StrEnum

from countermark.wire.http2 import PREFACE

_TLS_HANDSHAKE = 0x16
_TLS_MAJOR = 0x03
_SOCKS = frozenset({0x04, 0x05})
_MAX_METHOD_BYTES = 32
_METHOD_START = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,32}(?: |\Z)")


class Opening(StrEnum):
    """``UNDECIDED`` asks for more bytes; if none come, it is ``UNKNOWN``."""

    UNDECIDED = "undecided"
    TLS = "tls"
    HTTP1 = "http/1.1"
    HTTP2 = "h2"
    SOCKS = "socks"
    UNKNOWN = "unknown"


def read_opening(first: bytes) -> Opening:
    """What is spoken, from as many first bytes as there are; never wrong about it later when more come."""
    if not first:
        return Opening.UNDECIDED
    if first[0] == _TLS_HANDSHAKE:
        if len(first) == 1:
            return Opening.UNDECIDED
        return Opening.TLS if first[1] == _TLS_MAJOR else Opening.UNKNOWN
    if first[0] in _SOCKS:
        return Opening.SOCKS
    if PREFACE.startswith(first[: len(PREFACE)]):
        return Opening.HTTP2 if len(first) >= len(PREFACE) else Opening.UNDECIDED
    return _read_method(first.lstrip(b"\r\n"))


def _read_method(first: bytes) -> Opening:
    if not first:
        return Opening.UNDECIDED
    match = _METHOD_START.match(first)
    if match is None:
        return Opening.UNKNOWN
    if match[0].endswith(b" "):
        return Opening.HTTP1
    return Opening.UNDECIDED if len(first) < _MAX_METHOD_BYTES else Opening.UNKNOWN
