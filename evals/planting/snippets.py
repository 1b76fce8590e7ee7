"""What is planted: a snippet of program text, with what a reader of it should find."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from evals.planting.drawing import Draw

Language = Literal["javascript", "python"]
Kind = Literal["list", "choice", "control"]
Reading = Literal["decodable", "opaque", "either", "clear"]
"""Of a list: every entry can be read out of the program; only digests or nothing can; with the key, which is there;
or it stands in clear, so that it is no hidden list, and its entries should show among what values are compared with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Snippet:
    """Statements that can stand, in their order, among the statements of a file or of one function.

    ``heads`` must stand at the top of the file (imports). ``entries`` are a list's entries. ``texts`` are what the
    function called ``text`` gives with the variables of ``trigger`` set, and without them; empty: they depend on the
    day, and only differ. ``names`` says what stands for ``test`` (a function: is the value on the list?), ``list`` (an
    expression: the entries, decoded), and ``text``. ``beside``: files that lie beside the program.
    """

    parts: tuple[str, ...]
    names: dict[str, str]
    heads: tuple[str, ...] = ()
    entries: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    trigger: tuple[tuple[str, str], ...] = ()
    beside: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """One way of hiding a list, of choosing between look-alikes, or of only seeming to (a control)."""

    id: str
    title: str
    kind: Kind
    language: Language
    make: Callable[[Draw], Snippet]
    reading: Reading = "decodable"


Maker = Callable[[Draw], Snippet]


def variants(
    kind: Kind, language: Language, makers: tuple[Maker, ...], reading: Reading = "decodable"
) -> list[Variant]:
    """One variant for each maker: named by the function, in words by its docstring."""
    return [
        Variant(
            id=f"{'py-' if language == 'python' else ''}{maker.__name__.replace('_', '-')}",
            title=(maker.__doc__ or "").splitlines()[0],
            kind=kind,
            language=language,
            make=maker,
            reading=reading,
        )
        for maker in makers
    ]
