"""Signals that no tool sends: pieces of the sample audits."""

from __future__ import annotations

import dataclasses
import itertools

from countermark.model.observation import Address
from countermark.model.verdict import (
    Component,
    Confidence,
    Evidence,
    Kind,
    Signal,
    TableRow,
    TriggerFactor,
)

CHAT = "openai-chat:create#1"
LINE = Address(role=CHAT, part="body", pointer="/messages/1/content/0/text")
NEUTRAL = ("", "https://llm.internal.example")
KEYWORD = ("https://api.relay.example",)
LISTED = tuple(
    f"https://gw{number}.example.{domain}" for number, domain in enumerate(("jp", "de", "br", "in", "za", "fr"), 1)
)
ZONES = (
    "UTC",
    "America/New_York",
    "Europe/Berlin",
    "Europe/Madrid",
    "Asia/Kolkata",
    "Australia/Sydney",
    "Africa/Lagos",
)
MARKED_ZONES = ("Asia/Tokyo", "Japan")

FACTORS = {
    "timezone": (*ZONES, *MARKED_ZONES),
    "locale": ("en_US.UTF-8", "de_DE.UTF-8", "ja_JP.UTF-8", "pt_BR.UTF-8"),
    "base-url": (*NEUTRAL, *KEYWORD, *LISTED),
    "https-proxy": ("", "http://proxy.internal.example:3128", "http://127.0.0.1:7890"),
    "hostname": ("localhost", "build-7", "annas-laptop"),
    "username": ("user", "anna", "ci"),
    "git-identity": ("none", "Anna <anna@example.com>", "Ren <ren@example.jp>"),
    "git-remote": ("none", "https://git.example.com/a/b.git", "git@code.example.org:c/d.git"),
    "shell": ("/bin/bash", "/bin/zsh", "/usr/bin/fish"),
    "terminal": ("xterm-256color", "dumb", "screen"),
    "ci": ("none", "github-actions", "gitlab"),
    "ssh": ("none", "session"),
    "installed-software": ("none", "other-agent", "docker"),
    "dns": ("default", "search corp.example"),
    "os-release": ("debian-12", "ubuntu-24.04", "alpine-3.20"),
    "keyboard": ("us", "de", "jp"),
}


def trigger(**levels: tuple[str, ...]) -> tuple[TriggerFactor, ...]:
    """``base_url=(…)`` as a trigger."""
    return tuple(
        TriggerFactor(factor=name.replace("_", "-"), levels=tuple(sorted(some))) for name, some in levels.items()
    )


def row(text: str | None, **levels: tuple[str, ...]) -> TableRow:
    return TableRow(
        when=tuple(TriggerFactor(factor=n.replace("_", "-"), levels=some) for n, some in levels.items()), text=text
    )


def sentence(apostrophe: str, separator: str) -> str:
    date = separator.join(("2026", "11", "21"))
    said = f"Today{apostrophe}s date is {date}. Answer in the user{apostrophe}s language."
    return f"<notes>\nThe session began at noon. {said}\n</notes>"


def confidence(p_adjusted: float = 0.0043) -> Confidence:
    return Confidence(p_adjusted=p_adjusted, tests=5, runs_with=6, runs_without=6)


def line_signal() -> Signal:
    classes = (("'", NEUTRAL), ("\u2019", KEYWORD), ("\u02bc", LISTED[:4]), ("\u02b9", LISTED[4:]))
    zones = (("-", ZONES), ("/", MARKED_ZONES))
    table = [row(sentence("'", "-"), base_url=NEUTRAL, timezone=(*ZONES, *MARKED_ZONES))]
    for (mark, hosts), (separator, some) in itertools.product(classes[1:], zones):
        table.append(row(sentence(mark, separator), base_url=hosts, timezone=some))
    host = tuple(row(mark, base_url=hosts) for mark, hosts in classes)
    return Signal(
        id="covert-1",
        fingerprint="5f1d" * 8,
        kind=Kind.COVERT,
        channel="look-alike+date-format",
        summary="texts that render alike, or differ only in format, follow the environment",
        where=LINE,
        trigger=trigger(base_url=(*KEYWORD, *LISTED), timezone=MARKED_ZONES),
        table=tuple(table),
        bits=2.807354922057604,
        mutual_information_bits=2.18,
        confidence=confidence(),
        evidence=(
            Evidence(run="0061", blob="8a" * 32, offset=18204, length=83),
            Evidence(run="0060", blob="1c" * 32, offset=18196, length=82),
        ),
        components=(
            Component(channel="look-alike", trigger=trigger(base_url=(*KEYWORD, *LISTED)), table=host, bits=2.0),
            Component(
                channel="date-format",
                trigger=trigger(base_url=(*KEYWORD, *LISTED), timezone=MARKED_ZONES),
                table=(
                    row("-", base_url=(*KEYWORD, *LISTED), timezone=ZONES),
                    row("/", base_url=(*KEYWORD, *LISTED), timezone=MARKED_ZONES),
                ),
                bits=1.0,
            ),
        ),
        also=(Address(role="openai-chat:create#2", part="body", pointer="/messages/1/content/0/text"),),
    )


