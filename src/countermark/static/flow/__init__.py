"""Follows a value forwards through one file: what is made of it, what it is compared with, and where it ends."""
