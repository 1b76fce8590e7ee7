"""What every report says in words: no more than what was varied, exercised and read allows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from countermark.model.observation import Address
from countermark.model.verdict import Audit, Confidence, Signal, TriggerFactor, Verdict

PARTS = {
    "body": "body",
    "header": "header",
    "query": "query",
    "path": "path",
    "method": "method",
    "destination": "destination",
    "dns": "DNS question",
    "order": "order",
    "count": "number of requests",
    "time": "time",
}

PLURALS = {"header": "headers", "DNS question": "DNS questions", "number of requests": "numbers of requests"}

NAMES = {("method", "version"): "HTTP version", ("body", "literal"): "body", ("body", "blocks"): "body"}
"""What a part and a name are called together, where the name is not the tool's own word."""

LEAST_P = 0.0001


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Something that a verdict rests on: a figure, what it counts, and what is to be said of it."""

    value: str
    title: str
    note: str = ""


def plural(count: int, one: str, many: str = "") -> str:
    """``3 runs``, ``1 run``."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def listed(names: Iterable[str], most: int = 1000, last: str = "and") -> str:
    """``a, b and c``; of more than ``most`` the rest is counted."""
    every = list(names)
    if len(every) > most + 1:
        every = [*every[:most], f"{len(every) - most} more"]
    return f" {last} ".join([", ".join(every[:-1]), every[-1]] if len(every) > 1 else every)


def tool_name(audit: Audit) -> str:
    """The tool and its version, as people call it."""
    return f"{audit.target.name} {audit.target.version}".strip() or audit.target.purl


def verdict_title(audit: Audit) -> str:
    """The verdict in a few words."""
    if audit.verdict is Verdict.COVERT:
        return f"{plural(len(audit.signals), 'covert signal')} found"
    if audit.verdict is Verdict.NOTHING_COVERT_FOUND:
        return "Nothing covert found"
    return "Incomplete: no verdict"


def verdict_text(audit: Audit) -> str:
    """The verdict in a sentence or two that claim no more than the coverage allows."""
    coverage = audit.coverage
    if audit.verdict is Verdict.COVERT:
        factors = sorted({item.factor for signal in audit.signals for item in signal.trigger})
        return (
            f"What {tool_name(audit)} sends depends on {listed(factors)} "
            "in a way that a reader of the message cannot see. "
            f"Up to {bits(max(signal.bits for signal in audit.signals))} are carried by one place in one request."
        )
    varied = (
        f"{plural(coverage.runs, 'run')} that varied {plural(len(coverage.factors), 'factor')} "
        f"({plural(_levels(audit), 'level')})"
    )
    if audit.verdict is Verdict.NOTHING_COVERT_FOUND:
        return (
            f"In {varied}, no difference in what {tool_name(audit)} sends both follows its surroundings "
            "and hides that it does. This holds for what was varied, exercised and read here; "
            "it does not prove that there is nothing."
        )
    return f"{plural(coverage.runs, 'run')} showed nothing covert, but the evidence does not carry a verdict."


def _levels(audit: Audit) -> int:
    return sum(len(factor.levels) for factor in audit.coverage.factors)


def facts(audit: Audit) -> tuple[Fact, ...]:
    """What the verdict rests on, in figures."""
    coverage = audit.coverage
    open_ways = [check for check in audit.sealing if not check.sealed]
    return (
        Fact(
            value=f"{coverage.runs}",
            title="runs" if coverage.runs != 1 else "run",
            note=f"{plural(coverage.baseline_runs, 'baseline')}, {coverage.failed_runs} failed",
        ),
        Fact(
            value=f"{len(coverage.factors)}",
            title="factors varied" if len(coverage.factors) != 1 else "factor varied",
            note=plural(_levels(audit), "level"),
        ),
        Fact(
            value=percent(coverage.combinations_covered),
            title=f"of all {coverage.strength}-way combinations",
            note="of levels in the design",
        ),
        Fact(
            value=f"{coverage.model_exchanges}",
            title="model calls read" if coverage.model_exchanges != 1 else "model call read",
            note=f"via {audit.scope.endpoint}" if audit.scope.endpoint else "",
        ),
        Fact(
            value=f"{len(audit.sealing) - len(open_ways)}/{len(audit.sealing)}",
            title="ways out sealed",
            note="tried before the first run",
        ),
    )


