r"""What must stand in a text, byte by byte, for a channel to find anything of a kind in it.

Signs are cheap to count and never fewer than what the finder counts, so that a text whose signs are too few for a
level of suspicion need not be looked at. ``EDGE`` stands before the first byte and after the last one. Which strength
a kind needs follows from the table of ordinary documents, so no figure is repeated here.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

from countermark.text import ordinary

EDGE = 0xFF
"""No byte of UTF-8: it stands for what is outside of the text."""

_MOST = 1e12


@dataclass(frozen=True, slots=True)
class Sequence:
    """Bytes in a row, each a class of a regular expression; ``at`` is by which they are noticed: something rare.

    ``lead`` says what stands before them: bytes that are skipped, and one that stands before those.
    """

    items: tuple[str, ...]
    at: int = 0
    lead: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Points:
    """Characters beyond ASCII, and the bytes that must stand beside them: any where nothing is said."""

    chars: str
    before: str = r"[\x00-\xff]"
    after: str = r"[\x00-\xff]"


@dataclass(frozen=True, slots=True)
class Built:
    """What takes more than a row of bytes: the compiled part has each by its name."""

    name: str


Sign = Sequence | Points | Built


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Kinds of a channel, and the signs of each way in which they are written.

    Of several ways all but the usual one count. ``per_sign`` is the most strength that one sign may add, and
    ``read_from`` the fewest signs of what can be read as a message: none where it never is. Fewer than ``fewest`` signs
    make no pattern.
    """

    channel: str
    kinds: tuple[str, ...]
    ways: tuple[tuple[Sign, ...], ...]
    per_sign: float = 1.0
    read_from: int | None = None
    fewest: int = 1

    def needs(self, level_bits: float) -> int | None:
        """The fewest signs with which a kind may reach the level; ``None`` where none can."""
        strengths = (_least(f"{self.channel}:{kind}", level_bits) for kind in self.kinds)
        found = [strength / self.per_sign for strength in strengths if strength < math.inf]
        if self.read_from is not None:
            reads = (_least(f"{self.channel}:{kind}-read", level_bits) for kind in self.kinds)
            found += [self.read_from] * (min(reads) < math.inf)
        return max(math.ceil(min(found)), self.fewest) if found else None


@lru_cache(maxsize=1024)
def _least(key: str, level_bits: float) -> float:
    """The least strength of a kind that is as odd as a level; infinite where no strength is."""
    low, high = 0.0, _MOST
    if ordinary.suspicion_of_strengths({key: low}) >= level_bits:
        return low
    if ordinary.suspicion_of_strengths({key: high}) < level_bits:
        return math.inf
    while high - low > 1e-3:  # noqa: PLR2004 -- strengths have three decimal places
        middle = (low + high) / 2
        if ordinary.suspicion_of_strengths({key: middle}) >= level_bits:
            high = middle
        else:
            low = middle
    return low
