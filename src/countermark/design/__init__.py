"""The pure planner: which environments to run next, and what the runs so far establish."""
