"""Programs as an attacker would write them try to get out of their box: nothing succeeds, and nothing is left behind.

What the sealing self-test tries before every audit is not tried again here.
"""

from __future__ import annotations

import hashlib
import json
import os
import socket
import textwrap
from collections.abc import Iterator

import pytest

from countermark.lab import Limits
from countermark.model.run import Captured, ToolFailed
from hostile_programs import attempts, traces
from lab_bench import Bench, Program

pytestmark = pytest.mark.lab

MIB = 1024 * 1024


@pytest.fixture(autouse=True)
def nothing_is_left(bench: Bench) -> Iterator[None]:
    before = traces()
    yield
    assert bench.capture(Program("print('next')")).sessions[0].exit_code == 0
    assert traces(bench.mark) == before


def refusals(bench: Bench, source: str, limits: Limits | None = None) -> dict[str, str]:
    """What became of each attempt of ``source``: an error's name, or ``went through: …``."""
    program = Program(attempts(source), limits=limits or Limits(time_s=30.0))
    said = json.loads(bench.output(program))
    assert said
    return {name: outcome for name, outcome in said.items() if outcome.startswith("went through")}


def test_no_namespace_root_or_mount_can_be_had(bench: Bench) -> None:
    source = """
        for flag in (0x20000, 0x2000000, 0x4000000, 0x8000000, 0x10000000, 0x20000000, 0x40000000, 0x80):
            attempt(f"unshare {flag:x}", call, "unshare", flag)
            attempt(f"nested unshare {flag:x}", call, "unshare", flag | 0x10000000)
        for kind in os.listdir("/proc/1/ns"):
            attempt(f"setns {kind} of the first", lambda: call("setns", os.open(f"/proc/1/ns/{kind}", os.O_RDONLY), 0))
        attempt("setns by pidfd", lambda: call("setns", os.pidfd_open(1), 0x7e020000))
        attempt("tmpfs", call, "mount", b"none", b"/tmp", b"tmpfs", 0, None)
        attempt("proc", call, "mount", b"none", b"/tmp", b"proc", 0, None)
        attempt("bind", call, "mount", b"/proc", b"/tmp", None, 0x1000, None)
        attempt("writable", call, "mount", None, b"/usr", None, 0x1020, None)
        attempt("unmount", call, "umount2", b"/usr", 2)
        attempt("new mount", lambda: system_call(430, b"tmpfs", 0))
        attempt("tree", lambda: system_call(428, -100, b"/usr", 1))
        attempt("attributes", lambda: system_call(442, -100, b"/usr", 0, bytes(32), 32))
        attempt("pivot", lambda: system_call({"x86_64": 155}.get(machine, 41), b"/tmp", b"/tmp"))
        attempt("chroot", os.chroot, "/tmp")
        attempt("file handles", lambda: system_call({"x86_64": 303}.get(machine, 264), -100, b"/", bytes(128),
            bytes(8), 0))
        attempt("unshare program", program, "unshare", "--user", "--map-root-user", "true")
        attempt("bubblewrap inside", program, "bwrap", "--dev-bind", "/", "/", "true")
    """
    assert refusals(bench, source) == {}


def test_proc_gives_nothing_away_and_takes_nothing(bench: Bench) -> None:
    source = f"HOST = {str(bench.folder)!r}\n" + textwrap.dedent("""
        for name in ("kernel/core_pattern", "kernel/modprobe", "kernel/hostname", "kernel/yama/ptrace_scope",
                     "vm/drop_caches", "vm/overcommit_memory", "net/ipv4/ip_forward",
                     "net/ipv4/ip_unprivileged_port_start",
                     "user/max_user_namespaces", "fs/binfmt_misc/register"):
            attempt(f"setting {name}", os.open, f"/proc/sys/{name}", os.O_WRONLY)
        for name in ("sysrq-trigger", "kcore", "kmsg", "kpagecount", "self/uid_map", "self/gid_map", "1/uid_map",
                     "self/setgroups", "timer_list", "irq/default_smp_affinity", "bus/pci/devices"):
            attempt(f"writing {name}", lambda: os.write(os.open(f"/proc/{name}", os.O_WRONLY), b"0 0 1"))
        for name in ("kcore", "kmsg", "vmallocinfo", "1/mem"):
            attempt(f"reading {name}", lambda: open(f"/proc/{name}", "rb").read(16))
        attempt("unkillable", lambda: os.write(os.open("/proc/self/oom_score_adj", os.O_WRONLY), b"-1000"))
        attempt("kernel's addresses", lambda: [line for line in open("/proc/kallsyms") if int(line.split()[0], 16)][0])
        outside = [name for name in os.listdir("/proc") if name.isdigit() and int(name) > 200]
        attempt("others' processes", lambda: outside[0])
        for way in ("/proc/1/root", "/proc/1/cwd/../../..", "/proc/self/root/..", "/../.."):
            attempt(f"the host by {way}", os.stat, way + HOST)
        attempt("our own environment", lambda: [o for o in open("/proc/1/environ").read().split("\\0") if "=" in o and
            not o.startswith(("PWD=", "SHLVL=", "_="))][0])
        attempt("a foreign descriptor", lambda: [n for p in ("1", "self") for n in os.listdir(f"/proc/{p}/fd")
            if (t := os.readlink(f"/proc/{p}/fd/{n}")).startswith("/") and t not in ("/dev/null", "/opt/target/main.py")
            and not t.startswith("/proc/")][0])
        attempt("a folder of the host by descriptor", lambda: [os.stat(f"/proc/self/fd/{n}/..") for n in range(100)
            if os.path.isdir(f"/proc/self/fd/{n}")][0])
    """)
    assert refusals(bench, source) == {}


