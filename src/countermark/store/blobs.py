"""Raw streams and outputs, one file for each content, named by the digest of the whole."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from countermark.errors import AuditDirectoryError
from countermark.model.run import Blob
from countermark.store.files import digest, entries, naming, read_plain

_SHA256 = re.compile(r"[0-9a-f]{64}")


class BlobFolder:
    """The folder ``blobs``: a stream that came twice stands there once, its longest kept part."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def adopt(self, staging: Path) -> None:
        """Moves every ``<sha256>`` file in."""
        for staged in entries(staging):
            if not _SHA256.fullmatch(staged.name):
                continue
            kept = self.path / staged.name
            with naming(kept, "write"):
                # Of equal length they are equal, unless a power cut ate the older: so the newer one stays.
                if not kept.exists() or kept.stat().st_size <= staged.stat().st_size:
                    staged.replace(kept)

    def read(self, blob: Blob) -> bytes:
        """The bytes that were kept of a stream.

        Raises:
            AuditDirectoryError: they are not there.
        """
        if not blob.kept_bytes:
            return b""
        path = self._file(blob)
        found = read_plain(path, max(0, blob.kept_bytes))
        if len(found) != blob.kept_bytes:
            raise AuditDirectoryError(
                f"{path} is too short", why=f"{blob.kept_bytes} bytes were kept, {len(found)} are there"
            )
        return found

    def holds(self, blob: Blob) -> bool:
        """Whether as many bytes are there as were kept."""
        path = self._file(blob)
        return not blob.kept_bytes or (path.is_file() and path.stat().st_size >= blob.kept_bytes)

    def is_sound(self, blob: Blob) -> bool:
        """Whether the bytes are there and, where the whole was kept, have the digest that names them."""
        is_whole = blob.kept_bytes == blob.size_bytes > 0
        return self.holds(blob) and (not is_whole or digest(self._file(blob)) == blob.sha256)

    def remove_all_but(self, spoken_of: Iterable[Blob]) -> None:
        """Takes out what belongs to no run: the leavings of one that was killed."""
        kept = {blob.sha256 for blob in spoken_of}
        for path in entries(self.path):
            if path.name not in kept:
                path.unlink()

    def _file(self, blob: Blob) -> Path:
        if not _SHA256.fullmatch(blob.sha256):
            raise AuditDirectoryError(f"{blob.sha256[:80]!r} is not the name of a blob", why=f"in {self.path}")
        return self.path / blob.sha256
