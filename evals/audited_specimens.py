"""Audits every specimen in the real lab, and compares what the audits say with what is planted.

    python evals/audited_specimens.py [--only ID ...] [--controls N] [--same ID N] [--out DIR]

Every specimen is audited once, each control ``--controls`` times (5), and one specimen ``--same`` times (10) for equal
verdicts. The results go to ``evals/audited_specimens.json`` and, as a table for people, to ``audited_specimens.md``
beside it. It takes about 20 minutes on two cores; ``--only`` writes nothing and prints alone.

An audit is right when its verdict is one of those that ``specimen.toml`` allows; when the covert signals name the
planted sets of factors and no other, by the planted channel; when every openly planted influence is told under exactly
its factors; and when what is collected or opaque is listed. Naming a further factor is wrong.
"""

# ruff: noqa: INP001, T201 -- a script, and it prints

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from specimens.specimen import Specimen, load  # noqa: E402 -- tests are no package that is installed

EXIT_CODES = {"nothing-covert-found": 0, "covert": 1, "incomplete": 3}


def audit(specimen: Specimen, out: Path) -> dict[str, Any]:
    """One audit from the command line, as a user would start it; what it says, and how long it took."""
    report = out.with_suffix(".json")
    command = [sys.executable, "-m", "countermark", "audit", str(specimen.folder), "--profile", str(specimen.profile)]
    command += ["--strength", str(specimen.expected.strength), "--out", str(out), "--json", str(report)]
    began = time.monotonic()
    ended = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 -- our own command line
    seconds = time.monotonic() - began
    if not report.exists():
        return {"id": specimen.id, "wrong": [f"exit {ended.returncode}: {ended.stderr.strip()[-400:]}"]}
    said = json.loads(report.read_text("utf-8"))
    wrong = list(mistakes(specimen, said))
    if ended.returncode != EXIT_CODES[said["verdict"]]:
        wrong.append(f"{said['verdict']}, but exit code {ended.returncode}")
    return {
        "id": specimen.id,
        "verdict": said["verdict"],
        "covert": sorted({f"{signal['channel']}: {' + '.join(factors(signal))}" for signal in said["signals"]}),
        "bits": max((signal["bits"] for signal in said["signals"]), default=0.0),
        "states": sum(len(signal["table"]) for signal in said["signals"]),
        "open": sorted({" + ".join(factors(signal)) for signal in (*said["overt"], *said["functional"])}),
        "runs": said["coverage"]["runs"],
        "seconds": round(seconds),
        "digest": digest(said),
        "wrong": wrong,
    }


def mistakes(specimen: Specimen, said: dict[str, Any]) -> Iterator[str]:
    """Where the audit does not say what is planted, in words."""
    expected = specimen.expected
    if said["verdict"] not in expected.verdicts:
        yield f"the verdict is {said['verdict']}: {'; '.join(said['complete']['reasons'])}"
    planted = {(item.channel, item.factors) for item in expected.influences if item.kind == "covert"}
    found = {(signal["channel"], factors(signal)) for signal in said["signals"]}
    yield from (f"covert and not planted: {channel} by {' + '.join(names)}" for channel, names in found - planted)
    yield from (f"planted and not found: {channel} by {' + '.join(names)}" for channel, names in planted - found)
    for kind in ("overt", "functional"):
        told = {factors(signal) for signal in said[kind]}
        for item in expected.influences:
            if item.kind == kind and item.factors not in told:
                yield f"{kind} and not told: {' + '.join(item.factors)}"
    named = {factor for item in expected.influences for factor in item.factors}
    for signal in (*said["overt"], *said["functional"]):
        more = set(factors(signal)) - named - ROUTES
        if more:
            yield f"told, but not planted: {' + '.join(factors(signal))} at {signal['where']}"
    collected = {(item["factor"], item["form"], item["host"]) for item in said["collections"]}
    for item in expected.collections:
        if (item.factor, item.form, item.host) not in collected:
            yield f"collected and not listed: {item.factor} {item.form} {item.host}"
    opaque = {item["host"] for item in said["opaque"]}
    yield from (f"opaque and not listed: {item.host}" for item in expected.opaque if item.host not in opaque)
    reasons = " ".join(said["complete"]["reasons"])
    yield from (f"no reason says {words!r}" for words in expected.reasons if words not in reasons)


ROUTES = {"base-url", "https-proxy"}
"""Where requests go is decided by these for every agent that heeds them; it is told, and is not planted."""


