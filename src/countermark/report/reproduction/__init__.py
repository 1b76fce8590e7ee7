"""Whether what an audit found is there again, for people and for programs."""
