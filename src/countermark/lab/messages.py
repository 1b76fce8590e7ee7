"""What the pool, its fork server and the workers say to each other, and how little of it is believed.

A worker handles hostile bytes, so what it returns is unpickled by an allow-list: our own frozen types and
plain values, nothing that could be called to do anything else.
"""

from __future__ import annotations

import copyreg
import importlib
import io
import pickle
import struct
from typing import cast

from countermark.lab.run import Outcome
from countermark.model.run import Direction

_LENGTH = struct.Struct("!Q")
_OUTCOME_MODULES = ("countermark.model.run", "countermark.lab.run")
_OUTCOME_NAMES = frozenset(
    {
        "Blob",
        "Capture",
        "Captured",
        "Chunk",
        "Connection",
        "Datagram",
        "Direction",
        "DnsQuery",
        "FileLeft",
        "Kept",
        "LabFailed",
        "Outcome",
        "Session",
        "ToolFailed",
    }
)


def pack(outcome: Outcome) -> bytes:
    """``outcome`` with its length before it."""
    buffer = io.BytesIO()
    pickler = pickle.Pickler(buffer, protocol=pickle.HIGHEST_PROTOCOL)
    # Some Pythons pickle a member of an enumeration as a call of ``getattr``, which nobody should allow.
    pickler.dispatch_table = {**copyreg.dispatch_table, Direction: lambda value: (Direction, (value.value,))}
    pickler.dump(outcome)
    return _LENGTH.pack(buffer.tell()) + buffer.getvalue()


def whole(data: bytearray) -> bytes | None:
    """The first message in ``data``, taken out; ``None`` where it is not complete yet."""
    if len(data) < _LENGTH.size:
        return None
    end = _LENGTH.size + _LENGTH.unpack_from(data)[0]
    if len(data) < end:
        return None
    message = bytes(data[_LENGTH.size : end])
    del data[:end]
    return message


def read_outcome(data: bytes) -> Outcome:
    """A worker's outcome.

    Raises:
        pickle.UnpicklingError: it holds something else.
    """
    value = _Careful(io.BytesIO(data)).load()
    if not isinstance(value, Outcome):
        raise pickle.UnpicklingError("a worker returned something that is no outcome")
    return value


class _Careful(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> type:
        if module in _OUTCOME_MODULES and name in _OUTCOME_NAMES:
            return cast("type", getattr(importlib.import_module(module), name))
        raise pickle.UnpicklingError(f"a worker's outcome may not hold {module}.{name}")
