"""Hostile DNS, HTTP, TLS and WebSocket to the lab's servers: the run is settled, and none of it is our failure."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

import pytest

from countermark.lab import Limits
from countermark.model.run import Captured, Settled, ToolFailed
from hostile_programs import traces
from lab_bench import Bench, Program

pytestmark = pytest.mark.lab

_FRAME = """
import os, socket, ssl, struct

def send(*parts, port=80, wait=3.0):
    try:
        with socket.create_connection(("203.0.113.9", port), timeout=wait) as one:
            for part in parts: one.sendall(part)
            return one.recv(200)
    except OSError as error: return type(error).__name__.encode()

"""
_LIMITS = Limits(time_s=30.0)


@pytest.fixture(autouse=True)
def nothing_is_left(bench: Bench) -> Iterator[None]:
    before = traces()
    yield
    assert bench.capture(Program("print('next')")).sessions[0].exit_code == 0
    assert traces(bench.mark) == before


def settle(bench: Bench, source: str, limits: Limits = _LIMITS) -> Settled:
    settled = bench.settle(Program(_FRAME + textwrap.dedent(source) + "\nprint('done')\n", limits=limits))
    assert isinstance(settled, Captured | ToolFailed), settled
    return settled


def survived(bench: Bench, source: str) -> list[str]:
    """The lines that ``source`` printed before it came to its end."""
    settled = settle(bench, source)
    lines = bench.said(settled).splitlines()
    assert isinstance(settled, Captured), (settled.reason, lines)
    assert lines[-1] == "done"
    return lines[:-1]


def test_dns_that_points_at_itself_or_has_no_end(bench: Bench) -> None:
    source = """
        labels = b"".join(b"\\1" + bytes([97 + n % 26]) for n in range(126)) + b"\\0"
        ask = b"\\0\\1\\0\\1"
        def message(body, *counts): return b"\\x12\\x34\\1\\0" + struct.pack("!4H", *counts) + body
        crowd = message(labels + ask + (b"\\xc0\\x0c" + ask) * 9000, 9001, 0, 0, 0)
        hostile = [crowd, message(b"\\xc0\\x0c" + ask, 1, 0, 0, 0), message(b"\\xc0\\x0e\\xc0\\x0c" + ask, 1, 0, 0, 0),
                   message(b"\\x3f" + b"x" * 20, 1, 0, 0, 0), message(b"\\x80\\x40" + ask, 1, 0, 0, 0),
                   message(labels + ask + (b"\\xc0\\x0c\\0\\x10\\0\\1\\0\\0\\0\\0\\0\\1\\0") * 4000, 1, 0, 0, 4000),
                   message(b"\\1\\x1b\\3[2J\\0" + ask, 1, 0, 0, 0), message(b"\\0" + ask, 1, 0, 0, 0),
                   message(b"\\1a\\0\\0\\xff\\0\\xff", 1, 0, 0, 0), message(b"", 65535, 65535, 65535,
                       65535), b"", b"\\0", bytes(65000)]
        for one in hostile:
            send(struct.pack("!H", len(one)) + one, port=53, wait=1.0)
            udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            udp.sendto(one, ("203.0.113.9", 53))
        send(*[struct.pack("!H", len(crowd)) + crowd] * 20, port=53)
        udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        for number in range(5000): udp.sendto(os.urandom(40), ("203.0.113.9", 53))
        print(socket.getaddrinfo("still.example", 443)[0][4][1])
    """
    assert survived(bench, source) == ["443"]


def test_http_without_end_or_with_two_readings(bench: Bench) -> None:
    source = """
        host, chunked = b"Host: a.example\\r\\n", b"Transfer-Encoding: chunked\\r\\n"
        send(b"GET / HTTP/1.1\\r\\n" + host, *[b"X-%d: %s\\r\\n" % (n, b"v" * 4000) for n in range(300)])
        send(b"GET /", *[b"a" * 65536] * 20)
        send(b"POST / HTTP/1.1\\r\\n" + host + b"Content-Length: 6\\r\\n" + chunked
            + b"\\r\\n0\\r\\n\\r\\nGET /smuggled HTTP/1.1\\r\\n\\r\\n")
        send(b"POST / HTTP/1.1\\r\\n" + host + b"Content-Length: 6\\r\\nContent-Length: 0\\r\\n\\r\\n123456")
        for size in (b"f" * 40, b"-1", b"0x10", b"7fffffffffffffff", b"1;" + b"e" * 300000):
            send(b"POST / HTTP/1.1\\r\\n" + host + chunked + b"\\r\\n" + size + b"\\r\\nabc", wait=0.3)
        for length in (b"-1", b"9" * 5000, b"1_0", b"+5", "\\u0665".encode()):
            send(b"POST / HTTP/1.1\\r\\n" + host + b"Content-Length: " + length + b"\\r\\n\\r\\n", wait=0.3)
        send(b"POST / HTTP/1.1\\r\\n" + host + chunked + b"\\r\\n" + b"1\\r\\nx\\r\\n" * 20000 + b"0\\r\\n\\r\\n")
        send(b"GET / HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n" * 3000)
        deep = b'{"messages":' + b"[" * 200000
        send(b"POST /v1/messages HTTP/1.1\\r\\nHost: api.anthropic.com\\r\\n"
            b"Content-Length: %d\\r\\n\\r\\n" % len(deep) + deep)
        send(b"CONNECT [::1%25lo]:99999 HTTP/1.1\\r\\n\\r\\n")
        slow = [socket.create_connection(("203.0.113.9", 80)) for _ in range(200)]
        for one in slow: one.sendall(b"GET / HTTP/1.1\\r\\nX-")
        for one in slow: one.sendall(b"a")
        print(send(b"GET / HTTP/1.1\\r\\nHost: a.example\\r\\n\\r\\n")[:12].decode())
    """
    assert survived(bench, source) == ["HTTP/1.1 200"]


def test_tunnels_in_tunnels_come_to_an_end(bench: Bench) -> None:
    source = """
        one = socket.create_connection(("203.0.113.9", 3128), timeout=10)
        granted = 0
        while True:
            one.sendall(b"CONNECT a.example:80 HTTP/1.1\\r\\nHost: a.example:80\\r\\n\\r\\n")
            if not one.recv(300).startswith(b"HTTP/1.1 200"): break
            granted += 1
        print(0 < granted < 100)
    """
    assert survived(bench, source) == ["True"]


def test_http2_floods(bench: Bench) -> None:
    source = """
        def frame(kind, flags, stream, body=b""):
            return struct.pack("!I", len(body))[1:] + bytes([kind, flags]) + struct.pack("!I", stream) + body
        begin = b"PRI * HTTP/2.0\\r\\n\\r\\nSM\\r\\n\\r\\n" + frame(4, 0, 0)
        get = bytes([0x82, 0x84, 0x86, 0x41, 1, 97])
        for flood in (b"".join(frame(1, 5, n, get) + frame(3, 0, n, b"\\0\\0\\0\\x08") for n in range(1, 6001, 2)),
                      frame(4, 0, 0, struct.pack("!HI", 3, 9)) * 4000, frame(6, 0, 0, b"x" * 8) * 4000,
                      frame(4, 0, 0, struct.pack("!HI", 4, 0)) + b"".join(frame(1, 5, n, get) for n in range(1,
                          6001, 2)),
                      frame(1, 1, 1, get) + frame(9, 0, 1, b"\\0\\3abc\\x7f" + b"d" * 127) * 4000,
                      frame(1, 5, 1, get + b"\\x40\\1a\\x7f\\x81\\x1e" + b"v" * 4000 + b"\\xbe" * 12000),
                      frame(4, 0, 0, struct.pack("!HI", 1, 0xFFFFFFFF)), frame(8, 0, 0, b"\\x7f\\xff\\xff\\xff") * 3,
                      b"".join(frame(2, 0, n, struct.pack("!IB", 0, 9)) for n in range(1, 6001, 2)),
                      frame(1, 4, 1, b"\\x83" + get[1:]) + frame(0, 0, 1) * 4000, b"\\xff" * 4000):
            send(begin + flood, wait=1.0)
        print(len(send(begin + frame(1, 5, 1, get))) > 9)
    """
    assert survived(bench, source) == ["True"]


def test_tls_that_breaks_off_lies_or_never_ends(bench: Bench) -> None:
    """Whatever the client does to its connection, the answer that cannot be sent is its own loss."""
    source = """
        context = ssl.create_default_context(); context.check_hostname = False; context.verify_mode = ssl.CERT_NONE
        def hello(name):
            ours, theirs = ssl.MemoryBIO(), ssl.MemoryBIO()
            spoken = context.wrap_bio(ours, theirs, server_hostname="x" * len(name))
            try: spoken.do_handshake()
            except ssl.SSLWantReadError: return theirs.read().replace(b"x" * len(name), name)
        for name in (b"a\\0b", b"\\x1b[31mred", b"\\xff\\xfe.example", b"..", b"a b", "\\u202e".encode(), b"*.*",
            b"%s%n"):
            send(hello(name), port=443)
        for record in (b"\\x16\\3\\1\\0\\0" * 20000, b"\\x15\\3\\1\\0\\2\\1\\x5a" * 20000,
            b"\\x14\\3\\1\\0\\1\\1" * 20000,
                       b"\\x16\\3\\1\\x40\\0\\1\\xff\\xff\\xff" + b"a" * 16380,
            b"\\x16\\3\\1\\0\\2\\1\\0", hello(b"abc")[:50]):
            send(record, port=443, wait=0.5)
        get = b"GET / HTTP/1.1\\r\\nHost: a.example\\r\\n\\r\\n"
        for end in (b"\\x17\\3\\3\\0\\x20" + b"g" * 32, get, b"\\x15\\3\\3\\0\\2\\2\\x28", b"\\x17\\3\\3\\0\\0" * 100):
            for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
                context.minimum_version = ssl.TLSVersion.TLSv1_2
                context.maximum_version = version
                ours, theirs = ssl.MemoryBIO(), ssl.MemoryBIO()
                spoken = context.wrap_bio(ours, theirs, server_hostname="a.example")
                with socket.create_connection(("203.0.113.9", 443), timeout=5) as one:
                    while True:
                        try: spoken.do_handshake(); break
                        except ssl.SSLWantReadError: one.sendall(theirs.read()); ours.write(one.recv(65536))
                    spoken.write(get * 3)
                    try:
                        one.sendall(theirs.read() + end); one.recv(9)
                        spoken.write(get); one.sendall(theirs.read() + end)
                    except OSError: pass
        for number in range(40):
            with context.wrap_socket(socket.create_connection(("203.0.113.9", 443)),
                server_hostname=f"n{number}.example"): pass
        print("up")
    """
    assert survived(bench, source) == ["up"]


def test_websocket_frames_that_follow_no_rule(bench: Bench) -> None:
    source = """
        ask = (b"GET /ws HTTP/1.1\\r\\nHost: w.example\\r\\nUpgrade: websocket\\r\\nConnection: Upgrade\\r\\n"
               b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\\r\\nSec-WebSocket-Version: 13\\r\\n\\r\\n")
        def frame(kind, body=b"", last=True, mask=True, length=None):
            size = len(body) if length is None else length
            head = struct.pack("!BQ", (mask << 7) | 127, size) if size > 125 else bytes([(mask << 7) | size])
            return bytes([last << 7 | kind]) + head + bytes(4 * mask) + body
        for frames in (frame(9, b"x" * 125) * 1000, frame(1, b"a", last=False) + frame(0, b"b", last=False) * 10000,
                       frame(1, b"bare", mask=False), frame(2, length=1 << 62), b"\\xf1\\x80" + bytes(4), frame(1,
                           b"\\xff\\xc0"),
                       frame(9, b"x" * 4000), frame(8, b"\\0"), frame(8, b"\\0\\1\\x1b[31m"), frame(1) * 5000,
                       frame(8, b"\\3\\xe8") + frame(1, b"more") * 10, frame(0, b"first"), frame(15)):
            send(ask + frames, wait=1.0)
        print(send(ask)[:12].decode())
    """
    assert survived(bench, source) == ["HTTP/1.1 101"]


def test_a_disk_that_the_tool_filled_does_not_stop_the_lab(bench: Bench) -> None:
    source = """
        try:
            for number in range(20): open(os.path.expanduser(f"~/{number}"), "wb").write(b"x" * (1 << 20))
        except OSError as error: print(error.strerror)
        import urllib.request
        print(urllib.request.urlopen("https://example.org/").status)
    """
    settled = settle(bench, source, Limits(time_s=30.0, disk_bytes=8 << 20))
    assert bench.said(settled).splitlines() == ["No space left on device", "200", "done"]


def test_work_that_costs_the_lab_too_much_ends_the_run(bench: Bench) -> None:
    """Its timers wait while it answers, so that what it spends on that has a limit of its own."""
    source = """
        while True: send(b"GET / HTTP/1.1\\r\\nHost: a.example\\r\\n\\r\\n" * 500)
    """
    settled = settle(bench, source, Limits(time_s=60.0, answering_s=0.3))
    assert isinstance(settled, ToolFailed)
    assert settled.reason == "more than 0.3 s of the lab's CPU time to answer it"
