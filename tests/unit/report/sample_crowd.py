"""A clean audit as large as those of real tools: much telemetry, many hosts, much noise."""

from __future__ import annotations

import dataclasses

from countermark.model.observation import Address
from countermark.model.verdict import Audit, Collection, Destination, Kind, Noise, Signal, TriggerFactor
from unit.report import samples
from unit.report.sample_signals import CHAT, KEYWORD, open_signal, trigger

HOSTS = tuple(f"https://gw{number:02}.example.net" for number in range(40))


def event(name: str, field: str) -> Address:
    return Address(role="POST {api}/events#1", part="body", pointer=f"/events/[name={name}]/event_data/{field}")


def added() -> tuple[Signal, ...]:
    """Many fields of one event, and of a dozen tools."""
    fields = [event("warning", f"field-{number:02}") for number in range(49)]
    tools = [
        Address(role=CHAT, part="body", pointer=f"/tools/[name=tool-{tool:02}]/input_schema/{number}")
        for tool in range(1, 13)
        for number in range(10 * tool, 10 * tool + 10)
    ]
    return tuple(
        open_signal(f"functional-{number}", Kind.FUNCTIONAL, where, trigger(base_url=KEYWORD), None, "added")
        for number, where in enumerate((*fields, *tools))
    )


def destination(url: str) -> Destination:
    return Destination(
        host=url.removeprefix("https://"),
        port=443,
        when=f"when base-url is {url}",
        purpose="model calls",
        bytes_sent=1000,
        decoded=True,
        runs=2,
    )


def noise() -> tuple[Noise, ...]:
    fields = (("id", 256.0), *((f"count-{number}", 3.0) for number in range(9)))
    return tuple(
        Noise(where=event(f"event-{number}", f"env/{field}"), reason="varies", residual_bits=bits)
        for number in range(100)
        for field, bits in fields
    )


def collection(where: Address) -> Collection:
    return Collection(
        factor="ci", value="github-actions", form="clear", host="api.quillpad.example", where=where, run="0007"
    )


def crowded() -> Audit:
    whole = samples.clean()
    runner, *others = [event(f"event-{number:02}", "env/runner_os") for number in range(41)]
    told = open_signal("overt-1", Kind.OVERT, runner, trigger(ci=("github-actions",)), None, "Linux")
    factors = (*whole.coverage.factors[3:], TriggerFactor(factor="base-url", levels=HOSTS))
    return dataclasses.replace(
        whole,
        overt=(dataclasses.replace(told, also=tuple(others)),),
        functional=added(),
        collections=tuple(map(collection, (runner, *others))),
        destinations=tuple(map(destination, HOSTS)),
        noise=noise(),
        coverage=dataclasses.replace(whole.coverage, factors=factors),
    )
