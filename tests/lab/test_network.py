"""Every way out ends at the lab, which answers as whoever was asked, and writes it down."""

from __future__ import annotations

import json

import pytest

from countermark.lab import Limits
from countermark.model.environment import Setup
from countermark.model.run import Captured
from lab_bench import Bench, Program

pytestmark = pytest.mark.lab

FETCH = """
    const [url] = process.argv.slice(2);
    fetch(url, {method: "POST", body: JSON.stringify({a: 1})}).then(r => console.log(r.status))
"""


def fetch(url: str) -> tuple[str, ...]:
    return ("node", "{artifact}/main.js", url)


def test_a_name_is_resolved_and_its_tls_trusted_by_node(bench: Bench) -> None:
    capture = bench.capture(Program(FETCH, "node", fetch("https://telemetry.example.com/v1?x=1")))
    (connection,) = capture.connections
    assert (connection.host, connection.port, connection.server_name) == (
        "telemetry.example.com",
        443,
        "telemetry.example.com",
    )
    assert (connection.tls, connection.transport, connection.proxy) == (True, "http/1.1", "")
    assert bench.blob(connection.client).startswith("POST /v1?x=1 HTTP/1.1\r\n")
    assert bench.blob(connection.client).endswith('{"a":1}')
    assert bench.blob(connection.server).startswith("HTTP/1.1 200 ")
    assert sum(chunk.length_bytes for chunk in connection.chunks) == (
        connection.client.size_bytes + connection.server.size_bytes
    )
    assert {(query.name, query.answers) for query in capture.dns if query.type == "A"} == {
        ("telemetry.example.com", (connection.address,))
    }


