"""Source distributions of Python: a gzipped tar whose one folder is called as the file is.

Source: PyPA, "Source distribution format", https://packaging.python.org/en/latest/specifications/source-distribution-format/
(read 2026-11).
"""

from __future__ import annotations

import re
import zlib

from countermark.acquire.archives import tgz
from countermark.acquire.archives.record import Archive
from countermark.acquire.tar_stream import BLOCK

_SUFFIX = ".tar.gz"
_WINDOW_BITS = 31
_HEAD_BYTES = 1 << 16
_SIZE = re.compile(rb"\A[ ]*([0-7]{1,11})[ \0]")


def matches(head: bytes, name: str) -> bool:
    """Whether the first entry stands in a folder called as the file is.

    What git or a forge packs is named likewise, but begins with a header for all entries (``g``): that is no sdist.
    """
    if not (name.endswith(_SUFFIX) and tgz.matches(head, name)):
        return False
    folder = name.removesuffix(_SUFFIX)
    entry = _first_entry(head)
    return "-" in folder and entry.lower().split("/", 1)[0] == folder


def _first_entry(head: bytes) -> str:
    """The name in the first header that is no extension of another; empty where none is to be seen."""
    try:
        tar = zlib.decompressobj(_WINDOW_BITS).decompress(head, _HEAD_BYTES)
    except zlib.error:
        return ""
    at = 0
    while len(tar) >= at + BLOCK:
        kind = tar[at + 156 : at + 157]
        if kind not in {b"x", b"L"}:
            return "" if kind == b"g" else tar[at : at + 100].split(b"\0", 1)[0].decode("utf-8", "replace")
        size = _SIZE.match(tar[at + 124 : at + 137])
        if not size:
            return ""
        content = int(size[1], 8)
        at += BLOCK + content + -content % BLOCK
    return ""


SDIST = Archive(id="sdist", title="Python source distribution", matches=matches, unpack=tgz.unpack)
