"""``SHA256SUMS``: the list that seals an audit directory, in the form that ``sha256sum --check`` reads."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from countermark.errors import AuditDirectoryError
from countermark.store.files import digest, plain_files, read_plain, write_whole

SUMS = "SHA256SUMS"

# Source: https://www.gnu.org/software/coreutils/manual/html_node/cksum-output-modes.html (read 2026-11). We write
# no name that would need its escapes.
_LINE = re.compile(r"(?P<digest>[0-9a-f]{64})  (?P<name>[A-Za-z0-9._-]+(?:/[A-Za-z0-9._-]+)*)")


def write_sums(top: Path) -> str:
    """Seals ``top`` as it stands and returns its evidence id."""
    names = [name for name in plain_files(top) if name != SUMS]
    text = "".join(f"{digest(top / name)}  {name}\n" for name in names).encode("utf-8", "surrogateescape")
    write_whole(top / SUMS, text)
    return evidence_id(text)


def evidence_id(sums: bytes) -> str:
    """The name of sealed evidence: the digest of its list of digests."""
    return f"sha256:{hashlib.sha256(sums).hexdigest()}"


def check_sums(top: Path) -> str:
    """The evidence id of ``top``, every byte of which is as it was sealed.

    Raises:
        AuditDirectoryError: a file was changed, is missing or was added; it names the file.
    """
    sums = read_plain(top / SUMS)
    listed = _listed(sums, top / SUMS)
    present = {name for name in plain_files(top) if name != SUMS}
    for name in sorted(listed.keys() - present):
        raise AuditDirectoryError(f"{top / name} is missing", why=f"{SUMS} lists it")
    for name in sorted(present - listed.keys()):
        raise AuditDirectoryError(
            f"{top / name} is not part of the sealed evidence",
            why=f"{SUMS} does not list it",
            hint="reports and notes belong beside an audit directory, not into it",
        )
    for name, expected in sorted(listed.items()):
        found = digest(top / name)
        if found != expected:
            raise AuditDirectoryError(
                f"{top / name} is not what was sealed", why=f"its SHA-256 is {found}, and {SUMS} says {expected}"
            )
    return evidence_id(sums)


def _listed(sums: bytes, path: Path) -> dict[str, str]:
    found: dict[str, str] = {}
    for number, line in enumerate(sums.decode("ascii", "replace").split("\n")[:-1], 1):
        match = _LINE.fullmatch(line)
        if match is None or ".." in match["name"].split("/") or match["name"] in found:
            raise AuditDirectoryError(f"{path} is not of its form", why=f"line {number} is {line[:80]!r}")
        found[match["name"]] = match["digest"]
    if not sums.endswith(b"\n"):
        raise AuditDirectoryError(f"{path} is not of its form", why="it does not end with a line end")
    return found
