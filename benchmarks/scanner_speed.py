"""Measures the scanner beside its rivals, on the same corpora in one run, with planted lines and their recall.

    python benchmarks/scanner_speed.py [--size-mb 512] [--slow-mb 8] [--rival NAME=COMMAND ...] [--out FILE]

Throughput is by CPU time (user and system, of the process and its children), start-up included. A rival that is slow
gets a corpus of ``--slow-mb``; its command is given the file's name as the last argument, and its recall is
how many planted lines its output names by line number. Memory is the peak that our own process says it had.
"""

# ruff: noqa: INP001, T201 -- a script that starts programs and prints

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import shlex
import shutil
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from scanner_corpora import MAKERS, Planted, make

# What the process itself says it took: a parent's memory is counted with a child's until the child is another program.
PEAK = """
import sys
from countermark.cli import main
code = main(sys.argv[1:])
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM:"))
print("PEAK", peak.split()[1])
sys.exit(code)
"""
OURS = [sys.executable, "-c", PEAK, "scan"]
# What such characters are, as one class: invisible, tags, selectors, controls of direction.
CLASS = r"[\x{200b}-\x{200f}\x{202a}-\x{202e}\x{2060}-\x{2069}\x{fe00}-\x{fe0f}\x{e0000}-\x{e01ef}]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What one command took, and the planted lines that it named."""

    who: str
    corpus: str
    size: int
    cpu_s: float
    peak_mb: float | None
    found: int
    planted: int

    @property
    def rate(self) -> float:
        """Megabytes a second of CPU time."""
        return self.size / 1e6 / max(self.cpu_s, 1e-6)


def run(command: list[str], out: Path) -> float:
    """CPU seconds; the exit code does not matter."""
    with out.open("wb") as sink:
        actions = [(os.POSIX_SPAWN_DUP2, sink.fileno(), 1), (os.POSIX_SPAWN_DUP2, sink.fileno(), 2)]
        child = os.posix_spawn(shutil.which(command[0]) or command[0], command, os.environ, file_actions=actions)
        _, _, used = os.wait4(child, 0)
    return used.ru_utime + used.ru_stime


def ours(corpus: str, planted: Planted, top: Path, environment: str) -> Taken:
    """A planted line is found where a mark of a section at the level of alarm lies in it."""
    report = top / "report.json"
    cpu = run([*OURS, str(planted.path), "--json", str(report)], top / "out")
    peak = int((top / "out").read_bytes().rpartition(b"PEAK ")[2]) / 1024
    marks = [
        (mark["bytes"][0], mark["bytes"][1])
        for section in json.loads(report.read_text("utf-8"))["sections"]
        for sighting in section["sightings"]
        if sighting["suspicion_bits"] >= 10  # noqa: PLR2004 -- the level of alarm
        for mark in sighting["marks"]
    ]
    found = sum(any(start <= at < end for at, _ in marks) for start, end in planted.lines)
    size = planted.path.stat().st_size
    return Taken(
        who=environment, corpus=corpus, size=size, cpu_s=cpu, peak_mb=peak, found=found, planted=len(planted.lines)
    )


def rival(who: str, command: str, corpus: str, planted: Planted, top: Path) -> Taken:
    """The same for another program, by the numbers of lines in what it prints."""
    out = top / "out"
    cpu = run([*shlex.split(command), str(planted.path)], out)
    data = planted.path.read_bytes()
    starts, line, at = set(), 1, 0
    for start, _ in planted.lines:
        line += data.count(b"\n", at, start)
        at = start
        starts.add(line)
    named = {int(number) for number in re.findall(rb"(?m)(?<!\d)(\d+)(?=:)", out.read_bytes())}
    return Taken(
        who=who, corpus=corpus, size=len(data), cpu_s=cpu, peak_mb=None, found=len(starts & named), planted=len(starts)
    )


def main() -> int:
    """Runs all of it, and writes the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size-mb", type=int, default=512)
    parser.add_argument("--slow-mb", type=int, default=8)
    parser.add_argument("--planted", type=int, default=15)
    parser.add_argument("--rival", action="append", default=[], metavar="NAME=COMMAND")
    parser.add_argument("--slow-rival", action="append", default=[], metavar="NAME=COMMAND")
    parser.add_argument("--only", action="append", choices=MAKERS)
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    rivals = [("grep -P", f"grep -nP {shlex.quote(CLASS)}"), ("grep -c (reads, finds nothing)", "grep -c qqzzqq")]
    if shutil.which("rg"):
        rivals.append(("ripgrep", f"rg -n --no-config -j1 {shlex.quote(CLASS)}"))
    rivals += [tuple(item.split("=", 1)) for item in given.rival]  # type: ignore[misc]
    taken: list[Taken] = []
    with tempfile.TemporaryDirectory(prefix="scanner-speed-") as folder:
        top = Path(folder)
        for corpus in given.only or MAKERS:
            size = given.size_mb if corpus != "multilingual" else min(given.size_mb, 16 * given.slow_mb)
            whole = make(corpus, size * 1_000_000, given.planted, top / f"{corpus}.txt")
            small = make(corpus, given.slow_mb * 1_000_000, given.planted, top / f"{corpus}-small.txt")
            run(["cat", str(whole.path)], top / "out")  # so that it is read from memory by all
            taken.append(ours(corpus, whole, top, "countermark scan"))
            taken.append(ours(corpus, make(corpus, 1_000_000, 0, top / "tiny"), top, "countermark scan, 1 MB"))
            taken += [rival(who, command, corpus, whole, top) for who, command in rivals]
            for item in given.slow_rival:
                taken.append(rival(*item.split("=", 1), corpus, small, top))
            for path in (whole.path, small.path):
                path.unlink()
            print(table(taken), file=sys.stderr)
    text = page(taken)
    print(text)
    if given.out:
        given.out.write_text(text, "utf-8")
    return 0


def table(taken: list[Taken]) -> str:
    """A row for each run."""
    rows = ["| corpus | program | MB | CPU s | MB/s by CPU | peak memory, MB | planted lines found |", "|" + "---|" * 7]
    peaks = ["" if one.peak_mb is None else f"{one.peak_mb:.0f}" for one in taken]
    rows += [
        f"| {one.corpus} | {one.who} | {one.size / 1e6:,.0f} | {one.cpu_s:.2f} | {one.rate:,.1f} | {peak} |"
        f" {one.found} of {one.planted} |"
        for one, peak in zip(taken, peaks, strict=True)
    ]
    return "\n".join(rows)


def page(taken: list[Taken]) -> str:
    """The table, and what it was measured on."""
    when = datetime.fromtimestamp(time.time(), UTC).date()
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    return (
        f"# The scanner's speed beside others\n\nWritten by `benchmarks/scanner_speed.py` on {when}: {machine}, Linux,"
        f" busy with other work. Throughput by CPU time, start-up included.\n\n{table(taken)}\n"
    )


if __name__ == "__main__":
    raise SystemExit(main())
