"""Families of punctuation that readers take for one another, where UTS #39 alone does not say so.

Each family is written so that its first member stands for all. Sources, 2026-11: the property files ``PropList.txt``
(Dash, Quotation_Mark, White_Space) of the Unicode version in ``_generated``; The Unicode Standard, chapter 6.2,
«General Punctuation» (apostrophe, quotation marks, dashes, leader dots); CLDR's characters' «parse lenients».
"""

from __future__ import annotations

from countermark.text._generated import DASH, QUOTATION_MARK, WHITE_SPACE


def members(ranges: tuple[tuple[int, int], ...]) -> str:
    """Every character of half-open ranges."""
    return "".join(chr(point) for first, stop in ranges for point in range(first, stop))


APOSTROPHES = "'’‘‛ʼʹʻʽʾʿˈˊˋ′‵＇`´‚ꞌ՚׳ߴߵ᾽᾿῾ꘌ"
"""U+0027 and what stands for it: Unicode ch. 6.2.4 «Apostrophes»; modifier letters and primes: UTS #39."""

DOUBLE_QUOTES = '"“”„‟″‶ʺˮ״〃＂«»《》「」『』〝〞〟❝❞⹂'
"""Quotation_Mark of ``PropList.txt`` that are double, and the double prime: Unicode ch. 6.2.3."""

SINGLE_QUOTES = "".join(char for char in members(QUOTATION_MARK) if char not in DOUBLE_QUOTES + APOSTROPHES)
"""The rest of Quotation_Mark: single angle quotes, ornaments, vertical forms."""

HYPHENS = "-‐‑‒–−﹣－⁃˗۔➖"
"""As long as a hyphen or nearly: Dash of ``PropList.txt``, hyphen bullet, and the modifier minus."""

DASHES = "-" + "".join(char for char in members(DASH) if char != "-")
"""Every Dash, of whatever length."""

DOTS = ".․。．｡﹒"
"""Full stop, one dot leader, ideographic and wide forms: Unicode ch. 6.2.6."""

ELLIPSES = (("...", "…"), ("...", "⋯"), ("..", "‥"), ("...", "・・・"))
"""What is written as several dots, and the one character for it: Unicode ch. 6.2.6."""

SLASHES = "/⁄∕╱⧸／"
"""Solidus, fraction and division slash, big and wide forms: Unicode ch. 6.2.10."""

BULLETS = "-*+•‣◦▪▫●○·∙⁃"
"""What starts a list item in plain text and Markdown: CommonMark 0.31.2, 5.2, and Unicode ch. 6.2.7 «Bullets»."""

BLANKS = members(WHITE_SPACE) + "\u2800"
"""White_Space, and the empty Braille pattern, which prints as one."""


def folding(*families: str) -> dict[int, str]:
    """A table for ``str.translate`` that puts each family's first member for the others."""
    return {ord(char): family[0] for family in families for char in family if char != family[0]}
