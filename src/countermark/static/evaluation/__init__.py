"""Evaluates what a program computes from constants alone, in an interpreter that can reach nothing."""

from __future__ import annotations

from countermark.static.evaluation.engine import Engine, Outcome, Question, View

__all__ = ["SHARED", "Engine", "Outcome", "Question", "View"]

SHARED = Engine()
"""One for a whole process: starting an interpreter costs a tenth of a second."""
