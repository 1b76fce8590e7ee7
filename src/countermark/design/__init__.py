"""The pure planner: which environments to run next, and what the runs so far establish."""

from countermark.design.arrays import covering_array
from countermark.design.coverage import combinations_covered
from countermark.design.plan import next_round

__all__ = ["combinations_covered", "covering_array", "next_round"]
