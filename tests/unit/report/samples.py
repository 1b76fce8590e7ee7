"""Audits of tools that do not exist: what the reports are tried on, and looked at in a browser."""

from __future__ import annotations

import dataclasses
import itertools

from countermark.model.observation import Address
from countermark.model.run import SealCheck, Skipped
from countermark.model.target import Artifact, Target
from countermark.model.verdict import (
    Audit,
    Collection,
    Component,
    Confidence,
    Coverage,
    Destination,
    Duration,
    Evidence,
    Kind,
    NamedVersion,
    Noise,
    OpaquePayload,
    Scope,
    Signal,
    TableRow,
    TriggerFactor,
    Verdict,
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


def noise() -> tuple[Noise, ...]:
    def item(pointer: str, reason: str, bits: float, part: str = "body", name: str = "") -> Noise:
        return Noise(where=Address(role=CHAT, part=part, pointer=pointer, name=name), reason=reason, residual_bits=bits)

    return (
        item("/metadata/session_id", "a random id in every run", 122.0),
        item("/metadata/started_ms", "a clock", 13.3),
        item("", "a random id in every run", 64.0, "header", "x-request-id"),
        item("/messages/1/content/1/text", "differs between equal runs", 4.2),
        item("", "the order of two requests", 1.0, "order"),
    )


def sealing() -> tuple[SealCheck, ...]:
    names = {
        "direct-ip": "A fixed public IPv4 address",
        "direct-ipv6": "A fixed public IPv6 address",
        "udp": "UDP to a public address",
        "dns-over-https": "DNS over HTTPS at a public resolver",
        "raw-socket": "A raw socket",
        "abstract-socket": "An abstract Unix socket of the host",
        "path-socket": "A Unix socket in a host folder",
        "vsock": "A socket to the hypervisor",
        "host-proc": "Processes of the host in /proc",
        "host-files": "Files outside of the sandbox",
    }
    answers = {"raw-socket": "nobody", "vsock": "nobody", "host-proc": "nobody", "host-files": "nobody"}
    return tuple(
        SealCheck(id=name, title=title, sealed=True, answered_by=answers.get(name, "the lab"), detail="")
        for name, title in names.items()
    )


def collections() -> tuple[Collection, ...]:
    home, count = (
        "telemetry.quillpad.example",
        Address(role="POST telemetry.quillpad.example /v1/batch#1", part="body", pointer="/events/0/endpoint"),
    )
    return (
        Collection(
            factor="base-url", value="https://api.relay.example", form="clear", host=home, where=count, run="0031"
        ),
        Collection(
            factor="hostname",
            value="annas-laptop",
            form="sha256",
            host=home,
            where=dataclasses.replace(count, pointer="/device"),
            run="0018",
        ),
        Collection(
            factor="locale",
            value="ja_JP.UTF-8",
            form="derived: language",
            host="api.quillpad.example",
            where=LINE,
            run="0012",
        ),
    )


def covert() -> Audit:
    """An audit with all that a report can show."""
    return Audit(
        created="2026-11-21T08:30:00Z",
        target=Target(
            purl="pkg:npm/%40quillpad/cli@4.2.0",
            name="@quillpad/cli",
            version="4.2.0",
            platform="linux-x64",
            artifacts=(
                Artifact(name="cli-4.2.0.tgz", sha256="9b" * 32, size_bytes=13_204_882),
                Artifact(name="cli-linux-x64-4.2.0.tgz", sha256="4d" * 32, size_bytes=81_244_120),
            ),
        ),
        profile_id="quillpad",
        profile_sha256="e7" * 32,
        scope=Scope(mode="one prompt, print mode", endpoint="base-url and interception", platform="linux-x64"),
        verdict=Verdict.COVERT,
        incomplete_because=(),
        signals=(line_signal(), invisible_signal()),
        overt=overt_signals(),
        functional=functional_signals(),
        collections=collections(),
        opaque=(
            OpaquePayload(
                host="crash.quillpad.example",
                role="POST crash.quillpad.example /e#1",
                reason="encrypted",
                size_bytes=2048,
                runs=3,
            ),
        ),
        destinations=(
            Destination(
                host="api.quillpad.example",
                port=443,
                when="base-url is unset",
                purpose="model calls",
                bytes_sent=9_812_004,
                decoded=True,
                runs=71,
            ),
            Destination(
                host="(the host that base-url names)",
                port=443,
                when="base-url is set",
                purpose="model calls",
                bytes_sent=5_120_773,
                decoded=True,
                runs=41,
            ),
            Destination(
                host="telemetry.quillpad.example",
                port=443,
                when="always, but not under ci",
                purpose="telemetry",
                bytes_sent=228_114,
                decoded=True,
                runs=96,
            ),
            Destination(
                host="crash.quillpad.example",
                port=443,
                when="in 3 runs",
                purpose="not known",
                bytes_sent=2048,
                decoded=False,
                runs=3,
            ),
        ),
        noise=noise(),
        coverage=Coverage(
            factors=tuple(TriggerFactor(factor=name, levels=levels) for name, levels in FACTORS.items()),
            strength=2,
            combinations_covered=0.9987,
            runs=112,
            failed_runs=2,
            model_exchanges=118,
            baseline_runs=6,
        ),
        sealing=sealing(),
        skipped=(Skipped(step="factor clock", reason="the native build cannot be given a false clock"),),
        evidence_id="sha256:" + "c0ffee12" * 8,
        timing=(
            Duration(step="acquire", seconds=11.2),
            Duration(step="lab", seconds=148.9),
            Duration(step="analyse", seconds=9.4),
        ),
        versions=(
            NamedVersion(name="countermark", version="0.1.0"),
            NamedVersion(name="python", version="3.11.7"),
            NamedVersion(name="node", version="20.19.2"),
            NamedVersion(name="unicode", version="16.0.0"),
            NamedVersion(name="kernel", version="6.1.0"),
        ),
    )


def clean() -> Audit:
    """An audit that found nothing covert."""
    return dataclasses.replace(covert(), verdict=Verdict.NOTHING_COVERT_FOUND, signals=(), opaque=(), noise=())


def incomplete() -> Audit:
    """An audit whose tool never called a model."""
    whole = covert()
    return dataclasses.replace(
        whole,
        verdict=Verdict.INCOMPLETE,
        incomplete_because=("the tool made no model call in any run", "crash.quillpad.example received 2048 bytes"),
        signals=(),
        overt=(),
        functional=(),
        collections=(),
        destinations=(),
        noise=(),
        coverage=dataclasses.replace(
            whole.coverage, model_exchanges=0, failed_runs=112, baseline_runs=0, combinations_covered=0.0
        ),
    )


HOSTILE = (
    "</script><script>alert(1)</script>\x1b]0;pwned\x07\x1b[2J\u202egnp.exe\ud800\udcff\r\n{{ 7*7 }}\u200b&amp;\"'"
)


def hostile() -> Audit:
    """An audit in which every text that a tool could choose is an attack on the reader."""
    bad = HOSTILE
    address = Address(role=bad, part="body", pointer=bad, name=bad)
    factor = (TriggerFactor(factor="base-url", levels=(bad, "")),)
    signal = dataclasses.replace(
        line_signal(),
        where=address,
        also=(address,),
        trigger=factor,
        table=(
            TableRow(when=factor, text=bad),
            TableRow(when=factor, text=bad[::-1]),
            TableRow(when=factor, text=None),
        ),
        summary=bad,
        components=(),
        channel="zero-width",
    )
    whole = covert()
    return dataclasses.replace(
        whole,
        target=dataclasses.replace(
            whole.target,
            purl=bad,
            name=bad,
            version=bad,
            artifacts=(Artifact(name=bad, sha256="0" * 64, size_bytes=1),),
        ),
        signals=(signal,),
        overt=(dataclasses.replace(signal, kind=Kind.OVERT, id="overt-1"),),
        functional=(dataclasses.replace(signal, kind=Kind.FUNCTIONAL, id="functional-1"),),
        collections=(Collection(factor="hostname", value=bad, form=bad, host=bad, where=address, run="1"),),
        opaque=(OpaquePayload(host=bad, role=bad, reason=bad, size_bytes=1, runs=1),),
        destinations=(Destination(host=bad, port=1, when=bad, purpose=bad, bytes_sent=1, decoded=False, runs=1),),
        noise=(Noise(where=address, reason=bad, residual_bits=1.0),),
        skipped=(Skipped(step=bad, reason=bad),),
        incomplete_because=(bad,),
        versions=(NamedVersion(name="node", version=bad),),
    )
