"""Inspections, differences and histories of programs that do not exist: what the reports are tried on."""

from __future__ import annotations

import dataclasses

from countermark.model.comparison import Change, Difference, History, NewCode, Release, Side, Thread
from countermark.model.expanded import BuildDifference, TextComparison, TextDifference, Uninspected, Violation
from countermark.model.inspection import Excerpt, FileCoverage, Findings, Inspection, RuleName, StaticCoverage
from countermark.model.provenance import Duration, NamedVersion
from countermark.model.run import Skipped
from countermark.model.static import (
    Choice,
    CodeLoading,
    Destination,
    Flow,
    FlowStep,
    HiddenList,
    Predicate,
    Read,
    Unfinished,
    Where,
)
from countermark.model.target import Artifact, Target

HOSTILE = "<b>x</b>\x1b[31m{{ 7*7 }} \u202e\u200b&amp;\"' [a](b) \ud800"
SHA = "5" * 64
VERSIONS = (NamedVersion(name="countermark", version="0.1"), NamedVersion(name="python", version="3.12.1"))


def where(start: int, length: int = 20, file: str = "dist/cli.js") -> Where:
    return Where(file=file, sha256=SHA, start=start, end=start + length)


def target(version: str = "2.4.1") -> Target:
    return Target(
        purl=f"pkg:npm/quillpad@{version}",
        name="quillpad",
        version=version,
        platform="linux-x64",
        artifacts=(Artifact(name=f"quillpad-{version}.tgz", sha256="a" * 64, size_bytes=2_100_000),),
    )


def read(
    kind: str = "time-zone", name: str = "Intl.DateTimeFormat().resolvedOptions().timeZone", at: int = 400
) -> Read:
    return Read(kind=kind, name=name, where=where(at))  # type: ignore[arg-type]


def hidden_list(text: str = "") -> HiddenList:
    entries = tuple(f"relay-{number}.example.com" for number in range(14))
    return HiddenList(
        kind="hosts",
        count=14 + bool(text),
        entries=(*entries, text) if text else entries,
        decoder=("base64", "xor 0x2a"),
        where=where(9000, 700),
        compared_with=("GATEWAY_HOST",),
    )


def opaque() -> HiddenList:
    return HiddenList(
        kind="digests", count=31, entries=(), decoder=(), where=where(20000), opaque=True, note="only digests are kept"
    )


def choice(text: str = "’") -> Choice:
    return Choice(
        form="conditional",
        texts=("'", text, "ʼ"),
        channels=("look-alike",),
        condition="known(host) ? far : near",
        where=where(12000, 80),
    )


def findings(text: str = "") -> Findings:
    steps = (
        FlowStep(where=where(400), excerpt="Intl.DateTimeFormat().resolvedOptions().timeZone", note="is read"),
        FlowStep(
            where=where(12000), excerpt=f"`Today{text or '${mark}'}s date is ${{day}}.`", note="becomes part of a text"
        ),
    )
    return Findings(
        hidden_lists=(hidden_list(text), opaque()),
        choices=(choice(text or "’"), dataclasses.replace(choice(), form="table", condition="", where=where(30000))),
        flows=(Flow(sources=(read(),), sink="text", steps=steps),),
        predicates=(
            Predicate(read=read(), operator="===", literals=("Asia/Tokyo", text or "Japan"), where=where(500)),
            Predicate(read=read("variable", "QUILL_URL"), operator="endsWith", literals=(), where=where(600)),
        ),
        destinations=(
            Destination(
                kind="url", value="https://api.quill.example/v1", host="api.quill.example", count=3, where=where(70)
            ),
            Destination(
                kind="host", value=text or "t.quill.example", host=text or "t.quill.example", count=1, where=where(90)
            ),
        ),
        reads=(
            read(),
            read("variable", "HOME"),
            read("variable", "HOME", 950),
            read("hostname", text or "os.hostname"),
        ),
        code_loading=(CodeLoading(kind="eval", excerpt=text or "eval(body)", where=where(77)),),
        unfinished=(Unfinished(rule="hidden-lists", reason="an expression did not end", where=where(1)),),
    )


def file(name: str, state: str = "read", parsed: int = 1000, **more: object) -> FileCoverage:
    row: dict[str, object] = {
        "file": name,
        "name": name,
        "copies": (),
        "containers": (),
        "offset_bytes": 0,
        "sha256": SHA,
        "language": "javascript",
        "state": state,
        "total_bytes": 1000,
        "parsed_bytes": parsed,
        "reason": "",
    }
    return FileCoverage(**(row | more))  # type: ignore[arg-type]


def coverage(text: str = "") -> StaticCoverage:
    files = (
        file("dist/cli.js", copies=("dist/copy.js",)),
        file("dist/part.js", "partly-read", 900, reason="100 of its 1,000 bytes could not be parsed"),
        file(f"tool!/{text or 'entry.js'}", containers=("bun",), offset_bytes=4096),
        file("run.sh", "no-reader", 0, language="shell", reason="there is no reader for its language (shell)"),
        file("types.d.ts", "declarations", 0, language="", reason="it declares types and never runs"),
        file("README.md", "data", 0, language=""),
    )
    return StaticCoverage(files=files, bytes_total=4000, bytes_parsed=2900)


