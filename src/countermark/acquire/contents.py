"""What a file is, by its first bytes, its name, and what its container says of it."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from countermark.acquire.executables import is_executable

HEAD_BYTES = 8192

PROGRAM, TEXT, MEDIA = "program", "text", "media"
"""What is read, and what need not be; every other kind is listed as not inspected."""

_SCRIPT_SUFFIXES = (
    *(".js", ".mjs", ".cjs", ".jsx", ".ts", ".mts", ".cts", ".tsx", ".py", ".pyw", ".pyi"),
    *(".sh", ".bash", ".zsh", ".fish", ".ps1", ".psm1", ".bat", ".cmd", ".rb", ".pl", ".lua", ".php", ".vbs"),
    *(".html", ".htm", ".xhtml", ".vue", ".svelte"),  # pages carry programs
)
_BEGINNING_BYTES = 4
_PAGES = (b"<!doctype html", b"<html")
_NOT_TEXT = frozenset(range(32)) - frozenset(b"\t\n\v\f\r\x1b")
_BOMS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sign:
    """Bytes that a kind of file has at one place; ``why`` says why it is not inspected."""

    kind: str
    why: str
    magics: tuple[bytes, ...]
    at: int = 0


# Source: each format's own specification, as collected in file(1), https://github.com/file/file, magic/Magdir
# (read 2026-11). V8's number follows a count that differs by version; CPython's stands before a line end.
_SIGNS = (
    _Sign(kind="wasm", why="WebAssembly, for which there is no reader", magics=(b"\0asm",)),
    _Sign(kind="bytecode", why="bytecode of V8", magics=(b"\xde\xc0",), at=2),
    _Sign(kind="bytecode", why="bytecode of Hermes", magics=(b"\xc6\x1f\xbc\x03\xc1\x03\x19\x1f",)),
    _Sign(kind="bytecode", why="bytecode of Java", magics=(b"\xca\xfe\xba\xbe", b"dex\n")),
    _Sign(kind="bytecode", why="bytecode of Lua", magics=(b"\x1bLua",)),
    _Sign(kind="machine-code", why="a library of object files", magics=(b"!<arch>\n",)),
    _Sign(
        kind="compressed",
        why="compressed or packed in a way for which there is no reader",
        magics=(
            b"\xfd7zXZ\0",
            b"BZh",
            b"\x28\xb5\x2f\xfd",
            b"7z\xbc\xaf\x27\x1c",
            b"Rar!",
            b"\x04\x22\x4d\x18",
            b"MSCF",
            b"xar!",
            b"\x1f\x8b",
            b"\x1f\x9d",
        ),
    ),
    _Sign(
        kind=MEDIA,
        why="",
        magics=(
            *(b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8", b"\0\0\1\0", b"icns", b"OggS", b"ID3", b"fLaC"),
            *(
                b"\xff\xfb",
                b"\xff\xf1",
                b"\xff\xf9",
                b"wOFF",
                b"wOF2",
                b"\0\1\0\0\0",
                b"OTTO",
                b"ttcf",
                b"\x1aE\xdf\xa3",
            ),
        ),
    ),
    _Sign(kind=MEDIA, why="", magics=(b"WEBP", b"WAVE"), at=8),
    _Sign(kind=MEDIA, why="", magics=(b"ftyp",), at=4),
)
_NAMED = {
    ".jsc": ("bytecode", "a cache of JavaScript bytecode"),
    ".pyc": ("bytecode", "a cache of Python bytecode"),
    ".pyo": ("bytecode", "a cache of Python bytecode"),
    ".br": ("compressed", "compressed with Brotli, which has no mark of its own"),
}
_ROLES = {
    "bytecode": "bytecode, which stands beside or instead of the text that it was made from",
    "source-map": "a source map: what it was made from is read, what it says of it is not",
    "gap": "bytes that its container's own records do not name",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """The kind of a file, and why it is not inspected if it is not."""

    kind: str
    why: str = ""

    @property
    def is_text(self) -> bool:
        """Whether it is handed on to be read."""
        return self.kind in {PROGRAM, TEXT}


def look(head: bytes, name: str, role: str = "") -> Look:
    """What a file is. ``head`` are its first ``HEAD_BYTES``, ``role`` what its container says of it (``Origin``).

    What reads as text is text, whatever it begins with: ``GIF8=1`` begins a picture and a script. Names go before
    marks only where a script can begin so; so no machine code passes as a script, and no script as a picture.
    """
    if role in _ROLES:
        return Look(kind=role, why=_ROLES[role])
    lower = name.lower()
    readable = is_text(head)
    could_be_script = _NOT_TEXT.isdisjoint(head[:_BEGINNING_BYTES]) and head[:_BEGINNING_BYTES].isascii()
    if readable or could_be_script:
        kind = _kind_of_text(head, lower, role, readable=readable)
        if kind:
            return kind
    return _kind_of_data(head, lower, role)


def _kind_of_data(head: bytes, name: str, role: str) -> Look:
    if is_executable(head):
        return Look(kind="machine-code", why="machine code, for which there is no reader")
    for sign in _SIGNS:
        if head[sign.at :].startswith(sign.magics):
            return Look(kind=sign.kind, why=sign.why)
    if role == PROGRAM:
        return Look(kind=PROGRAM)
    for suffix, (kind, why) in _NAMED.items():
        if name.endswith(suffix):
            return Look(kind=kind, why=why)
    return Look(kind="unknown", why="data of a form that is not known here")


def _kind_of_text(head: bytes, name: str, role: str, *, readable: bool) -> Look | None:
    if role == PROGRAM or head.startswith(b"#!") or name.endswith(_SCRIPT_SUFFIXES):
        return Look(kind=PROGRAM)
    if not readable:
        return None
    begins = head.lstrip()
    if name.endswith(".map") and begins.startswith(b"{"):
        return Look(kind="source-map", why=_ROLES["source-map"])
    return Look(kind=PROGRAM if begins.lower().startswith(_PAGES) else TEXT)


def is_text(head: bytes) -> bool:
    """Whether this looks like UTF-8 (perhaps cut in a character) or like marked UTF-16."""
    if head.startswith(_BOMS):
        return True
    if not _NOT_TEXT.isdisjoint(head):
        return False
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return False
    return True
