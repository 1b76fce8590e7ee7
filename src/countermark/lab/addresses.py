"""Public-looking addresses for names, the same for the same name in every run."""

from __future__ import annotations

import hashlib

# First octets within which large hosting companies and content networks announce most of their space, none of
# them reserved. Source: IANA IPv4 Address Space Registry and IANA IPv4 Special-Purpose Registry (read 2026-11).
_FIRST_OCTETS = (13, 18, 20, 23, 34, 35, 44, 52, 54, 104, 142, 151, 184, 199)


class Addresses:
    """Which name each address was given for; two names never share one."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}

    def v4(self, name: str) -> str:
        """The IPv4 address of ``name``."""
        attempt = 0
        while True:
            address = _v4(name, attempt)
            if self._names.setdefault(address, name) == name:
                return address
            attempt += 1

    def name(self, address: str) -> str:
        """The name that was answered with ``address``; empty where none was."""
        return self._names.get(address, "")


def _v4(name: str, attempt: int) -> str:
    digest = _digest(name, attempt)
    octets = (_FIRST_OCTETS[digest[0] % len(_FIRST_OCTETS)], digest[1], digest[2], 1 + digest[3] % 254)
    return ".".join(str(octet) for octet in octets)


def _digest(name: str, attempt: int) -> bytes:
    return hashlib.sha256(f"{name.lower()}#{attempt}".encode("utf-8", "surrogatepass")).digest()
