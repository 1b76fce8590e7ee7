"""The system-call filter: ways out that namespaces alone leave open are closed by number.

Odd socket families do not exist, raw sockets are forbidden, new namespaces and mounts are forbidden, and the
kernel's large attack surfaces (io_uring, BPF, keys, perf, userfaultfd, modules, kexec) are gone. A foreign
architecture's calls kill the process, since the numbers below would mean something else there.

Source: the lists of Docker's default profile (https://docs.docker.com/engine/security/seccomp/) and of Flatpak
(flatpak-run.c, setup_seccomp), seccomp(2), and the kernel's syscall_64.tbl and asm-generic/unistd.h (read 2026-11).
"""

from __future__ import annotations

import errno
from dataclasses import dataclass
from types import MappingProxyType

from countermark.errors import MachineError
from countermark.sandbox import cbpf
from countermark.sandbox.cbpf import Instruction, give, load, mask, when

# linux/seccomp.h
ALLOW = 0x7FFF0000
ERRNO = 0x00050000
KILL_PROCESS = 0x80000000

# struct seccomp_data: nr, arch, instruction pointer, six 64-bit arguments (low words first: little endian).
_NUMBER = 0
_ARCHITECTURE = 4
_ARGUMENT = (16, 24, 32)

_X32_BIT = 0x40000000

AF_UNIX, AF_INET, AF_INET6, AF_NETLINK = 1, 2, 10, 16
_SOCKET_TYPE_BITS = 0xF
_SOCK_RAW, _SOCK_PACKET = 3, 10
# linux/in.h: what the type implies, ICMP, TCP, UDP, ICMPv6. To ask for any other loads a module of the kernel, and what
# it sends nobody records.
_PROTOCOLS = (0, 1, 6, 17, 58)
# linux/netlink.h: routes and addresses, sockets, devices that appear. The others change the machine, or its kernel.
_NETLINK_PROTOCOLS = (0, 4, 15)

# The bits of linux/sched.h for new mount, cgroup, uts, ipc, user, pid and network namespaces.
NEW_NAMESPACE_BITS = 0x7E020000
_CLONE_NEWTIME = 0x80  # in unshare(2) only: clone(2) has the exit signal in these bits


@dataclass(frozen=True, slots=True, kw_only=True)
class Architecture:
    """The numbers of one instruction set; names absent from ``numbers`` do not exist there."""

    audit: int
    numbers: MappingProxyType[str, int]
    has_x32: bool = False


# Calls with the same number on every architecture since the tables were joined at 424.
_JOINED = {
    "io_uring_setup": 425,
    "io_uring_enter": 426,
    "io_uring_register": 427,
    "open_tree": 428,
    "move_mount": 429,
    "fsopen": 430,
    "fsconfig": 431,
    "fsmount": 432,
    "fspick": 433,
    "clone3": 435,
    "mount_setattr": 442,
    "open_tree_attr": 467,
}

X86_64 = Architecture(
    audit=0xC000003E,
    has_x32=True,
    numbers=MappingProxyType(
        _JOINED
        | {
            "socket": 41,
            "socketpair": 53,
            "clone": 56,
            "syslog": 103,
            "pivot_root": 155,
            "acct": 163,
            "mount": 165,
            "umount2": 166,
            "swapon": 167,
            "swapoff": 168,
            "reboot": 169,
            "iopl": 172,
            "ioperm": 173,
            "init_module": 175,
            "delete_module": 176,
            "quotactl": 179,
            "kexec_load": 246,
            "add_key": 248,
            "request_key": 249,
            "keyctl": 250,
            "unshare": 272,
            "perf_event_open": 298,
            "name_to_handle_at": 303,
            "open_by_handle_at": 304,
            "setns": 308,
            "finit_module": 313,
            "kexec_file_load": 320,
            "bpf": 321,
            "userfaultfd": 323,
        }
    ),
)

AARCH64 = Architecture(
    audit=0xC00000B7,
    numbers=MappingProxyType(
        _JOINED
        | {
            "umount2": 39,
            "mount": 40,
            "pivot_root": 41,
            "quotactl": 60,
            "acct": 89,
            "unshare": 97,
            "kexec_load": 104,
            "init_module": 105,
            "delete_module": 106,
            "syslog": 116,
            "reboot": 142,
            "socket": 198,
            "socketpair": 199,
            "add_key": 217,
            "request_key": 218,
            "keyctl": 219,
            "clone": 220,
            "swapon": 224,
            "swapoff": 225,
            "perf_event_open": 241,
            "name_to_handle_at": 264,
            "open_by_handle_at": 265,
            "setns": 268,
            "finit_module": 273,
            "bpf": 280,
            "userfaultfd": 282,
            "kexec_file_load": 294,
        }
    ),
)

