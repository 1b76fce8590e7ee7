"""Other tools that read programs: how each is installed into a temporary folder, started, and understood.

None of them becomes a dependency of the project. Versions are those that run on Node 20 and Python 3.11.
"""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from evals.static_suite.limits import Ended, Limits, limited
from evals.static_suite.reports import in_short

SEMGREP = "semgrep==1.182.0"
GUARDDOG = "guarddog==3.2.0"
JS_X_RAY = "@nodesecure/js-x-ray@10.2.1"
WEBCRACK = "webcrack@2.15.1"
SEMGREP_RULES = "https://github.com/semgrep/semgrep-rules"
INSTALLATION_S = 1800

_ANALYSE = """
import { AstAnalyser } from "@nodesecure/js-x-ray";
import { readFileSync } from "node:fs";
const said = {};
for (const file of process.argv.slice(2)) {
  try {
    said[file] = new AstAnalyser().analyse(readFileSync(file, "utf8")).warnings;
  } catch (error) {
    said[file] = [{ kind: "failed: " + String(error.message).slice(0, 80) }];
  }
}
console.log(JSON.stringify(said));
"""


@dataclass(slots=True, kw_only=True)
class Said:
    """What a tool says of a folder: what was found in each program, and the text in which entries may show."""

    seconds: float = 0.0
    peak_mib: float = 0.0
    failed: str = ""
    note: str = ""
    found: dict[str, Counter[str]] = field(default_factory=dict)
    shown: dict[str, str] = field(default_factory=dict)

    def ended(self, process: Ended) -> None:
        """Counts a process's time and memory, and why it did not end well."""
        self.seconds += process.seconds
        self.peak_mib = max(self.peak_mib, process.peak_mib)
        if process.stopped:
            self.failed = process.stopped

    def add(self, program: str, what: str, shown: str) -> None:
        """One finding."""
        self.found.setdefault(program, Counter())[what] += 1
        self.shown[program] = self.shown.get(program, "") + shown + "\n"


Run = Callable[[Path, Path, Limits], Said]
"""The folder to read (programs in folders of their own), the tool's folder, the limits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """A tool. ``install`` gives the commands that install it, all run in its folder."""

    name: str
    version: str
    install: tuple[tuple[str, ...], ...]
    run: Run


def prepared(peer: Peer, tools: Path) -> tuple[Path, str]:
    """The folder in which a tool is installed, and why it could not be."""
    folder = tools / peer.version.replace("/", "+")
    done = folder / "installed"
    folder.mkdir(parents=True, exist_ok=True)
    for command in () if done.exists() else peer.install:
        try:
            subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=INSTALLATION_S)  # noqa: S603 -- ours
        except (OSError, subprocess.SubprocessError) as error:
            return folder, f"could not be installed: {str(getattr(error, 'stderr', b'') or error)[-200:]}"
    done.touch()
    return folder, ""


def programs(folder: Path) -> list[str]:
    """The programs in a folder, by their relative paths."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*.*js"))


def _semgrep(*options: str) -> Run:
    def run(folder: Path, tool: Path, limits: Limits) -> Said:
        said = Said()
        command = [str(tool / "env/bin/semgrep"), "scan", "--metrics=off", "--disable-version-check", "--json"]
        command += ["--no-git-ignore", "--config", str(tool / "rules/javascript"), *options, str(folder)]
        ended = limited(command, limits, folder=tool)
        said.ended(ended)
        report = _json(said, ended)
        scanned = set(map(str, report.get("paths", {}).get("scanned", ())))
        skipped = [name for name in programs(folder) if str(folder / name) not in scanned]
        errors = Counter(str(error.get("type")) for error in report.get("errors", ()))
        said.note = "; ".join(
            [f"{len(skipped)} of {len(programs(folder))} programs skipped" if skipped else "", *map(str, errors)]
        ).strip("; ")
        for one in report.get("results", ()):
            name = str(Path(one["path"]).relative_to(folder))
            said.add(name, one["check_id"].rpartition(".")[2], json.dumps(one["extra"], ensure_ascii=False))
        return said

    return run


