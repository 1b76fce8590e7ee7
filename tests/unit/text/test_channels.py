"""Every channel tells its own apart from what a reader sees, in the cases laid down and in whatever text there is."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from countermark.text.channels import ALL
from countermark.text.classify import COMPARED, alike_under

CASES = Path(__file__).parents[2] / "cases" / "channels"
FILES = sorted(CASES.glob("*/*.json"))

LIKELY = st.text(alphabet="aàА0١19.,:-–/' \u00a0\n\t\r’ʼ\"“{}[]\u200b\u00ad\x1b[me+xEIlL月Nov", max_size=40) | st.text()


def load(path: Path) -> dict[str, object]:
    loaded: dict[str, object] = json.loads(path.read_text("utf-8"))
    return loaded


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_case(path: Path) -> None:
    case = load(path)
    found = alike_under(tuple(case["texts"]), before=case["before"], after=case["after"])
    assert (None if found is None else list(found)) == case["alike"]


@pytest.mark.parametrize("name", COMPARED)
def test_every_channel_has_a_hit_a_near_miss_and_an_edge(name: str) -> None:
    kinds = {path.stem.partition("-")[0] for path in FILES if path.parent.name == name}
    assert kinds == {"hit", "miss", "edge"}


@pytest.mark.parametrize("channel", ALL, ids=lambda channel: channel.id)
@given(text=LIKELY)
@example(text="1\u20090123 1’-01 0x1F 1234e-3 12345e-3")
@example(text="] [ {")
@example(text="\x1b\x1b[8m[8m\ud800")
@example(text="21-11-11-2026 20261121-11")
def test_canonical_forms_are_total_and_idempotent(channel: object, text: str) -> None:
    once = channel.canonical(text)
    assert channel.canonical(once) == once


@pytest.mark.parametrize("channel", ALL, ids=lambda channel: channel.id)
@pytest.mark.parametrize(
    "piece",
    ["1", "1,", "1,111", "1’", "1-", " ", "\x90", "\x1b[", "\x1b]", "\x9b0", "'", "a.", "...", "[", "sat ", "\u0301"],
)
def test_hostile_texts_take_no_longer_than_others(channel: object, piece: str) -> None:
    text = piece * (100_000 // len(piece)) + "a"
    began = time.process_time()
    channel.canonical(text)
    assert time.process_time() - began < 2


@pytest.mark.parametrize("channel", ALL, ids=lambda channel: channel.id)
def test_plain_words_are_left_alone_by_all_but_order_case_and_look_alikes(channel: object) -> None:
    text = "the quick fox jupe over the lazy dog"
    if channel.id not in {"order", "look-alike"}:
        assert channel.canonical(text) == text
