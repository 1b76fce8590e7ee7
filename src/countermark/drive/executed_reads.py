"""Which places of a program that ask its surroundings ran, by V8's counts of blocks, while its files are at hand.

What a tool asks only in code that no run came to was not examined, whatever levels were tried.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from countermark.drive.executed_texts import script_path
from countermark.explain.localisation import times
from countermark.model.probes import Executed
from countermark.model.static import Read, Where


@dataclass(frozen=True, slots=True, kw_only=True)
class ExecutedReads:
    """Numbers of the reads of the program text, from 0: those that ran, and those that did not.

    A read in neither stands in a file that the program did not load, or not as it was shipped.
    """

    ran: tuple[int, ...] = ()
    idle: tuple[int, ...] = ()


def executed_reads(reads: Sequence[Read], logs: Iterable[Iterable[Executed]], root: str) -> ExecutedReads:
    """What ``logs``, one of each process, say of the reads; ``root`` is the target on this machine.

    Files are known by their bytes: a copy that was loaded is as good as the one that was read.
    """
    by_file: dict[str, list[int]] = {}
    for number, read in enumerate(reads):
        by_file.setdefault(read.where.sha256, []).append(number)
    ran: dict[int, bool] = {}
    for script in (script for log in logs for script in log):
        path = script_path(script.script, root)
        data = path.read_bytes() if path else b""
        numbers = by_file.get(hashlib.sha256(data).hexdigest(), [])
        spans = _units([reads[number].where for number in numbers], data)
        for number, often in zip(numbers, _counts(spans, script.functions), strict=bool(spans)):
            ran[number] = ran.get(number, False) or often > 0
    return ExecutedReads(
        ran=tuple(number for number in sorted(ran) if ran[number]),
        idle=tuple(number for number in sorted(ran) if not ran[number]),
    )


def _units(wheres: Sequence[Where], data: bytes) -> list[tuple[int, int]]:
    """The places in UTF-16 code units, as the runtime counts; none where the file is no UTF-8."""
    at, units = 0, 0
    offsets: dict[int, int] = {}
    try:
        for offset in sorted({end for where in wheres for end in (where.start, where.end)}):
            units += len(data[at:offset].decode("utf-8").encode("utf-16-le")) // 2
            at, offsets[offset] = offset, units
    except UnicodeDecodeError:
        return []
    return [(offsets[where.start], offsets[where.end]) for where in wheres]


def _counts(spans: Sequence[tuple[int, int]], functions: Iterable[tuple[int, ...]]) -> list[int]:
    """How often what stands at each span ran in all processes, in the order of the spans; 0 outside of any function."""
    rows: dict[tuple[int, int], list[tuple[int, ...]]] = {}
    for row in functions:
        rows.setdefault((row[0], row[1]), []).append(row)
    waiting = sorted(rows, key=lambda function: (function[0], -function[1]), reverse=True)
    found = [0] * len(spans)
    around: list[tuple[int, int]] = []
    for index in sorted(range(len(spans)), key=spans.__getitem__):
        start, end = spans[index]
        while waiting and waiting[-1][0] <= start:
            around.append(waiting.pop())
        while around and around[-1][1] <= start:
            around.pop()
        innermost = next((function for function in reversed(around) if function[1] >= end), None)
        found[index] = times(rows[innermost], start, end) if innermost else 0
    return found
