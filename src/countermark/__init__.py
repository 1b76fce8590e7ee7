"""Countermark shows, with evidence, whether an AI tool tells its vendor about your machine unseen."""

__version__ = "0.1.0"
