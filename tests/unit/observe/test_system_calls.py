"""What strace writes is read as questions, started programs and listeners, whatever stands in it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from countermark.observe.system_calls import SystemCalls, system_calls

START = '2 execve("/usr/bin/node", ["node", "/opt/target/main.mjs"], 0x7ffd /* 9 vars */) = 0'
OWN = '2 openat(AT_FDCWD, "/opt/target/main.mjs", O_RDONLY|O_CLOEXEC) = 3'


def said(*lines: str) -> SystemCalls:
    return system_calls("\n".join(lines).encode(), "system-calls")


def asked(*lines: str) -> list[tuple[str, str, str]]:
    return [(read.kind, read.name, read.at) for read in said(START, OWN, *lines).reads]


def test_files_are_told_by_what_they_say_and_failures_count() -> None:
    found = asked(
        '2 openat(AT_FDCWD, "/etc/timezone", O_RDONLY) = 3',
        '9 newfstatat(AT_FDCWD, "/.dockerenv", 0x7f, 0) = -1 ENOENT (No such file or directory)',
        '2 statx(AT_FDCWD, "/home/dev/.ssh/config", AT_STATX_SYNC_AS_STAT, STATX_ALL, 0x7f <unfinished ...>',
        '2 connect(18, {sa_family=AF_UNIX, sun_path="/run/docker.sock"}, 110) = -1 ENOENT (No such file or directory)',
    )
    assert found == [
        ("time-zone", "/etc/timezone", "node (openat)"),
        ("process", "/.dockerenv", "node (newfstatat)"),
        ("home-file", "~/.ssh/config", "node (statx)"),
        ("foreign-file", "/run/docker.sock", "node (connect)"),
    ]


def test_what_asks_nothing_is_left_out() -> None:
    assert not asked(
        '2 openat(AT_FDCWD, "/opt/target/other.mjs", O_RDONLY) = 3',
        '2 openat(AT_FDCWD, "/usr/lib/x86_64-linux-gnu/libz.so.1", O_RDONLY) = 3',
        '2 openat(AT_FDCWD, "/etc/ld.so.cache", O_RDONLY|O_CLOEXEC) = 3',
        '2 openat(AT_FDCWD, "relative", O_RDONLY) = 3',
        '2 openat(AT_FDCWD, "/var/log/own", O_WRONLY|O_CREAT, 0666) = 3',
        '2 newfstatat(3, "", {st_mode=S_IFREG|0644, st_size=8, ...}, AT_EMPTY_PATH) = 0',
        '2 connect(3, {sa_family=AF_INET, sin_port=htons(443), sin_addr=inet_addr("127.1.2.3")}, 16) = 0',
        "2 <... statx resumed>{stx_mask=0}) = 0",
        "nothing of the kind",
    )


def test_what_a_runtime_does_before_it_touches_the_program_is_its_own() -> None:
    before = '2 openat(AT_FDCWD, "/proc/meminfo", O_RDONLY) = 3'
    assert said(START, before, OWN).reads == ()
    assert [read.name for read in said(START, before, OWN, before).reads] == ["/proc/meminfo"]
    native = START.replace("/usr/bin/node", "/opt/target/tool")
    assert [read.name for read in said(native, before).reads] == ["/proc/meminfo"]


def test_programs_that_start_are_told_by_their_command() -> None:
    found = asked(
        '8 execve("/usr/local/bin/git", ["git", "config", "user.name"], 0x7f) = -1 ENOENT (No such file or directory)',
        '8 execve("/usr/bin/git", ["git", "config", "user.name"], 0x7f /* 17 vars */) = 0',
        '8 access("/etc/gitconfig", R_OK) = -1 ENOENT (No such file or directory)',
        '9 execve("/usr/bin/make", ["make", "a\\303\\244\\n"], 0x7f /* 17 vars */ <unfinished ...>',
        "9 <... execve resumed>) = 0",
    )
    assert found == [
        ("version-control", "git config user.name", "git (started)"),
        ("foreign-file", "/etc/gitconfig", "git (access)"),
        ("process", "make aä\n", "make (started)"),
    ]


def test_listeners_are_named_by_where_they_were_bound() -> None:
    found = said(
        START,
        '2 bind(3, {sa_family=AF_INET, sin_port=htons(4567), sin_addr=inet_addr("127.0.0.1")}, 16) = 0',
        "2 listen(3, 128) = 0",
        '2 bind(4, {sa_family=AF_UNIX, sun_path=@"hidden"}, 14) = 0',
        "2 listen(4, 128) = 0",
        '2 bind(5, {sa_family=AF_INET6, sin6_port=htons(0), inet_pton(AF_INET6, "::", &sin6_addr)}, 28) = 0',
        "2 listen(5, 1) = 0",
        '2 bind(6, {sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr("0.0.0.0")}, 16) = -1 EACCES (no)',
        "2 listen(7, 1) = 0",
        "2 bind(8, {sa_family=AF_NETLINK, nl_pid=0, nl_groups=00000000}, 12) = 0",
    )
    assert found.listeners == ("127.0.0.1 port 4567", "@hidden", ":: any free port", "any free port")


@given(st.binary(max_size=300))
def test_any_bytes_are_read_without_a_failure(log: bytes) -> None:
    assert system_calls(log, "p") == system_calls(log, "p")


@given(
    st.lists(st.sampled_from(["2 ", "execve(", '"/a\\', '"', "[", "= 0", "bind(", "listen(3", "\\777", "\\x4", "\n"]))
)
def test_any_pieces_are_read_without_a_failure(pieces: list[str]) -> None:
    assert said("".join(pieces)) == said("".join(pieces))
