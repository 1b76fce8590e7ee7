"""What a text says without showing it: covert channels, encodings, alignment. Standard library only, usable alone."""
