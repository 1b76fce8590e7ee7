"""Python, as CPython runs it."""