ARCHITECTURES = MappingProxyType({"x86_64": X86_64, "aarch64": AARCH64, "arm64": AARCH64})

# ENOSYS, not EPERM: libc and runtimes fall back to clone(2) and epoll where a call does not exist.
_ABSENT = ("io_uring_setup", "io_uring_enter", "io_uring_register", "clone3")
_SPECIAL = ("socket", "socketpair", "clone", "unshare")


def architecture(machine: str) -> Architecture:
    """The numbers for ``os.uname().machine``.

    Raises:
        MachineError: we have no table for it, so nothing could be refused by number.
    """
    known = ARCHITECTURES.get(machine)
    if known is None:
        raise MachineError(
            f"the sandbox has no system-call table for {machine}",
            why="a filter by number would refuse the wrong calls",
            hint=f"run on one of: {', '.join(sorted(ARCHITECTURES))}",
        )
    return known


def program(machine: str) -> bytes:
    """The filter for ``machine``, ready for bubblewrap's ``--seccomp``."""
    return cbpf.assemble(instructions(architecture(machine)))


def instructions(target: Architecture) -> tuple[Instruction, ...]:
    """The filter's instructions, in order: architecture, x32, refused numbers, then the calls with arguments."""
    refused = tuple(
        step
        for name, number in sorted(target.numbers.items())
        if name not in _SPECIAL
        for step in when(cbpf.JUMP_EQUAL, number, give(ERRNO | (errno.ENOSYS if name in _ABSENT else errno.EPERM)))
    )
    x32 = when(cbpf.JUMP_GREATER_EQUAL, _X32_BIT, give(ERRNO | errno.ENOSYS)) if target.has_x32 else ()
    return (
        load(cbpf.LOAD_WORD, _ARCHITECTURE),
        Instruction(code=cbpf.JUMP_EQUAL, operand=target.audit, if_true=1),
        give(KILL_PROCESS),
        load(cbpf.LOAD_WORD, _NUMBER),
        *x32,
        *refused,
        *when(cbpf.JUMP_EQUAL, target.numbers["socket"], *_socket()),
        *when(cbpf.JUMP_EQUAL, target.numbers["socketpair"], *_socketpair()),
        *when(cbpf.JUMP_EQUAL, target.numbers["clone"], *_new_namespace(NEW_NAMESPACE_BITS)),
        *when(cbpf.JUMP_EQUAL, target.numbers["unshare"], *_new_namespace(NEW_NAMESPACE_BITS | _CLONE_NEWTIME)),
        give(ALLOW),
    )


def _socket() -> tuple[Instruction, ...]:
    """``socket(family, type, protocol)``: four families, and nothing raw or odd among those that reach a network."""
    typed = (
        load(cbpf.LOAD_WORD, _ARGUMENT[1]),
        mask(_SOCKET_TYPE_BITS),
        *when(cbpf.JUMP_EQUAL, _SOCK_RAW, give(ERRNO | errno.EPERM)),
        *when(cbpf.JUMP_EQUAL, _SOCK_PACKET, give(ERRNO | errno.EPERM)),
        *_protocol(_PROTOCOLS),
    )
    return (
        load(cbpf.LOAD_WORD, _ARGUMENT[0]),
        *when(cbpf.JUMP_EQUAL, AF_UNIX, give(ALLOW)),
        *when(cbpf.JUMP_EQUAL, AF_NETLINK, *_protocol(_NETLINK_PROTOCOLS)),
        *when(cbpf.JUMP_EQUAL, AF_INET, *typed),
        *when(cbpf.JUMP_EQUAL, AF_INET6, *typed),
        give(ERRNO | errno.EAFNOSUPPORT),
    )


def _protocol(allowed: tuple[int, ...]) -> tuple[Instruction, ...]:
    """A kernel without the module says the same of what is not ``allowed``."""
    return (
        load(cbpf.LOAD_WORD, _ARGUMENT[2]),
        *(step for number in allowed for step in when(cbpf.JUMP_EQUAL, number, give(ALLOW))),
        give(ERRNO | errno.EPROTONOSUPPORT),
    )


def _socketpair() -> tuple[Instruction, ...]:
    """``socketpair(family, …)``: only the family that has any use for it; others would load modules of the kernel."""
    return (
        load(cbpf.LOAD_WORD, _ARGUMENT[0]),
        *when(cbpf.JUMP_EQUAL, AF_UNIX, give(ALLOW)),
        give(ERRNO | errno.EOPNOTSUPP),
    )


def _new_namespace(bits: int) -> tuple[Instruction, ...]:
    """``clone`` and ``unshare`` may not make namespaces; threads and processes they may."""
    return (
        load(cbpf.LOAD_WORD, _ARGUMENT[0]),
        *when(cbpf.JUMP_ANY_BIT, bits, give(ERRNO | errno.EPERM)),
        give(ALLOW),
    )
