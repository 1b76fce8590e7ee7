"""Turns observations into places that vary, and tests what moves them: pure."""
