"""Services that serve remote switches (feature gates), as the false network speaks them: one file each."""

from __future__ import annotations

from countermark.wire.messages import Reply, Request
from countermark.wire.switches import growthbook, launchdarkly, ofrep, posthog, statsig, unleash
from countermark.wire.switches.record import Served, SwitchService

__all__ = ["ALL", "Served", "SwitchService", "asked", "named", "respond"]

ALL: tuple[SwitchService, ...] = (
    growthbook.SERVICE,
    launchdarkly.SERVICE,
    ofrep.SERVICE,
    posthog.SERVICE,
    statsig.SERVICE,
    unleash.SERVICE,
)


def asked(request: Request) -> SwitchService | None:
    """The service that ``request`` asks for switches; ``None`` where it asks for none."""
    return next((service for service in ALL if service.asks(request)), None)


def named(request: Request) -> tuple[str, ...]:
    """Every name of a switch that ``request`` states to any of the services."""
    return tuple(dict.fromkeys(name for service in ALL for name in service.named(request)))


def respond(request: Request, served: Served) -> Reply | None:
    """Every switch on, or every one off; ``None`` where the request asks for none."""
    service = asked(request)
    return service.respond(request, served) if service else None
