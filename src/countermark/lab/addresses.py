"""Public-looking addresses for names, the same for the same name in every run."""

from __future__ import annotations

import hashlib
import ipaddress
from collections.abc import Callable

# First octets within which large hosting companies and content networks announce most of their space, none of
# them reserved. Source: IANA IPv4 Address Space Registry and IANA IPv4 Special-Purpose Registry (read 2026-11).
_FIRST_OCTETS = (13, 18, 20, 23, 34, 35, 44, 52, 54, 104, 142, 151, 184, 199)
# Source: IANA IPv6 Global Unicast Address Assignments (read 2026-11): prefixes of content networks.
_V6_PREFIXES = (0x26064700, 0x2A044E42, 0x26001901, 0x2A001450)


class Addresses:
    """Which name each address was given for; two names never share one."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}

    def v4(self, name: str) -> str:
        """The IPv4 address of ``name``."""
        return self._claim(name, _v4)

    def v6(self, name: str) -> str:
        """The IPv6 address of ``name``."""
        return self._claim(name, _v6)

    def name(self, address: str) -> str:
        """The name that was answered with ``address``; empty where none was."""
        return self._names.get(address, "")

    def _claim(self, name: str, derive: Callable[[str, int], str]) -> str:
        attempt = 0
        while True:
            address = derive(name, attempt)
            if self._names.setdefault(address, name) == name:
                return address
            attempt += 1


def _v4(name: str, attempt: int) -> str:
    digest = _digest(name, attempt)
    octets = (_FIRST_OCTETS[digest[0] % len(_FIRST_OCTETS)], digest[1], digest[2], 1 + digest[3] % 254)
    return ".".join(str(octet) for octet in octets)


def _v6(name: str, attempt: int) -> str:
    digest = _digest(name, attempt)
    prefix = _V6_PREFIXES[digest[0] % len(_V6_PREFIXES)]
    low = int.from_bytes(digest[1:5], "big")
    return str(ipaddress.IPv6Address((prefix << 96) | (digest[5] << 64) | low))


def _digest(name: str, attempt: int) -> bytes:
    return hashlib.sha256(f"{name.lower()}#{attempt}".encode("utf-8", "surrogatepass")).digest()
