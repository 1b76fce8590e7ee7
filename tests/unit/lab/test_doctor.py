"""The doctor names what is missing for looking at system calls, and that audits go on without it."""

from __future__ import annotations

import pytest

from countermark.lab import doctor


def test_without_strace_it_says_what_to_install_and_what_is_skipped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor.shutil, "which", lambda *_, **__: None)
    check = doctor._strace()
    assert (check.id, check.ok, check.needed) == ("strace", False, False)
    assert check.fix == "apt-get install strace; without it the probe `system-calls` is skipped"


def test_with_it_there_is_nothing_to_mend(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor.shutil, "which", lambda *_, **__: "/usr/bin/strace")
    check = doctor._strace()
    assert (check.ok, check.detail, check.fix) == (True, "/usr/bin/strace", "")
