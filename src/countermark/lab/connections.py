"""What one connection speaks is found out by peeking, layer by layer: TLS, proxy, HTTP, DNS, or nothing we know.

A ``Channel`` is a stream of plain bytes in both directions, which it records. TLS and CONNECT put another
channel inside. Whatever the client sends, nothing here raises: what follows no rule is recorded as unknown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from countermark.lab.addresses import Addresses
from countermark.lab.certificates import Leaves
from countermark.lab.dns import PORT as DNS_PORT
from countermark.lab.dns import NameServer
from countermark.lab.journal import Journal, OpenConnection
from countermark.lab.providers import Providers
from countermark.lab.tls import ServerTls
from countermark.model.run import Direction
from countermark.wire.authority import read_target
from countermark.wire.http1 import Http1Machine
from countermark.wire.http2 import Http2Machine
from countermark.wire.messages import (
    ConnectReceived,
    Event,
    Reply,
    Request,
    RequestReceived,
    WebSocketMessage,
    WebSocketRequested,
)
from countermark.wire.opening import Opening, read_opening
from countermark.wire.websocket import WebSocketMachine, accept, as_request

# A proxy behind a proxy is known; whoever goes deeper than this wants to see us run out of stack.
_MOST_TUNNELS = 8
_DNS_PORTS = (DNS_PORT, 853)  # RFC 7766 and, inside of TLS, RFC 7858


class Below(Protocol):
    """What carries a channel."""

    def send(self, data: bytes) -> None:
        """``data`` goes to the client."""

    def close(self) -> None:
        """Nothing more goes to the client."""


class Speaker(Protocol):
    """One protocol's side of a channel."""

    def feed(self, data: bytes) -> None:
        """The client sent ``data``."""

    def ended(self) -> None:
        """The client sends nothing more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """What all connections of a run share."""

    journal: Journal
    addresses: Addresses
    leaves: Leaves
    names: NameServer
    providers: Providers


class Channel:
    """Plain bytes with a record; who speaks on it is decided by the first of them."""

    def __init__(self, house: House, record: OpenConnection, below: Below, tunnels: int = 0) -> None:
        """``tunnels`` is how many the bytes have come through."""
        self.house, self.record, self.below, self.tunnels = house, record, below, tunnels
        self._head = b""
        self._speaker: Speaker | None = None

    def feed(self, data: bytes) -> None:
        """The client sent ``data``."""
        if self._speaker is None:
            self._head += data
            self._speaker = self._choose(self._head)
            if self._speaker is None:
                return
            data, self._head = self._head, b""
        self._take(data)

    def ended(self) -> None:
        """The client sends nothing more."""
        if self._speaker is None:
            self._speaker = Silence()
            self._take(self._head)
        self._speaker.ended()

    def send(self, data: bytes) -> None:
        """``data`` goes to the client, and into the record."""
        if data:
            self.house.journal.piece(self.record, Direction.SERVER, data)
            self.below.send(data)

    def speak(self, speaker: Speaker) -> None:
        """From now on ``speaker`` hears the client."""
        self._speaker = speaker

    def _take(self, data: bytes) -> None:
        if not data or self._speaker is None:
            return
        if not isinstance(self._speaker, (Encrypted, Tunnel)):
            self.house.journal.piece(self.record, Direction.CLIENT, data)
        self._speaker.feed(data)

    def _choose(self, head: bytes) -> Speaker | None:
        """Who understands ``head``; ``None`` where more of it is needed."""
        if self.record.port in _DNS_PORTS and (self.record.tls or self.record.port == DNS_PORT):
            return Questions(self)
        match read_opening(head):
            case Opening.UNDECIDED:
                return None
            case Opening.TLS:
                return Encrypted(self) if not self.record.tls else Silence()
            case Opening.HTTP1:
                return self._http(Http1Machine(), "http/1.1")
            case Opening.HTTP2:
                return self._http(Http2Machine(), "h2")
            case _:
                return Silence()

    def _http(self, machine: Http1Machine | Http2Machine, transport: str) -> Speaker:
        self.record.transport = transport
        return Http(self, machine)


class Silence:
    """A protocol that we do not know: recorded, not answered."""

    def feed(self, data: bytes) -> None:
        """Nothing is said to it."""

    def ended(self) -> None:
        """Nothing is left to do."""


class Questions:
    """DNS over a stream: messages after their lengths (RFC 7766 section 8)."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._buffer = b""

    def feed(self, data: bytes) -> None:
        """Every whole message is answered."""
        self._buffer += data
        while len(self._buffer) >= 2 + (length := int.from_bytes(self._buffer[:2], "big")):
            message, self._buffer = self._buffer[2 : 2 + length], self._buffer[2 + length :]
            answer = self._channel.house.names.answer(message, self._channel.record.address)
            if answer is None or length == 0:
                self._channel.below.close()
                return
            self._channel.record.transport = "dns"
            self._channel.send(len(answer).to_bytes(2, "big") + answer)

    def ended(self) -> None:
        """Nothing is left to do."""


