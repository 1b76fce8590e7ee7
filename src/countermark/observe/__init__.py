"""Reads one capture into addressed features: pure, so that old evidence can be read again by a better reader."""

from countermark.observe.reader import observe
from countermark.observe.roles import provider_hosts

__all__ = ["observe", "provider_hosts"]
