"""A shared library of one function: ``clock_nanosleep`` as the kernel has it, to be preloaded before libfaketime.

libfaketime 0.9.10 takes every absolute instant for one of its false real time, also where the caller names the
monotonic clock, which is not false here: the kernel is handed an instant before the machine's start and says
``EINVAL``. ``time.sleep`` of Python from 3.11 on calls just that. What stands first in ``LD_PRELOAD`` wins, so this
takes the one function back and leaves all others to libfaketime. It is put together here, since the lab must not need
a compiler. A sleep until an instant of the *real* clock would last until the machine's own clock reaches it; neither
Node nor Python has such a sleep.

Source: System V ABI, chapters 4 and 5 (https://refspecs.linuxfoundation.org/elf/gabi4+/contents.html);
clock_nanosleep(2), syscall(2); ``clock_nanosleep`` in src/libfaketime.c of libfaketime 0.9.10; Modules/timemodule.c
of Python 3.11.
"""

from __future__ import annotations

import platform
import struct

_NAME = b"clock_nanosleep"
_SONAME = b"libclock.so"

# The machine's number in an ELF header, and the function: the kernel's call, and its error as a positive number.
_MACHINES = {
    # mov r10, rcx; mov eax, 230; syscall; neg eax; ret
    "x86_64": (62, bytes.fromhex("4989ca b8e6000000 0f05 f7d8 c3")),
    # mov x8, #115; svc #0; neg w0, w0; ret
    "aarch64": (183, bytes.fromhex("680e80d2 010000d4 e003004b c0035fd6")),
}

_HEADER, _SEGMENT, _SYMBOL, _ENTRY = "<16sHHIQQQIHHHHHH", "<IIQQQQQQ", "<IBBHQQ", "<qQ"
_PAGE = 0x10000  # the largest of either machine
_LOAD, _DYNAMIC, _STACK = 1, 2, 0x6474E551
_READ, _WRITE, _EXECUTE = 4, 2, 1
_HASH, _STRINGS, _SYMBOLS, _STRINGS_SIZE, _SYMBOL_SIZE, _OWN_NAME = 4, 5, 6, 10, 11, 14
_GLOBAL_FUNCTION = 0x12


def library(machine: str = "") -> bytes:
    """The library for ``machine`` (this one); empty where it is not known how."""
    known = _MACHINES.get(machine or platform.machine())
    return _assembled(*known) if known else b""


def _assembled(number: int, code: bytes) -> bytes:
    """What is read and run stands in one segment; what the loader may write, a page further on in memory."""
    header, segments = struct.calcsize(_HEADER), 4 * struct.calcsize(_SEGMENT)
    strings = b"\0" + _NAME + b"\0" + _SONAME + b"\0"
    code_at = header + segments
    symbols_at = _aligned(code_at + len(code))
    symbols = bytes(struct.calcsize(_SYMBOL)) + struct.pack(_SYMBOL, 1, _GLOBAL_FUNCTION, 0, 1, code_at, len(code))
    hash_at = symbols_at + len(symbols)
    hashed = struct.pack("<5I", 1, 2, 1, 0, 0)  # one bucket of two symbols, and a chain that ends at once
    strings_at = hash_at + len(hashed)
    dynamic_at = _aligned(strings_at + len(strings))
    table = (
        (_OWN_NAME, 2 + len(_NAME)),
        (_HASH, hash_at),
        (_STRINGS, strings_at),
        (_SYMBOLS, symbols_at),
        (_STRINGS_SIZE, len(strings)),
        (_SYMBOL_SIZE, struct.calcsize(_SYMBOL)),
        (0, 0),
    )
    dynamic = b"".join(struct.pack(_ENTRY, *entry) for entry in table)
    body = (code, _gap(code_at + len(code)), symbols, hashed, strings, _gap(strings_at + len(strings)), dynamic)
    return b"".join((_head(number), _segments(dynamic_at, len(dynamic)), *body))


def _head(number: int) -> bytes:
    """A shared object (3) of 64 bits, little-endian, for Unix; four segments, no sections."""
    size, segment = struct.calcsize(_HEADER), struct.calcsize(_SEGMENT)
    identity = b"\x7fELF" + bytes((2, 1, 1, 0)) + bytes(8)
    return struct.pack(_HEADER, identity, 3, number, 1, 0, size, 0, 0, size, segment, 4, 64, 0, 0)


def _segments(dynamic_at: int, dynamic_bytes: int) -> bytes:
    moved = dynamic_at + _PAGE
    rows = (
        (_LOAD, _READ | _EXECUTE, 0, 0, 0, dynamic_at, dynamic_at, _PAGE),
        (_LOAD, _READ | _WRITE, dynamic_at, moved, moved, dynamic_bytes, dynamic_bytes, _PAGE),
        (_DYNAMIC, _READ | _WRITE, dynamic_at, moved, moved, dynamic_bytes, dynamic_bytes, 8),
        (_STACK, _READ | _WRITE, 0, 0, 0, 0, 0, 16),  # without it the loader would make stacks executable
    )
    return b"".join(struct.pack(_SEGMENT, *row) for row in rows)


def _aligned(offset: int) -> int:
    return offset + len(_gap(offset))


def _gap(offset: int) -> bytes:
    return bytes(-offset % 8)
