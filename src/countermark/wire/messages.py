"""What the machines of this room take and give: requests as they stood on the wire, events, and replies."""

from __future__ import annotations

from dataclasses import dataclass

from countermark.wire.authority import Authority


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """A header as it stood on the wire: its own case, its own place; octets as latin-1, which loses nothing."""

    name: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Bytes of the client's stream, half-open: ``offset`` from its start, ``length`` on the wire.

    ``framed`` is true where framing stands among them (chunk sizes, frame headers, masks, header compression): then the
    span encloses the content but is not equal to it. ``length`` 0 means that there was none.
    """

    offset: int = 0
    length: int = 0
    framed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One request as the client sent it.

    ``target`` is verbatim. ``scheme`` is empty where the target does not say it (origin-form). ``authority`` is
    verbatim too: from an absolute-form target or ``:authority``, else the Host header; ``host`` (lower case, without
    brackets) and ``port`` (0: not said) are read out of it. ``query`` is without its question mark, undecoded.

    ``headers`` are all of them in their order; for HTTP/2 the pseudo-headers stand among them, since their order is
    the client's choice as well. ``body`` is without transfer framing, content-coding untouched, kept up to a limit;
    ``body_size_bytes`` counts the whole. ``head`` is the request line and the header lines verbatim (HTTP/1 only), for
    the white space that ``headers`` leaves out; ``framing`` the lines with the chunks' sizes. ``truncated``: the stream
    ended, or broke, before the request did.
    """

    method: str
    target: str
    version: str
    scheme: str = ""
    authority: str = ""
    host: str = ""
    port: int = 0
    path: str = ""
    query: str = ""
    headers: tuple[Header, ...] = ()
    trailers: tuple[Header, ...] = ()
    head: bytes = b""
    body: bytes = b""
    body_size_bytes: int = 0
    head_span: Span = Span()
    body_span: Span = Span()
    framing: tuple[str, ...] = ()
    truncated: bool = False

    @property
    def body_cut(self) -> bool:
        """Whether the body was longer than what is kept."""
        return len(self.body) < self.body_size_bytes

    def header(self, name: str) -> str:
        """The first value of the header ``name``, whatever its case; empty when there is none."""
        wanted = name.lower()
        return next((item.value for item in self.headers if item.name.lower() == wanted), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An answer to a request. Several ``pieces`` are written one by one (streamed); one is sent with its length.

    ``headers`` leave out what frames the message: length, transfer coding, connection.
    """

    status: int
    headers: tuple[Header, ...] = ()
    pieces: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestReceived:
    """A request is complete (or will never be: ``request.truncated``). It wants a reply under its ``stream``."""

    stream: int
    request: Request


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectReceived:
    """The client takes us for a proxy and wants a tunnel; ``Machine.take_rest`` holds what it already sent inside."""

    stream: int
    request: Request
    authority: Authority


@dataclass(frozen=True, slots=True, kw_only=True)
class WebSocketRequested:
    """The client wants a WebSocket; ``Machine.take_rest`` holds the frames it already sent."""

    stream: int
    request: Request


@dataclass(frozen=True, slots=True, kw_only=True)
class WebSocketMessage:
    """One whole message of the client, unmasked. ``truncated``: the stream ended before the message did."""

    number: int
    payload: bytes
    is_text: bool
    span: Span
    truncated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ProtocolBroken:
    """From ``offset`` on, the client's bytes follow no rule that we know, or break a limit: left unread."""

    reason: str
    offset: int


Event = RequestReceived | ConnectReceived | WebSocketRequested | WebSocketMessage | ProtocolBroken
