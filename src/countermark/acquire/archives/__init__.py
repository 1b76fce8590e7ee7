"""The kinds of archive that packages come in; each is one file, and ``ALL`` is the order in which they are tried."""

from __future__ import annotations

from countermark.acquire.archives.asar import ASAR
from countermark.acquire.archives.bun import BUN
from countermark.acquire.archives.bzip2 import BZIP2
from countermark.acquire.archives.gzip import GZIP
from countermark.acquire.archives.node_sea import NODE_SEA
from countermark.acquire.archives.record import Archive
from countermark.acquire.archives.sdist import SDIST
from countermark.acquire.archives.tar import TAR
from countermark.acquire.archives.tgz import TGZ
from countermark.acquire.archives.vsix import VSIX
from countermark.acquire.archives.wheel import WHEEL
from countermark.acquire.archives.xz import XZ
from countermark.acquire.archives.zip import ZIP
from countermark.acquire.archives.zstd import ZSTD

ALL: tuple[Archive, ...] = (SDIST, TGZ, TAR, WHEEL, VSIX, ZIP, GZIP, XZ, BZIP2, ZSTD, ASAR, BUN, NODE_SEA)

__all__ = [
    "ALL",
    "ASAR",
    "BUN",
    "BZIP2",
    "GZIP",
    "NODE_SEA",
    "SDIST",
    "TAR",
    "TGZ",
    "VSIX",
    "WHEEL",
    "XZ",
    "ZIP",
    "ZSTD",
    "Archive",
]
