"""The proxy through which the tool is told to go.

Local ports are the defaults of well-known programs: 7890 of Clash (the ``mixed-port`` of its documented
configuration, https://github.com/yuche/clashX), 10809 of v2rayN (https://github.com/2dust/v2rayN), 8080 of mitmproxy
(https://docs.mitmproxy.org/stable/concepts/options/), 8888 of Charles
(https://www.charlesproxy.com/documentation/configuration/), 3128 of Squid
(https://www.squid-cache.org/Doc/config/http_port/). The corporate proxy has a name of RFC 2606.
"""

from __future__ import annotations

from countermark.factors._urls import checked, forms, hosts_holding
from countermark.factors.factor import UNSET, Factor, derivations, passing
from countermark.model.environment import Derivation, Setup

_ID = "https-proxy"


def check(value: str) -> None:
    """``value`` is ``unset`` or an http(s) URL.

    Raises:
        UsageError: it is neither.
    """
    if value != UNSET:
        checked(_ID, value)


def setup(value: str) -> Setup:
    """The proxy's URL alone: the lab sets every spelling of the variables."""
    return Setup(proxy_url="" if value == UNSET else value)


def derive(value: str, instant: str) -> tuple[Derivation, ...]:  # noqa: ARG001 -- the same at every instant
    """The URL, its host and port."""
    return () if value == UNSET else derivations(_ID, value, forms(_ID, value))


def holding(text: str) -> tuple[str, ...]:
    """URLs whose host holds ``text``."""
    return passing((f"http://{host}:3128" for host in hosts_holding(text)), check)


FACTOR = Factor(
    id=_ID,
    title="The proxy that the tool is told to use",
    levels=(UNSET, "http://127.0.0.1:7890", "http://proxy.corp.example:3128"),
    contrasts=(
        "http://127.0.0.1:10809",
        "http://127.0.0.1:8080",
        "http://127.0.0.1:8888",
        "http://proxy.corp.example.cn:3128",
    ),
    setup=setup,
    derive=derive,
    check=check,
    holding=holding,
)
