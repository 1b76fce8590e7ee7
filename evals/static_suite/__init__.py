"""What the evaluations of static reading share: real programs to plant into, reports to score, tables to write."""
