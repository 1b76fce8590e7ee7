"""The bare tool: in a plain network namespace that the lab's own false network answers, and nothing else of the lab.

It talks to its vendor's real host name, with the same variables as in the lab and the lab's authority trusted: a fresh
home, a user without rights, and no other namespace, no mounts, no filter, no limits, no evidence written. It needs
root, to make a network namespace for another user.
"""

# ruff: noqa: INP001, T201 -- part of scripts that print

from __future__ import annotations

import asyncio
import os
import resource
import shutil
import sys
import tempfile
import time
import traceback
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from countermark.lab import RunSpec, environment, network
from countermark.lab.addresses import Addresses
from countermark.lab.certificates import Leaves
from countermark.lab.connections import House
from countermark.lab.dns import NameServer
from countermark.lab.front import Front
from countermark.lab.journal import Journal
from countermark.lab.providers import Providers
from countermark.sandbox import namespaces

NOBODY = 65534


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What one run took; ``cpu_s`` is that of the tool's processes alone."""

    wall_s: float
    cpu_s: float


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
            except BaseException:  # noqa: BLE001 -- a forked child may not go on, whatever it is
                traceback.print_exc()
            finally:
                os._exit(status)
        os.close(asked)
        os.close(self._tell)
        if not os.read(told, 64):
            message = "the plain network namespace does not stand"
            raise RuntimeError(message)

    def run(self) -> Taken:
        """One run of the tool."""
        os.write(self._ask, b"go\n")
        wall, cpu = os.read(self._told, 64).split()
        return Taken(wall_s=float(wall), cpu_s=float(cpu))

    def close(self) -> None:
        """The namespace is gone."""
        os.close(self._ask)
        os.waitpid(self._child, 0)

    async def _serve(self) -> None:
        loop = asyncio.get_running_loop()
        journal = Journal(self._spec.limits, print)
        addresses = Addresses()
        names = NameServer(journal, addresses)
        leaves = Leaves(self._spec.authority, datetime.now(UTC))
        providers = Providers(self._spec.profile.protocol, self._spec.scenario, "")
        house = House(journal=journal, addresses=addresses, leaves=leaves, names=names, providers=providers)
        front = Front(house, print)
        names.listen(loop)
        await front.listen(())
        os.write(self._tell, b"ready")
        while await loop.run_in_executor(None, os.read, self._asked, 3):
            taken = await self._one()
            os.write(self._tell, f"{taken.wall_s:.6f} {taken.cpu_s:.6f}".encode())

    async def _one(self) -> Taken:
        began, used = time.monotonic(), _of_children_s()
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
        return Taken(wall_s=time.monotonic() - began, cpu_s=_of_children_s() - used)


def _tool(name: str) -> str:
    return shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin:/sbin") or name


def _of_children_s() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
