#!/usr/bin/python3
"""Writes `src/countermark/text/_generated.py` from Debian's copies of the Unicode data.

Needs the packages `unicode-data` (property files) and `python3-icu` (the confusables of UTS #39, which Debian ships
inside ICU's library and in no file). Run it with the system's Python, for which `python3-icu` is built. It refuses to
mix two versions of Unicode, and writes the same bytes for the same packages:

    apt-get install unicode-data python3-icu
    /usr/bin/python3 tools/generate_unicode.py > src/countermark/text/_generated.py

Sources: UAX #44 for the property files, UTS #39 for the skeleton (unicode.org/reports/tr44 and tr39, 2026-11).
"""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

import icu  # type: ignore[import-not-found] # of the system's Python

UCD = Path("/usr/share/unicode")
OLDEST_PYTHON = (14, 0)
"""Unicode of Python 3.11, the oldest that is supported: what it does not know, its `unicodedata` cannot answer for."""

SURROGATES = range(0xD800, 0xE000)
HANGUL = {chr(point) for point in range(0xAC00, 0xD7A4)}
Ranges = list[tuple[int, int]]
NESTED = " " * 8


def lines(name: str) -> Iterator[tuple[range, list[str]]]:
    """Code points and fields of every line of a property file."""
    for line in (UCD / name).read_text("utf-8").splitlines():
        fields = [field.strip() for field in line.partition("#")[0].split(";")]
        if len(fields) > 1:
            first, _, last = fields[0].partition("..")
            yield range(int(first, 16), int(last or first, 16) + 1), fields[1:]


def joined(parts: Iterable[range]) -> Ranges:
    """Half-open, sorted, touching ranges made one."""
    found: Ranges = []
    for part in sorted(parts, key=lambda part: part.start):
        if found and found[-1][1] == part.start:
            found[-1] = (found[-1][0], part.stop)
        else:
            found.append((part.start, part.stop))
    return found


def having(name: str, value: str) -> Ranges:
    """The code points that a file gives a property."""
    return joined(points for points, fields in lines(name) if fields[0] == value)


def having_one_of(name: str, *values: str) -> Ranges:
    """The code points that a file gives one of several values."""
    return joined(points for points, fields in lines(name) if fields[0] in values)


def scripts() -> list[tuple[int, int, str]]:
    """The script of every character that has one of its own, in order."""
    own = sorted((points.start, points.stop, fields[0]) for points, fields in lines("Scripts.txt"))
    found: list[tuple[int, int, str]] = []
    for start, stop, script in own:
        if script in {"Common", "Inherited"}:
            continue
        if found and found[-1][1:] == (start, script):
            found[-1] = (found[-1][0], stop, script)
        else:
            found.append((start, stop, script))
    return found


def variants() -> dict[int, Ranges]:
    """What each variation selector may follow, of the sequences that Unicode lists (ideographic ones apart)."""
    bases: dict[int, set[int]] = {}
    for name in ("StandardizedVariants.txt", "emoji/emoji-variation-sequences.txt"):
        for line in (UCD / name).read_text("utf-8").splitlines():
            sequence = line.partition("#")[0].partition(";")[0].split()
            if sequence:
                bases.setdefault(int(sequence[1], 16), set()).add(int(sequence[0], 16))
    return {selector: joined(range(base, base + 1) for base in found) for selector, found in sorted(bases.items())}


def known_to_every_python() -> Ranges:
    """What Unicode had assigned when the oldest Python was made."""
    return joined(points for points, (age, *_) in lines("DerivedAge.txt") if version(age) <= OLDEST_PYTHON)


def version(text: str) -> tuple[int, ...]:
    """A version that compares by its numbers."""
    return tuple(int(part) for part in text.split("."))


def characters(known: Ranges) -> Iterator[str]:
    """Every character of the ranges but halves of surrogate pairs."""
    for first, stop in known:
        for point in range(first, stop):
            if point not in SURROGATES:
                yield chr(point)


def look_alikes(every: Iterable[str]) -> dict[str, str]:
    """The skeleton of each single character, composed (NFC), where it is not the character itself.

    Hangul syllables are left out: they are rebuilt from their letters, which are in.
    """
    checker = icu.SpoofChecker()
    found = {}
    for char in every:
        if char in HANGUL:
            continue
        prototype = unicodedata.normalize("NFC", checker.getSkeleton(icu.USpoofChecks.ALL_CHECKS, char))
        if prototype != char:
            found[char] = prototype
    return found


