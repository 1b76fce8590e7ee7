"""Runs other tools that read programs on the inputs of Countermark: a marked bundle, a clean one, and plants.

    python evals/static_peers.py [--seed WORD] [--only NAME ...] [--seconds N] [--mib N] [--rules DIR]
                                 [--command "countermark inspect {target} --json {report}"] [--keep DIR] [--tools DIR]

The tools are semgrep (with its own rules for JavaScript), guarddog, js-x-ray and webcrack, installed into ``--tools``
(a temporary folder) by the user's own pip, npm and git. Each gets ``--seconds`` (900) and ``--mib`` (6000). A
tool *sees* a plant if it says more of the planted program than of the same program without it, and *shows* a list if
the list's entries stand in what it prints. What came of it goes to ``evals/static_peers.md``.
"""

# ruff: noqa: INP001, T201 -- a script, and it prints

from __future__ import annotations

import argparse
import contextlib
import secrets
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from evals.planting import VARIANTS, plant  # noqa: E402 -- evals are no package that is installed
from evals.static_suite import packages  # noqa: E402 -- likewise
from evals.static_suite.limits import Limits  # noqa: E402 -- likewise
from evals.static_suite.peers import Peer, Said, all_peers, countermark, prepared  # noqa: E402 -- likewise
from evals.static_suite.reports import COMMAND, inspect  # noqa: E402 -- likewise

