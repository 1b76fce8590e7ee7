"""Lines for a terminal: wrapped, indented, and with nothing in them that could command it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from countermark.report.contrast import Piece
from countermark.text.visible import marked, visible

WIDTH = 100

BOLD, DIM, RED, GREEN, YELLOW, MARKED = "1", "2", "1;31", "1;32", "1;33", "7"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pen:
    """Writes text that cannot command the terminal; what is marked is reversed in colour, else stands in ⟦ ⟧."""

    colour: bool

    def ink(self, text: str, style: str) -> str:
        """Escaped ``text`` in ``style``."""
        return self._styled(visible(text), style)

    def mark(self, text: str) -> str:
        """What differs."""
        return self._styled(marked(text), MARKED) if self.colour else f"⟦{marked(text)}⟧"

    def pieces(self, found: Iterable[Piece]) -> str:
        """A text with its differences marked."""
        return "".join(self.mark(one.text) if one.differs else visible(one.text) for one in found)

    def section(self, title: str) -> Iterator[str]:
        """A heading, with a blank line before it."""
        yield ""
        yield self.ink(title, BOLD)

    def entry(self, label: str, text: str, indent: str = "  ") -> Iterator[str]:
        """A label and what belongs to it, wrapped below itself."""
        shown = visible(label)
        hang = " " * (len(indent) + 4)
        lines = _wrap(f"{shown}: {visible(text)}", indent, hang)
        if lines[0].startswith(f"{indent}{shown}:"):
            lines[0] = f"{indent}{self.ink(label, DIM)}{lines[0][len(indent) + len(shown) :]}"
        return iter(lines)

    def _styled(self, shown: str, style: str) -> str:
        return f"\x1b[{style}m{shown}\x1b[0m" if self.colour and shown else shown


def wrapped(text: str, first: str, rest: str | None = None) -> Iterator[str]:
    """Escaped ``text``, its lines beginning with ``first``, then with ``rest`` (by default blanks as long)."""
    return iter(_wrap(visible(text), first, " " * len(first) if rest is None else rest))


def _wrap(shown: str, first: str, rest: str) -> list[str]:
    found = textwrap.wrap(shown, WIDTH, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False)
    return found or [first.rstrip()]


def table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Rows in columns: figures, to the right, and in the last column text, which is wrapped."""
    shown = [[visible(cell) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in list(zip(*shown, strict=True))[:-1]]
    for *figures, text in shown:
        head = "  " + "".join(f"{figure.rjust(width)}  " for figure, width in zip(figures, widths, strict=True))
        yield from _wrap(text, head, " " * len(head))
