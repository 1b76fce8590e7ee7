"""Shows what a person would not see, and disarms what a terminal would obey."""

from __future__ import annotations

import re

from countermark.text._generated import BIDI_CONTROL, DEFAULT_IGNORABLE, VARIATION_SELECTOR
from countermark.text.confusables import LOOKS_LIKE_ASCII, look_alike
from countermark.text.punctuation import APOSTROPHES, BLANKS, DASHES, DOTS, DOUBLE_QUOTES, SINGLE_QUOTES, SLASHES
from countermark.text.stable import character_class, name

_INVISIBLE = character_class((*DEFAULT_IGNORABLE, *BIDI_CONTROL, *VARIATION_SELECTOR))
_CONTROL = (
    r"\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufff9-\ufffb\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\ue000-\uf8ff"
    r"\U000f0000-\U0010ffff"
)
# Source: Trojan Source (Boucher and Anderson, 2021) for bidi; ECMA-48 for controls.
_DANGEROUS = re.compile(f"[\n{_CONTROL}{_INVISIBLE}]")

_PUNCTUATION = "".join(
    char
    for char in APOSTROPHES + SINGLE_QUOTES + DOUBLE_QUOTES + DASHES + DOTS + SLASHES + BLANKS
    if not char.isascii()
)
_ODD = f"[{_CONTROL}{_INVISIBLE}{re.escape(_PUNCTUATION)}\u2026\u2025\u27e8\u27e9]"
_DULL = re.compile(r"(?:[!-~]+(?: [!-~]+)*)?")
_PIECE = re.compile(
    r"(?P<spaces>(?<=[^\n ]) {2,}|(?<! ) +(?=\n|\Z))"
    rf"|(?P<odd>{_ODD})(?P=odd)*"
    rf"|(?P<word>(?:(?!{_ODD})\w)+)"
    r"|[\s\S]"
)


def escape_terminal(text: str, *, keep: str = "") -> str:
    r"""``text`` as one harmless line: controls, line ends, bidi and invisible characters as ``\x1b``, ``\u202e``.

    ``keep`` names characters to be let through, as ``"\n"``.
    """
    return _DANGEROUS.sub(lambda match: match.group() if match.group() in keep else _escape(match.group()), text)


def code_point(char: str) -> str:
    """One character by number and name: ``U+02BC MODIFIER LETTER APOSTROPHE``."""
    return f"U+{ord(char):04X} {name(char)}".rstrip()


def name_code_points(text: str) -> tuple[str, ...]:
    """Every character of ``text`` by number and name."""
    return tuple(code_point(char) for char in text)


def visible(text: str) -> str:
    """``text`` for a person: what is invisible, or is taken for something else, as ``⟨U+2019 RIGHT SINGLE …⟩``.

    Plain ASCII, line breaks, indentation, and words of other scripts stay as they are, but for letters that pass for
    ASCII in a word that has ASCII letters too, or has no others. Runs are counted. Safe for a terminal.
    """
    return text if _DULL.fullmatch(text) else _PIECE.sub(_shown, text)


def _shown(match: re.Match[str]) -> str:
    run = match.group()
    if match.lastgroup in ("spaces", "odd"):
        return f"⟨{code_point(run[0])}⟩" if len(run) == 1 else f"⟨{len(run)} × {code_point(run[0])}⟩"
    if match.lastgroup == "word" and not run.isascii() and _passes_for_ascii(run):
        return "".join(f"⟨{code_point(char)}⟩" if char in LOOKS_LIKE_ASCII else char for char in run)
    return f"⟨{code_point(run)}⟩" if run in LOOKS_LIKE_ASCII else run


def _passes_for_ascii(word: str) -> bool:
    """Whether a reader may take letters of ``word`` for ASCII: it has such letters, or looks like nothing else."""
    return any(char.isascii() and char.isalpha() for char in word) or look_alike(word).isascii()


def _escape(char: str) -> str:
    point = ord(char)
    if point <= 0xFF:  # noqa: PLR2004 -- as Python writes it
        return f"\\x{point:02x}"
    return f"\\u{point:04x}" if point <= 0xFFFF else f"\\U{point:08x}"  # noqa: PLR2004 -- likewise
