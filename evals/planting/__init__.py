"""Plants hidden lists, choices between look-alikes, and near misses into clean programs, by seed.

    planted = plant(Host(data=bundle), variant, seed)

``VARIANTS`` lists them all. What is planted looks as a minifier would leave it: the names, lists, keys, spellings and
places differ from seed to seed, and the statements of a snippet stand together or strewn over one block. Written
without a look at the rules that it scores, and frozen before they were scored: see ``planted_static.md``.
"""

from __future__ import annotations

from evals.planting import (
    choices_javascript,
    choices_python,
    controls,
    lists_opaque,
    lists_pieces,
    lists_python,
    lists_shapes,
    lists_text,
)
from evals.planting.places import Host, Planted, insert, plant
from evals.planting.snippets import Snippet, Variant

__all__ = ["VARIANTS", "Host", "Planted", "Snippet", "Variant", "insert", "plant"]

VARIANTS: tuple[Variant, ...] = (
    *lists_text.ALL,
    *lists_pieces.ALL,
    *lists_shapes.ALL,
    *lists_opaque.ALL,
    *lists_python.ALL,
    *choices_javascript.ALL,
    *choices_python.ALL,
    *controls.ALL,
)
