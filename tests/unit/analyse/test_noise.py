"""Noise is reported with what could hide in it, never thrown away."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from countermark.analyse.noise import capacity_bits, noise
from countermark.model.design import Conclusion
from influenced import place


def bits(*texts: str | None) -> float:
    return capacity_bits(place({str(n): text for n, text in enumerate(texts)}))


def test_only_noisy_places_are_noise_and_the_reason_is_said() -> None:
    table = (
        place({"1": "a", "2": "b"}, feature="steady"),
        place({"1": "a", "2": "b"}, feature="noisy"),
        place({"1": "a", "2": None}, feature="flickers"),
    )
    found = noise(Conclusion(effects=(), noisy=("flickers", "noisy"), reason=""), table)
    assert [item.reason for item in found] == [
        "varies under one environment",
        "comes and goes under one environment",
    ]


def test_capacity_is_length_times_the_bits_of_the_alphabet() -> None:
    assert bits("0000", "9999") == 13.3  # 4 · log2 10
    assert bits("00ff", "1234") == 16.0
    assert bits("zZ09", "aB12") == 23.8  # 4 · log2 62
    assert bits("a-b", "c_d") == 19.7  # 3 · log2 94


def test_the_longest_text_counts() -> None:
    assert bits("ff", "ffff") == 16.0


def test_mere_presence_is_one_bit() -> None:
    assert bits("a long text", None) == 1.0
    assert bits(None, None) == 1.0


@given(st.lists(st.none() | st.text(max_size=40), min_size=1, max_size=6))
def test_capacity_is_never_negative(texts: list[str | None]) -> None:
    assert bits(*texts) >= 0.0
