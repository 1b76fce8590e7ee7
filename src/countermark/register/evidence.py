"""Whether evidence is what the register says of it: by its JSON report, and by its sealed directory, byte for byte."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from countermark.errors import AuditDirectoryError
from countermark.register.folder import Entry, Problem
from countermark.register.forms import EvidenceForm, ToolForm
from countermark.store.sums import check_sums

_MOST_BYTES = 1 << 28
Keys = tuple[str, int, str]


def check_evidence(folder: Path, entry: Entry[ToolForm]) -> Iterator[Problem]:
    """What does not agree with the files that a tool's entry names."""
    for number, one in enumerate(entry.form.evidence):
        for name, said, test in (("report", one.report, _report), ("directory", one.directory, _directory)):
            if not said:
                continue
            path = _inside(folder, said)
            why = test(path, one, entry.form) if path else "it must be a path below the register's folder"
            if why:
                yield entry.problem(("evidence", number, name), why)


def _inside(folder: Path, said: str) -> Path | None:
    path = (folder / said).resolve()
    return path if path.is_relative_to(folder.resolve()) and path != folder.resolve() else None


def _report(path: Path, one: EvidenceForm, tool: ToolForm) -> str:
    """Why a JSON report is not of this evidence, or nothing.

    Source: docs/schema/audit-1.json.
    """
    try:
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES + 1)
        told = json.loads(content) if len(content) <= _MOST_BYTES else None
    except OSError as error:
        return f"cannot be read: {error.strerror or error}"
    except json.JSONDecodeError as error:
        return f"is not JSON: line {error.lineno}: {error.msg}"
    except (ValueError, RecursionError):
        return "is not JSON"
    if not isinstance(told, dict) or told.get("schema") != "countermark.audit/1":
        return "is no report of countermark.audit/1"
    target = told["target"] if isinstance(told.get("target"), dict) else {}
    wanted = {
        "evidence_id": (one.id, told.get("evidence_id")),
        "verdict": (one.verdict.value, told.get("verdict")),
        "version": (one.version, target.get("version")),
    }
    for name, (here, there) in wanted.items():
        if here != there:
            return f"the report says {name} {str(there)[:100]!r}, and this entry {here!r}"
    return _package(tool, str(target.get("name", "")))


def _package(tool: ToolForm, name: str) -> str:
    known = {package.partition(":")[2].lower() for package in tool.packages}
    return (
        f"the report is about {name[:100]!r}, which is none of the tool's packages" if name.lower() not in known else ""
    )


def _directory(path: Path, one: EvidenceForm, _tool: ToolForm) -> str:
    """Why a sealed directory is not this evidence, or nothing."""
    try:
        found = check_sums(path)
    except (AuditDirectoryError, OSError) as error:
        what = error.what if isinstance(error, AuditDirectoryError) else str(error.strerror or error)
        return f"{what}: {error.why}" if isinstance(error, AuditDirectoryError) and error.why else what
    return "" if found == one.id else f"the directory is {found}, which is other evidence"
