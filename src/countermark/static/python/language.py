"""Python, as one record."""

from __future__ import annotations

from countermark.static.language import Language
from countermark.static.python.grammar import PYTHON as GRAMMAR
from countermark.static.python.literals import literals

PYTHON = Language(id="python", grammar=GRAMMAR, literals=literals)
