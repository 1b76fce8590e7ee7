"""Reads what was shipped, for hints of what is worth varying in the lab."""

from countermark.static.compared_literals import compared_literals
from countermark.static.reading import SourceFile, read_sources

__all__ = ["SourceFile", "compared_literals", "read_sources"]
