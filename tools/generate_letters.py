#!/usr/bin/python3
"""Writes how often letters follow one another in words: what tells a decoded text from noise.

    python tools/generate_letters.py WORDS > src/countermark/static/decoding/_generated.py

WORDS is the list of Debian's package wamerican 2020.12.07 (SCOWL, free for any purpose); names of places come from the
time zones, so that names which are no English words count as well.
"""

from __future__ import annotations

import math
import re
import sys
import zoneinfo
from collections import Counter
from pathlib import Path

LETTERS = " abcdefghijklmnopqrstuvwxyz"
SMOOTHING = 0.004
"""Every pair is at least so likely: abbreviations and foreign names have pairs that no dictionary has."""
PLACES = 40
"""A place's name counts as often as so many words, since there are few of them."""


def pairs(words: list[str]) -> Counter[str]:
    """How often each letter follows each."""
    return Counter(word[index : index + 2] for word in words for index in range(len(word) - 1))


def main() -> None:
    """The table goes to standard output."""
    words = [line.strip().lower() for line in Path(sys.argv[1]).read_text("utf-8").splitlines()]
    places = re.findall("[a-z]{2,}", " ".join(sorted(zoneinfo.available_timezones())).lower())
    counts = pairs([f" {word} " for word in words if re.fullmatch("[a-z]{2,}", word)])
    for pair, count in pairs([f" {place} " for place in places]).items():
        counts[pair] += PLACES * count
    rows = []
    for first in LETTERS:
        total = sum(counts[first + second] for second in LETTERS)
        shares = [(1 - SMOOTHING * 27) * counts[first + second] / total + SMOOTHING for second in LETTERS]
        rows.append("".join(format(min(15, round(-math.log2(share) * 2)), "x") for share in shares))
    sys.stdout.write('"""Half bits that each letter costs after each other. Made by tools/generate_letters.py."""\n\n')
    sys.stdout.write("# Rows: the letter before, columns: the letter; blank (a word's edge) first, then a to z.\n")
    sys.stdout.write("HALF_BITS = (\n" + "".join(f'    "{row}",\n' for row in rows) + ")\n")


if __name__ == "__main__":
    main()
