"""What a probe wrote of the blocks that ran: a whole log, or nothing, whatever a program made of it."""

from __future__ import annotations

import json

from countermark.model.probes import Executed

_NUMBERS_OF_A_BLOCK = 3
_LOADED = {"loaded": True}
"""What probes of Python write first, in each process."""


def executed(log: bytes) -> tuple[Executed, ...]:
    """The scripts of a log with their counts, in their order; nothing where the log does not come to its end.

    Total and deterministic. A script without its end could pass for one of which little ran.
    """
    scripts: dict[str, list[tuple[int, ...]]] = {}
    functions: list[tuple[int, ...]] = []
    lines, complete = 0, False
    try:
        # As one text: a log has tens of thousands of lines, and each call of the reader costs more than what it reads.
        every = json.loads(b"[" + log.strip().replace(b"\n", b",") + b"]")
    except (ValueError, RecursionError):
        return ()
    for said in every:
        if said == _LOADED:
            continue
        if isinstance(said, dict) and isinstance(said.get("script"), str):
            functions = scripts.setdefault(said["script"], [])
        elif isinstance(said, dict) and said.get("end") == lines:
            complete, lines = True, -1
        elif _is_function(said):
            functions.append(tuple(said))
        else:
            return ()
        lines += 1
    if not complete or lines:
        return ()
    return tuple(Executed(script=name, functions=tuple(found)) for name, found in scripts.items())


def _is_function(said: object) -> bool:
    return (
        isinstance(said, list)
        and len(said) > 0
        and len(said) % _NUMBERS_OF_A_BLOCK == 0
        and set(map(type, said)) == {int}
        and min(said) >= 0
    )
