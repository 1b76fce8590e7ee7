"""Proves of bytes that nothing can be found in them: a compiled part, built where it can be."""
