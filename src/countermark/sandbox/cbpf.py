"""Classic BPF instructions, as seccomp filters and packet sockets take them.

Source: https://www.kernel.org/doc/Documentation/networking/filter.rst and linux/bpf_common.h (read 2026-11).
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

LOAD_WORD = 0x20  # BPF_LD | BPF_W | BPF_ABS
LOAD_HALF = 0x28  # BPF_LD | BPF_H | BPF_ABS
LOAD_BYTE = 0x30  # BPF_LD | BPF_B | BPF_ABS
AND = 0x54  # BPF_ALU | BPF_AND | BPF_K
JUMP_EQUAL = 0x15  # BPF_JMP | BPF_JEQ | BPF_K
JUMP_GREATER_EQUAL = 0x35  # BPF_JMP | BPF_JGE | BPF_K
JUMP_ANY_BIT = 0x45  # BPF_JMP | BPF_JSET | BPF_K
RETURN = 0x06  # BPF_RET | BPF_K

_MAX_JUMP = 255


@dataclass(frozen=True, slots=True, kw_only=True)
class Instruction:
    """One ``struct sock_filter``; jumps are counted from the next instruction."""

    code: int
    operand: int
    if_true: int = 0
    if_false: int = 0


def load(code: int, offset: int) -> Instruction:
    """The accumulator becomes the value at ``offset`` bytes."""
    return Instruction(code=code, operand=offset)


def mask(bits: int) -> Instruction:
    """The accumulator keeps only ``bits``."""
    return Instruction(code=AND, operand=bits)


def give(value: int) -> Instruction:
    """The filter ends with ``value``."""
    return Instruction(code=RETURN, operand=value)


def when(test: int, operand: int, *then: Instruction) -> tuple[Instruction, ...]:
    """``then`` runs only where the test holds; without a ``give`` at its end it falls through."""
    if len(then) > _MAX_JUMP:
        message = f"a jump over {len(then)} instructions does not fit a byte"
        raise ValueError(message)
    return (Instruction(code=test, operand=operand, if_false=len(then)), *then)


def assemble(program: tuple[Instruction, ...]) -> bytes:
    """The program in the byte order of this machine, as ``struct sock_filter[]``."""
    return b"".join(struct.pack("=HBBI", i.code, i.if_true, i.if_false, i.operand & 0xFFFFFFFF) for i in program)
