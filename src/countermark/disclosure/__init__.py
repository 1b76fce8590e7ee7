"""Disclosures: drafted from an audit, and every claim of one put to an audit. Pure."""
