"""A small audit to write down: shared by the tests of the audit directory."""

from __future__ import annotations

import hashlib
from pathlib import Path

from countermark.model.design import FactorLevels, Question
from countermark.model.environment import Derivation, Environment, Hint, Level
from countermark.model.inputs import AuditInputs
from countermark.model.profile import Launch, Profile, Reply, Scenario
from countermark.model.provenance import NamedVersion
from countermark.model.run import (
    Blob,
    Capture,
    Captured,
    Chunk,
    Connection,
    Datagram,
    Direction,
    DnsQuery,
    Purpose,
    Round,
    RunRequest,
    SealCheck,
    Session,
    SettledRun,
    Skipped,
)
from countermark.model.static_evidence import Embodiment, ListCheck
from countermark.model.target import Artifact, Target
from countermark.model.verdict import Scope
from unit.report.sample_programs import evidence

PROFILE_TOML = b'schema = "countermark.profile/1"\n'


def inputs() -> AuditInputs:
    return AuditInputs(
        created="2026-11-21T08:00:00Z",
        asked="npm:@example/agent@1.2.3",
        target=Target(
            purl="pkg:npm/%40example/agent@1.2.3",
            name="@example/agent",
            version="1.2.3",
            platform="linux-x64",
            artifacts=(Artifact(name="agent-1.2.3.tgz", sha256="ab" * 32, size_bytes=10),),
        ),
        profile=Profile(
            id="agent",
            title="Agent",
            sha256=hashlib.sha256(PROFILE_TOML).hexdigest(),
            match=("@example/agent",),
            launches=(Launch(argv=("node", "{artifact}/cli.js", "{prompt}")),),
            protocol="openai-chat",
        ),
        scenario=Scenario(
            id="one-prompt", title="One", sha256="cd" * 32, prompts=("say ok",), replies=(Reply(text="ok"),)
        ),
        scope=Scope(mode="print", endpoint="base-url", platform="linux-x64"),
        question=Question(
            factors=(FactorLevels(factor="timezone", levels=("UTC", "Asia/Tokyo")),), strength=2, seed=1, max_runs=9
        ),
        hints=(Hint(level=Level(factor="timezone", value="Asia/Tokyo"), reason="user"),),
        derivations=(Derivation(factor="timezone", value="Asia/Tokyo", form="utc-offset", text="+09:00"),),
        canaries=(Derivation(factor="canary:dotenv", value="dotenv", form="value", text="s3cr\udcff"),),
        sealing=(SealCheck(id="direct-ip", title="Direct IP", sealed=True, answered_by="lab", detail=""),),
        skipped=(Skipped(step="factor clock", reason="static binary"),),
        versions=(NamedVersion(name="countermark", version="0.1.0"),),
        static=evidence("\udcff<b>"),
        checks=(
            ListCheck(
                number=1,
                factor="base-url",
                entries=(Embodiment(text="a.example", values=("https://a.example", "https://gateway.a.example")),),
                near_misses=(Embodiment(text="o.example", values=("https://o.example",)),),
            ),
        ),
    )


def blob(content: bytes, kept_bytes: int | None = None) -> Blob:
    kept = len(content) if kept_bytes is None else kept_bytes
    return Blob(sha256=hashlib.sha256(content).hexdigest(), size_bytes=len(content), kept_bytes=kept)


def stage(folder: Path, content: bytes, kept_bytes: int | None = None) -> Blob:
    item = blob(content, kept_bytes)
    (folder / item.sha256).write_bytes(content[: item.kept_bytes])
    return item


def request(name: str) -> RunRequest:
    environment = Environment(levels=(Level(factor="timezone", value="UTC"),))
    return RunRequest(id=name, environment=environment, purpose=Purpose.BASELINE, why="baseline")


def planned(number: int = 1) -> Round:
    return Round(number=number, requests=(request("0001"), request("0002")), why="baselines")


def settled(name: str, client: Blob, server: Blob) -> SettledRun:
    empty = blob(b"")
    connection = Connection(
        id=0,
        opened_s=0.2,
        address="203.0.113.7",
        port=443,
        host="api.example.com",
        tls=True,
        server_name="api.example.com",
        alpn="h2",
        proxy="",
        transport="h2",
        client=client,
        server=server,
        chunks=(Chunk(at_s=0.21, direction=Direction.CLIENT, length_bytes=client.size_bytes),),
    )
    later = DnsQuery(at_s=0.3, server="10.0.0.53", name="b.example.com", type="AAAA", answers=())
    capture = Capture(
        run=name,
        started="2026-11-21T08:00:00Z",
        clock="2026-11-21T08:00:00Z",
        sessions=(
            Session(
                argv=("node", "caf\udce9"),
                exit_code=0,
                timed_out=False,
                stopped_by="",
                wall_s=1.0,
                cpu_s=0.5,
                stdout=empty,
                stderr=empty,
            ),
        ),
        connections=(connection,),
        dns=(DnsQuery(at_s=0.1, server="10.0.0.53", name="api.example.com", type="A", answers=("203.0.113.7",)), later),
        datagrams=(Datagram(at_s=0.4, address="203.0.113.9", port=4433, payload=server),),
        files=(),
        lab_s=1.1,
    )
    return SettledRun(request=request(name), settled=Captured(capture=capture))