def test_no_program_and_no_file_gives_privileges(bench: Bench) -> None:
    source = """
        import stat, shutil
        for folder in ("/usr/bin", "/usr/sbin", "/opt", "/tmp"):
            assert os.statvfs(folder).f_flag & os.ST_NOSUID, folder
        own = os.path.expanduser("~/own"); shutil.copy("/usr/bin/id", own); os.chmod(own, 0o6755)
        assert os.statvfs(own).f_flag & os.ST_NOSUID
        attempt("own setuid", lambda: [n for n in subprocess.check_output([own, "-u"],
            text=True).split() if n != "1000"][0])
        attempt("su", program, "su", "-c", "true")
        attempt("sudo", program, "sudo", "-n", "true")
        attempt("file capability", lambda: os.setxattr(own, "security.capability", b"\\1\\0\\0\\2" + b"\\xff" * 16))
        attempt("trusted attribute", lambda: os.setxattr(own, "trusted.x", b"1"))
        for number in (0, 1, 65534): attempt(f"become {number}", os.setuid, number)
        attempt("groups", os.setgroups, [0])
        attempt("give away", os.chown, own, 0, 0)
        attempt("privileges again", call, "prctl", 38, 0, 0, 0, 0)
        for kind in (23, 47):
            attempt(f"capability {kind}", call, "prctl", kind if kind == 47 else 24, 2 if kind == 47 else 21, 21, 0, 0)
        attempt("capset", lambda: system_call({"x86_64": 126}.get(machine, 91), struct.pack("II", 0x20080522, 0),
            struct.pack("6I", *[0xFFFFFFFF] * 6)))
        attempt("device", lambda: os.mknod(os.path.expanduser("~/disk"), stat.S_IFBLK | 0o666, os.makedev(8, 0)))
        attempt("memory device", lambda: os.mknod(os.path.expanduser("~/mem"), stat.S_IFCHR | 0o666, os.makedev(1, 1)))
        attempt("priority", os.nice, -5)
        attempt("limits", resource.setrlimit, resource.RLIMIT_NOFILE, (1 << 20, 1 << 20))
        attempt("clock", lambda: time.clock_settime(time.CLOCK_REALTIME, time.time()))
        attempt("host name", socket.sethostname, "other")
    """
    assert refusals(bench, source) == {}


def test_no_process_of_the_lab_can_be_reached(bench: Bench) -> None:
    """Its numbers do not exist inside; the box's first process, which does, has nothing to give."""
    source = f"""
        room = ctypes.create_string_buffer(16)
        vector = struct.pack("PN", ctypes.addressof(room), 16)
        for number in ({os.getpid()}, {os.getppid()}, {bench.pool._server.pid if bench.pool._server else 0}):
            attempt(f"signal {{number}}", os.kill, number, 0)
            attempt(f"trace {{number}}", call, "ptrace", 16, number, 0, 0)
            attempt(f"read {{number}}", lambda: call("process_vm_readv", number, vector, 1, vector, 1, 0))
            attempt(f"hold {{number}}", os.pidfd_open, number)
            attempt(f"priority {{number}}", os.setpriority, os.PRIO_PROCESS, number, 19)
            attempt(f"limits {{number}}", resource.prlimit, number, resource.RLIMIT_NOFILE, (10, 10))
        attempt("parent", lambda: os.kill(os.getppid(), signal.SIGKILL) if os.getppid() not in (0, 1) else 1 / 0)
        attempt("group", lambda: os.killpg(os.getpgid(0), 0) if os.getpgid(0) == 0 else 1 / 0)
        os.kill(1, signal.SIGSTOP); os.kill(1, signal.SIGTERM); os.kill(1, signal.SIGKILL)
        first = os.pidfd_open(1)
        held = []
        for number in range(64):
            try: held.append(os.readlink(f"/proc/self/fd/{{system_call(438, first, number, 0)}}"))
            except OSError: pass
        attempt("descriptors of the first", lambda: [h for h in held
            if not h.startswith(("pipe:", "anon_inode:[eventfd]", "/dev/null"))][0])
    """
    assert refusals(bench, source) == {}