PIECE_BYTES = 300_000
CLEAN = "clean/main.js"
PLANTED = (
    *("base64-joined", "base64-xor-byte", "char-codes", "items-base64", "split-by-concatenation", "gzip-base64"),
    *("string-table-encoded", "decoder-closure", "regex-decoded", "sha256-set"),
    *("apostrophe-ternary", "letter-ternary", "zero-width-added", "code-point", "date-separator-replaced"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """A folder to read; ``entries``: what is hidden, by program."""

    name: str
    folder: Path
    entries: dict[str, tuple[str, ...]]


def inputs(into: Path, keep: Path, seed: str, command: str) -> Iterator[Input]:
    """The clean bundle, the marked one, and plants in one clean piece, which stands beside them."""
    clean, marked = (packages.fetch(target, keep) / pattern for target, pattern in (packages.BUNDLE, packages.MARKED))
    yield Input(name="clean bundle", folder=_alone(clean, into / "bundle-clean"), entries={})
    folder = _alone(marked, into / "bundle-marked")
    # The lists are the vendor's, and not in this project: they are taken from the bundle itself.
    apart = f"{command} --cache {into / 'readings'}"  # what is measured later must not find this reading
    hidden = [one for one in inspect(str(folder), apart)["hidden_lists"] if not one["opaque"]]
    entries = tuple(entry for one in hidden for entry in one["entries"])
    yield Input(name="marked bundle", folder=folder, entries={"program/main.js": entries})
    pieces = packages.Pieces(keep, PIECE_BYTES)
    piece = pieces.javascript(0, Random(seed))  # noqa: S311 -- repeatable on purpose
    hidden_in: dict[str, tuple[str, ...]] = {}
    folder = into / "planted"
    _write(folder, CLEAN, piece.host.data)
    for variant in VARIANTS:
        if variant.id in PLANTED:
            planted = plant(piece.host, variant, seed)
            name = f"{variant.id}/main.js"
            _write(folder, name, planted.data)
            hidden_in[name] = planted.snippet.entries
    yield Input(name="plants", folder=folder, entries=hidden_in)


def _alone(program: Path, folder: Path) -> Path:
    _write(folder, "program/main.js", program.read_bytes())
    return folder


def _write(folder: Path, name: str, data: bytes) -> None:
    (folder / name).parent.mkdir(parents=True)
    (folder / name).write_bytes(data)
    (folder / "package.json").write_text('{"name": "read-me", "version": "1.0.0"}\n', "utf-8")


def bundle_row(title: str, said: dict[str, Said], every: list[Input]) -> str:
    """What a tool says of the two bundles."""
    cells = [title]
    for one in every[:2]:
        heard = said[one.name]
        count = sum(sum(found.values()) for found in heard.found.values())
        result = heard.failed or f"{count} findings" + (f" ({heard.note})" if heard.note else "")
        cells += [f"{heard.seconds:.0f}", f"{heard.peak_mib:.0f}", result.replace("|", "/").replace("\n", " ")]
    return f"| {' | '.join([*cells, _shown(said[every[1].name], 'program/main.js', every[1]) or '-'])} |"


def _shown(heard: Said, program: str, one: Input) -> str:
    entries = one.entries.get(program, ())
    text = heard.shown.get(program, "")
    return f"{sum(entry in text for entry in entries)} of {len(entries)}" if entries else ""


def plant_cell(heard: Said, program: str, one: Input) -> str:
    """Whether a tool sees a plant, and how much of its list it shows."""
    if heard.failed:
        return "failed"
    none: Counter[str] = Counter()
    more = (heard.found.get(program, none) - heard.found.get(CLEAN, none)).total()
    shown = _shown(heard, program, one)
    said = [f"{more} more" if more else "", f"shows {shown}" if shown and not shown.startswith("0 ") else ""]
    return ", ".join(filter(None, said)) or "-"


def table(said: dict[str, dict[str, Said]], every: list[Input]) -> str:
    """The page's two tables."""
    lines = ["| | clean: s | MiB | says | marked: s | MiB | says | entries of the lists shown |"]
    lines += ["|---|---:|---:|---|---:|---:|---|---:|"]
    lines += [bundle_row(title, heard, every) for title, heard in said.items()]
    lines += ["", f"| planted | {' | '.join(said)} |", f"|---|{'---|' * len(said)}"]
    for program in every[2].entries:
        cells = [plant_cell(heard[every[2].name], program, every[2]) for heard in said.values()]
        lines.append(f"| `{program.partition('/')[0]}` | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def listen(peer: Peer, tools: Path, every: list[Input], limits: Limits) -> dict[str, Said]:
    """What a tool says of every input."""
    folder, failed = prepared(peer, tools)
    said = {}
    for one in every:
        said[one.name] = Said(failed=failed) if failed else peer.run(one.folder, folder, limits)
        heard = said[one.name]
        print(f"{peer.name}, {one.name}: {heard.seconds:.0f} s, {heard.peak_mib:.0f} MiB {heard.failed}", flush=True)
    return said


def main() -> int:
    """Measures, and writes what came of it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seed", help="repeats the run that says this seed")
    parser.add_argument("--only", nargs="+", help="only these tools; nothing is written")
    parser.add_argument("--seconds", type=float, default=900)
    parser.add_argument("--mib", type=float, default=6000)
    parser.add_argument("--rules", type=Path, help="a copy of semgrep's rules; else they are cloned")
    parser.add_argument("--command", default=COMMAND, help="what inspects; {target} and {report} are filled in")
    parser.add_argument("--keep", type=Path, help="a folder in which packages stay for the next time")
    parser.add_argument("--tools", type=Path, help="a folder in which the tools stay for the next time")
    chosen = parser.parse_args()
    seed = chosen.seed or secrets.token_hex(8)
    limits = Limits(seconds=chosen.seconds, mib=chosen.mib)
    ours = Peer(name="Countermark", version="countermark", install=(), run=countermark(chosen.command))
    peers = [peer for peer in (ours, *all_peers(chosen.rules)) if not chosen.only or peer.name in chosen.only]
    with contextlib.ExitStack() as stack:
        spare = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="countermark-peers-")))
        tools = (chosen.tools or spare / "tools").resolve()
        every = list(inputs(spare / "inputs", (chosen.keep or spare / "packages").resolve(), seed, chosen.command))
        said = {peer.name: listen(peer, tools, every, limits) for peer in peers}
        shutil.rmtree(spare / "inputs")
    versions = ", ".join(dict.fromkeys(peer.version for peer in peers))
    page = f"# Other tools on the same inputs\n\n{versions}; seed `{seed}`; at most {limits.seconds:.0f} s and "
    page += f"{limits.mib:.0f} MiB for an input.\n\n{table(said, every)}"
    print(page)
    if not chosen.only:
        (ROOT / "evals/static_peers.md").write_text(page, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
