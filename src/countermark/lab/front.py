"""The one door through which every TCP connection of the tool comes in."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable
from typing import cast

from countermark.lab.connections import Channel, House
from countermark.lab.network import FRONT_PORT, families, listener, original_destination

_BACKLOG = 4096


class Front:
    """Listens on the front port, and on the loopback ports that a level names."""

    def __init__(self, house: House, fail: Callable[[str], None]) -> None:
        """``fail`` is called where our own code broke: nothing may then be said about the tool."""
        self.house, self.fail = house, fail
        self.open: set[Incoming] = set()
        self._servers: list[asyncio.Server] = []
        self._empty = asyncio.Event()

    async def listen(self, loopback_ports: tuple[int, ...]) -> None:
        """Connections are taken from now on."""
        loop = asyncio.get_running_loop()
        for port in (FRONT_PORT, *loopback_ports):
            for family in families():
                server = await loop.create_server(lambda: Incoming(self), sock=listener(family, port), backlog=_BACKLOG)
                self._servers.append(server)

    async def drain(self, at_most_s: float) -> None:
        """The tool has ended: what it had still sent is read, until every connection is closed."""
        for _ in range(3):  # connections that wait to be accepted are, by one round of the loop
            await asyncio.sleep(0)
        if self.open:
            self._empty.clear()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._empty.wait(), at_most_s)

    def forget(self, incoming: Incoming) -> None:
        """``incoming`` is over."""
        self.open.discard(incoming)
        if not self.open:
            self._empty.set()

    def close(self) -> None:
        """No connection is left."""
        for server in self._servers:
            server.close()
        for incoming in tuple(self.open):
            incoming.abort()


class Incoming(asyncio.Protocol):
    """One TCP connection."""

    def __init__(self, front: Front) -> None:
        self._front = front
        self._transport: asyncio.Transport | None = None
        self._channel: Channel | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The kernel is asked where the tool had meant to go."""
        self._transport = cast("asyncio.Transport", transport)
        self._front.open.add(self)
        meant = original_destination(transport.get_extra_info("socket"))
        house = self._front.house
        host = house.addresses.name(meant.address) or meant.address
        record = house.journal.open(meant.address, meant.port, host)
        self._channel = Channel(house, record, self)

    def data_received(self, data: bytes) -> None:
        """Hostile bytes are the layers' business; if one of them breaks, that is our failure, said as such."""
        journal = self._front.house.journal
        if journal.over:
            self.abort()
            return
        began = time.thread_time()
        try:
            if self._channel is not None:
                self._channel.feed(data)
        except Exception as error:  # noqa: BLE001 -- the boundary between the tool's bytes and our faults
            self._broke(error)
        # The loop's timers wait while connections are served, so that no time limit ends a flood of hard work.
        journal.answering(time.thread_time() - began)

    def eof_received(self) -> bool:
        """The client may still want its answers: the connection stays half open."""
        try:
            if self._channel is not None:
                self._channel.ended()
        except Exception as error:  # noqa: BLE001 -- as above
            self._broke(error)
        return False

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 -- asyncio's signature
        """The connection is over, however it ended."""
        self._front.forget(self)

    def pause_writing(self) -> None:
        """A client that does not read is not read from either."""
        if self._transport is not None and not self._transport.is_closing():
            self._transport.pause_reading()

    def resume_writing(self) -> None:
        """It reads again."""
        if self._transport is not None and not self._transport.is_closing():
            self._transport.resume_reading()

    def send(self, data: bytes) -> None:
        """``data`` goes to the client."""
        if self._transport is not None and not self._transport.is_closing():
            self._transport.write(data)

    def close(self) -> None:
        """What was written is sent, then the connection ends."""
        if self._transport is not None:
            self._transport.close()

    def abort(self) -> None:
        """The connection ends at once."""
        if self._transport is not None:
            self._transport.abort()

    def _broke(self, error: Exception) -> None:
        self._front.fail(f"a connection broke our own code: {type(error).__name__}: {error}")
        self.abort()
