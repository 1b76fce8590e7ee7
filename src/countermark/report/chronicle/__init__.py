"""When findings came and went, in every form in which it is reported."""
