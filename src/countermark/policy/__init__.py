"""Holds an audit against what is allowed and what was approved before: pure, and of no opinion of its own."""
