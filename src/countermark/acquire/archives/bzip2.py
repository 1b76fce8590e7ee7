"""A file compressed by bzip2: a tar as a rule, which is then opened as what it is.

Source: bzip2 1.0.8, decompress.c (2019), https://sourceware.org/bzip2/ (read 2026-11): BZh, a digit, the first block.
"""

from __future__ import annotations

import bz2
import re
from typing import BinaryIO

from countermark.acquire.archives.record import Archive
from countermark.acquire.lone_stream import Inflate, unpack_lone
from countermark.acquire.unpacking import Unpacking

_MAGIC = b"BZh"
_BEGINNING = re.compile(rb"BZh[1-9](?:1AY&SY|\x17rE8P\x90)")


def _begin() -> Inflate:
    return bz2.BZ2Decompressor()


def unpack(source: BinaryIO, into: Unpacking) -> None:
    """The one file; several streams in a row are one, as bzip2(1) has it."""
    unpack_lone(source, into, begin=_begin, magic=_MAGIC, wrong=OSError)


def matches(head: bytes, name: str) -> bool:
    """Whether it begins as a stream of bzip2 does: a program may begin with ``BZh9``, but not with a block as well."""
    del name
    return _BEGINNING.match(head) is not None


BZIP2 = Archive(id="bzip2", title="File compressed by bzip2", matches=matches, unpack=unpack, used_as_is=True)
