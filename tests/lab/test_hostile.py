"""Tools that misbehave end in a settled run with the reason, and leave nothing behind."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from countermark.lab import Limits
from countermark.model.run import Captured
from lab_bench import Bench, Program

pytestmark = pytest.mark.lab

MIB = 1024 * 1024


def processes_of_the_box(mark: str) -> list[str]:
    """Command lines of everything on this machine that one bench started, wherever it went."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                line = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
            except OSError:
                continue
            if mark in line:
                found.append(line)
    return found


@pytest.fixture(autouse=True)
def nothing_is_left(bench: Bench) -> Iterator[None]:
    mounts = Path("/proc/self/mounts").read_text(encoding="utf-8")
    yield
    assert processes_of_the_box(bench.mark) == []
    assert Path("/proc/self/mounts").read_text(encoding="utf-8") == mounts


def test_a_tool_that_hangs_is_stopped_at_its_time(bench: Bench) -> None:
    failure = bench.failure(Program("import time; time.sleep(60)", limits=Limits(time_s=0.6)))
    (session,) = failure.capture.sessions
    assert failure.reason == "did not end within 0.6 s"
    assert session.timed_out
    assert session.wall_s < 3


def test_a_tool_that_ignores_signals_is_killed(bench: Bench) -> None:
    source = """
        import signal, time
        for number in range(1, 65):
            try: signal.signal(number, signal.SIG_IGN)
            except (OSError, ValueError): pass
        while True: time.sleep(1)
    """
    assert bench.failure(Program(source, limits=Limits(time_s=0.6))).capture.sessions[0].timed_out


def test_a_fork_bomb_is_stopped(bench: Bench) -> None:
    source = """
        import os
        while True:
            try: os.fork()
            except OSError: pass
    """
    failure = bench.failure(Program(source, limits=Limits(time_s=10, processes=64, tasks=200)))
    assert failure.reason == "more than 64 processes at once"
    assert failure.capture.sessions[0].wall_s < 8


def test_a_flood_of_output_is_stopped_and_kept_to_a_cap(bench: Bench) -> None:
    source = "import os\nwhile True: os.write(1, b'x' * 65536)"
    failure = bench.failure(Program(source, limits=Limits(time_s=20, output_bytes=8 * MIB, kept_bytes=MIB)))
    out = failure.capture.sessions[0].stdout
    assert failure.reason == f"more than {8 * MIB} bytes of output"
    assert out.kept_bytes == MIB < out.size_bytes
    assert out.truncated


def test_a_disk_that_is_filled_is_only_the_tool_s_own(bench: Bench) -> None:
    source = """
        import os
        written = 0
        for number in range(100):
            try:
                with open(f"{os.environ['HOME']}/{number}", "wb") as file: written += file.write(b"x" * (1 << 20))
            except OSError as error:
                print(error.strerror); break
        print(written >> 20)
    """
    said = bench.output(Program(source, limits=Limits(time_s=20, disk_bytes=16 * MIB)))
    assert said.startswith("No space left on device")
    assert int(said.split()[-1]) <= 16


def test_shared_memory_is_on_the_same_small_disk(bench: Bench) -> None:
    source = """
        written = 0
        try:
            with open("/dev/shm/x", "wb", buffering=0) as file:
                for _ in range(64): written += file.write(b"x" * (1 << 20))
        except OSError: pass
        print(written >> 20)
        try: open("/dev/x", "wb")
        except OSError as error: print(error.strerror)
    """
    said = bench.output(Program(source, limits=Limits(time_s=20, disk_bytes=16 * MIB))).split("\n")
    assert int(said[0]) <= 16
    assert said[1] == "Read-only file system"


def test_a_file_may_not_grow_beyond_its_limit(bench: Bench) -> None:
    source = """
        import os, signal
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        try: os.truncate(os.open("big", os.O_CREAT | os.O_RDWR), 1 << 40)
        except OSError as error: print(error.strerror)
    """
    assert bench.output(Program(source)) == "File too large\n"


def test_memory_is_limited(bench: Bench) -> None:
    source = """
        held = []
        while True: held.append(bytearray(b"x" * (8 << 20)))
    """
    failure = bench.failure(Program(source, limits=Limits(time_s=20, memory_bytes=200 * MIB)))
    assert failure.reason == f"more than {200 * MIB} bytes of memory"


def test_a_daemon_dies_with_its_session(bench: Bench) -> None:
    source = """
        import os, time
        if os.fork() == 0:
            os.setsid()
            if os.fork() == 0:
                for number in range(3): os.close(number)
                time.sleep(600)
            os._exit(0)
        os.wait()
        print("gone")
    """
    capture = bench.capture(Program(source))
    assert capture.sessions[0].wall_s < 3


def test_a_tool_that_crashes_is_told_by_its_signal(bench: Bench) -> None:
    failure = bench.failure(Program("import os; os.abort()"))
    assert failure.reason == "ended by signal 6"
    assert failure.capture.sessions[0].exit_code == -6


