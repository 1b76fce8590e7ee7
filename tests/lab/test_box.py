"""What a tool sees of its machine is the lab's, the profile's and the factors' doing, and nothing of the host's."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from countermark.lab import clock_refused
from countermark.model.environment import PlacedFile, Setup, Variable
from countermark.sandbox import clock, runtimes
from lab_bench import Bench, Program

pytestmark = pytest.mark.lab

LOOK = """
    import json, os, pwd, socket
    def read(path):
        try: return open(path).read().strip()
        except OSError as error: return error.strerror
    print(json.dumps({
        "ids": [os.getuid(), os.geteuid(), os.getgid()], "name": pwd.getpwuid(os.getuid()).pw_name,
        "home": os.path.expanduser("~"), "cwd": os.getcwd(), "host": socket.gethostname(),
        "env": dict(os.environ), "root": sorted(os.listdir("/")), "run": os.listdir("/run"), "tmp": os.listdir("/tmp"),
        "machine": [read("/etc/machine-id"), read("/var/lib/dbus/machine-id")], "cgroup": read("/proc/self/cgroup"),
        "first": read("/proc/1/cmdline"), "status": read("/proc/self/status"), "dns": read("/etc/resolv.conf"),
        "pids": sorted(int(n) for n in os.listdir("/proc") if n.isdigit()), "local": os.listdir("/usr/local/bin"),
        "links": [name for _, name in socket.if_nameindex()], "dev": sorted(os.listdir("/dev")),
        "placed": read(os.path.expanduser("~/.config/tool/settings.json")), "limits": read("/proc/self/limits"),
    }))
