"""JavaScript, as one record."""

from __future__ import annotations

from countermark.static.javascript.grammar import JAVASCRIPT as GRAMMAR
from countermark.static.javascript.literals import literals
from countermark.static.language import Language

JAVASCRIPT = Language(id="javascript", grammar=GRAMMAR, literals=literals)