def inspection(text: str = "") -> Inspection:
    found = findings(text)
    shown = Excerpt(where=where(9000, 700), line=12, column=401, text=f'…,packed="{text or "QUJD"}"…')
    return Inspection(
        target=target(),
        outcome="found",
        incomplete_because=("dist/part.js: 100 of its 1,000 bytes could not be parsed", text or "one more"),
        findings=found,
        excerpts=(shown,),
        rules=(RuleName(id="hidden-lists", title="Lists that are carried in encoded form"),),
        coverage=coverage(text),
        uninspected=(
            Uninspected(
                where="tool", offset_bytes=0, sha256=SHA, size_bytes=90_000_000, kind="machine-code", why="machine code"
            ),
            Uninspected(
                where=f"tool!/{text}",
                offset_bytes=None,
                sha256="",
                size_bytes=7,
                kind="encrypted",
                why="it is encrypted",
            ),
        ),
        violations=(Violation(where="more.zip", kind="zip", why=text or "its sums are wrong"),),
        skipped=(Skipped(step="other platforms", reason="only the build for linux-x64 was read"),),
        notes=(text or "it declares scripts to run when installed (postinstall); they were not run",),
        media_files=3,
        media_bytes=4096,
        platforms=TextComparison(
            labels=("linux-x64", "darwin-arm64"),
            is_same=False,
            shared_files=2,
            shared_bytes=1900,
            differing=(TextDifference(name=text or "entry.js", sha256=(SHA, "")),),
            unread=("darwin-arm64",),
            apart=(apart(text),),
        ),
        timing=(Duration(step="total", seconds=31.5),),
        peak_bytes=750_000_000,
        versions=VERSIONS,
    )


def apart(text: str) -> BuildDifference:
    return BuildDifference(
        label="darwin-arm64",
        units=200,
        new_units=5,
        new_bytes=310,
        excerpts=(text or "function a(){return keychain()}",),
        failed_files=1,
    )


def clean() -> Inspection:
    whole = StaticCoverage(files=(file("dist/cli.js"),), bytes_total=1000, bytes_parsed=1000)
    return dataclasses.replace(
        inspection(),
        outcome="nothing-found",
        incomplete_because=(),
        findings=Findings(),
        excerpts=(),
        coverage=whole,
        uninspected=(),
        violations=(),
        notes=(),
        platforms=TextComparison(
            labels=("linux-x64", "darwin-arm64"),
            is_same=True,
            shared_files=1,
            shared_bytes=1000,
            differing=(),
            unread=(),
        ),
    )


def incomplete() -> Inspection:
    return dataclasses.replace(clean(), outcome="incomplete", incomplete_because=("run.sh",), platforms=None)


def difference(text: str = "") -> Difference:
    def side(version: str, units: int) -> Side:
        return Side(
            target=target(version), coverage=coverage(text), incomplete_because=(text or "run.sh",), units=units
        )

    return Difference(
        old=side("2.4.0", 10_000),
        new=side("2.4.1", 10_040),
        outcome="found",
        added=findings(text),
        removed=Findings(hidden_lists=(hidden_list(),), choices=(choice(),)),
        excerpts=inspection(text).excerpts,
        new_code=tuple(
            NewCode(where=where(number, 90), own_bytes=90, itself=number != 3, excerpt=text or f"function f{number}()")
            for number in range(24)
        ),
        new_units=41,
        timing=(Duration(step="total", seconds=58.0),),
        peak_bytes=750_000_000,
        versions=VERSIONS,
    )


def history(text: str = "") -> History:
    releases = tuple(
        Release(
            version=f"2.4.{number}",
            published=f"2026-03-{number + 1:02}T10:00:00.000Z",
            state="failed" if number == 5 else "read" if number % 2 == 0 else "not-asked",
            reason="" if number % 2 == 0 else text or "not needed to see where something came or went",
        )
        for number in range(20)
    )
    came = Change(
        kind="appeared", before="2.4.4", version="2.4.6", published="2026-03-07T10:00:00.000Z", between=("2.4.5",)
    )
    went = Change(
        kind="disappeared", before="2.4.10", version="2.4.12", published="2026-03-13T10:00:00.000Z", between=()
    )
    present, absent = ("2.4.6", "2.4.8", "2.4.10"), ("2.4.0", "2.4.2", "2.4.4", "2.4.12", "2.4.14", "2.4.16", "2.4.18")
    first = Thread(fingerprint="f1", finding=hidden_list(text), present=present, absent=absent, changes=(came, went))
    always = Thread(fingerprint="f2", finding=choice(text or "’"), present=(*absent, *present), absent=(), changes=())
    return History(
        name="quillpad",
        purl="pkg:npm/quillpad",
        platform="linux-x64",
        outcome="found",
        incomplete_because=("2.4.5 could not be had", text or "10 of 20 releases were not read"),
        releases=releases,
        threads=(first, always),
        timing=(Duration(step="total", seconds=410.0),),
        peak_bytes=950_000_000,
        versions=VERSIONS,
    )


def quiet_history() -> History:
    return dataclasses.replace(history(), outcome="incomplete", threads=())
