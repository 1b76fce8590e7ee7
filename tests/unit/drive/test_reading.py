"""Texts that are no program are searched too, said as searched, and one that cannot be is a stated failure."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest

from countermark.drive.inspect import InspectOptions, inspect
from countermark.drive.reading import DATA, Reading, Task, read
from countermark.model.inspection import Inspection
from unit.drive.programs import CLEAN, HOSTS, Silence, laid

PACKED = base64.b64encode(",".join(HOSTS).encode()).decode()


def inspected(folder: Path, **more: str) -> Inspection:
    target = laid(folder / "package", CLEAN, **more)
    return inspect(InspectOptions(target=str(target), cache=folder / "cache"), progress=Silence())


def states(found: Inspection) -> dict[str, str]:
    return {file.file: file.state for file in found.coverage.files}


@pytest.mark.lab
@pytest.mark.parametrize(
    ("name", "text"),
    [("data__json", json.dumps({"packed": PACKED})), ("notes__txt", f"{PACKED}\n"), ("a__yaml", f"packed: {PACKED}\n")],
)
def test_a_list_in_a_data_file_is_found(tmp_path: Path, name: str, text: str) -> None:
    found = inspected(tmp_path, **{name: text})
    assert [one.entries for one in found.findings.hidden_lists] == [HOSTS]
    assert found.findings.hidden_lists[0].where.file == name.replace("__", ".")
    assert found.outcome == "found"
    assert states(found) == {"cli.js": "read", "package.json": "searched", name.replace("__", "."): "searched"}


@pytest.mark.lab
def test_data_does_not_count_as_program_text(tmp_path: Path) -> None:
    found = inspected(tmp_path, data__json=json.dumps({"hosts": HOSTS}))
    assert found.outcome == "nothing-found"
    assert found.coverage.bytes_total == len(CLEAN.encode())


@pytest.mark.lab
def test_data_that_was_not_searched_is_said_and_makes_it_incomplete(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*_: object, **__: object) -> dict[str, Reading]:
        found = carry_out(*_, **__)  # type: ignore[arg-type]
        return {
            sha256: Reading(sha256=sha256, failed="it was {odd}") if not one.findings else one
            for sha256, one in found.items()
        }

    from countermark.drive.tasks import carry_out  # noqa: PLC0415 -- the one that is replaced below

    monkeypatch.setattr("countermark.drive.inspect.carry_out", failing)
    found = inspected(tmp_path, data__json=json.dumps({"a": 1}))
    assert states(found)["data.json"] == "data"
    assert "data.json: it was not searched: it was {odd}" in found.incomplete_because


def test_what_is_too_large_to_search_is_a_stated_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("countermark.drive.reading._MOST_DATA_BYTES", 10)
    (tmp_path / "a.json").write_text(json.dumps({"packed": PACKED}))
    task = Task(
        path=str(tmp_path / "a.json"), file="a.json", sha256="0", size_bytes=11, language=DATA, rules=("hidden-lists",)
    )
    assert read(task, lambda _: None, tuple).failed == "it is larger than 10 bytes"