def test_killing_the_first_process_only_ends_the_run(bench: Bench) -> None:
    """It may be traced, being the program's own user's, and stopped in its tracks: the lab waits no longer for that."""
    source = """
        import ctypes, os, signal, time
        library = ctypes.CDLL(None)
        os.fork()
        print(library.ptrace(16, 1, 0, 0)); os.waitpid(-1, os.WNOHANG)
        try: os.kill(-1, signal.SIGSTOP)
        except OSError: pass
        time.sleep(600)
    """
    settled = bench.settle(Program(source, limits=Limits(time_s=1.0)))
    assert isinstance(settled, ToolFailed), settled
    assert settled.capture.sessions[0].timed_out


def test_the_kernel_s_large_doors_are_shut(bench: Bench) -> None:
    source = """
        x86 = machine == "x86_64"
        for name, number in {"keys": 250 if x86 else 219, "add_key": 248 if x86 else 217, "bpf": 321 if x86 else 280,
                "perf": 298 if x86 else 241, "userfaultfd": 323 if x86 else 282, "kexec": 246 if x86 else 104,
                "kexec file": 320 if x86 else 294, "reboot": 169 if x86 else 142, "module": 175 if x86 else 105,
                "module file": 313 if x86 else 273, "no module": 176 if x86 else 106, "swap": 167 if x86 else 224,
                "accounting": 163 if x86 else 89, "kernel log": 103 if x86 else 116, "quota": 179 if x86 else 60,
                "io_uring": 425, "io_uring enter": 426, "io_uring register": 427}.items():
            attempt(name, system_call, number, 0, 0, 0, 0, 0)
        attempt("userfaultfd device", lambda: open("/dev/userfaultfd", "rb"))
        attempt("odd calls", lambda: [n for n in (0x40000000 + 41, 0x40000000 + 165) if system_call(n, 2, 1,
            0) >= 0][0])
        for path in ("/dev/mem", "/dev/kmsg", "/dev/kvm", "/dev/fuse", "/dev/net/tun", "/dev/sda", "/dev/vda",
            "/dev/loop0",
                     "/dev/vhost-net", "/dev/vsock", "/dev/input", "/dev/dri", "/sys/kernel", "/sys/fs/cgroup"):
            attempt(path, os.stat, path)
    """
    assert refusals(bench, source) == {}


def test_a_terminal_of_the_host_is_out_of_reach(bench: Bench) -> None:
    source = """
        import fcntl, pty, termios
        attempt("the terminal", lambda: os.open("/dev/tty", os.O_RDWR))
        for number in range(3):
            attempt(f"keys typed into {number}", fcntl.ioctl, number, termios.TIOCSTI, b"x")
            attempt(f"taking {number}", fcntl.ioctl, number, termios.TIOCSCTTY, 1)
        attempt("others' terminals", lambda: [name for name in os.listdir("/dev/pts") if name != "ptmx"][0])
        attempt("consoles", lambda: [name for name in os.listdir("/dev") if name.startswith(("tty", "vcs", "hvc",
            "console"))
            and name != "tty"][0])
        for _ in range(20): pty.openpty()
        attempt("the null device's mode", os.fchmod, 0, 0o600)
    """
    assert refusals(bench, source) == {}


