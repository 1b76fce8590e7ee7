"""Progress is never silent, draws over itself only on a terminal, and lets nothing of a target reach it raw."""

from __future__ import annotations

import io

from countermark.cli.progress import TerminalProgress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_step_is_a_line_with_the_time() -> None:
    stream = io.StringIO()
    TerminalProgress(stream).step("fetch the target")
    assert stream.getvalue() == "00:00  fetch the target\n"


def test_what_comes_from_a_target_is_escaped() -> None:
    stream = Terminal()
    progress = TerminalProgress(stream)
    progress.step("\x1b[2J")
    progress.runs(1, 2, "\x1b]0;x")
    assert "\x1b" not in stream.getvalue()


def test_runs_are_drawn_over_on_a_terminal_and_silent_in_a_log() -> None:
    log, terminal = io.StringIO(), Terminal()
    for stream in (log, terminal):
        progress = TerminalProgress(stream)
        progress.runs(1, 4, "1 run in all")
        progress.close()
    assert log.getvalue() == ""
    assert "█████░░░░░░░░░░░░░░░ 1/4" in terminal.getvalue()
    assert terminal.getvalue().endswith(" \r")


def test_a_round_without_runs_can_be_drawn() -> None:
    stream = Terminal()
    TerminalProgress(stream).runs(0, 0, "")
    assert "0/0" in stream.getvalue()
