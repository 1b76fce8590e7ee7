"""Says what an influence is: overt, functional or covert, by which channel, and how much it tells. Pure."""