def test_the_network_can_be_neither_changed_nor_left(bench: Bench) -> None:
    with socket.socket(socket.AF_UNIX) as theirs, socket.create_server(("127.0.0.1", 0)) as loopback:
        theirs.bind(f"\0countermark-{bench.mark}")
        theirs.listen()
        port = loopback.getsockname()[1]
        source = f"""
            for family, kind, protocol in ((2, 1, 132), (2, 5, 132), (2, 2, 136), (10, 2, 136), (2, 6, 33), (2, 2, 115),
                    (2, 1, 262), (2, 3, 6), (2, 3, 255), (10, 3, 58), (2, 2, 1), (17, 2, 0), (17, 3, 0x300), (38, 5, 0),
                    (40, 1, 0), (44, 3, 0), (30, 5, 0), (29, 3, 1), (31, 3, 1), (9, 5, 0), (3, 5, 0), (21, 5,
                        0), (15, 3, 2)):
                attempt(f"socket {{family}} {{kind}} {{protocol}}", socket.socket, family, kind, protocol)
            for protocol in (2, 3, 5, 6, 7, 8, 9, 10, 11, 12, 16, 20, 21, 22):
                attempt(f"netlink {{protocol}}", socket.socket, 16, 3, protocol)
            for family in (2, 10, 16, 17, 30, 40): attempt(f"pair {{family}}", lambda: socket.socketpair(family, 1))

            def netlink(kind, body, flags=0x405):
                with socket.socket(16, 3, 0) as made:
                    made.sendall(struct.pack("=IHHII", 16 + len(body), kind, flags, 1, 0) + body)
                    (error,) = struct.unpack_from("=i", made.recv(4096), 16)
                if error: raise OSError(-error, os.strerror(-error))

            default = struct.pack("=BBBBBBBBI", 2, 0, 0, 0, 254, 4, 0, 2, 0)
            attempt("route away", netlink, 25, default)
            attempt("route added", netlink, 24, default + struct.pack("=HHI", 8, 4, 1))
            attempt("interface down", netlink, 16, struct.pack("=BBHiII", 0, 0, 0, 1, 0, 1))
            attempt("interface made", netlink, 16, struct.pack("=BBHiII", 0, 0, 0, 0, 0, 0) + struct.pack("=HH", 12,
                18 | 0x8000)
                + struct.pack("=HH4s", 8, 1, b"veth"))
            attempt("address added", netlink, 20, struct.pack("=BBBBi", 2, 24, 0, 0, 1) + struct.pack("=HH4s", 8, 2,
                bytes(4)))
            attempt("rule added", netlink, 32, bytes([2] + [0] * 11))
            attempt("nft", program, "nft", "flush", "ruleset")
            attempt("iptables", program, "iptables", "-t", "nat", "-F")
            attempt("ip", program, "ip", "link", "set", "lo", "down")
            with socket.socket() as one:
                for option, value in ((36, struct.pack("=i", 1)), (33, struct.pack("=i", 1)), (32, bytes(4))):
                    attempt(f"option {{option}}", one.setsockopt, 1, option, value)
                attempt("transparent", one.setsockopt, 0, 19, 1)
            attempt("low port", lambda: socket.create_server(("127.0.0.1", 79)))
            attempt("the lab's port", lambda: socket.create_server(("127.0.0.1", 61837), reuse_port=True))
            attempt("the lab's name server", lambda: socket.socket(2, 2).bind(("127.0.0.53", 53)))
            attempt("the host's loopback", socket.create_connection, ("127.0.0.1", {port}), 2)
            attempt("an abstract socket", lambda: socket.socket(1).connect("\\0countermark-{bench.mark}"))
            attempt("abstract sockets", lambda: [l
                for l in open("/proc/net/unix").read().split("\\n")[1:] if "@" in l][0])
        """
        assert refusals(bench, source) == {}
        theirs.setblocking(False)  # noqa: FBT003 -- as it is called
        with pytest.raises(BlockingIOError):
            theirs.accept()


def test_no_odd_packet_goes_unrecorded(bench: Bench) -> None:
    port = 4433
    source = f"""
        import socket
        six = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
        six.setsockopt(41, 24, 1280); six.setsockopt(41, 23, 0)
        six.sendto(b"fragmented" * 400, ("2001:db8::9", {port}))
        four = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        four.setsockopt(0, 4, bytes([7, 7, 4, 0, 0, 0, 0, 0]))
        four.sendto(b"with options", ("203.0.113.9", {port}))
        tied = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        tied.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, b"eth0")
        tied.sendto(b"by another way", ("203.0.113.9", {port}))
        routed = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
        try:
            routed.setsockopt(41, 57, bytes([0, 2, 4, 0, 0, 0, 0, 0]) + socket.inet_pton(socket.AF_INET6,
                "2001:db8::77"))
            routed.sendto(b"routed", ("2001:db8::9", {port}))
        except OSError: print("no routing headers here")
    """
    capture = bench.capture(Program(source))
    seen = {(item.address, item.port, item.payload.size_bytes) for item in capture.datagrams}
    routed = set() if bench.blob(capture.sessions[0].stdout) else {("2001:db8::77", port, 6)}
    assert seen == {("2001:db8::9", port, 4000), ("203.0.113.9", port, 12), ("203.0.113.9", port, 14)} | routed


