"""`system-calls` starts the tool by a program of the system; without it the probe is skipped, with the reason."""

from __future__ import annotations

from dataclasses import replace

import pytest

from countermark.drive import tracing
from countermark.lab.probes import ALL
from countermark.lab.probes.record import LOG
from countermark.model.run import Skipped

PROBE = next(probe for probe in ALL if probe.id == "system-calls")


def test_it_stands_before_the_tool_and_writes_to_the_log() -> None:
    assert PROBE.runtime == ""
    assert PROBE.before[0] == "/usr/bin/strace"
    assert f"--output={LOG}" in PROBE.before
    assert [file.path for file in PROBE.files(())] == [LOG]
    assert PROBE.before[-1] == "--"


def test_where_its_program_is_missing_the_report_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    without = replace(PROBE, before=("/nowhere/strace",))
    monkeypatch.setattr(tracing, "PROBES", (without,))
    reason = "strace is not installed: apt-get install strace"
    assert tracing.lacking() == (Skipped(step="probe system-calls", reason=reason),)
    assert tracing.usable("node", frozenset()) == ()


def test_it_is_for_tools_of_every_runtime(monkeypatch: pytest.MonkeyPatch) -> None:
    here = replace(PROBE, before=("/proc/self/exe",))
    monkeypatch.setattr(tracing, "PROBES", (here,))
    assert tracing.lacking() == ()
    for program in ("node", "python3", "{artifact}/tool"):
        assert tracing.usable(program, frozenset()) == (here,)
