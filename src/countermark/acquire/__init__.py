"""Fetches what is to be audited through the user's own clients, verifies it, and unpacks it within limits."""

from __future__ import annotations

from countermark.acquire.acquisition import acquire
from countermark.acquire.limits import DEFAULT_LIMITS, Limits
from countermark.acquire.spec import CommandSpec, Ecosystem, LocalSpec, PackageSpec, Spec, parse_target

__all__ = [
    "DEFAULT_LIMITS",
    "CommandSpec",
    "Ecosystem",
    "Limits",
    "LocalSpec",
    "PackageSpec",
    "Spec",
    "acquire",
    "parse_target",
]
