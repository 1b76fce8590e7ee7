"""Undoes what hides a list in a literal: encodings, compression, simple ciphers; and knows a list when it sees one."""
