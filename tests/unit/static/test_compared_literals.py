"""Literals in comparisons become hints; mere strings do not."""

from __future__ import annotations

import hashlib
from pathlib import Path

from countermark.static import SourceFile, compared_literals, read_sources


def hinted(text: str) -> set[str]:
    file = SourceFile(path="a.js", sha256=hashlib.sha256(text.encode()).hexdigest(), text=text)
    return {f"{hint.level.factor}={hint.level.value}" for hint in compared_literals((file,))}


def test_a_compared_zone_is_a_hint() -> None:
    assert hinted('if(z==="Africa/Lagos")f()') == {"timezone=Africa/Lagos"}
    assert hinted("if 'Africa/Lagos' == zone: pass") == {"timezone=Africa/Lagos"}
    assert hinted('["Asia/Dili","Asia/Oral"].includes(z)') == {"timezone=Asia/Dili", "timezone=Asia/Oral"}


def test_a_zone_that_is_only_mentioned_is_not() -> None:
    assert hinted('const zones={a:"Africa/Lagos"}') == set()


def test_hosts_and_locales() -> None:
    assert hinted('h.endsWith(".corp.net")') == {"base-url=https://gateway.corp.net"}
    assert hinted('l==="pt-BR"') == {"locale=pt_BR.UTF-8"}
    assert hinted('f==="package.json"') == set()


def test_files_are_read_once_and_what_is_passed_over_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.js").write_text("x")
    (tmp_path / "b.js").write_text("x")
    (tmp_path / "c.py").write_bytes(b"\xff")
    assert [file.path for file in read_sources(tmp_path).files] == ["a.js", "c.py"]
    assert read_sources(tmp_path / "none").skipped
