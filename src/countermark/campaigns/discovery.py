"""False discoveries: which of many p-values may be believed, and how strange a group is among honest ones."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from countermark.campaigns.window import Floats


def q_values(p_values: Sequence[float]) -> Floats:
    """Benjamini and Hochberg's: believing all with q ≤ a keeps the expected share of false ones at or below a.

    Source: Benjamini and Hochberg, J. R. Statist. Soc. B 57 (1995), 289-300.
    """
    p = np.asarray(p_values, dtype=np.float64)
    order = np.argsort(p, kind="stable")
    stepped = p[order] * len(p) / np.arange(1, len(p) + 1)
    found = np.empty_like(p)
    found[order] = np.minimum(np.minimum.accumulate(stepped[::-1])[::-1], 1.0)
    return found


def any_of(p_values: Sequence[float]) -> float:
    """The p-value of "not one of these views holds the group together" (Bonferroni)."""
    return min(1.0, len(p_values) * min(p_values)) if p_values else 1.0


def two_of(p_values: Sequence[float]) -> float:
    """The p-value of "at most one of these views holds the group together".

    In Bonferroni's form: (n - 1) times the second smallest.
    Source: Benjamini and Heller, Biometrics 64 (2008), 1215-1222.
    """
    ordered = sorted(p_values)
    return min(1.0, (len(ordered) - 1) * ordered[1]) if len(ordered) > 1 else 1.0


def conformal(score: float, honest: Floats, dice: np.random.Generator) -> float:
    """The share of honest groups that score as high, the group itself among them; ties are broken at random.

    Uniform for a group that is like the honest ones, however scores are distributed.
    Source: Vovk, Gammerman and Shafer, Algorithmic Learning in a Random World (2005), chapter 2.
    """
    higher = int((honest > score).sum())
    ties = int((honest == score).sum())
    return (1 + higher + int(dice.integers(ties + 1))) / (len(honest) + 1)
