"""The register: which tools are there, what was found, what was decided, and what follows on machines and networks.

A folder of TOML files in git. Review, history and signatures are git's; this room reads, checks, shows and exports.
"""