def percent(share: float) -> str:
    """A share in percent; never rounded up to the whole."""
    if share >= 1:
        return "100 %"
    return f"{min(share * 100, 99.9):.1f} %"


def bits(value: float) -> str:
    """``2.58 bits``, ``1 bit``."""
    number = f"{value:.2f}".rstrip("0").rstrip(".")
    return f"{number} {'bit' if number == '1' else 'bits'}"


def p_value(value: float) -> str:
    """``p = 0.0043``, ``p < 0.0001``."""
    return f"p < {LEAST_P}" if value < LEAST_P else f"p = {value:.2g}"


def how_sure(confidence: Confidence) -> str:
    """How sure a signal is, and from what."""
    if not confidence.runs_with or not confidence.runs_without:
        return "not confirmed by fresh runs"
    return (
        f"{plural(confidence.runs_with, 'fresh run')} with the trigger and {confidence.runs_without} without: "
        f"{p_value(confidence.p_adjusted)}, corrected for {plural(confidence.tests, 'test')}"
    )


def where(address: Address) -> str:
    """A place in the traffic, in one line."""
    if address.role == "run":
        return part(address) if address.part != "count" else f"{part(address)} of the whole run"
    return f"{part(address)} of {address.role}"


def part(address: Address) -> str:
    """A place within its exchange."""
    known = NAMES.get((address.part, address.name), "")
    title = known or PARTS.get(address.part, address.part)
    rest = " ".join(text for text in ("" if known else address.name, address.pointer) if text)
    return f"{title} {rest}".strip()


def trigger(factors: tuple[TriggerFactor, ...], most: int = 4) -> str:
    """``base-url is a or b, together with timezone Asia/Tokyo``."""
    return ", together with ".join(
        f"{item.factor} {'is ' if number == 0 else ''}{listed(level_names(item.levels), most, 'or')}"
        for number, item in enumerate(factors)
    )


def level_names(levels: Iterable[str]) -> list[str]:
    """Levels as a reader meets them."""
    return [level or "unset" for level in levels]


def exchange_title(name: str) -> str:
    """An exchange as a reader meets it: ``run`` is all of them."""
    return "the whole run" if name == "run" else name


def channel_title(signal: Signal) -> str:
    """``look-alike+date-format`` → ``Look-alike and date-format``."""
    title = listed(signal.channel.split("+")) if signal.channel else f"{signal.kind} change"
    return title[:1].upper() + title[1:]


def form(said: str) -> str:
    """In which form a value leaves: ``in clear``, ``as host, in clear``, ``as sha256``."""
    if said in ("clear", "value"):
        return "in clear"
    what, comma, how = said.rpartition(", ")
    return f"as {what}, in clear" if comma and how == "clear" else f"as {said}"


def not_examined(audit: Audit) -> tuple[tuple[str, str], ...]:
    """What a reader must not take as examined: skipped steps, opaque payloads, and what no audit of this kind sees."""
    skipped = [(item.step, item.reason) for item in audit.skipped]
    opaque = [
        (
            f"payload to {item.host}",
            f"{item.reason} ({plural(item.size_bytes, 'byte')} in {plural(item.runs, 'run')}, {item.role})",
        )
        for item in audit.opaque
    ]
    beyond = [
        ("other uses of the tool", f"only the scenario was exercised ({audit.scope.mode or 'one prompt'})"),
        ("other platforms", f"only {audit.scope.platform or audit.target.platform} was run"),
        (
            "other triggers",
            "levels that are not listed under coverage, and combinations of more factors, were not tried",
        ),
        (
            "code sent later",
            "what a server could send afterwards is not in these runs, but for switches that are said to be served",
        ),
    ]
    cut = [
        (f"probe {probe}", "what it wrote of the tool was too long to be read whole")
        for probe in (audit.traced.cut if audit.traced else ())
    ]
    return (*skipped, *cut, *opaque, *beyond)
