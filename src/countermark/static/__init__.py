"""Reads what was shipped: parses programs, and applies rules to them."""
