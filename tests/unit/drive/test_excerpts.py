"""An excerpt shows what stands at a place, where that is, and nothing that is not there."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from countermark.drive.excerpts import _of_file, excerpts
from countermark.model.static import Where


def where(start: int, end: int, file: str = "a.js") -> Where:
    return Where(file=file, sha256="", start=start, end=end)


def test_lines_and_columns_count_characters_from_one(tmp_path: Path) -> None:
    text = "let é = 1\nlet ʼ = '’'\n"
    (tmp_path / "a.js").write_text(text, encoding="utf-8")
    start = len(text[: text.index("'")].encode())
    (found,) = excerpts([where(start, start + 5)], {"a.js": tmp_path / "a.js"})
    assert (found.line, found.column) == (2, text.split("\n")[1].index("'") + 1)
    assert "'’'" in found.text


def test_blanks_that_are_no_layout_are_kept(tmp_path: Path) -> None:
    (tmp_path / "a.js").write_text("a\u00a0b\u2009c\n\n  d", encoding="utf-8")
    (found,) = excerpts([where(0, 8)], {"a.js": tmp_path / "a.js"})
    assert found.text == "a\u00a0b\u2009c d"


def test_a_long_place_is_cut_in_its_middle(tmp_path: Path) -> None:
    (tmp_path / "a.js").write_text("<" + "x" * 5000 + ">")
    (found,) = excerpts([where(0, 5002)], {"a.js": tmp_path / "a.js"})
    assert found.text.startswith("<")
    assert found.text.endswith(">")
    assert " … " in found.text
    assert len(found.text) < 300


def test_places_of_files_that_are_gone_have_none(tmp_path: Path) -> None:
    assert excerpts([where(0, 1, "b.js")], {"a.js": tmp_path / "a.js"}) == ()


@given(st.binary(max_size=300), st.lists(st.tuples(st.integers(0, 310), st.integers(0, 310)), max_size=6))
def test_any_bytes_at_any_places_have_excerpts(
    tmp_path_factory: object, data: bytes, spans: list[tuple[int, int]]
) -> None:
    path = tmp_path_factory.mktemp("x") / "a"  # type: ignore[attr-defined]
    path.write_bytes(data)
    places = sorted((where(*sorted(span)) for span in spans), key=lambda one: (one.start, one.end))
    for found in _of_file(places, path):
        before = data[: found.where.start]
        assert found.line == before.count(b"\n") + 1
        assert found.column >= 1
