"""Signed statements about an audit: in-toto statements in DSSE envelopes. Pure: files and clocks are the callers'."""
