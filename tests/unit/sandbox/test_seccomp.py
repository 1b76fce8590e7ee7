"""The filter is run by a small interpreter of our own: what it decides is tested, not how it is written."""

from __future__ import annotations

import errno
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermark.errors import MachineError
from countermark.sandbox import cbpf, seccomp
from countermark.sandbox.seccomp import AARCH64, X86_64, Architecture

ALL = pytest.mark.parametrize("target", [X86_64, AARCH64], ids=["x86_64", "aarch64"])
EPERM, ENOSYS = seccomp.ERRNO | errno.EPERM, seccomp.ERRNO | errno.ENOSYS
EAFNOSUPPORT = seccomp.ERRNO | errno.EAFNOSUPPORT
EPROTONOSUPPORT = seccomp.ERRNO | errno.EPROTONOSUPPORT


def decide(target: Architecture, number: int, *arguments: int, audit: int | None = None) -> int:
    """What the kernel would be told about one call, by running the assembled bytes."""
    padded = (*arguments, *[0] * (6 - len(arguments)))
    data = struct.pack("<IIQ6Q", number & 0xFFFFFFFF, target.audit if audit is None else audit, 0, *padded)
    code = cbpf.assemble(seccomp.instructions(target))
    steps = list(struct.iter_unpack("=HBBI", code))
    at = value = 0
    while True:
        operation, if_true, if_false, operand = steps[at]
        at += 1
        if operation == cbpf.LOAD_WORD:
            (value,) = struct.unpack_from("<I", data, operand)
        elif operation == cbpf.AND:
            value &= operand
        elif operation == cbpf.RETURN:
            return int(operand)
        else:
            holds = {
                cbpf.JUMP_EQUAL: value == operand,
                cbpf.JUMP_GREATER_EQUAL: value >= operand,
                cbpf.JUMP_ANY_BIT: bool(value & operand),
            }[operation]
            at += if_true if holds else if_false


@ALL
@pytest.mark.parametrize(
    ("family", "kind", "expected"),
    [
        (1, 1, seccomp.ALLOW),
        (2, 1, seccomp.ALLOW),
        (10, 2 | 0o2000000 | 0o4000, seccomp.ALLOW),
        (16, 3, seccomp.ALLOW),
        (2, 3, EPERM),
        (10, 3 | 0o2000000, EPERM),
        (2, 10, EPERM),
        (40, 1, EAFNOSUPPORT),
        (17, 3, EAFNOSUPPORT),
        (38, 5, EAFNOSUPPORT),
        (0, 1, EAFNOSUPPORT),
        (0xFFFFFFFF, 1, EAFNOSUPPORT),
    ],
)
def test_sockets(target: Architecture, family: int, kind: int, expected: int) -> None:
    assert decide(target, target.numbers["socket"], family, kind) == expected


@ALL
@pytest.mark.parametrize(("family", "kind"), [(2, 1), (2, 2), (10, 2), (16, 3)])
@given(protocol=st.integers(0, 2**32 - 1))
def test_only_known_protocols_are_spoken(target: Architecture, family: int, kind: int, protocol: int) -> None:
    known = {0, 4, 15} if family == 16 else {0, 1, 6, 17, 58}
    decided = decide(target, target.numbers["socket"], family, kind, protocol)
    assert decided == (seccomp.ALLOW if protocol in known else EPROTONOSUPPORT)


@ALL
@given(family=st.integers(0, 2**32 - 1))
def test_only_unix_sockets_come_in_pairs(target: Architecture, family: int) -> None:
    decided = decide(target, target.numbers["socketpair"], family, 1)
    assert decided == (seccomp.ALLOW if family == 1 else seccomp.ERRNO | errno.EOPNOTSUPP)


@ALL
@given(family=st.integers(0, 2**32 - 1), kind=st.integers(0, 2**32 - 1), above=st.integers(0, 2**32 - 1))
def test_the_upper_half_of_an_argument_hides_nothing(target: Architecture, family: int, kind: int, above: int) -> None:
    number = target.numbers["socket"]
    assert decide(target, number, family | above << 32, kind) == decide(target, number, family, kind)


@ALL
def test_every_named_call_is_refused_or_looked_into(target: Architecture) -> None:
    for name, number in target.numbers.items():
        if name in {"clone", "unshare"}:
            assert decide(target, number, 0x00010F00) == seccomp.ALLOW, name
            assert decide(target, number, 0x10000000) == EPERM, name
        elif name not in {"socket", "socketpair"}:
            assert decide(target, number) in {EPERM, ENOSYS}, name
    assert decide(target, target.numbers["clone3"]) == ENOSYS
    assert decide(target, target.numbers["io_uring_setup"]) == ENOSYS


@ALL
@given(number=st.integers(0, 600))
def test_every_other_call_is_allowed(target: Architecture, number: int) -> None:
    if number not in target.numbers.values():
        assert decide(target, number) == seccomp.ALLOW


@ALL
@given(audit=st.integers(0, 2**32 - 1), number=st.integers(0, 2**32 - 1))
def test_a_foreign_architecture_is_killed(target: Architecture, audit: int, number: int) -> None:
    if audit != target.audit:
        assert decide(target, number, audit=audit) == seccomp.KILL_PROCESS


@given(number=st.integers(0x40000000, 0xFFFFFFFF))
def test_x32_does_not_exist(number: int) -> None:
    assert decide(X86_64, number) == ENOSYS


@ALL
def test_new_namespaces_of_every_kind_are_refused(target: Architecture) -> None:
    for bit in (0x20000, 0x2000000, 0x4000000, 0x8000000, 0x10000000, 0x20000000, 0x40000000):
        assert decide(target, target.numbers["clone"], bit | 17) == EPERM
        assert decide(target, target.numbers["unshare"], bit) == EPERM
    assert decide(target, target.numbers["unshare"], 0x80) == EPERM


def test_a_machine_without_a_table_is_named() -> None:
    with pytest.raises(MachineError, match="riscv64"):
        seccomp.program("riscv64")


def test_a_jump_that_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="256"):
        cbpf.when(cbpf.JUMP_EQUAL, 1, *[cbpf.give(0)] * 256)