def test_a_tool_that_fails_is_told_by_its_exit_code(bench: Bench) -> None:
    failure = bench.failure(Program("import sys; sys.exit(3)"))
    assert (failure.reason, failure.capture.sessions[0].exit_code) == ("ended with exit code 3", 3)


def test_many_connections_are_all_answered(bench: Bench) -> None:
    source = """
        import socket
        open_ones = [socket.create_connection(("203.0.113.9", 80)) for _ in range(1000)]
        for one in open_ones: one.sendall(b"GET / HTTP/1.1\\r\\nHost: a.example\\r\\n\\r\\n")
        print(sum(one.recv(9) == b"HTTP/1.1 " for one in open_ones))
    """
    capture = bench.capture(Program(source, limits=Limits(time_s=30)))
    assert bench.blob(capture.sessions[0].stdout) == "1000\n"
    assert len(capture.connections) == 1000


def test_too_many_connections_stop_the_run(bench: Bench) -> None:
    source = """
        import socket
        while True: socket.create_connection(("203.0.113.9", 80)).close()
    """
    failure = bench.failure(Program(source, limits=Limits(time_s=30, connections=50)))
    assert failure.reason == "more than 50 connections"


def test_an_endless_upload_stops_the_run_and_is_kept_to_a_cap(bench: Bench) -> None:
    source = """
        import socket
        one = socket.create_connection(("203.0.113.9", 80))
        one.sendall(b"POST / HTTP/1.1\\r\\nHost: a.example\\r\\nContent-Length: 500000000\\r\\n\\r\\n")
        while True: one.sendall(b"x" * (1 << 20))
    """
    bounds = Limits(time_s=30, traffic_bytes=32 * MIB, kept_bytes=2 * MIB)
    failure = bench.failure(Program(source, limits=bounds))
    (connection,) = failure.capture.connections
    assert failure.reason == f"more than {32 * MIB} bytes over the network"
    assert connection.client.kept_bytes == 2 * MIB < connection.client.size_bytes


@pytest.mark.parametrize("port", [80, 443, 53, 853, 8080])
def test_garbage_on_any_port_is_recorded_and_hurts_nobody(bench: Bench, port: int) -> None:
    source = f"""
        import random, socket
        random.seed({port})
        starts = [b"", b"\\x16\\x03\\x01\\x02\\x00\\x01", b"GET ", b"GET / HTTP/1.1\\r\\n",
                  b"PRI * HTTP/2.0\\r\\n\\r\\nSM\\r\\n\\r\\n", b"CONNECT :::: HTTP/1.1\\r\\n\\r\\n",
                  b"CONNECT a.example:443 HTTP/1.1\\r\\n\\r\\n", b"\\x05\\x01\\x00", b"\\x00\\x05"]
        for start in starts * 4:
            one = socket.create_connection(("203.0.113.9", {port}))
            try: one.sendall(start + random.randbytes(random.choice([1, 40, 3000])))
            except OSError: pass
            one.close()
            udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            udp.sendto(start + random.randbytes(40), ("203.0.113.9", {port}))
    """
    settled = bench.settle(Program(source))
    assert isinstance(settled, Captured), settled
    assert len(settled.capture.connections) >= 36
    assert len(settled.capture.datagrams) == 36


def test_names_that_are_odd_are_answered_or_refused_but_never_break_us(bench: Bench) -> None:
    source = """
        import socket
        for name in ("x" * 63 + ".example", "ünïcödé.example", "a b.example", "xn--a.example",
                     "*.example", "-", "A.EXAMPLE"):
            try: print(socket.getaddrinfo(name, 443)[0][4][0])
            except (OSError, UnicodeError) as error: print(type(error).__name__)
    """
    assert len(bench.output(Program(source)).split("\n")) == 8


def test_deep_folders_and_odd_names_are_listed(bench: Bench) -> None:
    source = """
        import os
        with open(os.fsencode(os.environ["HOME"]) + b"/\\xff\\n", "wb") as file: file.write(b"1")
        os.mkfifo("pipe"); os.symlink("/etc/passwd", "link"); os.link(os.path.expanduser(b"~/\\xff\\n"), "same")
        for _ in range(1500):
            os.mkdir("dddd"); os.chdir("dddd")
    """
    capture = bench.capture(Program(source))
    assert [item.path for item in capture.files if not item.link_to] == [
        "/home/dev/project/same",
        "/home/dev/\N{REPLACEMENT CHARACTER}\n",
    ]


def test_what_a_tool_leaves_in_its_temporary_folder_is_gone(bench: Bench) -> None:
    before = set(Path("/tmp").iterdir())
    capture = bench.capture(Program("open('/tmp/left', 'w').write('x')"))
    assert [item.path for item in capture.files] == ["/tmp/left"]
    assert set(Path("/tmp").iterdir()) - before == set()