def factors(signal: dict[str, Any]) -> tuple[str, ...]:
    """The factors of a trigger, sorted."""
    return tuple(sorted(item["factor"] for item in signal["trigger"]["factors"]))


def digest(said: dict[str, Any]) -> str:
    """What two audits of one specimen must agree in: the verdict, each covert signal's fingerprint and trigger."""
    told = [said["verdict"], [(signal["fingerprint"], signal["trigger"]) for signal in said["signals"]]]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:16]


def upper_bound(count: int) -> float:
    """The upper end of the 95 % interval for a rate of which ``count`` trials showed none.

    Source: Clopper and Pearson, Biometrika 26 (1934): ``1 - 0.025 ** (1 / n)``.
    """
    return 1 - 0.025 ** (1 / count)


def is_control(specimen: Specimen) -> bool:
    """Whether nothing covert is planted and the audit is to end clean."""
    return specimen.expected.verdicts == ("nothing-covert-found",)


def table(rows: Iterable[dict[str, Any]]) -> Iterator[str]:
    """One line for each audit."""
    yield "| specimen | verdict | covert: trigger | bits | runs | s | |"
    yield "|---|---|---|---|---|---|---|"
    for row in rows:
        shown = (row.get("verdict", "none"), "; ".join(row.get("covert", ())), f"{row.get('bits', 0):.2f}")
        wrong = "; ".join(row["wrong"]) or "right"
        yield f"| {row['id']} | {' | '.join(shown)} | {row.get('runs', 0)} | {row.get('seconds', 0)} | {wrong} |"


def page(once: list[dict[str, Any]], controls: list[dict[str, Any]], same: list[dict[str, Any]]) -> Iterator[str]:
    """The results for people."""
    right = sum(not row["wrong"] for row in once)
    yield f"# Specimens\n\nWritten by `evals/audited_specimens.py`.\n\n{right} of {len(once)} specimens right.\n"
    yield from table(once)
    silent = sum(row.get("verdict") == "nothing-covert-found" for row in controls)
    yield f"\n## Controls\n\n{silent} of {len(controls)} audits of controls found nothing covert and were complete."
    if silent == len(controls) and controls:
        yield f"The 95 % interval for false alarms (Clopper-Pearson) is 0 to {upper_bound(silent):.1%}."
    yield ""
    yield from table(controls)
    digests = {row.get("digest", "none") for row in same}
    yield f"\n## One specimen again and again\n\n{len(same)} audits gave {len(digests)} distinct verdict(s)"
    yield "(verdict, fingerprints and triggers of every covert signal).\n"
    yield from table(same)


def main() -> int:
    """Audits, writes the results, and ends 1 when anything is not as planted."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument("--controls", type=int, default=5)
    parser.add_argument("--same", nargs=2, default=("date-separator-by-zone-and-host", "10"))
    parser.add_argument("--out", type=Path, default=None)
    asked = parser.parse_args()
    by_id = {specimen.id: specimen for specimen in load()}
    with tempfile.TemporaryDirectory(prefix="specimens-") as scratch:
        top = asked.out or Path(scratch)
        top.mkdir(parents=True, exist_ok=True)

        def run(name: str, number: int) -> dict[str, Any]:
            row = audit(by_id[name], top / f"{name}-{number}")
            print(json.dumps(row), flush=True)
            return row

        once = [run(name, 0) for name in asked.only or by_id]
        if asked.only:
            return int(any(row["wrong"] for row in once))
        names = [name for name, specimen in by_id.items() if is_control(specimen)]
        repeated = [run(name, number) for name in names for number in range(1, asked.controls)]
        controls = [row for row in once if row["id"] in names] + repeated
        first = [row for row in once if row["id"] == asked.same[0]]
        same = first + [run(asked.same[0], number) for number in range(1, int(asked.same[1]))]
    results = {"once": once, "controls": controls, "same": same}
    (ROOT / "evals" / "audited_specimens.json").write_text(json.dumps(results, indent=1) + "\n", "utf-8")
    (ROOT / "evals" / "audited_specimens.md").write_text("\n".join(page(once, controls, same)) + "\n", "utf-8")
    agree = len({row.get("digest", "none") for row in same}) == 1
    return int(any(row["wrong"] for row in (*once, *controls, *same)) or not agree)


if __name__ == "__main__":
    sys.exit(main())
