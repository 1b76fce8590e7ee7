"""What stands at spans that a runtime counts in code units of its own, found in the bytes of the target."""

from __future__ import annotations

import hashlib
from pathlib import Path

from countermark.drive.executed_texts import span_texts
from countermark.model.branches import Span

TEXT = 'const a = "…𝒳";\nconst b = a ? "’" : "x";\n'


def spans(script: str, *words: str) -> list[Span]:
    units = TEXT.encode("utf-16-le")
    return [
        Span(script=script, start=at, end=at + len(word.encode("utf-16-le")) // 2)
        for word in words
        for at in [units.index(word.encode("utf-16-le")) // 2]
    ]


def made(tmp_path: Path) -> Path:
    (tmp_path / "target" / "a b").mkdir(parents=True)
    (tmp_path / "target" / "a b" / "main.mjs").write_text(TEXT, "utf-8")
    (tmp_path / "secret.js").write_text("no part of the target", "utf-8")
    return tmp_path / "target"


def test_bytes_are_found_by_code_units(tmp_path: Path) -> None:
    root = made(tmp_path)
    found = span_texts(spans("file:///opt/target/a%20b/main.mjs", '"’"', "const b"), str(root))
    assert [one.excerpt is not None for one in found] == [True, True]
    for one, word in zip(found, ("const b", '"’"'), strict=True):
        assert one.excerpt is not None
        where = one.excerpt.where
        assert TEXT.encode()[where.start : where.end].decode() == word
        assert (where.file, where.sha256) == ("a b/main.mjs", hashlib.sha256(TEXT.encode()).hexdigest())
        assert (one.excerpt.line, word in one.excerpt.text) == (2, True)


def test_what_is_no_file_of_the_target_has_no_text(tmp_path: Path) -> None:
    root = made(tmp_path)
    (root / "out.js").symlink_to(tmp_path / "secret.js")
    for script in (
        "file:///opt/target/none.js",
        "file:///opt/target/../secret.js",
        "file:///opt/target/out.js",
        "file:///home/dev/x.js",
        "evaluated",
        "file:///opt/target/",
    ):
        (found,) = span_texts([Span(script=script, start=0, end=2)], str(root))
        assert found.excerpt is None


def test_a_span_beyond_the_text_is_of_another_text(tmp_path: Path) -> None:
    span = Span(script="/opt/target/a b/main.mjs", start=0, end=10_000)
    assert span_texts([span], str(made(tmp_path)))[0].excerpt is None


def test_a_file_that_is_no_utf_8_has_no_text(tmp_path: Path) -> None:
    root = made(tmp_path)
    (root / "odd.js").write_bytes(b"x = '\xff\xfe'")
    assert span_texts([Span(script="/opt/target/odd.js", start=0, end=1)], str(root))[0].excerpt is None
