"""Marks are found where they stand and nowhere else, in the cases laid down and in whatever text there is."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from countermark.model.marks import Pattern
from countermark.text.channels import ALL
from countermark.text.finding import patterns
from countermark.text.framings import read_digits, read_selectors, read_snow, read_symbols, read_tags
from countermark.text.lzutf8 import decompressed

CASES = Path(__file__).parents[2] / "cases" / "marks"
FILES = sorted(CASES.glob("*/*.json"))
ONLY_FOUND = ("escape", "tag", "variation-selector", "bidi")  # part of other channels where texts are compared

ODD = (
    "aаАαI19.,:-–/'\" \u00a0\u2009\n\t\r’ʼ“…{}[]\u200b\u200c\u200d\u202e\u2066\u2069\ufe0f\U000e0041"
    "\u00ad\x1b\x08\ue000❤é\u0301ﬁ\u3000شک\u094d"
)
LIKELY = st.text(alphabet=ODD, max_size=60) | st.text()


def load(path: Path) -> dict[str, object]:
    loaded: dict[str, object] = json.loads(path.read_text("utf-8"))
    return loaded


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_case(path: Path) -> None:
    case = load(path)
    found = [pattern for pattern in patterns(case["text"]) if pattern.channel == path.parent.name]
    assert [
        {
            "kind": pattern.kind,
            "places": [[mark.start, mark.end, mark.plain] for mark in pattern.marks],
            "bits": pattern.capacity_bits,
            "says": [reading.text for reading in pattern.readings],
        }
        for pattern in found
    ] == case["patterns"]


@pytest.mark.parametrize("channel", ALL, ids=lambda channel: channel.id)
def test_every_channel_has_a_hit_a_near_miss_and_an_edge(channel: object) -> None:
    files = [path for path in FILES if path.parent.name == channel.id]
    assert {path.stem.partition("-")[0] for path in files} == {"hit", "miss", "edge"}
    assert not any(load(path)["patterns"] for path in files if path.stem.startswith("miss-"))
    assert all(load(path)["patterns"] for path in files if path.stem.startswith("hit-"))


@given(text=LIKELY)
@example(text="\u200d")
@example(text="\ufe0f\ufe0f")
@example(text="\x1b[8m\x1b[8m\ud800")
def test_marks_stand_in_order_where_they_say(text: str) -> None:
    for pattern in patterns(text):
        end = 0
        for mark in pattern.marks:
            assert end <= mark.start < mark.end
            assert text[mark.start : mark.end] == mark.found != mark.plain
            end = mark.end
        assert pattern.strength >= 0
        assert pattern.capacity_bits > 0


HOSTILE = (
    *("a\u200b", "\u200d", "\u202e", '“a" ', "a ", "a\t\n", " \n", "é", "e\u0301", "аa", "\x1b[8m", "\x1b]", "_\x08"),
    *("%4", "&#5", '{"a":1}\n', "{", '"', "1,000 ", "2026-01-01 ", "\ue000", "<a", "a--", "\u3000"),
)


@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_texts_take_no_longer_than_others(piece: str) -> None:
    began = time.process_time()
    patterns(piece * (20_000 // len(piece)) + "a")
    short = time.process_time() - began
    patterns(piece * (80_000 // len(piece)) + "a")
    assert time.process_time() - began - short < 10 * short + 1  # four times as long, not sixteen


@pytest.mark.parametrize("channel", ONLY_FOUND)
def test_what_a_channel_finds_is_gone_once_its_marks_are_plain(channel: str) -> None:
    record = next(record for record in ALL if record.id == channel)
    for path in FILES:
        if path.parent.name == channel:
            text = load(path)["text"]
            assert not record.find(with_plain_marks(text, record.find(text)))


def with_plain_marks(text: str, found: tuple[Pattern, ...]) -> str:
    out, at = [], 0
    for mark in sorted((mark for pattern in found for mark in pattern.marks), key=lambda mark: mark.start):
        if mark.start >= at:
            out += [text[at : mark.start], mark.plain]
            at = mark.end
    return "".join([*out, text[at:]])


def test_framings_are_read() -> None:
    assert [reading.text for reading in read_tags("\U000e0068\U000e0069\U000e007f")] == ["hi"]
    assert [reading.text for reading in read_selectors("\U000e0158\U000e0159")] == ["hi"]
    assert [reading.text for reading in read_selectors("\ufe0f\U000e01ef")] == ["0fff"]
    bits = "".join(f"{byte:08b}" for byte in b"call home")
    two = bits.translate({ord("0"): "\u200b", ord("1"): "\u200c"})
    assert [reading.text for reading in read_symbols(two)] == ["call home"]
    assert [reading.text for reading in read_symbols(two.translate({0x200B: "\u200c", 0x200C: "\u200b"}))] == [
        "call home"
    ]
    four = "".join("\u200b\u200c\u200d\u2060"[int(bits[at : at + 2], 2)] for at in range(0, len(bits), 2))
    assert [reading.text for reading in read_symbols(four)] == ["call home"]
    split = "\u200d".join(f"{byte:b}".translate({48: "\u200b", 49: "\u200c"}) for byte in b"call home")
    assert [reading.text for reading in read_symbols(split)] == ["call home"]
    assert [reading.text for reading in read_snow(["\t   \t \t     \t", "    \t   \t"])] == []
    assert read_symbols("\u200b" * 64) == ()


def test_snow_is_read() -> None:
    bits = "".join(f"{byte:08b}" for byte in b"go now")
    bits += "0" * (-len(bits) % 3)
    spaces = [" " * int(bits[at : at + 3], 2) for at in range(0, len(bits), 3)]
    lines = ["\t" + "\t".join(spaces[:8]), "\t".join(spaces[8:])]
    assert [reading.text for reading in read_snow(lines)] == ["go now"]


@given(digits=st.lists(st.integers(0, 3), max_size=40), base=st.integers(0, 9))
def test_reading_digits_is_total(digits: list[int], base: int) -> None:
    for reading in read_digits([digit % max(base, 1) for digit in digits], base):
        assert reading.text


@given(data=st.binary())
def test_decompression_is_total(data: bytes) -> None:
    plain = decompressed(data)
    assert plain is None or len(plain) <= 33 * len(data)


def test_decompression_follows_pointers_and_leaves_utf_8_alone() -> None:
    assert decompressed(b"abcd" + bytes([0b11000100, 4])) == b"abcdabcd"
    assert decompressed(b"ab" + bytes([0b11100011, 0, 1])) == b"abbbb"
    assert decompressed("naïve Ö".encode()) == "naïve Ö".encode()
    assert decompressed(bytes([0b11000100, 4])) is None
