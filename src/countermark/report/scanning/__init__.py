"""Reports of what a scan found: one file for each form."""
