"""Program text is told by its name, its first line and its container; each distinct text counts once."""

from __future__ import annotations

from pathlib import Path

import pytest

from countermark.drive.sources import Source, find_sources, full_name
from countermark.model.expanded import Container, Expanded, ExpandedFile

BUN = (Container(kind="bun", path="bin/tool"),)
READABLE = frozenset({"javascript", "python", "typescript"})


def sources(folder: Path, *files: ExpandedFile) -> tuple[Source, ...]:
    expanded = Expanded(files=files, uninspected=(), violations=(), notes=(), media_files=0, media_bytes=0)
    return find_sources(expanded, folder / "root", folder / "into", READABLE)


def laid(
    folder: Path, name: str, text: str, *, chain: tuple[Container, ...] = (), is_program: bool = True
) -> ExpandedFile:
    path = folder / ("into" if chain else "root") / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return ExpandedFile(
        path=name, name=name, chain=chain, sha256=f"{hash(text):064x}", size_bytes=len(text), is_program=is_program
    )


@pytest.mark.parametrize(
    ("name", "text", "language", "state"),
    [
        ("a.js", "1", "javascript", "read"),
        ("a.MJS", "1", "javascript", "read"),
        ("a.py", "1", "python", "read"),
        ("tool", "#!/usr/bin/env node\n1", "javascript", "read"),
        ("tool", "#!/usr/bin/env -S bun run\n1", "javascript", "read"),
        ("tool", "#!/usr/bin/python3.11\n1", "python", "read"),
        ("tool", "#!/bin/bash\n1", "shell", "no-reader"),
        ("tool", "#!/usr/bin/nodejitsu\n1", "", "no-reader"),
        ("a.ts", "1", "typescript", "read"),
        ("a.d.ts", "1", "", "declarations"),
        ("a.d.mts", "1", "", "declarations"),
        ("a.pyi", "1", "", "declarations"),
        ("page.html", "<p>", "html", "no-reader"),
    ],
)
def test_a_language_is_told_by_the_name_or_the_first_line(
    tmp_path: Path, name: str, text: str, language: str, state: str
) -> None:
    (found,) = sources(tmp_path, laid(tmp_path, name, text))
    assert (found.language, found.state) == (language, state)


def test_what_is_no_program_is_data(tmp_path: Path) -> None:
    (found,) = sources(tmp_path, laid(tmp_path, "a.json", "{}", is_program=False))
    assert (found.language, found.state) == ("", "data")


def test_a_module_of_a_container_is_javascript_whatever_it_is_called(tmp_path: Path) -> None:
    (found,) = sources(tmp_path, laid(tmp_path, "tool!/entry", "1", chain=BUN))
    assert (found.language, found.state) == ("javascript", "read")
    assert full_name(found.first) == "bin/tool!/tool!/entry"


def test_the_same_text_is_read_once_under_the_name_that_makes_it_a_program(tmp_path: Path) -> None:
    files = (
        laid(tmp_path, "a.txt", "x()", is_program=False),
        laid(tmp_path, "z.js", "x()"),
        laid(tmp_path, "b.d.ts", "x()"),
    )
    (found,) = sources(tmp_path, *files)
    assert (found.first.path, found.state) == ("z.js", "read")
    assert sorted(found.copies) == ["a.txt", "b.d.ts"]
