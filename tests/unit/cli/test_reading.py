"""inspect, diff and history on the command line: what they print, write, and end with."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from countermark.cli import main
from unit.drive.programs import CLEAN, HIDING, laid

Said = pytest.CaptureFixture[str]


def test_an_inspection_writes_every_form_and_ends_with_what_it_found(tmp_path: Path, capsys: Said) -> None:
    target = laid(tmp_path / "t", HIDING)
    names = {kind: tmp_path / f"report.{kind}" for kind in ("json", "html", "sarif")}
    options = [part for kind, path in names.items() for part in (f"--{kind}", str(path))]
    assert main(["inspect", str(target), "--cache", str(tmp_path / "c"), "--jobs", "1", *options]) == 1
    told = capsys.readouterr()
    assert told.out.startswith("FOUND  1 hidden list")
    assert "\x1b" not in told.out
    assert "distinct program texts" in told.err
    assert json.loads(names["json"].read_text())["schema"] == "countermark.inspect/1"
    assert json.loads(names["sarif"].read_text())["version"] == "2.1.0"
    assert names["html"].read_text().startswith("<!doctype html>")


@pytest.mark.parametrize(("more", "code"), [({}, 0), ({"run__sh": "#!/bin/sh\n"}, 3)])
def test_a_clean_program_is_0_and_one_that_was_not_read_whole_is_3(
    tmp_path: Path, capsys: Said, more: dict[str, str], code: int
) -> None:
    target = laid(tmp_path / "t", CLEAN, **more)
    assert main(["inspect", str(target), "--cache", str(tmp_path / "c"), "--jobs", "0"]) == code
    assert capsys.readouterr().out.startswith("NOTHING-FOUND" if code == 0 else "INCOMPLETE")


def test_a_difference_is_about_what_is_new(tmp_path: Path, capsys: Said) -> None:
    old, new = laid(tmp_path / "old", CLEAN), laid(tmp_path / "new", HIDING)
    written = tmp_path / "d.json"
    assert main(["diff", str(old), str(new), "--cache", str(tmp_path / "c"), "--json", str(written)]) == 1
    assert "in what is new" in capsys.readouterr().out.splitlines()[0]
    said = json.loads(written.read_text())
    assert (said["schema"], len(said["added"]["hidden_lists"])) == ("countermark.diff/1", 1)
    assert main(["diff", str(new), str(old), "--cache", str(tmp_path / "c")]) == 0


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (["inspect"], "target"),
        (["inspect", "./no-such-folder"], "no-such-folder"),
        (["inspect", "https://example.com/x"], "addresses are not fetched"),
        (["diff", "./no-such-folder"], "new"),
        (["history", "npm:tool"], "--from"),
        (["history", "npm:tool", "--from", "1.0.0", "--to", "x"], "'x' is not a version"),
        (["history", "npm:tool", "--from", "2.0.0", "--to", "1.0.0"], "comes after"),
        (["history", "./tool", "--from", "1.0.0", "--to", "1.0.1"], "no npm package"),
        (["history", "npm:tool", "--from", "1.0.0", "--to", "1.0.1", "--sweep", "1"], "too few"),
    ],
)
def test_bad_usage_is_2_with_words_that_say_what(argv: list[str], words: str, capsys: Said) -> None:
    try:
        code: object = main(argv)
    except SystemExit as left:
        code = left.code
    assert code == 2
    assert words in capsys.readouterr().err
