"""Rows and tables of what was found."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from evals.planting import VARIANTS
from evals.static_suite.reports import Scored

MEASURED = "\n## Measured\n"
_TITLES = {variant.id: variant for variant in VARIANTS}
_GROUPS = (
    ("Hidden lists that can be decoded", "list", ("decodable",)),
    ("Lists that cannot, or need their key", "list", ("opaque", "either")),
    ("Lists in clear, told among what values are compared with", "list", ("clear",)),
    ("Choices between texts that look the same", "choice", ("decodable",)),
    ("Near misses, of which nothing may be said", "control", ("decodable",)),
)

Row = dict[str, Any]


def rows(scored: Iterable[Scored]) -> list[Row]:
    """One row for each variant: how often it was planted, how often all was right, and what else was said."""
    found: dict[str, Row] = {}
    for one in scored:
        stand = one.stand
        row = found.setdefault(
            stand.variant.id, {"variant": stand.variant.id, "planted": 0, "right": 0, "states": {}, "said": []}
        )
        row["planted"] += 1
        row["right"] += one.right
        row["states"][one.state] = row["states"].get(one.state, 0) + 1
        if not one.right:
            row["said"].append(
                f"seed {stand.seed}, {stand.host}: {one.state}{''.join(f'; {line}' for line in one.said)}"
            )
    return list(found.values())


def markdown(result: dict[str, Any]) -> str:
    """The tables, for people."""
    lines = [f"The planting's digest was `{result['planting']}`."]
    if "planted" in result:
        every = result["planted"]["rows"]
        lines += ["", "### In pieces of about 300 kB", "", f"Seed `{result['planted']['seed']}`.", ""]
        lines += [*_summary(every), "", f"Reported where nothing was planted: {len(result['planted']['elsewhere'])}."]
        lines += ["", *(f"- {line}" for line in result["planted"]["elsewhere"])]
        lines += _tables(every)
    if "bundle" in result:
        lines += ["", "### In the whole bundle", "", f"Seed `{result['bundle']['seed']}`.", *_bundle(result["bundle"])]
    return "\n".join(lines) + "\n"


def _groups(every: list[Row]) -> Iterator[tuple[str, list[Row]]]:
    for title, kind, readings in _GROUPS:
        of = [row for row in every if (v := _TITLES[row["variant"]]).kind == kind and v.reading in readings]
        if of:
            yield title, of


def _summary(every: list[Row]) -> Iterator[str]:
    yield "| | variants | planted | right | % | variants right each time |"
    yield "|---|---:|---:|---:|---:|---:|"
    for title, of in _groups(every):
        planted, right = (sum(row[key] for row in of) for key in ("planted", "right"))
        always = sum(row["right"] == row["planted"] for row in of)
        yield f"| {title} | {len(of)} | {planted} | {right} | {100 * right / planted:.0f} | {always} |"


def _tables(every: list[Row]) -> Iterator[str]:
    for title, of in _groups(every):
        yield from ("", f"#### {title}", "", "| variant | | right | else |", "|---|---|---:|---|")
        for row in of:
            right = {"list": ("whole", "opaque", "clear"), "choice": ("found",), "control": ("quiet",)}
            variant = _TITLES[row["variant"]]
            others = [f"{n} {state}" for state, n in row["states"].items() if state not in right[variant.kind]]
            if row["right"] < row["planted"] and not others:
                others = [f"{n} {state}" for state, n in row["states"].items()]
            yield f"| `{row['variant']}` | {variant.title} | {row['right']} of {row['planted']} | {', '.join(others)} |"


def _bundle(bundle: dict[str, Any]) -> Iterator[str]:
    taken, every = bundle["taken"], bundle["rows"]
    right = sum(row["right"] for row in every)
    yield f"{right} of {len(every)} right in {taken['bytes'] / 1e6:.1f} MB: {taken['wall_s']:.0f} s,"
    yield f"{taken['peak_mib']} MiB; {taken['elsewhere']} findings where nothing was planted."
    yield from ("", "| variant | |", "|---|---|")
    yield from (f"| `{row['variant']}` | {', '.join(row['states'])} |" for row in every)


def write(result: dict[str, Any], folder: Path) -> None:
    """Both files; parts that were not measured this time stay as they were, if the planting is the same."""
    kept = folder / "planted_static.json"
    before = json.loads(kept.read_text("utf-8")) if kept.exists() else {}
    if before.get("planting") == result["planting"]:
        result = before | result
    kept.write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n", "utf-8")
    page = folder / "planted_static.md"
    frozen = page.read_text("utf-8").partition(MEASURED)[0]
    page.write_text(f"{frozen.rstrip()}\n{MEASURED}\n{markdown(result)}", "utf-8")
