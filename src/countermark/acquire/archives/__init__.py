"""The kinds of archive that packages come in; each is one file, and ``ALL`` is the order in which they are tried."""

from __future__ import annotations

from countermark.acquire.archives.record import Archive
from countermark.acquire.archives.tgz import TGZ
from countermark.acquire.archives.wheel import WHEEL
from countermark.acquire.archives.zip import ZIP

ALL: tuple[Archive, ...] = (TGZ, WHEEL, ZIP)

__all__ = ["ALL", "TGZ", "WHEEL", "ZIP", "Archive"]
