"""What reading a target found, in every form in which it is reported."""
