"""Audits of tools that do not exist: what the reports are tried on, and looked at in a browser."""

from __future__ import annotations

import dataclasses

from countermark.model.observation import Address
from countermark.model.provenance import Duration, NamedVersion
from countermark.model.run import SealCheck, Skipped
from countermark.model.target import Artifact, Target
from countermark.model.verdict import (
    Audit,
    Collection,
    Coverage,
    Destination,
    Kind,
    Noise,
    OpaquePayload,
    Scope,
    TableRow,
    TriggerFactor,
    Verdict,
)
from unit.report import sample_programs
from unit.report.sample_behaviour import behaviour
from unit.report.sample_signals import (
    CHAT,
    FACTORS,
    LINE,
    functional_signals,
    invisible_signal,
    line_signal,
    overt_signals,
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


def destinations() -> tuple[Destination, ...]:
    return (
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
    )


def coverage() -> Coverage:
    return Coverage(
        factors=tuple(TriggerFactor(factor=name, levels=levels) for name, levels in FACTORS.items()),
        strength=2,
        combinations_covered=0.9987,
        runs=112,
        failed_runs=2,
        model_exchanges=118,
        baseline_runs=6,
    )


def versions() -> tuple[NamedVersion, ...]:
    return (
        NamedVersion(name="countermark", version="0.1.0"),
        NamedVersion(name="python", version="3.11.7"),
        NamedVersion(name="node", version="20.19.2"),
        NamedVersion(name="unicode", version="16.0.0"),
        NamedVersion(name="kernel", version="6.1.0"),
    )


TIMING = (
    Duration(step="acquire", seconds=11.2),
    Duration(step="lab", seconds=148.9),
    Duration(step="analyse", seconds=9.4),
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
        signals=(dataclasses.replace(line_signal(), origins=sample_programs.ORIGINS), invisible_signal()),
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
        destinations=destinations(),
        noise=noise(),
        coverage=coverage(),
        sealing=sealing(),
        skipped=(Skipped(step="factor clock", reason="the native build cannot be given a false clock"),),
        evidence_id="sha256:" + "c0ffee12" * 8,
        timing=TIMING,
        versions=versions(),
        static=sample_programs.evidence(),
        lists=sample_programs.outcomes(),
        reads_varied=2,
        traced=sample_programs.traced(),
        probes=sample_programs.PROBES,
        behaviour=behaviour(),
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
        origins=sample_programs.ORIGINS,
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
        static=sample_programs.evidence(bad),
        lists=sample_programs.outcomes(bad),
        traced=sample_programs.traced(bad),
        behaviour=behaviour(bad),
    )
