"""Which hosts have which tools, from what Fleet's table ``ai_tools`` and CycloneDX say; one pass over each file.

Source: https://fleetdm.com/tables/ai_tools (columns name, identifier, version and path),
https://fleetdm.com/docs/rest-api/rest-api#get-querys-report (results with host_name and columns),
https://cyclonedx.org/docs/1.6/json/ and https://github.com/package-url/purl-spec (read 2026-11).
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from countermark.errors import UsageError
from countermark.register.folder import Register

HOST_COLUMNS = ("host_display_name", "host_name", "hostname", "host")


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Sighting:
    """A tool on a host; ``version`` is empty where the inventory does not say it."""

    host: str
    tool: str
    version: str


def sightings(register: Register, paths: Iterable[Path]) -> tuple[Sighting, ...]:
    """The tools of the register that the files name, each once for a host and version.

    Raises:
        UsageError: a file cannot be read, or is of neither form; the line is named where there is one.
    """
    names = _names(register)
    return tuple(sorted({one for path in paths for one in _read(path, names)}))


def _names(register: Register) -> dict[str, str]:
    """Every name by which an inventory may call a tool, in lower case."""
    found: dict[str, str] = {}
    for entry in register.tools:
        programs = entry.form.programs
        called = (*programs.commands, *programs.bundle_ids, entry.form.title)
        packages = (name for package in entry.form.packages for name in (package, package.partition(":")[2]))
        for name in (*called, *packages):
            found.setdefault(name.lower(), entry.id)
    return found


def _read(path: Path, names: dict[str, str]) -> Iterator[Sighting]:
    try:
        text = path.read_text("utf-8-sig")
    except OSError as error:
        raise UsageError(f"cannot read {path}", why=error.strerror or str(error)) from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path} is not UTF-8", why=f"byte {error.start}") from error
    if text.lstrip()[:1] not in {"{", "["}:
        yield from _rows(_csv(path, text), names)
        return
    try:
        told = json.loads(text)
    except json.JSONDecodeError as error:
        raise UsageError(f"{path}, line {error.lineno} is not JSON", why=error.msg) from error
    except RecursionError as error:
        raise UsageError(f"{path} is not JSON that can be read", why="it is nested too deeply") from error
    if isinstance(told, dict) and told.get("bomFormat") == "CycloneDX":
        yield from _bom(path, told, names)
        return
    rows = told.get("results") if isinstance(told, dict) else told
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise UsageError(f"{path} is neither a table of ai_tools nor CycloneDX")
    flat = [row | row["columns"] if isinstance(row.get("columns"), dict) else row for row in rows]
    if flat and not any(column in flat[0] for column in HOST_COLUMNS):
        raise UsageError(f"{path}, first row: no host is named", hint=f"columns are {', '.join(HOST_COLUMNS)}")
    yield from _rows(flat, names)


def _csv(path: Path, text: str) -> Iterator[dict[str, Any]]:
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        columns = reader.fieldnames or []
        if "name" not in columns or not any(column in columns for column in HOST_COLUMNS):
            hint = f"its columns are name, version and one of {', '.join(HOST_COLUMNS)}"
            raise UsageError(f"{path}, line 1: no table of ai_tools", hint=hint)
        yield from reader
    except csv.Error as error:
        raise UsageError(f"{path}, line {reader.reader.line_num} is not CSV", why=str(error)) from error


def _rows(rows: Iterable[dict[str, Any]], names: dict[str, str]) -> Iterator[Sighting]:
    for row in rows:
        host = next((str(row[column]) for column in HOST_COLUMNS if row.get(column)), "")
        called = (str(row.get(key) or "").lower() for key in ("identifier", "name"))
        tool = next((names[name] for name in called if name in names), "")
        if host and tool:
            yield Sighting(host=host, tool=tool, version=str(row.get("version") or ""))


def _bom(path: Path, bom: dict[str, Any], names: dict[str, str]) -> Iterator[Sighting]:
    """The components of a bill of materials of one host, those within others too."""
    metadata = bom.get("metadata")
    subject = metadata.get("component") if isinstance(metadata, dict) else None
    host = subject.get("name") if isinstance(subject, dict) else None
    if not isinstance(host, str) or not host:
        raise UsageError(f"{path}: metadata.component.name", why="the bill of materials does not name its host")
    waiting = [bom.get("components")]
    while waiting:
        level = waiting.pop()
        for part in level if isinstance(level, list) else ():
            if isinstance(part, dict):
                waiting.append(part.get("components"))
                tool = names.get(_package(str(part.get("purl") or "")))
                if tool:
                    yield Sighting(host=host, tool=tool, version=str(part.get("version") or ""))


def _package(purl: str) -> str:
    """``pkg:npm/%40quick/agent@2.1`` as ``npm:@quick/agent``; empty for other ecosystems."""
    kind, _, rest = purl.removeprefix("pkg:").partition("/")
    name = unquote(rest.partition("?")[0].partition("#")[0].rpartition("@")[0] or rest)
    return f"{kind}:{name}".lower() if kind in {"npm", "pypi"} else ""
