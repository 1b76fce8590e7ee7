"""Which texts of a target are program text, in which language, and which of them are the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from countermark.drive.source_maps import source_map_note
from countermark.model.expanded import Expanded, ExpandedFile
from countermark.model.inspection import FileState

_HEAD_BYTES = 256
_SUFFIXES = {
    **dict.fromkeys((".js", ".mjs", ".cjs", ".jsx"), "javascript"),
    **dict.fromkeys((".py", ".pyw"), "python"),
    **dict.fromkeys((".ts", ".mts", ".cts", ".tsx"), "typescript"),
    **dict.fromkeys((".sh", ".bash", ".zsh", ".fish"), "shell"),
    **dict.fromkeys((".ps1", ".psm1"), "powershell"),
    **dict.fromkeys((".bat", ".cmd"), "batch"),
    **dict.fromkeys((".html", ".htm", ".xhtml", ".vue", ".svelte"), "html"),
    ".rb": "ruby",
    ".pl": "perl",
    ".lua": "lua",
    ".php": "php",
    ".vbs": "vbscript",
}
_INTERPRETERS = re.compile(
    rb"#![^\n]*\b(?:(?P<javascript>node|bun|deno)|(?P<python>python[\d.]*w?|pypy[\d.]*)|(?P<shell>(?:ba|z|da|fi|k)?sh))\b"
)
_DECLARATIONS = re.compile(r"\.d\.(?:[^./]+\.)?[cm]?ts$|\.pyi$")
_SCRIPT_CONTAINERS = frozenset({"bun", "node-sea"})
"""Containers whose modules are JavaScript, whatever they are called."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One distinct text, on this machine at ``path``; ``first`` is the first file that has it.

    ``state`` is ``read`` where it is to be read, else what it is instead; ``note`` is what else there is to say of it.
    """

    path: Path
    first: ExpandedFile
    copies: tuple[str, ...]
    language: str
    state: FileState
    note: str = ""


def find_sources(expanded: Expanded, root: Path, into: Path, readable: frozenset[str]) -> tuple[Source, ...]:
    """Every distinct text, program text first; ``readable`` are the ids of languages that can be read."""
    by_digest: dict[str, list[ExpandedFile]] = {}
    for file in expanded.files:
        by_digest.setdefault(file.sha256, []).append(file)
    found = (_source(files, root, into, readable) for files in by_digest.values())
    return tuple(sorted(found, key=lambda source: (source.state != "read", source.state, source.first.path)))


def full_name(file: ExpandedFile) -> str:
    """A file's name with everything that it lies in: ``outer!/inner``."""
    return "!/".join((*(container.path for container in file.chain), file.name))


def _source(files: list[ExpandedFile], root: Path, into: Path, readable: frozenset[str]) -> Source:
    """One text under all its names; if any of them says that it is a program, it is one."""
    ranked = sorted(files, key=lambda file: (not file.is_program, bool(_DECLARATIONS.search(file.name))))
    first = ranked[0]
    path = (into if first.chain else root) / first.path
    language, state = "", _DATA
    for file in ranked:
        language, state = _judge(file, path, readable)
        if state == "read":
            break
    copies = tuple(full_name(file) for file in ranked[1:])
    note = "" if first.is_program else source_map_note(first.name, path, first.size_bytes)
    return Source(path=path, first=first, copies=copies, language=language, state=state, note=note)


_DATA: FileState = "data"


def _judge(file: ExpandedFile, path: Path, readable: frozenset[str]) -> tuple[str, FileState]:
    if not file.is_program:
        return "", "data"
    if _DECLARATIONS.search(file.name.lower()):
        return "", "declarations"
    language = next(_languages(file, path), "")
    return language, "read" if language in readable else "no-reader"


def _languages(file: ExpandedFile, path: Path) -> Iterator[str]:
    """What the name, the container and the first line say, in this order."""
    suffix = PurePosixPath(file.name.lower()).suffix
    if file.chain and file.chain[-1].kind in _SCRIPT_CONTAINERS and suffix not in {".py", ".html", ".htm"}:
        yield "javascript"
    if suffix in _SUFFIXES:
        yield _SUFFIXES[suffix]
    with path.open("rb") as opened:
        named = _INTERPRETERS.match(opened.read(_HEAD_BYTES))
    if named is not None and named.lastgroup:
        yield named.lastgroup
