"""Hosts that no protocol knows answer plausibly."""

from __future__ import annotations

import pytest

from countermark.wire import other_hosts
from countermark.wire.messages import Header, Request


@pytest.mark.parametrize(
    ("method", "host", "path", "accept", "status", "body"),
    [
        ("HEAD", "example.com", "/", "", 200, b""),
        ("OPTIONS", "example.com", "/", "", 204, b""),
        ("POST", "telemetry.example", "/v1/batch", "", 200, b"{}"),
        ("PUT", "telemetry.example", "/x", "*/*", 200, b"{}"),
        ("POST", "example.com", "/api/graphql/", "", 200, b'{"data":{}}'),
        ("GET", "example.com", "/config", "application/json", 200, b"{}"),
        ("GET", "raw.example", "/main/models.JSON", "*/*", 404, b'{"error":"Not found"}'),
        ("GET", "registry.example", "/some-package", "*/*", 404, b'{"error":"Not found"}'),
        ("GET", "mirror.example", "/p", "application/vnd.npm.install-v1+json; q=1.0", 404, b'{"error":"Not found"}'),
        ("GET", "example.com", "/tool-1.2.TAR.GZ", "*/*", 404, b"Not found\n"),
        ("GET", "example.com", "/logo", "image/png", 404, b"Not found\n"),
        ("GET", "example.com", "/stream", "text/event-stream", 204, b""),
        ("GET", "example.com", "/", "text/html,*/*", 200, other_hosts._PAGE),
    ],
)
def test_everyone_gets_an_answer_of_the_kind_asked_for(
    method: str, host: str, path: str, accept: str, status: int, body: bytes
) -> None:
    headers = (Header(name="Accept", value=accept),) if accept else ()
    reply = other_hosts.respond(
        Request(method=method, target=path, version="1.1", host=host, path=path, headers=headers)
    )
    assert (reply.status, b"".join(reply.pieces)) == (status, body)
