"""VSIX, the extensions of Visual Studio Code: a zip by a name of its own.

Source: Microsoft, vscode-vsce, https://github.com/microsoft/vscode-vsce, src/package.ts (read 2026-11).
"""

from __future__ import annotations

from countermark.acquire.archives import zip as zip_archive
from countermark.acquire.archives.record import Archive


def matches(head: bytes, name: str) -> bool:
    """Whether it is a zip that is called an extension."""
    return name.endswith(".vsix") and zip_archive.matches(head, "")


VSIX = Archive(id="vsix", title="Extension of Visual Studio Code", matches=matches, unpack=zip_archive.unpack)
