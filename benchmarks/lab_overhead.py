"""Measures what the sealed lab adds to a run: the tool in the lab, and in a plain network namespace, in turn.

    python benchmarks/lab_overhead.py TARGET [--profile ID|FILE] [--runs 20]

Both ways the tool talks to its vendor's real host name, which the same false network answers, with the same variables
and the lab's authority trusted. The plain way has its own network namespace with nothing but loopback, a fresh home and
a user without rights, and nothing else of the lab: no other namespace, no mounts, no filter, no limits, no evidence
written. What is timed of the lab is everything between asking for a run and having its settled result.

Only the ratio means anything on another machine. It needs root, to make a network namespace for another user.
"""

# ruff: noqa: INP001, T201 -- a script: it prints, and starts what is named above

from __future__ import annotations

import argparse
import asyncio
import dataclasses
import os
import shutil
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from countermark.cli.progress import TerminalProgress
from countermark.drive.preparation import AuditOptions, prepare
from countermark.lab import CertificateAuthority, Limits, Pool, RunSpec, environment, network
from countermark.lab.addresses import Addresses
from countermark.lab.certificates import Leaves
from countermark.lab.connections import House
from countermark.lab.dns import NameServer
from countermark.lab.front import Front
from countermark.lab.journal import Journal
from countermark.lab.providers import Providers
from countermark.model.environment import Setup, Variable
from countermark.sandbox import namespaces

NOBODY = 65534


class Plain:
    """Runs a tool in a network namespace of its own, again and again; the namespace is this process's child's."""

    def __init__(self, spec: RunSpec, top: Path) -> None:
        """The false network stands when this returns."""
        self._spec, self._top = spec, top
        self._ask, asked = os.pipe()[::-1]
        told, self._tell = os.pipe()
        self._asked, self._told = asked, told
        self._child = os.fork()
        if self._child == 0:
            os.close(self._ask)
            status = 1
            try:
                namespaces.die_with_parent()
                namespaces.unshare(namespaces.NEW_NETWORK)
                setting_up = network.SettingUp(network.Tools(ip=_tool("ip"), nft=_tool("nft")))
                setting_up.finish()
                asyncio.run(self._serve())
                status = 0
            finally:
                os._exit(status)
        os.close(asked)
        os.read(told, 64)

    def run(self) -> float:
        """One run of the tool; seconds."""
        os.write(self._ask, b"go\n")
        return float(os.read(self._told, 64))

    def close(self) -> None:
        """The namespace is gone."""
        os.close(self._ask)
        os.waitpid(self._child, 0)

    async def _serve(self) -> None:
        loop = asyncio.get_running_loop()
        journal = Journal(self._spec.limits, print)
        addresses = Addresses()
        names = NameServer(journal, addresses)
        leaves = Leaves(self._spec.authority, str(self._top), datetime.now(UTC))
        providers = Providers(self._spec.profile.protocol, self._spec.scenario, "")
        house = House(journal=journal, addresses=addresses, leaves=leaves, names=names, providers=providers)
        front = Front(house, print)
        names.listen(loop)
        await front.listen(())
        os.write(self._tell, b"ready")
        while await loop.run_in_executor(None, os.read, self._asked, 3):
            os.write(self._tell, f"{await self._one():.6f}".encode())

    async def _one(self) -> float:
        began = time.monotonic()
        home = Path(tempfile.mkdtemp(dir=self._top))
        work = home / "project"
        work.mkdir()
        for folder in (home, work):
            os.chown(folder, NOBODY, NOBODY)
        spec = self._spec
        bundle = self._top / "authority.pem"
        variables = {
            item.name: item.value.replace(environment.ARTIFACT, spec.artifact)
            for item in environment.shown(spec, ()).variables
        }
        variables |= {name: str(bundle) for name, value in variables.items() if value == environment.CA_BUNDLE}
        variables |= {"HOME": str(home)}
        argv = [
            environment.fill(part, spec, str(home), str(work), spec.scenario.prompts[0]).replace(
                environment.ARTIFACT, spec.artifact
            )
            for part in environment.launch(spec)
        ]
        process = await asyncio.create_subprocess_exec(
            *argv,
            cwd=work,
            env=variables,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
            user=NOBODY,
            group=NOBODY,
            extra_groups=(),
        )
        if await process.wait() != 0:
            print(f"the tool ended with exit code {process.returncode} in the plain namespace", file=sys.stderr)
        shutil.rmtree(home)
        return time.monotonic() - began


def _tool(name: str) -> str:
    return shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin:/sbin") or name


def main() -> int:
    """Runs both in turn and prints the medians and the median of the ratios."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("target")
    parser.add_argument("--profile", default="")
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--cache", type=Path, default=None)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        top = Path(scratch)
        top.chmod(0o755)
        options = AuditOptions(target=asked.target, profile=asked.profile, out=top / "audit", cache=asked.cache)
        prepared = prepare(options, TerminalProgress())
        inputs = prepared.inputs
        artifact = top / "artifact"
        shutil.copytree(prepared.root, artifact, symlinks=True)
        authority = CertificateAuthority.create()
        (top / "authority.pem").write_bytes(authority.certificate_pem)
        start = Setup(variables=(Variable(name="TZ", value="UTC"),))
        spec = RunSpec(
            id="0",
            artifact=str(artifact),
            profile=inputs.profile,
            scenario=inputs.scenario,
            setup=start,
            authority=authority,
            blobs=str(top / "blobs"),
            limits=Limits(time_s=inputs.profile.timeout_s),
        )
        plain = Plain(spec, top)
        pairs: list[tuple[float, float]] = []
        with Pool(workers=1) as pool:
            for number in range(asked.runs + 1):
                without = plain.run()
                began = time.monotonic()
                (finished,) = pool.run([dataclasses.replace(spec, id=str(number))])
                within = time.monotonic() - began
                print(f"{number:3}  plain {without:.3f} s  lab {within:.3f} s  {type(finished.settled).__name__}")
                pairs += [(without, within)] if number else []  # the first warms both up
        plain.close()
    ratios = [within / without for without, within in pairs]
    medians = [statistics.median(column) for column in zip(*pairs, strict=True)]
    quarters = statistics.quantiles(ratios, n=4)
    print(f"medians: plain {medians[0]:.3f} s, lab {medians[1]:.3f} s; lab / plain {medians[1] / medians[0]:.3f}")
    print(f"median of {len(ratios)} ratios {quarters[1]:.3f} (quartiles {quarters[0]:.3f} to {quarters[2]:.3f})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
