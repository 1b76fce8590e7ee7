"""Source maps are told by what they hold."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from countermark.drive.source_maps import MAX_BYTES, source_map_note

ONE = {"version": 3, "sources": ["a.ts"], "sourcesContent": ["let a: string"], "mappings": ""}


@pytest.mark.parametrize(
    ("name", "content", "note"),
    [
        ("a.js.map", ONE, "a source map that holds the text of 1 source"),
        ("a.js.map", ONE | {"sourcesContent": ["x", None, "y", ""]}, "a source map that holds the text of 2 sources"),
        ("a.js.map", {"sections": [{"map": ONE}, {"map": ONE}]}, "a source map that holds the text of 2 sources"),
        ("a.js.map", ONE | {"sourcesContent": None}, ""),
        ("a.js.map", [ONE], ""),
        ("a.json", ONE, ""),
    ],
)  # fmt: skip
def test_a_source_map_says_how_many_texts_it_holds(tmp_path: Path, name: str, content: object, note: str) -> None:
    path = tmp_path / "x"
    path.write_text(json.dumps(content))
    assert source_map_note(name, path, path.stat().st_size) == note


@pytest.mark.parametrize("content", [b"", b"{", b"\xff", b"[" * 100_000, b'{"sourcesContent":{"a":1},"sections":[1]}'])
def test_what_is_no_source_map_is_none(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x"
    path.write_bytes(content)
    assert not source_map_note("a.map", path, len(content))


def test_a_large_one_is_not_opened(tmp_path: Path) -> None:
    assert "not opened" in source_map_note("a.map", tmp_path / "missing", MAX_BYTES + 1)