"""


def look(bench: Bench, setup: Setup = Setup()) -> dict[str, object]:  # noqa: B008 -- frozen
    seen = json.loads(bench.output(Program(LOOK, setup=setup)))
    assert isinstance(seen, dict)
    return seen


def test_the_tool_is_an_ordinary_user_without_capabilities(bench: Bench) -> None:
    seen = look(bench)
    status = dict(line.split(":", 1) for line in str(seen["status"]).splitlines() if ":" in line)
    assert seen["ids"] == [1000, 1000, 1000]
    assert {status[f"Cap{kind}"].strip() for kind in ("Inh", "Prm", "Eff", "Bnd", "Amb")} == {"0" * 16}
    assert (status["NoNewPrivs"].strip(), status["Seccomp"].strip()) == ("1", "2")


def test_nothing_of_the_host_shines_through(bench: Bench) -> None:
    seen = look(bench)
    assert ".dockerenv" not in str(seen["root"])
    assert (seen["run"], seen["tmp"], seen["local"]) == ([], [], [])
    assert len(set(map(str, seen["machine"]))) == 1  # type: ignore[call-overload]
    host_id = Path("/etc/machine-id")
    assert not host_id.is_file() or host_id.read_text(encoding="ascii").strip() not in str(seen["machine"])
    assert str(seen["cgroup"]).splitlines()[-1].endswith(":/")
    assert "countermark" not in json.dumps(seen).replace("countermark0dummy0key", "")
    assert len(list(map(str, seen["pids"]))) <= 3  # type: ignore[call-overload]
    assert seen["links"] == ["lo", "eth1", "eth0"] or seen["links"] == ["lo", "eth0"]
    assert {"sda", "vda", "kvm", "mem", "kmsg"}.isdisjoint(map(str, seen["dev"]))  # type: ignore[call-overload]


def test_two_runs_see_the_same_machine(bench: Bench) -> None:
    volatile = ("status", "limits")
    first, second = ({k: v for k, v in look(bench).items() if k not in volatile} for _ in range(2))
    assert first == second


def test_levels_change_what_they_name_and_no_more(bench: Bench) -> None:
    setup = Setup(
        username="maria",
        hostname="build-7",
        variables=(Variable(name="TZ", value="Asia/Tokyo"), Variable(name="X", value="{home}/x:{work}")),
        files=(
            PlacedFile(path="{home}/.config/tool/settings.json", content=b"{}"),
            PlacedFile(path="/etc/resolv.conf", content=b"nameserver 10.0.0.53\nsearch corp.example\n"),
            PlacedFile(path="/usr/local/bin/extra", link_to="/bin/true"),
        ),
    )
    seen, plain = look(bench, setup), look(bench)
    env = seen["env"]
    assert isinstance(env, dict)
    assert (seen["name"], seen["home"], seen["cwd"], seen["host"]) == (
        "maria",
        "/home/maria",
        "/home/maria/project",
        "build-7",
    )
    assert (env["TZ"], env["X"], env["USER"]) == ("Asia/Tokyo", "/home/maria/x:/home/maria/project", "maria")
    assert (seen["placed"], seen["dns"], seen["local"]) == (
        "{}",
        "nameserver 10.0.0.53\nsearch corp.example",
        ["extra"],
    )
    assert seen["machine"] == plain["machine"]
    assert seen["root"] == plain["root"]


def test_the_host_s_own_environment_does_not_get_in(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COUNTERMARK_CANARY", "x")
    env = look(bench)["env"]
    assert isinstance(env, dict)
    assert set(env) & set(os.environ) <= {"PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "TERM", "PWD"} | {
        name for name in env if name.endswith(("_CERT", "_CERTS", "_FILE", "_BUNDLE", "_CAINFO", "LC_CTYPE"))
    }


def test_the_artifact_and_the_system_are_read_only(bench: Bench) -> None:
    source = """
        for path in ("/opt/target/x", "/usr/x", "/etc/x", "/x", "/opt/x", "/usr/local/bin/x"):
            try: open(path, "w"); print("wrote", path)
            except OSError as error: print(error.strerror)
    """
    assert set(bench.output(Program(source)).strip().split("\n")) == {"Read-only file system"}


WORKING = clock.working(runtimes.find())


def test_node_and_python_can_be_given_a_false_clock_where_the_library_is() -> None:
    assert set(WORKING) == ({item.name for item in runtimes.find()} if clock.library() else set())


@pytest.mark.skipif("python3" not in WORKING, reason="libfaketime is not installed")
def test_python_waits_in_every_way_under_the_false_clock(bench: Bench) -> None:
    source = """
        import asyncio, queue, select, subprocess, threading, time
        held = threading.Lock()
        held.acquire()
        def nothing():
            try: queue.Queue().get(timeout=.05)
            except queue.Empty: pass
        for wait in (lambda: time.sleep(.05), lambda: threading.Event().wait(.05), lambda: held.acquire(timeout=.05),
                     lambda: select.select([], [], [], .05), lambda: asyncio.run(asyncio.sleep(.05)), nothing,
                     lambda: subprocess.run(["sleep", "0.05"], check=True)):
            began = time.monotonic()
            wait()
            assert .045 < time.monotonic() - began, wait
        print(time.gmtime()[0], subprocess.run(["date", "+%Y"], capture_output=True, text=True).stdout, end="")
    """
    assert bench.output(Program(source, setup=Setup(clock="2031-07-01T12:00:00Z"))) == "2031 2031\n"


@pytest.mark.parametrize("zone", ["", "Asia/Tokyo", "America/St_Johns"])
@pytest.mark.parametrize("runtime", WORKING)
def test_a_false_clock_shows_the_same_instant_in_every_zone_and_runs_on(bench: Bench, zone: str, runtime: str) -> None:
    source = {
        "python3": "import time; a = time.time(); time.sleep(0.2); print(int(a), time.time() - a >= 0.2)",
        "node": "const a = Date.now(); setTimeout(() => console.log(Math.floor(a / 1000), Date.now() - a >= 199), 200)",
    }[runtime]
    variables = (Variable(name="TZ", value=zone),) if zone else ()
    capture = bench.capture(
        Program(source, runtime, setup=Setup(clock="2031-07-01T12:00:00+00:00", variables=variables))
    )
    instant, ran_on = bench.blob(capture.sessions[0].stdout).split()
    assert 0 <= int(instant) - 1_940_673_600 <= 5
    assert ran_on.lower() == "true"
    assert capture.clock == "2031-07-01T12:00:00+00:00"
    assert capture.started < "2031"


@pytest.mark.skipif("node" not in WORKING, reason="libfaketime is not installed")
def test_tls_works_far_in_the_future(bench: Bench) -> None:
    source = "fetch('https://example.org/').then(answer => console.log(answer.status, new Date().getUTCFullYear()))"
    assert bench.output(Program(source, "node", setup=Setup(clock="2041-01-01T12:00:00+00:00"))) == "200 2041\n"


def test_a_runtime_that_would_break_under_the_clock_is_left_alone(bench: Bench) -> None:
    program = Program(
        "import time; time.sleep(.01); print(time.gmtime()[0])", setup=Setup(clock="2041-01-01T12:00:00+00:00")
    )
    capture = bench.capture(program)
    assert (bench.blob(capture.sessions[0].stdout) == "2041\n") == ("python3" in WORKING)
    assert capture.clock.startswith("2041") == ("python3" in WORKING)


def test_a_native_program_is_not_given_a_false_clock(bench: Bench) -> None:
    program = Program("", argv=("/bin/date", "+%Y"), setup=Setup(clock="2031-07-01T12:00:00+00:00"))
    spec = bench.spec(program)
    assert "not run by Node or Python" in clock_refused(spec)
    capture = bench.capture(program)
    assert capture.clock == capture.started


def test_forbidden_calls_fail_as_if_they_did_not_exist(bench: Bench) -> None:
    source = """
        import ctypes, errno, os, socket
        libc = ctypes.CDLL(None, use_errno=True)
        def call(name, *numbers):
            number = numbers[os.uname().machine == "aarch64"]
            libc.syscall(number, 0, 0, 0, 0, 0); print(name, errno.errorcode[ctypes.get_errno()])
        for family in (40, 17, 38, 31, 29):
            try: socket.socket(family, socket.SOCK_STREAM); print("open", family)
            except OSError as error: print(family, errno.errorcode[error.errno])
        for family in (socket.AF_INET, socket.AF_INET6):
            try: socket.socket(family, socket.SOCK_RAW, 1); print("open")
            except OSError as error: print("raw", errno.errorcode[error.errno])
        call("io_uring", 425, 425); call("bpf", 321, 280); call("keyctl", 250, 219); call("mount", 165, 40)
        call("clone3", 435, 435); call("perf", 298, 241)
        print("userns", libc.unshare(0x10000000), errno.errorcode[ctypes.get_errno()])
        socket.socket(socket.AF_UNIX).close(); socket.socket(socket.AF_NETLINK, socket.SOCK_RAW).close()
    """
    assert bench.output(Program(source)).strip().split("\n") == [
        *(f"{family} EAFNOSUPPORT" for family in (40, 17, 38, 31, 29)),
        "raw EPERM",
        "raw EPERM",
        "io_uring ENOSYS",
        "bpf EPERM",
        "keyctl EPERM",
        "mount EPERM",
        "clone3 ENOSYS",
        "perf EPERM",
        "userns -1 EPERM",
    ]