def _guarddog(folder: Path, tool: Path, limits: Limits) -> Said:
    said = Said()
    ended = limited(
        [str(tool / "env/bin/guarddog"), "npm", "scan", str(folder), "--output-format", "json"], limits, folder=tool
    )
    said.ended(ended)
    report = _json(said, ended)
    said.note = "; ".join(map(str, report.get("errors", {})))
    for rule, ones in report.get("results", {}).items():
        for one in ones if isinstance(ones, list) else ():
            name = str(one.get("location", "")).rpartition(":")[0]
            said.add(name, rule, json.dumps(one, ensure_ascii=False))
    return said


def _js_x_ray(folder: Path, tool: Path, limits: Limits) -> Said:
    said = Said()
    (tool / "analyse.mjs").write_text(_ANALYSE, "utf-8")
    command = ["node", "--max-old-space-size=6000", str(tool / "analyse.mjs")]
    ended = limited([*command, *(str(folder / name) for name in programs(folder))], limits, folder=tool)
    said.ended(ended)
    for path, warnings in _json(said, ended).items():
        for one in warnings:
            said.add(str(Path(path).relative_to(folder)), one["kind"], json.dumps(one, ensure_ascii=False))
    return said


def _webcrack(folder: Path, tool: Path, limits: Limits) -> Said:
    """It reports nothing; what counts is whether the program that it writes can be read."""
    said = Said()
    for name in programs(folder):
        command = [
            "node",
            "--max-old-space-size=6000",
            str(tool / "node_modules/webcrack/dist/cli.js"),
            str(folder / name),
        ]
        ended = limited(command, limits, folder=tool)
        said.ended(ended)
        said.shown[name] = ended.out
        if ended.code and not ended.stopped:
            said.note = f"exit {ended.code}"
    return said


def countermark(command: str) -> Run:
    """The project's own command, under the same limits."""

    def run(folder: Path, tool: Path, limits: Limits) -> Said:
        said = Said()
        report = tool / "report.json"
        words = [word.format(target=folder, report=report) for word in shlex.split(command)]
        ended = limited(words, limits, folder=folder)
        said.ended(ended)
        if not report.exists():
            said.failed = said.failed or f"no report: {ended.err.strip()[-120:]}"
            return said
        found = json.loads(report.read_text("utf-8"))
        report.unlink()
        for one in (*found["hidden_lists"], *(one for one in found["choices"] if one["form"] != "table")):
            said.add(one["where"]["file"], in_short(one).partition(" at ")[0], "\n".join(one.get("entries", ())))
        return said

    return run


def _json(said: Said, ended: Ended) -> dict[str, Any]:
    if ended.stopped:
        return {}
    try:
        return dict(json.loads(ended.out))
    except ValueError:
        said.failed = f"exit {ended.code}: {ended.err.strip()[-120:]}"
        return {}


def _python(version: str) -> Iterator[tuple[str, ...]]:
    yield (sys.executable, "-m", "venv", "env")
    yield ("env/bin/python", "-m", "pip", "install", "--quiet", version)


_NPM = ("npm", "install", "--prefix", ".", "--no-audit", "--no-fund")


def all_peers(rules: Path | None) -> tuple[Peer, ...]:
    """The tools. ``rules``: a copy of semgrep's own rules, if there is one here already."""
    copied = (
        ("cp", "-r", str(rules), "rules") if rules else ("git", "clone", "--quiet", "--depth=1", SEMGREP_RULES, "rules")
    )
    semgrep = (*_python(SEMGREP), copied)
    no_limits = ("--max-target-bytes=0", "--timeout=0", "--max-memory=0")
    return (
        Peer(name="semgrep", version=SEMGREP, install=semgrep, run=_semgrep()),
        Peer(name="semgrep, its limits off", version=SEMGREP, install=semgrep, run=_semgrep(*no_limits)),
        Peer(name="guarddog", version=GUARDDOG, install=(*_python(GUARDDOG),), run=_guarddog),
        Peer(name="js-x-ray", version=JS_X_RAY, install=((*_NPM, "--ignore-scripts", JS_X_RAY),), run=_js_x_ray),
        Peer(name="webcrack", version=WEBCRACK, install=((*_NPM, WEBCRACK),), run=_webcrack),
    )
