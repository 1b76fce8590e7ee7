"""The audit directory, and the TOML that people write: what comes from a disk is read strictly, or refused by name."""
