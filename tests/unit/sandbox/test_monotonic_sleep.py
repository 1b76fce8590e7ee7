"""The library of one function loads, sleeps as the kernel does, and says errors as the C library does."""

from __future__ import annotations

import ctypes
import errno
import platform
import struct
import time
from pathlib import Path

import pytest

from countermark.sandbox import monotonic_sleep

ABSOLUTE = 1


class Instant(ctypes.Structure):
    _fields_ = (("seconds", ctypes.c_long), ("nanoseconds", ctypes.c_long))


@pytest.mark.skipif(not monotonic_sleep.library(), reason=f"no code for {platform.machine()}")
def test_it_sleeps_until_an_instant_for_a_while_and_refuses_what_the_kernel_refuses(tmp_path: Path) -> None:
    path = tmp_path / "library.so"
    path.write_bytes(monotonic_sleep.library())
    sleep = ctypes.CDLL(str(path)).clock_nanosleep
    until = time.clock_gettime_ns(time.CLOCK_MONOTONIC) + 30_000_000
    assert sleep(time.CLOCK_MONOTONIC, ABSOLUTE, ctypes.byref(Instant(*divmod(until, 10**9))), None) == 0
    assert time.clock_gettime_ns(time.CLOCK_MONOTONIC) >= until
    began = time.monotonic_ns()
    assert sleep(time.CLOCK_MONOTONIC, 0, ctypes.byref(Instant(0, 20_000_000)), None) == 0
    assert time.monotonic_ns() - began >= 20_000_000
    assert sleep(time.CLOCK_MONOTONIC, ABSOLUTE, ctypes.byref(Instant(-1, 0)), None) == errno.EINVAL
    assert sleep(time.CLOCK_MONOTONIC, 0, None, None) == errno.EFAULT


@pytest.mark.parametrize(("machine", "number"), [("x86_64", 62), ("aarch64", 183)])
def test_what_may_be_written_is_not_run_and_no_stack_is(machine: str, number: int) -> None:
    content = monotonic_sleep.library(machine)
    assert struct.unpack_from("<HH", content, 16) == (3, number)
    flags = [struct.unpack_from("<II", content, 64 + 56 * segment) for segment in range(4)]
    assert {kind for kind, _ in flags} == {1, 2, 0x6474E551}
    assert all(flag & 3 != 3 for _, flag in flags)


def test_a_machine_that_it_does_not_know_gets_none() -> None:
    assert monotonic_sleep.library("riscv64") == b""