def names() -> dict[int, str]:
    """Names of control characters, and of those that the oldest Python does not know."""
    aliases: dict[int, str] = {}
    for points, fields in lines("NameAliases.txt"):
        if fields[1] in {"control", "figment"}:
            aliases.setdefault(points.start, fields[0])
    newer = {point for points, (age, *_) in lines("DerivedAge.txt") if version(age) > OLDEST_PYTHON for point in points}
    for points, fields in lines("UnicodeData.txt"):
        if points.start in newer and not fields[0].startswith("<"):
            aliases[points.start] = fields[0]
    return dict(sorted(aliases.items()))


def digit_zeros() -> list[int]:
    """The zero of every set of decimal digits; the other nine follow it."""
    return [points.start for points, fields in lines("UnicodeData.txt") if fields[1] == "Nd" and fields[5] == "0"]


def hexes(ranges: Ranges, indent: str = "    ") -> str:
    """Ranges as Python."""
    return "".join(f"{indent}(0x{first:X}, 0x{stop:X}),\n" for first, stop in ranges)


def quoted(text: str) -> str:
    """A literal as ruff writes it; no prototype holds a double quote."""
    return f'"{ascii(text)[1:-1]}"'


def main() -> None:
    """Writes the module to standard output."""
    stamp = (UCD / "DerivedAge.txt").read_text("utf-8").split("-", 1)[1].split(".txt", 1)[0]
    if version(stamp)[:2] != version(icu.UNICODE_VERSION)[:2]:
        sys.exit(f"unicode-data is of Unicode {stamp}, ICU of {icu.UNICODE_VERSION}: take both from one release")
    known = known_to_every_python()
    tables = {
        "KNOWN": known,
        "DEFAULT_IGNORABLE": having("DerivedCoreProperties.txt", "Default_Ignorable_Code_Point"),
        "BIDI_CONTROL": having("PropList.txt", "Bidi_Control"),
        "VARIATION_SELECTOR": having("PropList.txt", "Variation_Selector"),
        "WHITE_SPACE": having("PropList.txt", "White_Space"),
        "DASH": having("PropList.txt", "Dash"),
        "QUOTATION_MARK": having("PropList.txt", "Quotation_Mark"),
        "RIGHT_TO_LEFT": having_one_of("extracted/DerivedBidiClass.txt", "R", "AL"),
        "JOINING": having_one_of("extracted/DerivedJoiningType.txt", "C", "D", "L", "R"),
        "TRANSPARENT": having_one_of("extracted/DerivedJoiningType.txt", "T"),
        "VIRAMA": having_one_of("extracted/DerivedCombiningClass.txt", "9"),
        "PICTOGRAPHIC": having_one_of("emoji/emoji-data.txt", "Extended_Pictographic"),
        "EMOJI": having_one_of("emoji/emoji-data.txt", "Emoji"),
    }
    out = sys.stdout
    out.write('"""Unicode tables, generated by tools/generate_unicode.py; not to be edited.\n\n')
    out.write("Ranges are half-open. Data: Unicode, Inc., under the Unicode License V3 (unicode.org/license.txt).\n")
    out.write('"""\n\n')
    out.write(f'UNICODE_VERSION = "{stamp}"\n')
    for name, ranges in tables.items():
        out.write(f"\n{name}: tuple[tuple[int, int], ...] = (\n{hexes(ranges)})\n")
    rows = "".join(f'    (0x{first:X}, 0x{stop:X}, "{script}"),\n' for first, stop, script in scripts())
    out.write(f"\nSCRIPTS: tuple[tuple[int, int, str], ...] = (\n{rows})\n")
    out.write("\nVARIANTS: dict[int, tuple[tuple[int, int], ...]] = {\n")
    out.writelines(f"    0x{selector:X}: (\n{hexes(bases, NESTED)}    ),\n" for selector, bases in variants().items())
    out.write("}\n")
    zeros = "".join(f"    0x{zero:X},\n" for zero in digit_zeros())
    out.write(f"\nDIGIT_ZEROS: tuple[int, ...] = (\n{zeros})\n")
    out.write("\nNAMES: dict[int, str] = {\n")
    out.writelines(f'    0x{point:X}: "{name}",\n' for point, name in names().items())
    out.write("}\n\nLOOK_ALIKES: dict[int, str] = {\n")
    every = look_alikes(characters(joined(points for points, _ in lines("DerivedAge.txt"))))
    out.writelines(f"    0x{ord(char):X}: {quoted(text)},\n" for char, text in every.items())
    out.write("}\n")


if __name__ == "__main__":
    main()
