"""Runs `countermark inspect`, and says of each plant whether its report shows it."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from evals.planting import Planted, Variant

COMMAND = f"{shlex.quote(sys.executable)} -m countermark inspect {{target}} --json {{report}}"
TIME_LIMIT_S = 3600
_WRAPPING = re.compile(r"^\^?\(?(?:\?:)?|\)?\$?$")
_ESCAPE = re.compile(r"\\(.)")

Report = Mapping[str, Any]


class Failed(Exception):
    """The command gave no report."""


def inspect(target: str, command: str = COMMAND) -> Report:
    """What the command reports on a target, with the seconds that it took as ``wall_s``."""
    with tempfile.TemporaryDirectory(prefix="countermark-inspect-") as folder:
        report = Path(folder) / "report.json"
        words = [word.format(target=target, report=report) for word in shlex.split(command)]
        began = time.monotonic()
        ended = subprocess.run(  # noqa: S603 -- our own command line
            words, capture_output=True, text=True, check=False, timeout=TIME_LIMIT_S
        )
        if not report.exists():
            raise Failed(f"exit {ended.returncode}: {ended.stderr.strip()[-600:]}")
        return {**json.loads(report.read_text("utf-8")), "wall_s": round(time.monotonic() - began, 1)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """A plant, and the names of the files that it stands in (program first, then what lies beside it)."""

    variant: Variant
    seed: str
    planted: Planted
    files: tuple[str, ...]
    host: str

    def covers(self, where: Mapping[str, Any]) -> bool:
        """Whether a finding's place touches what was planted."""
        if where["file"] not in self.files:
            return False
        return where["file"] != self.files[0] or self.planted.meets(where["start"], where["end"])


@dataclass(slots=True, kw_only=True)
class Scored:
    """What came of one plant, and what was said of it.

    ``state``: of a list ``whole``, ``part``, ``opaque``, ``clear`` (its entries show among what values are compared
    with) or ``missed``; of a choice ``found``, ``table`` or ``missed``; of a control ``quiet`` or ``reported``.
    """

    stand: Stand
    state: str
    said: list[str] = field(default_factory=list)

    @property
    def right(self) -> bool:
        """Whether that is what should be said of it."""
        variant = self.stand.variant
        if variant.kind == "control":
            return self.state == "quiet"
        if variant.kind == "choice":
            return self.state == "found"
        wanted = {
            "decodable": {"whole"},
            "opaque": {"opaque"},
            "either": {"whole", "opaque"},
            "clear": {"whole", "clear"},
        }
        return self.state in wanted[variant.reading]


def score(stand: Stand, report: Report) -> Scored:
    """What a report says of a plant."""
    lists = [found for found in report["hidden_lists"] if stand.covers(found["where"])]
    choices = [found for found in report["choices"] if stand.covers(found["where"])]
    said = [f"list of {found['count']}: {', '.join(found['decoder']) or found.get('note', '')}" for found in lists]
    said += [f"choice ({found['form']}): {', '.join(found['channels'])}" for found in choices]
    kind = stand.variant.kind
    if kind == "list":
        state = _list_state(stand, lists, report)
    elif kind == "choice":
        forms = {found["form"] for found in choices}
        state = "found" if forms - {"table"} else "table" if forms else "missed"
    else:
        state = "reported" if lists or any(found["form"] != "table" for found in choices) else "quiet"
    return Scored(stand=stand, state=state, said=said)


def _list_state(stand: Stand, lists: list[Mapping[str, Any]], report: Report) -> str:
    entries = set(stand.planted.snippet.entries)
    told = set(_told(entry for found in lists for entry in found["entries"]))
    if entries <= told:
        return "whole"
    if entries & told:
        return "part"
    if any(found.get("opaque") for found in lists):
        return "opaque"
    if lists:
        return "part"
    compared = {
        literal
        for predicate in report.get("predicates", ())
        if stand.covers(predicate["where"])
        for literal in predicate["literals"]
    }
    return "clear" if compared and entries <= set(_told(compared)) else "missed"


def _told(entries: Iterable[str]) -> Iterator[str]:
    """Each entry as it stands, and, where it is a pattern, its alternatives."""
    for entry in entries:
        yield entry
        plain = _WRAPPING.sub("", entry.strip("/"))
        for part in plain.split("|"):
            yield _ESCAPE.sub(r"\1", part)


def elsewhere(stands: list[Stand], report: Report) -> list[str]:
    """Lists and choices that are reported where nothing was planted."""
    found = [*report["hidden_lists"], *(one for one in report["choices"] if one["form"] != "table")]
    return [in_short(one) for one in found if not any(stand.covers(one["where"]) for stand in stands)]


def in_short(found: Mapping[str, Any]) -> str:
    """A finding without the text of the package that it was found in."""
    where = f"{found['where']['file']}:{found['where']['start']}"
    if "form" in found:
        return f"choice ({found['form']}; {', '.join(found['channels'])}) at {where}"
    opaque = "opaque " if found.get("opaque") else ""
    how = ", ".join(found["decoder"]) or found.get("note", "")
    return f"{opaque}list of {found['count']} {found['kind']} ({how}) at {where}"
