"""Evaluates what a program computes from constants alone, in an interpreter that can reach nothing."""

from __future__ import annotations

from countermark.static.evaluation.engine import Engine, Outcome, View

__all__ = ["Engine", "Outcome", "View"]
