"""Files, folders and streams are scanned in sections: whatever they hold is read or said, and places are exact."""

from __future__ import annotations

import gzip
import io
import json
import os
import sys
import tracemalloc
from pathlib import Path

import pytest

from countermark.drive.scan import ScanOptions, scan
from countermark.drive.sections import LONGEST_LINE_BYTES, SECTION_BYTES, Sectioned, sections
from countermark.drive.sources_of_text import Source
from countermark.errors import TargetNotFound
from countermark.model.scan import PlacedMark, Scan

TAG = "\U000e0061"


class Silent:
    def step(self, text: str) -> None: ...

    def runs(self, done: int, planned: int, note: str) -> None: ...


def scanned(*paths: Path | str) -> Scan:
    return scan(ScanOptions(paths=tuple(map(str, paths))), progress=Silent())


def marks(found: Scan) -> list[PlacedMark]:
    return [mark for section in found.sections for one in section.sightings for mark in one.marks]


def written(folder: Path, data: bytes, name: str = "text") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def cut(path: Path) -> list[Sectioned]:
    return [item for item in sections(Source(name=str(path), path=path)) if isinstance(item, Sectioned)]


def test_places_are_exact_in_every_section(tmp_path: Path) -> None:
    line = "é ordinary line of text, number by number\n"
    text = "".join(f"{line}{TAG if number % 500 == 7 else ''}" for number in range(9000))
    path = written(tmp_path, text.encode())
    found = marks(scanned(path))
    assert len(cut(path)) > 3
    assert len(found) == text.count(TAG)
    data = text.encode()
    for mark in found:
        assert data[mark.byte_start : mark.byte_end].decode() == TAG == text[mark.start : mark.end]
        assert mark.line == text.count("\n", 0, mark.start) + 1
        assert mark.column == mark.start - text.rfind("\n", 0, mark.start)


def test_json_lines_and_documents_have_pointers(tmp_path: Path) -> None:
    rows = [json.dumps({"messages": [{"content": f"Today\u02bcs date {number}"}]}) for number in range(3)]
    found = marks(scanned(written(tmp_path, "\n".join(rows).encode())))
    assert [(mark.line, mark.pointer) for mark in found] == [(n, "/messages/0/content") for n in (1, 2, 3)]
    document = json.dumps({"a": ["x", f"v{TAG}"]}, indent=1)
    assert [mark.pointer for mark in marks(scanned(written(tmp_path, document.encode())))] == ["/a/1"]
    events = f"event: e\ndata: {json.dumps({'t': TAG})}\n\n"
    assert [mark.pointer for mark in marks(scanned(written(tmp_path, events.encode())))] == ["/t"]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00",
        b"a\x00b" + b"x" * 100,
        "ä".encode()[:1],
        b"\xff\xfe" * 3,
        b"x" * (SECTION_BYTES * 3),
        ("ü" * SECTION_BYTES).encode(),
        b"\n" * SECTION_BYTES * 2,
        b"caf\xe9 \xf0\x9f\x98" + b"\n" * 10,
    ],
    ids=range(9),
)
def test_nothing_is_lost_at_the_cuts(tmp_path: Path, data: bytes) -> None:
    found = cut(written(tmp_path, data))
    if data[:2] != b"\xff\xfe" and data != b"\x00":
        assert b"".join(item.text.encode("utf-8", "surrogateescape") for item in found) == data
    at = 0
    for item in found:
        assert item.byte_start == at
        at = item.byte_end


def test_a_line_without_end_is_cut_between_characters(tmp_path: Path) -> None:
    data = "😀é".encode() * (LONGEST_LINE_BYTES // 5)
    found = cut(written(tmp_path, data))
    assert len(found) > 1
    assert all(item.is_utf8 for item in found)
    assert "".join(item.text for item in found).encode() == data


def test_compressed_text_is_read_and_what_is_cut_off_is_said(tmp_path: Path) -> None:
    packed = gzip.compress(b"first\n") + gzip.compress(f"second {TAG}\n".encode())
    assert [mark.line for mark in marks(scanned(written(tmp_path, packed)))] == [2]
    found = scanned(written(tmp_path, gzip.compress(os.urandom(9000).hex().encode())[:-200]))
    assert found.outcome == "incomplete"
    assert "cut off" in found.unread[0].why
    assert scanned(written(tmp_path, packed[:40] + b"\xff" * 30)).outcome == "incomplete"


def test_what_is_no_text_is_said_and_what_is_not_read_is_incomplete(tmp_path: Path) -> None:
    written(tmp_path, bytes(range(256)) * 40, "binary")
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to(tmp_path)
    written(tmp_path, b"plain\n", "plain")
    os.link(tmp_path / "plain", tmp_path / "same")
    found = scanned(tmp_path)
    assert found.outcome == "nothing-found"
    assert {Path(one.file).name for one in found.unread} == {"binary", "pipe", "loop"}
    assert found.files == 2
    assert scanned(written(tmp_path, "plain words".encode("utf-16"), "wide")).outcome == "nothing-found"
    assert scanned(written(tmp_path, "plain words".encode("utf-16") + b"x", "cut")).outcome == "incomplete"


def test_bytes_that_are_no_text_are_counted(tmp_path: Path) -> None:
    found = scanned(written(tmp_path, f"caf\udce9 {TAG} and \udcff".encode("utf-8", "surrogateescape")))
    assert "2 bytes are no UTF-8" in found.notes[0]
    assert [mark.byte_start for mark in marks(found)][:1] == [5]


def test_a_path_that_is_not_there_is_bad_usage(tmp_path: Path) -> None:
    with pytest.raises(TargetNotFound):
        scanned(tmp_path / "absent")


def test_standard_input_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(f"say {TAG}".encode())))
    assert len(marks(scanned("-"))) == 1


def test_memory_does_not_grow_with_what_is_read(tmp_path: Path) -> None:
    line = b"an ordinary line of text, and another one after it\n"
    small, large = written(tmp_path, line * 20_000, "small"), written(tmp_path, line * 120_000, "large")
    peaks = []
    for path in (small, small, large):
        tracemalloc.start()
        scanned(path)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[2] < 2 * peaks[1]


def test_a_line_beyond_the_limit_is_read_in_parts_and_said(tmp_path: Path) -> None:
    path = written(tmp_path, b"word " * (LONGEST_LINE_BYTES // 5 + 9) + TAG.encode())
    found = scanned(path)
    assert [mark.byte_start for mark in marks(found)] == [path.stat().st_size - len(TAG.encode())]
    assert "read in parts" in found.unread[0].why
    assert not found.unread[0].expected


@pytest.mark.parametrize("level", [0.0, 10.0])
def test_with_and_without_the_compiled_part_the_same_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, level: float
) -> None:
    lines = [
        json.dumps({"id": n, "text": f"Number {n} is ordinary.  Or\u2019t is{TAG * (n == 700)} not."})
        for n in range(900)
    ]
    path = written(tmp_path, ("\n".join(lines) + "\nend \n").encode())
    options = ScanOptions(paths=(str(path),), least_bits=level)
    quick = scan(options, progress=Silent())
    monkeypatch.setattr("countermark.drive.scan.engine", lambda _: None)
    assert scan(options, progress=Silent()) == quick
    assert [
        mark.line
        for section in quick.sections
        for one in section.sightings
        if one.channel == "tag"
        for mark in one.marks
    ] == [701]
