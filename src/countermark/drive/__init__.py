"""The only rooms that know an order: which step follows which, and what is sealed when."""
