"""Plants marks into plain texts, for measuring how many of them it takes until a text stands out."""
