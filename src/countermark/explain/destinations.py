"""Says whom the tool talked to, under which circumstances, and what of it could not be read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from countermark.model.observation import Exchange, Observation
from countermark.model.run import RunRequest
from countermark.model.verdict import Destination, OpaquePayload


def destinations(observations: tuple[Observation, ...], requests: tuple[RunRequest, ...]) -> tuple[Destination, ...]:
    """One entry for each host and port over all runs, sorted."""
    exchanges: dict[tuple[str, int], list[tuple[str, Exchange]]] = defaultdict(list)
    for observation in observations:
        for exchange in observation.exchanges:
            exchanges[exchange.host, exchange.port].append((observation.run, exchange))
    observed = {observation.run for observation in observations}
    known = tuple(request for request in requests if request.id in observed)
    return tuple(_destination(key, exchanges[key], known) for key in sorted(exchanges))


def _destination(
    key: tuple[str, int], exchanges: list[tuple[str, Exchange]], requests: tuple[RunRequest, ...]
) -> Destination:
    runs = {run for run, _ in exchanges}
    return Destination(
        host=key[0],
        port=key[1],
        when=_when(key, runs, requests),
        purpose=_purpose(exchanges),
        bytes_sent=sum(exchange.sent_bytes for _, exchange in exchanges),
        decoded=all(exchange.decoded for _, exchange in exchanges),
        runs=len(runs),
    )


def _when(destination: tuple[str, int], runs: set[str], requests: tuple[RunRequest, ...]) -> str:
    """The circumstances in words: always, under certain levels of one factor, or only a share of runs."""
    if len(runs) == len(requests):
        return "in every run"
    factors = [level.factor for level in requests[0].environment.levels] if requests else []
    tried = {factor: {one.environment.value(factor) for one in requests if one.id in runs} for factor in factors}

    host, port = destination

    # Several may fit when a level was tried only once: what names this very host, or its port, comes first, then what
    # needs the fewest levels to say it, then what names hosts.
    def likeliest(factor: str) -> tuple[bool, int, bool]:
        named = any(f"//{host}" in level or level.endswith(f":{port}") for level in tried[factor])
        return not named, len(tried[factor]), factor not in _NAMING

    for factor in sorted(factors, key=likeliest):
        levels = tried[factor]
        without = {request.environment.value(factor) for request in requests if request.id not in runs}
        if not levels & without:
            return (
                f"when {factor} is {_listed(levels)}"
                if len(levels) <= len(without)
                else f"unless {factor} is {_listed(without)}"
            )
    return f"in {len(runs)} of {len(requests)} runs"


_NAMING = ("base-url", "https-proxy", "git-remote", "dns")


def _listed(levels: Iterable[str]) -> str:
    return " or ".join(sorted(levels))


def _purpose(exchanges: list[tuple[str, Exchange]]) -> str:
    """What was asked of a host; model calls alone where each of its runs made one."""
    calls = {run for run, exchange in exchanges if exchange.is_model}
    runs = {run for run, _ in exchanges}
    if calls == runs:
        return "model calls"
    said = {exchange.role.rpartition("#")[0] or exchange.role for _, exchange in exchanges if not exchange.is_model}
    shown = [*([f"model calls in {len(calls)} of {len(runs)} runs"] if calls else []), *sorted(said)]
    return "; ".join(shown[:3]) + (f"; and {len(shown) - 3} more" if len(shown) > 3 else "")  # noqa: PLR2004 -- three fit on a line


def opaque(observations: tuple[Observation, ...]) -> tuple[OpaquePayload, ...]:
    """One entry for each host, role and reason for which a payload could not be decoded.

    A connection that was cut before anything was said is one where nothing was ever read of that host.
    """
    readable = {(one.host, one.port) for seen in observations for one in seen.exchanges if one.decoded}
    sizes: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for observation in observations:
        for exchange in observation.exchanges:
            cut = exchange.role.startswith("tls-cut ") and (exchange.host, exchange.port) in readable
            if not exchange.decoded and not cut:
                role = exchange.role.rpartition("#")[0] or exchange.role
                sizes[exchange.host, role, exchange.why_opaque].append(exchange.sent_bytes)
    return tuple(
        OpaquePayload(host=host, role=role, reason=reason, size_bytes=max(found), runs=len(found))
        for (host, role, reason), found in sorted(sizes.items())
    )