@pytest.mark.parametrize("unset", [(), ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE")])
def test_python_trusts_the_lab_with_and_without_variables(bench: Bench, unset: tuple[str, ...]) -> None:
    source = f"""
        import os
        for name in {unset!r}: del os.environ[name]
        import urllib.request
        print(urllib.request.urlopen("https://example.org/").status)
    """
    assert bench.output(Program(source)) == "200\n"


def test_a_hard_coded_address_is_answered_in_both_families(bench: Bench) -> None:
    source = """
        import http.client
        for host in ("203.0.113.9", "2001:db8:1::9"):
            client = http.client.HTTPConnection(host, 8123, timeout=5)
            client.request("GET", "/x"); print(client.getresponse().status)
    """
    capture = bench.capture(Program(source))
    assert bench.blob(capture.sessions[0].stdout) == "200\n200\n"
    assert [(c.address, c.host, c.port) for c in capture.connections] == [
        ("203.0.113.9", "203.0.113.9", 8123),
        ("2001:db8:1::9", "2001:db8:1::9", 8123),
    ]


def test_the_model_is_reached_at_its_own_host_and_at_the_base_url(bench: Bench) -> None:
    source = """
        const url = (process.env.API_BASE_URL || "https://api.anthropic.com") + "/v1/messages";
        const body = JSON.stringify({model: "m", max_tokens: 9, messages: [{role: "user", content: process.argv[2]}]});
        fetch(url, {method: "POST", body, headers: {"content-type": "application/json"}})
            .then(r => r.json()).then(m => console.log(JSON.stringify([m.role, m.content])))
    """
    answers = []
    for base_url, host, port in (
        ("", "api.anthropic.com", 443),
        ("https://gateway.example.com", "gateway.example.com", 443),
        ("http://gateway.example.com:8443/", "gateway.example.com", 8443),
        ("http://127.0.0.1:4017", "127.0.0.1", 4017),
        ("http://[::1]:4017", "::1", 4017),
        ("http://192.168.7.7:4017", "192.168.7.7", 4017),
    ):
        capture = bench.capture(Program(source, "node", setup=Setup(base_url=base_url)))
        answers.append(json.loads(bench.blob(capture.sessions[0].stdout)))
        (connection,) = capture.connections
        assert (connection.host, connection.port) == (host, port)
    assert answers == [["assistant", [{"type": "text", "text": "ok"}]]] * len(answers)


@pytest.mark.parametrize("proxy", ["http://proxy.corp.example:3128", "http://127.0.0.1:7890", "http://10.1.2.3:8080"])
def test_a_proxy_carries_a_tunnel_with_tls_inside(bench: Bench, proxy: str) -> None:
    source = """
        import os, urllib.request
        print(urllib.request.urlopen("https://inner.example.com/x").status)
        print(urllib.request.urlopen("http://plain.example.com/y").status)
    """
    capture = bench.capture(Program(source, setup=Setup(proxy_url=proxy)))
    outer, inner, plain = capture.connections
    where = proxy.removeprefix("http://")
    assert (f"{outer.host}:{outer.port}", outer.proxy, outer.transport) == (where, "", "http/1.1")
    assert bench.blob(outer.client).startswith("CONNECT inner.example.com:443 HTTP/1.")
    assert (inner.host, inner.port, inner.proxy, inner.tls) == ("inner.example.com", 443, where, True)
    assert bench.blob(inner.client).startswith("GET /x HTTP/1.1\r\n")
    assert (plain.host, plain.proxy) == ("plain.example.com", where)
    assert bench.blob(plain.client).startswith("GET http://plain.example.com/y HTTP/1.1\r\n")
    assert not any("inner" in query.name for query in capture.dns)


def test_http2_is_spoken_when_the_tool_asks_for_it(bench: Bench) -> None:
    source = """
        const client = require("http2").connect("https://two.example.com");
        const stream = client.request({":path": "/x", ":method": "POST"});
        stream.on("response", h => console.log(h[":status"]));
        stream.on("end", () => client.close()); stream.resume(); stream.end("body");
    """
    capture = bench.capture(Program(source, "node"))
    (connection,) = capture.connections
    assert (connection.transport, connection.alpn) == ("h2", "h2")
    assert bench.blob(capture.sessions[0].stdout) == "200\n"
    assert bench.blob(connection.client).startswith("PRI * HTTP/2.0")


def test_a_websocket_is_granted_by_a_stranger_and_refused_by_a_model(bench: Bench) -> None:
    source = """
        import base64, socket, ssl
        for host in ("ws.example.com", "api.openai.com"):
            plain = socket.create_connection((host, 443))
            one = ssl.create_default_context().wrap_socket(plain, server_hostname=host)
            key = base64.b64encode(b"0123456789abcdef").decode()
            one.sendall(f"GET /live HTTP/1.1\\r\\nHost: {host}\\r\\nUpgrade: websocket\\r\\nConnection: Upgrade\\r\\n"
                        f"Sec-WebSocket-Version: 13\\r\\nSec-WebSocket-Key: {key}\\r\\n\\r\\n".encode())
            answer = one.recv(4096).split(b" ")[1].decode()
            print(answer)
            if answer == "101":
                one.sendall(bytes([0x89, 0x80, 0, 0, 0, 0])); print(one.recv(100).hex())
            one.close()
    """
    assert bench.output(Program(source)).split() == ["101", "8a00", "404"]


def test_a_tool_that_does_not_trust_us_is_told_apart(bench: Bench) -> None:
    source = """
        import socket, ssl
        try: ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).wrap_socket(
            socket.create_connection(("pinned.example.com", 443)), server_hostname="pinned.example.com")
        except ssl.SSLError as error: print(error.reason)
    """
    capture = bench.capture(Program(source))
    (connection,) = capture.connections
    assert bench.blob(capture.sessions[0].stdout) == "CERTIFICATE_VERIFY_FAILED\n"
    assert (connection.transport, connection.host, connection.server_name) == (
        "tls-failed",
        "pinned.example.com",
        "pinned.example.com",
    )


def test_a_tool_that_ends_within_a_handshake_has_refused_nothing(bench: Bench) -> None:
    source = """
        import socket, ssl
        hello = ssl.MemoryBIO()
        spoken = ssl.create_default_context().wrap_bio(ssl.MemoryBIO(), hello, server_hostname="late.example.com")
        try: spoken.do_handshake()
        except ssl.SSLWantReadError: pass
        with socket.create_connection(("late.example.com", 443)) as one: one.sendall(hello.read())
    """
    (connection,) = bench.capture(Program(source)).connections
    assert (connection.transport, connection.server_name) == ("tls-cut", "late.example.com")


def test_an_unknown_protocol_is_recorded_whole(bench: Bench) -> None:
    source = """
        import socket
        with socket.create_connection(("203.0.113.9", 25)) as one: one.sendall(b"\\x00\\x01secret\\xff")
    """
    (connection,) = bench.capture(Program(source)).connections
    assert (connection.transport, connection.client.size_bytes) == ("unknown", 9)


def test_datagrams_are_recorded_and_not_answered(bench: Bench) -> None:
    source = """
        import socket
        for address in ("203.0.113.9", "2001:db8::9", "127.0.0.1"):
            family = socket.AF_INET6 if ":" in address else socket.AF_INET
            one = socket.socket(family, socket.SOCK_DGRAM); one.settimeout(0.1)
            one.sendto(b"hello", (address, 4433))
            try: print(one.recv(10))
            except OSError: pass
    """
    capture = bench.capture(Program(source))
    assert {(d.address, d.port, d.payload.size_bytes) for d in capture.datagrams} == {
        ("203.0.113.9", 4433, 5),
        ("2001:db8::9", 4433, 5),
    }
    assert bench.blob(capture.sessions[0].stdout) == ""


def test_any_name_server_answers_on_udp_and_tcp(bench: Bench) -> None:
    source = """
        import socket, struct
        query = bytes.fromhex("abcd01000001000000000000076578616d706c6503636f6d0000010001")
        for server in ("8.8.8.8", "192.168.1.1", "127.0.0.53", "2001:4860:4860::8888"):
            family = socket.AF_INET6 if ":" in server else socket.AF_INET
            one = socket.socket(family, socket.SOCK_DGRAM); one.settimeout(5); one.connect((server, 53))
            one.send(query); udp = one.recv(512)[-4:]
            tcp = b""
            if not server.startswith("127."):
                two = socket.create_connection((server, 53), timeout=5)
                two.sendall(struct.pack("!H", len(query)) + query); tcp = two.recv(512)[-4:]
            print(udp.hex(), tcp in (b"", udp))
    """
    capture = bench.capture(Program(source))
    lines = set(bench.blob(capture.sessions[0].stdout).strip().split("\n"))
    assert len(lines) == 1
    assert lines.pop().endswith(" True")
    assert capture.dns[0].server == "8.8.8.8"
    assert len(capture.dns) == 7


def test_sessions_share_one_home_and_what_they_left_is_listed(bench: Bench) -> None:
    source = """
        import sys, pathlib
        state = pathlib.Path.home() / "state"
        state.write_text((state.read_text() if state.exists() else "") + sys.argv[1])
        print(state.read_text())
    """
    capture = bench.capture(Program(source, prompts=("one ", "two ")))
    assert [bench.blob(session.stdout).strip() for session in capture.sessions] == ["one", "one two"]
    assert [item.path for item in capture.files] == ["/home/dev/state"]


def test_the_last_bytes_before_an_exit_are_not_lost(bench: Bench) -> None:
    source = """
        import os, socket
        one = socket.create_connection(("203.0.113.9", 80))
        one.sendall(b"POST / HTTP/1.1\\r\\nHost: a.example\\r\\nContent-Length: 400000\\r\\n\\r\\n" + b"x" * 400000)
        os._exit(0)
    """
    capture = bench.capture(Program(source, limits=Limits(time_s=10)))
    assert capture.connections[0].client.size_bytes > 400_000


def test_runs_side_by_side_come_back_under_their_own_ids(bench: Bench) -> None:
    specs = [bench.spec(Program(f"import time; time.sleep({wait}); print({wait})")) for wait in (0.6, 0.0, 0.2)]
    finished = list(bench.pool.run(specs))
    assert {item.id for item in finished} == {spec.id for spec in specs}
    assert finished[0].id == specs[1].id
    assert all(isinstance(item.settled, Captured) for item in finished)
