"""What no single run shows is found, proven by pairs of fresh runs, and replayed to the byte."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from purity import TESTS
from small_agent import COUNTERMARK, run

pytestmark = pytest.mark.lab

SPECIMEN = TESTS / "specimens" / "low-bits-by-terminal"


def test_a_random_id_that_is_not_drawn_by_lot_is_found(tmp_path: Path) -> None:
    argv = ("audit", str(SPECIMEN), "--profile", str(SPECIMEN / "profile.toml"), "--no-probes", "--out", "out")
    done = run(str(COUNTERMARK), *argv, "--json", "first.json", folder=tmp_path)
    assert done.returncode == 1, done.stderr
    report = json.loads((tmp_path / "first.json").read_text("utf-8"))
    (signal,) = report["signals"]
    assert (signal["channel"], signal["where"]["name"]) == ("random-bits", "x-request-id")
    ((factor, levels),) = [(one["factor"], one["levels"]) for one in signal["trigger"]["factors"]]
    assert (factor, levels) == ("terminal", ["vscode"])
    assert "in 0 of 30 runs" in signal["table"][1]["text"]
    assert signal["confidence"]["p_adjusted"] < 0.01
    assert {one["kind"] for one in report["coverage"]["detectable"]} == {"bit", "delay", "share"}
    again = run(str(COUNTERMARK), "replay", "out", "--json", "again.json", folder=tmp_path)
    assert again.returncode == 1
    assert (tmp_path / "again.json").read_bytes() == (tmp_path / "first.json").read_bytes()
