"""Names that are mere labels become paths that stay below their folder."""

from __future__ import annotations

import hashlib

_PART_BYTES = 200
_PATH_BYTES = 1000
_PARTS = 32
_DIGEST = 12


def path_of(label: str) -> str:
    """A relative path for a label of any form; never empty, never climbing, alike for alike labels.

    Executables name what they carry as they like: absolute, with ``..``, with backslashes. Nothing looks these
    names up on a disk, so none is a danger or a fault; only a place is needed for each.
    """
    parts = [_part(part) for part in label.replace("\\", "/").split("/") if part not in {"", "."}]
    path = "/".join(parts)
    if len(parts) > _PARTS or len(path.encode()) > _PATH_BYTES:
        path = f"long-{hashlib.sha256(path.encode()).hexdigest()[:_DIGEST]}/{parts[-1]}"
    return path or "unnamed"


def _part(part: str) -> str:
    clean = "".join(each if each.isprintable() else f"%{ord(each):02X}" for each in part)
    return _short({"..": "%2E%2E"}.get(clean, clean))


def _short(part: str) -> str:
    raw = part.encode("utf-8", "backslashreplace")
    if len(raw) <= _PART_BYTES:
        return raw.decode("utf-8")
    digest = hashlib.sha256(raw).hexdigest()[:_DIGEST]
    return f"{raw[:_PART_BYTES].decode('utf-8', 'ignore')}~{digest}"
