"""Plants every variant into clean real bundles and counts what is found.

    python evals/planted_static.py [--part planted|bundle ...] [--seeds N] [--seed WORD] [--only ID ...]
                                   [--command "countermark inspect {target} --json {report}"] [--keep DIR]

Two parts: ``planted`` puts each variant, ``--seeds`` times (3), into pieces of clean bundles of a few hundred kB;
``bundle`` puts samples into one whole bundle of 13 MB. Seeds are drawn afresh unless ``--seed`` repeats a run. The
packages are fetched through the user's own npm and pip, and never run. False alarms: see ``clean_packages.py``. Results
go to ``evals/planted_static.json`` and, as tables for people, to ``planted_static.md`` below what is frozen there; with
``--only`` they are printed alone. It takes about an hour on two cores.
"""

# ruff: noqa: INP001, T201 -- a script, and it prints

from __future__ import annotations

import argparse
import contextlib
import hashlib
import secrets
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from evals.planting import VARIANTS, Host, Planted, Variant, plant  # noqa: E402 -- evals are no package that is installed
from evals.static_suite import packages, tables  # noqa: E402 -- likewise
from evals.static_suite.reports import COMMAND, Scored, Stand, elsewhere, inspect, score  # noqa: E402 -- likewise

PARTS = ("planted", "bundle")
PIECE_BYTES = 300_000
PER_INSPECTION = 24
SAMPLE = 16
"""So many variants stand in one whole bundle."""


def digest() -> str:
    """The digest of the planting, as ``planted_static.md`` says how to make it."""
    sums = (
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n"
        for path in sorted((ROOT / "evals/planting").glob("*.py"))
    )
    return hashlib.sha256("".join(sums).encode()).hexdigest()


def stands(variants: list[Variant], seeds: list[str], keep: Path) -> Iterator[Stand]:
    """Each variant with each seed, in a piece of a clean program."""
    pieces = packages.Pieces(keep, PIECE_BYTES)
    for number, seed in enumerate(seeds):
        for variant in variants:
            random = Random(f"{seed}:{variant.id}:piece")  # noqa: S311 -- repeatable on purpose
            python = variant.language == "python"
            piece = pieces.python(number) if python else pieces.javascript(number, random)
            planted = plant(piece.host, variant, seed)
            name = f"{variant.id}-{number}/{'main.py' if python else 'main.mjs' if piece.host.module else 'main.js'}"
            files = (name, *(f"{variant.id}-{number}/{beside}" for beside, _ in planted.snippet.beside))
            yield Stand(variant=variant, seed=seed, planted=planted, files=files, host=piece.name)


def read_planted(every: list[Stand], command: str) -> tuple[list[Scored], list[str]]:
    """What is found, several plants to an inspection; and what is reported where nothing was planted."""
    scored: list[Scored] = []
    others: list[str] = []
    for at in range(0, len(every), PER_INSPECTION):
        some = every[at : at + PER_INSPECTION]
        with tempfile.TemporaryDirectory(prefix="countermark-planted-") as folder:
            for stand in some:
                _write(Path(folder), stand)
            report = inspect(folder, command)
        scored += [score(stand, report) for stand in some]
        others += elsewhere(some, report)
        print(f"{at + len(some)} of {len(every)} plants, {report['wall_s']} s", flush=True)
    return scored, others


def _write(folder: Path, stand: Stand) -> None:
    program, *_ = (folder / name for name in stand.files)
    program.parent.mkdir(parents=True)
    program.write_bytes(stand.planted.data)
    for name, text in stand.planted.snippet.beside:
        (program.parent / name).write_text(text, "utf-8")


def one_bundle(seed: str, variants: list[Variant], keep: Path, command: str) -> tuple[list[Scored], dict[str, Any]]:
    """What is found of several variants in one whole bundle, and what that took."""
    data = packages.text(*packages.BUNDLE, keep)
    made: list[tuple[Variant, Planted]] = []
    for variant in variants:
        planted = plant(Host(data=data), variant, seed)
        made = [(other, moved(earlier, planted)) for other, earlier in made] + [(variant, planted)]
        data = planted.data
    name = packages.short_name(packages.BUNDLE[0])
    every = [Stand(variant=v, seed=seed, planted=p, files=("cli.js",), host=name) for v, p in made]
    with tempfile.TemporaryDirectory(prefix="countermark-bundle-") as folder:
        (Path(folder) / "cli.js").write_bytes(data)
        report = inspect(folder, command)
    taken = {"wall_s": report["wall_s"], "peak_mib": round(report.get("peak_bytes", 0) / 2**20), "bytes": len(data)}
    return [score(stand, report) for stand in every], taken | {"elsewhere": len(elsewhere(every, report))}


def moved(earlier: Planted, later: Planted) -> Planted:
    """An earlier plant, where a later one has moved it."""
    before, pieces = 0, []
    for start, end in later.spans:
        pieces.append((start - before, end - start))
        before += end - start
    spans = tuple(
        (
            start + sum(size for at, size in pieces if at <= start),
            end + sum(size for at, size in pieces if at < end),
        )
        for start, end in earlier.spans
    )
    return Planted(data=later.data, spans=spans, snippet=earlier.snippet)


def main() -> int:
    """Measures, and writes what came of it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--part", nargs="+", choices=PARTS, default=list(PARTS))
    parser.add_argument("--seeds", type=int, default=3, help="how often each variant is planted")
    parser.add_argument("--seed", help="repeats the run that says this seed")
    parser.add_argument("--only", nargs="+", help="only these variants; nothing is written")
    parser.add_argument("--command", default=COMMAND, help="what inspects; {target} and {report} are filled in")
    parser.add_argument("--keep", type=Path, help="a folder in which packages stay for the next time")
    chosen = parser.parse_args()
    seed = chosen.seed or secrets.token_hex(8)
    variants = [variant for variant in VARIANTS if not chosen.only or variant.id in chosen.only]
    print(f"seed {seed}, planting {digest()}", flush=True)
    with contextlib.ExitStack() as stack:
        keep = chosen.keep or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="countermark-packages-")))
        result: dict[str, Any] = {"planting": digest()}
        if "planted" in chosen.part:
            seeds = [f"{seed}-{number}" for number in range(chosen.seeds)]
            every = list(stands(variants, seeds, keep))
            scored, others = read_planted(every, chosen.command)
            result["planted"] = {"seed": seed, "rows": tables.rows(scored), "elsewhere": others}
        if "bundle" in chosen.part:
            random = Random(seed)  # noqa: S311 -- repeatable on purpose
            some = [one for one in variants if one.language == "javascript" and one.kind != "control"]
            some = random.sample([one for one in some if one.id != "list-beside"], min(SAMPLE, len(some)))
            scored, taken = one_bundle(seed, some, keep, chosen.command)
            result["bundle"] = {"seed": seed, "taken": taken, "rows": tables.rows(scored)}
    print(tables.markdown(result))
    if not chosen.only:
        tables.write(result, ROOT / "evals")
    return 0


if __name__ == "__main__":
    sys.exit(main())
