"""The texts that an expression may give, and the decisions on which each of them depends."""
