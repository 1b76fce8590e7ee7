"""Reports of what differs between two texts unseen: one file for each form."""
