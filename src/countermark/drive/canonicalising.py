"""Takes marks out of a text that a user names, and puts them back."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from countermark import __version__
from countermark.drive.sources_of_text import STANDARD_INPUT
from countermark.errors import TargetError, TargetNotFound
from countermark.store.canonical_record import read_record, record_text
from countermark.text.canonical import Canonical, canonicalised

# Source: RFC 1952, 2.3.1; RFC 8878, 3.1.1; the byte order marks of UTF-16: Unicode ch. 3.10.
_NO_TEXT = {
    b"\x1f\x8b": "gzip data",
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
    b"\x28\xb5\x2f\xfd": "Zstandard data",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CanonicalText:
    """A text without its marks, and the record by which they are put back."""

    name: str
    original: bytes
    made: Canonical
    record: str
    version: str


def canonicalise(name: str, *, level_bits: float) -> CanonicalText:
    """The canonical form of a file, or of standard input for ``-``.

    Raises:
        TargetNotFound: there is no such file.
        TargetError: it cannot be read, or is packed so that nothing in it can be changed alone.
    """
    data = _read(name)
    packed = next((what for magic, what in _NO_TEXT.items() if data.startswith(magic)), "")
    if packed:
        raise TargetError(f"{name} is {packed}", why="nothing was written", hint="unpack or convert it first")
    made = canonicalised(data, level_bits=level_bits)
    return CanonicalText(
        name=name,
        original=data,
        made=made,
        record=record_text(data, made, version=__version__, level_bits=level_bits),
        version=__version__,
    )


def restore(name: str, record: Path) -> bytes:
    """The original of a canonical text, by its record.

    Raises:
        UsageError: there is no such record, or it is not of its form.
        IntegrityError: the text is not the one of which the record tells.
    """
    return read_record(record).undo(_read(name))


def _read(name: str) -> bytes:
    if name == STANDARD_INPUT:
        return sys.stdin.buffer.read()
    try:
        return Path(name).read_bytes()
    except FileNotFoundError as error:
        raise TargetNotFound(f"there is no {name}", hint="name a file, or - for standard input") from error
    except OSError as error:
        raise TargetError(f"cannot read {name}", why=error.strerror or str(error)) from error
