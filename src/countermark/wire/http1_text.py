"""HTTP/1 heads as text: a request out of what h11 read, and a reply's bytes.

Source: RFC 9110, RFC 9112, RFC 6455 section 4.2.1 (WebSocket handshake), read 2026-11.
"""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus

import h11

from countermark.wire.authority import Authority, read_authority, read_target
from countermark.wire.bodies import Body
from countermark.wire.messages import Header, Reply, Request, Span

TUNNEL_HEAD = b"HTTP/1.1 200 Connection established\r\n\r\n"
_FRAMING = frozenset({"content-length", "transfer-encoding", "connection"})


def read_request(parsed: h11.Request, head: bytes, span: Span) -> Request:
    """The request without its body, its headers in their own case and order."""
    headers = tuple(
        Header(name=name.decode("latin-1"), value=value.decode("latin-1")) for name, value in parsed.headers.raw_items()
    )
    method, target = parsed.method.decode("latin-1"), parsed.target.decode("latin-1")
    parts = read_target(method, target)
    host_header = next((item.value for item in headers if item.name.lower() == "host"), "")
    authority = parts.authority or host_header
    where = read_authority(authority) or Authority(host="")
    return Request(
        method=method,
        target=target,
        version=parsed.http_version.decode("latin-1"),
        scheme=parts.scheme,
        authority=authority,
        host=where.host,
        port=where.port,
        path=parts.path,
        query=parts.query,
        headers=headers,
        head=head,
        head_span=span,
    )


def with_body(request: Request, body: Body, *, truncated: bool) -> Request:
    """The request with what was read of its body."""
    offset = request.head_span.offset + request.head_span.length
    return replace(
        request,
        body=bytes(body.kept),
        body_size_bytes=body.size_bytes,
        body_span=Span(offset=offset, length=body.wire_bytes, framed=body.framed) if body.wire_bytes else Span(),
        trailers=body.trailers,
        framing=body.framing,
        truncated=truncated,
    )


def is_last(request: Request) -> bool:
    """Whether the client asks to close after this one; HTTP/1.0 is always closed, as it may be."""
    return request.version != "1.1" or "close" in _tokens(request, "connection")


def wants_websocket(request: Request) -> bool:
    """Whether this is a WebSocket handshake that may be accepted."""
    asks = "websocket" in _tokens(request, "upgrade") and "upgrade" in _tokens(request, "connection")
    return asks and request.method == "GET" and request.version == "1.1" and bool(request.header("sec-websocket-key"))


def _tokens(request: Request, name: str) -> frozenset[str]:
    values = (item.value for item in request.headers if item.name.lower() == name)
    return frozenset(token.strip().lower() for value in values for token in value.split(","))


def is_success(status: int) -> bool:
    """Whether a status is of the 2xx class."""
    return HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES


def write_reply(reply: Reply, *, method: str, version: str, last: bool) -> tuple[bytes, ...]:
    """The bytes of a reply, one entry for each write: head with the first piece when there is one, then the others.

    Several pieces go out as chunks (to HTTP/1.0: until the connection closes), one piece with its length.
    """
    bodiless = method == "HEAD" or reply.status in {HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED}
    chunked = len(reply.pieces) > 1 and version == "1.1"
    lines = [_status_line(reply.status)]
    lines += [f"{item.name}: {item.value}" for item in reply.headers if item.name.lower() not in _FRAMING]
    if chunked:
        lines.append("transfer-encoding: chunked")
    elif len(reply.pieces) <= 1 and reply.status != HTTPStatus.NO_CONTENT:
        lines.append(f"content-length: {sum(map(len, reply.pieces))}")
    lines.append("connection: close" if last else "connection: keep-alive")
    head = "\r\n".join((*lines, "", "")).encode("latin-1", "replace")
    if bodiless:
        return (head,)
    if not chunked:
        return (head, *reply.pieces) if len(reply.pieces) > 1 else (head + b"".join(reply.pieces),)
    chunks = tuple(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in reply.pieces if piece)
    return (head, *chunks, b"0\r\n\r\n")


def _status_line(status: int) -> str:
    known = {item.value: item.phrase for item in HTTPStatus}
    return f"HTTP/1.1 {status} {known.get(status, '')}"