def invisible_signal() -> Signal:
    return Signal(
        id="covert-2",
        fingerprint="77aa" * 8,
        kind=Kind.COVERT,
        channel="zero-width",
        summary="texts that render alike follow the environment",
        where=Address(role=CHAT, part="header", name="user-agent"),
        trigger=trigger(installed_software=("other-agent",)),
        table=(
            row("quillpad-cli/4.2.0 (linux; x64)", installed_software=("none", "docker")),
            row("quillpad-cli/4.2.0\u200b (linux;\u200d x64)", installed_software=("other-agent",)),
        ),
        bits=1.0,
        mutual_information_bits=0.41,
        confidence=confidence(0.00002),
        evidence=(Evidence(run="0072", blob="3e" * 32, offset=61, length=39),),
    )


def open_signal(name: str, kind: Kind, where: Address, fired: tuple[TriggerFactor, ...], *texts: str | None) -> Signal:
    rest = tuple(TriggerFactor(factor=item.factor, levels=FACTORS[item.factor][:1]) for item in fired)
    whens = (
        rest,
        *(
            tuple(dataclasses.replace(item, levels=item.levels[at : at + 1]) for item in fired)
            for at in range(len(texts) - 1)
        ),
    )
    return Signal(
        id=name,
        fingerprint=f"{len(name):02x}" * 16,
        kind=kind,
        channel="",
        summary="every text that was triggered shows the value"
        if kind is Kind.OVERT
        else "openly visible words differ",
        where=where,
        trigger=fired,
        table=tuple(TableRow(when=when, text=text) for when, text in zip(whens, texts, strict=True)),
        bits=1.0,
        mutual_information_bits=0.5,
        confidence=confidence(0.02),
        evidence=(),
    )


def overt_signals() -> tuple[Signal, ...]:
    body = Address(role=CHAT, part="body", pointer="/messages/0/content")
    language = "Reply in English (United States).", "Reply in German (Germany).", "Reply in Japanese (Japan)."
    return (
        open_signal("overt-1", Kind.OVERT, body, trigger(locale=("de_DE.UTF-8", "ja_JP.UTF-8")), *language),
        open_signal(
            "overt-2",
            Kind.OVERT,
            Address(role=CHAT, part="body", pointer="/metadata/shell"),
            (TriggerFactor(factor="shell", levels=("/bin/zsh", "/usr/bin/fish")),),
            "/bin/bash",
            "/bin/zsh",
            "/usr/bin/fish",
        ),
    )


def functional_signals() -> tuple[Signal, ...]:
    added = "You run unattended. Do not ask questions; decide, and write down what you decided."
    return (
        open_signal(
            "functional-1",
            Kind.FUNCTIONAL,
            Address(role=CHAT, part="body", pointer="/messages/2"),
            trigger(ci=("github-actions",)),
            None,
            added,
        ),
        open_signal(
            "functional-2",
            Kind.FUNCTIONAL,
            Address(role=CHAT, part="destination", name="host"),
            trigger(base_url=KEYWORD),
            "api.quillpad.example",
            "api.relay.example",
        ),
        open_signal(
            "functional-3",
            Kind.FUNCTIONAL,
            Address(role="POST telemetry.quillpad.example /v1/batch", part="count"),
            trigger(ci=("github-actions",)),
            "3",
            "0",
        ),
    )