class Encrypted:
    """TLS, with a channel of plain bytes on the same record inside."""

    def __init__(self, outer: Channel) -> None:
        self._below, self._record, self._tunnels = outer.below, outer.record, outer.tunnels
        self._record.tls = True
        self._tls = ServerTls(outer.house.leaves, self._record.host)
        self._inner: Channel | None = None
        self._house = outer.house

    def feed(self, data: bytes) -> None:
        """Ciphertext comes in; plain bytes go on to the channel inside."""
        got = self._tls.receive(data)
        if got.established:
            self._begin()
        if self._inner is not None:
            for piece in got.plain:
                self._inner.feed(piece)
        self._flush()
        if got.failed:
            self._fail()
        elif got.closed:
            self.ended()
            self.close()

    def ended(self) -> None:
        """The client ended the connection, with or without saying goodbye.

        Before the two had agreed it refused nothing: to do that it would have said so (an alert, RFC 8446 section 6).
        """
        if self._inner is None:
            self._record.transport = "tls-cut"
            self._record.server_name = self._tls.server_name
        else:
            self._inner.ended()

    def send(self, data: bytes) -> None:
        """Plain bytes of the channel inside go out encrypted."""
        self._tls.encrypt(data)
        self._flush()

    def close(self) -> None:
        """The client is told, and the connection closed."""
        self._tls.finish()
        self._flush()
        self._below.close()

    def _begin(self) -> None:
        self._record.server_name = self._tls.server_name
        self._record.alpn = self._tls.alpn
        # A tunnel's target was named by the client already; inside of one the server name may differ.
        if self._tls.server_name and not self._record.proxy:
            self._record.host = self._tls.server_name
        self._inner = Channel(self._house, self._record, self, self._tunnels)

    def _fail(self) -> None:
        if self._inner is None or not self._record.client.size_bytes:
            self._record.transport = "tls-failed"
            self._record.server_name = self._tls.server_name
        else:
            self._inner.ended()
        self._below.close()

    def _flush(self) -> None:
        data = self._tls.take()
        if data:
            self._below.send(data)


class Tunnel:
    """What follows a CONNECT: a connection of its own, through this one."""

    def __init__(self, outer: Channel, host: str, port: int) -> None:
        through = outer.record
        proxy = f"{through.host}:{through.port}"
        record = outer.house.journal.open(through.address, port, host, proxy)
        # Inside, bytes go around the outer record: it holds the CONNECT and its answer only.
        self._inner = Channel(outer.house, record, outer.below, outer.tunnels + 1)

    def feed(self, data: bytes) -> None:
        """The client sent ``data`` through the tunnel."""
        self._inner.feed(data)

    def ended(self) -> None:
        """The client sends nothing more."""
        self._inner.ended()


class Http:
    """HTTP of either version, answered by the false providers."""

    def __init__(self, channel: Channel, machine: Http1Machine | Http2Machine) -> None:
        self._channel, self._machine = channel, machine

    def feed(self, data: bytes) -> None:
        """Every request that ``data`` completes is answered."""
        for event in self._machine.receive(data):
            self._handle(event)
        self._flush()

    def ended(self) -> None:
        """The client sends nothing more; an unfinished request stays recorded as it came."""

    def _handle(self, event: Event) -> None:
        match event:
            case RequestReceived(stream=stream, request=request) if not request.truncated:
                self._note_proxy(request)
                self._answer(stream, self._channel.house.providers.answer(request))
            case ConnectReceived(stream=stream, authority=authority):
                self._connect(stream, authority.host, authority.port or 443)
            case WebSocketRequested(stream=stream, request=request):
                self._upgrade(stream, request)
            case _:
                return

    def _answer(self, stream: int, reply: Reply) -> None:
        self._flush()
        for piece in self._machine.respond(stream, reply):
            self._channel.send(piece)

    def _connect(self, stream: int, host: str, port: int) -> None:
        if isinstance(self._machine, Http2Machine):
            self._answer(stream, Reply(status=501))
            return
        if self._channel.tunnels >= _MOST_TUNNELS:
            self._answer(stream, Reply(status=502))
            self._flush()
            return
        self._answer(stream, Reply(status=200))
        rest = self._machine.take_rest()
        tunnel = Tunnel(self._channel, host, port)
        self._channel.speak(tunnel)
        if rest:
            tunnel.feed(rest)

    def _upgrade(self, stream: int, request: Request) -> None:
        """A stranger takes a WebSocket; a model's host only one that it speaks, so that else the tool falls back."""
        providers = self._channel.house.providers
        asked = {request.host, self._channel.record.host}
        spoken_to = providers.converses(request)
        refused = not spoken_to and any(providers.is_model(host) for host in asked)
        if isinstance(self._machine, Http2Machine) or refused:
            self._answer(stream, Reply(status=404))
            return
        self._flush()
        self._channel.send(accept(request))
        spoken = WebSocket(self._channel, self._machine.rest_offset, request if spoken_to else None)
        rest = self._machine.take_rest()
        self._channel.speak(spoken)
        if rest:
            spoken.feed(rest)

    def _note_proxy(self, request: Request) -> None:
        record = self._channel.record
        target = read_target(request.method, request.target)
        if self._channel.record.transport == "http/1.1" and target.scheme and not record.proxy:
            record.proxy = f"{record.host}:{record.port}"
            record.host = request.host

    def _flush(self) -> None:
        self._channel.send(self._machine.outgoing())
        if self._machine.closed:
            self._channel.below.close()


class WebSocket:
    """Messages that are recorded; to pings and goodbyes, and to what asks a model, something is answered."""

    def __init__(self, channel: Channel, offset: int, handshake: Request | None) -> None:
        """``handshake`` is the request of a WebSocket over which a model is asked; ``None`` where it is none."""
        self._channel, self._handshake = channel, handshake
        self._machine = WebSocketMachine(offset=offset)

    def feed(self, data: bytes) -> None:
        """Every message that ``data`` completes is answered, if it is one that wants an answer."""
        for event in self._machine.receive(data):
            if isinstance(event, WebSocketMessage) and not event.truncated:
                self._answer(event)
        self._channel.send(self._machine.outgoing())
        if self._machine.closed:
            self._channel.below.close()

    def _answer(self, message: WebSocketMessage) -> None:
        if self._handshake is not None:
            for text in self._channel.house.providers.converse(as_request(message, self._handshake)):
                self._channel.send(self._machine.send_text(text))

    def ended(self) -> None:
        """Nothing is left to do."""
