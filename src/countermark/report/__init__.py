"""Turns what an audit says into text: the same audit gives the same bytes, wherever and whenever it is rendered."""
