"""TLS spoken over bytes in memory, with whatever name the client asks for.

Source: ssl.MemoryBIO and SSLContext.sni_callback in Python's documentation; RFC 6066 (server name), RFC 7301 (ALPN).
"""

from __future__ import annotations

import contextlib
import ssl
from dataclasses import dataclass

from countermark.lab.certificates import Leaves

_READ_BYTES = 65_536


@dataclass(frozen=True, slots=True, kw_only=True)
class Decrypted:
    """What one piece of ciphertext gave. ``failed`` says why nothing more will come; ``closed`` by the client."""

    plain: tuple[bytes, ...] = ()
    established: bool = False
    closed: bool = False
    failed: str = ""


class ServerTls:
    """The server's side of one TLS connection."""

    def __init__(self, leaves: Leaves, fallback_name: str) -> None:
        """``fallback_name`` is the certificate's name where the client sends none."""
        self._incoming, self._outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self._leaves = leaves
        self._shaken = False
        fallback = leaves.unnamed_context(fallback_name)
        self._spoken = fallback.wrap_bio(self._incoming, self._outgoing, server_side=True)

    @property
    def server_name(self) -> str:
        """The name that the client sent; empty where it sent none."""
        return self._leaves.name_of(self._spoken.context)

    @property
    def alpn(self) -> str:
        """The application protocol agreed on; empty where none was."""
        return self._spoken.selected_alpn_protocol() or ""

    def receive(self, data: bytes) -> Decrypted:
        """What ``data`` gives. Total: whatever is no TLS is a failure with its reason."""
        self._incoming.write(data)
        plain: list[bytes] = []
        established = not self._shaken
        try:
            if not self._shaken:
                self._spoken.do_handshake()
                self._shaken = True
            while piece := self._spoken.read(_READ_BYTES):
                plain.append(piece)
            return Decrypted(plain=tuple(plain), established=established, closed=True)
        except ssl.SSLWantReadError:
            return Decrypted(plain=tuple(plain), established=self._shaken and established)
        except ssl.SSLZeroReturnError:
            return Decrypted(plain=tuple(plain), established=self._shaken and established, closed=True)
        except (ssl.SSLError, ValueError, OSError) as error:
            return Decrypted(plain=tuple(plain), failed=str(error) or type(error).__name__)

    def encrypt(self, data: bytes) -> None:
        """``data`` goes to the client with the next ``take``, unless the client has made that impossible."""
        if self._shaken and data:
            with contextlib.suppress(ssl.SSLError):
                self._spoken.write(data)

    def finish(self) -> None:
        """A close notification goes to the client with the next ``take``."""
        try:
            self._spoken.unwrap()
        except (ssl.SSLError, ValueError, OSError):
            return  # the client has not said goodbye yet, and need not

    def take(self) -> bytes:
        """The ciphertext to send now."""
        return self._outgoing.read()
