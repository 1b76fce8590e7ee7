"""What a program asks its machine: a table of the ways, and where a program uses them."""

from __future__ import annotations

from countermark.static.environment.reads import Site, sites

__all__ = ["Site", "sites"]