def test_memory_that_no_process_holds_is_gone_with_the_run(bench: Bench) -> None:
    source = """
        import ctypes, mmap, os, socket
        library = ctypes.CDLL(None)
        for number in range(8):
            made = library.shmget(0, 1 << 20, 0o1600)
            held = os.memfd_create("held"); os.write(held, b"x" * (1 << 20))
            left, right = socket.socketpair(); socket.send_fds(left, [b"x"], [held, right.fileno()])
        library.mq_open(b"/left", os.O_CREAT | os.O_RDWR, 0o600, None)
        library.semget(0x77, 4, 0o1600)
        for number in range(200): open(f"/dev/shm/sem.{number}", "wb").write(b"x" * 1000)
        socket.socket(socket.AF_UNIX).bind("\\0left-by-a-tool")
        socket.socket(socket.AF_UNIX).bind("/tmp/left-by-a-tool")
        print("done")
    """
    assert bench.output(Program(source)) == "done\n"


def test_what_stays_behind_the_back_of_a_session_dies_with_it(bench: Bench) -> None:
    """Daemons that ignore signals, hold every descriptor, and start each other anew."""
    source = """
        import os, signal, time
        def daemon():
            if os.fork(): return
            os.setsid()
            for number in range(1, 65):
                try: signal.signal(number, signal.SIG_IGN)
                except (OSError, ValueError): pass
            while os.fork() == 0: os.setsid(); time.sleep(0.05)
            os._exit(0)
        for _ in range(4): daemon()
        open(os.path.expanduser("~/.profile"), "a").write("nohup sleep 600 &\\n")
        print("up")
    """
    capture = bench.capture(Program(source, prompts=("one", "two")))
    assert [bench.blob(session.stdout) for session in capture.sessions] == ["up\n", "up\n"]


def test_odd_things_left_at_home_are_neither_followed_nor_waited_for(bench: Bench) -> None:
    secret = bench.folder / "outside"
    secret.write_text("the host's", encoding="utf-8")
    secret.chmod(0o644)
    source = f"""
        import os, socket, stat
        os.chdir(os.environ["HOME"])
        for name, target in (("absolute", "{secret}"), ("up", "../" * 30 + "{str(secret)[1:]}"), ("self", "self"),
                             ("memory", "/proc/self/mem"), ("zero", "/dev/zero"), ("descriptor", "/proc/self/fd/0")):
            os.symlink(target, name)
        os.mkfifo("pipe"); socket.socket(socket.AF_UNIX).bind("socket")
        try: os.mknod("whiteout", stat.S_IFCHR, 0)
        except OSError: pass
        os.truncate(os.open("sparse", os.O_CREAT | os.O_RDWR), 200 << 20)
        open("first", "w").write("x"); [os.link("first", f"hard-{{number}}") for number in range(20)]
        for name in (b"\\xff\\xfe", b"\\x1b[2J\\x1b]0;title\\x07", "\\u202egnp.exe".encode(), b"\\n\\r\\t", b" ",
            b"-rf", b"x" * 255,
                     b"\\\\", b"$(reboot)", b"%s%n", b"<script>", "\\u200b".encode()):
            open(name, "w").write("odd")
        os.mkdir("shut"); open("shut/in", "w").write("x"); os.chmod("shut", 0); os.mkdir("looped"); os.symlink("..",
            "looped/up")
    """
    settled = bench.settle(Program(source))
    assert isinstance(settled, Captured), settled
    left = {item.path.rpartition("/")[2]: item for item in settled.capture.files}
    contents = {item.sha256 for item in settled.capture.files}
    assert {"sparse", "first", "hard-19", "-rf", "in", "x" * 255} <= set(left)
    assert not {"pipe", "socket", "whiteout"} & set(left)
    assert hashlib.sha256(b"the host's").hexdigest() not in contents


def test_inodes_run_out_only_inside(bench: Bench) -> None:
    source = """
        import os
        try:
            for number in range(1000): open(os.path.expanduser(f"~/{number}"), "w")
        except OSError as error: print(error.strerror)
        import urllib.request
        print(urllib.request.urlopen("https://example.org/").status)
    """
    said = bench.output(Program(source, limits=Limits(time_s=30, disk_files=700)))
    assert said == "No space left on device\n200\n"


def test_a_flood_of_threads_is_bounded(bench: Bench) -> None:
    source = """
        import threading, time
        made = 0
        try:
            while made < 400: threading.Thread(target=time.sleep, args=(5,), daemon=True).start(); made += 1
        except RuntimeError: pass
        print(made)
    """
    settled = bench.settle(Program(source, limits=Limits(time_s=30, tasks=100)))
    assert isinstance(settled, Captured), settled
    assert int(bench.said(settled)) <= 100
