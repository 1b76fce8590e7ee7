"""Frozen types that travel between rooms: no behaviour beyond merge and digest, standard library only."""
