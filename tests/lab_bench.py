"""Programs to run in the real lab, and what their runs left, for tests to ask about."""

from __future__ import annotations

import textwrap
import uuid
from dataclasses import dataclass, field
from pathlib import Path

from countermark.lab import CertificateAuthority, Limits, Pool, Restrictions, RunSpec
from countermark.model.environment import Setup, Variable
from countermark.model.profile import Launch, Profile, Reply, Scenario
from countermark.model.run import Blob, Capture, Captured, Settled, ToolFailed


@dataclass(frozen=True)
class Program:
    """What to run: ``source`` becomes ``main.py`` or ``main.js`` of the artifact."""

    source: str
    runtime: str = "python3"
    argv: tuple[str, ...] = ()
    prompts: tuple[str, ...] = ("say ok",)
    setup: Setup = Setup()  # noqa: RUF009 -- frozen
    limits: Limits = Limits(time_s=20.0)  # noqa: RUF009 -- frozen
    restrictions: Restrictions = Restrictions()  # noqa: RUF009 -- frozen
    variables: tuple[Variable, ...] = ()
    protocol: str = "anthropic-messages"


@dataclass
class Bench:
    """Runs programs; everything that a test asks about them is read from the capture and the stored blobs."""

    pool: Pool
    authority: CertificateAuthority
    folder: Path
    count: int = field(default=0)
    mark: str = field(default_factory=lambda: uuid.uuid4().hex)

    def spec(self, program: Program) -> RunSpec:
        self.count += 1
        artifact = self.folder / f"artifact-{self.count}"
        artifact.mkdir()
        # pytest's temporary folders are private to root, and the tool is not root.
        for part in (artifact, *list(artifact.parents)[:3]):
            part.chmod(0o755)
        name = "main.js" if program.runtime == "node" else "main.py"
        (artifact / name).write_text(textwrap.dedent(program.source), encoding="utf-8")
        argv = program.argv or (program.runtime, f"{{artifact}}/{name}", "{prompt}", self.mark)
        return RunSpec(
            id=f"run-{self.count}",
            artifact=str(artifact),
            profile=Profile(
                id="probe",
                title="A probe",
                sha256="",
                match=(),
                launches=(Launch(argv=argv),),
                protocol=program.protocol,
                variables=program.variables,
                base_url_variable="API_BASE_URL",
            ),
            scenario=Scenario(
                id="one", title="One turn", sha256="", prompts=program.prompts, replies=(Reply(text="ok"),)
            ),
            setup=program.setup,
            authority=self.authority,
            blobs=str(self.folder / "blobs"),
            limits=program.limits,
            restrictions=program.restrictions,
        )

    def settle(self, program: Program) -> Settled:
        (finished,) = self.pool.run([self.spec(program)])
        return finished.settled

    def capture(self, program: Program) -> Capture:
        settled = self.settle(program)
        assert isinstance(settled, Captured), (settled, self.said(settled))
        return settled.capture

    def failure(self, program: Program) -> ToolFailed:
        settled = self.settle(program)
        assert isinstance(settled, ToolFailed), settled
        return settled

    def said(self, settled: Settled) -> str:
        if not isinstance(settled, Captured | ToolFailed):
            return ""
        return "".join(self.blob(s.stdout) + self.blob(s.stderr) for s in settled.capture.sessions)

    def output(self, program: Program) -> str:
        return self.blob(self.capture(program).sessions[0].stdout)

    def blob(self, blob: Blob) -> str:
        return (self.folder / "blobs" / blob.sha256).read_bytes().decode("utf-8", "replace")
