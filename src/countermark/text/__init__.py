"""Covert channels in text: find, decode, align, canonicalise. Standard library only, usable alone."""
