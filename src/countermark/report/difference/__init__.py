"""What is new in a version, in every form in which it is reported."""
