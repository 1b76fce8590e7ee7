"""Wheels, the built packages of Python: a zip whose ``.data`` folder is spread over the places it names.

Source: PyPA, "Binary distribution format", https://packaging.python.org/en/latest/specifications/binary-distribution-format/
(read 2026-11).
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import BinaryIO

from countermark.acquire.archives import zip as zip_archive
from countermark.acquire.archives.record import Archive
from countermark.acquire.unpacking import Unpacking

SITE_PACKAGES = "site-packages"
BIN = "bin"
_DATA = re.compile(r"[^/]+\.data/([^/]+)/(.+)", re.DOTALL)
# A script whose first line names no real interpreter waits for the installer to write one in.
_SHEBANG = re.compile(rb"\A#!pythonw?(?=[ \r\n])")
_INTERPRETER = b"#!/usr/bin/env python3"
_PLACES = {"purelib": SITE_PACKAGES, "platlib": SITE_PACKAGES, "scripts": BIN, "data": ""}


def place(name: str) -> str:
    """Where an installer puts a member, relative to ``{artifact}``; an absolute name stays one, to be refused."""
    data = _DATA.fullmatch(name)
    if name.startswith("/") or not data:
        return name if name.startswith("/") else f"{SITE_PACKAGES}/{name}"
    # Header files are for compilers: they keep their own corner, out of the way.
    folder = _PLACES.get(data[1], f"{SITE_PACKAGES}/.{data[1]}")
    return f"{folder}/{data[2]}" if folder else data[2]


def unpack(source: BinaryIO, into: Unpacking) -> None:
    """Every member at its place, and the scripts made ready to start."""
    zip_archive.unpack_members(source, into, place, links=False)  # pip, too, writes a link as a file
    scripts = into.folder / BIN
    for script in sorted(scripts.iterdir()) if scripts.is_dir() else ():
        if script.is_file():
            _finish(script)


def _finish(script: Path) -> None:
    raw = script.read_bytes()
    if raw.startswith(b"#!"):
        script.write_bytes(_SHEBANG.sub(_INTERPRETER, raw, count=1))
    script.chmod(0o755)


def matches(head: bytes, name: str) -> bool:
    """Whether it is a zip that is called a wheel."""
    return name.endswith(".whl") and zip_archive.matches(head, name)


WHEEL = Archive(id="wheel", title="Python wheel", matches=matches, unpack=unpack)
