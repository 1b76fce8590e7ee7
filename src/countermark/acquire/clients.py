"""The user's own npm, pip and uv, run as they are configured, within limits of time, and never heard verbatim."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from countermark.errors import MachineError, TargetError

_OUTPUT_BYTES = 64 * 1024 * 1024
_BEAT_S = 5.0
_MEBIBYTE = 1 << 20
_WORDS_CHARACTERS = 240

# What could name a mirror or carry a credential, and what could steer a terminal.
_COLOUR = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]")
_ADDRESS = re.compile(r"(?:[A-Za-z][A-Za-z0-9+.-]*:)?//\S+")
_HOST = re.compile(r"\b(?:[A-Za-z0-9_-]+\.)+[A-Za-z]{2,}(?::\d+)?(?=[/:\s,')\]]|$)|\b\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?")
_CREDENTIAL = re.compile(
    r"(?i)(?:_?auth\w*|token|password|secret)\s*[=:]?\s*(?:(?:basic|bearer)\s+)?\S+|\b(?:basic|bearer)\s+\S+"
    r"|\bnpm_\w{8,}|\bpypi-\w{8,}"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a client said before it ended."""

    exit_code: int
    stdout: str
    stderr: str


Beat = Callable[[float], None]
Progress = Callable[[str], None]


def find_client(*names: str) -> str | None:
    """The first of ``names`` that is on the user's PATH."""
    return next((path for path in map(shutil.which, names) if path), None)


def run_client(
    argv: Sequence[str], *, cwd: Path, limit_s: float, beat: Beat | None = None, variables: dict[str, str] | None = None
) -> Answer:
    """What the client answered. ``beat`` is called every few seconds with the seconds gone by.

    The client has the user's environment, because its configuration lives there; it has no input, its own
    process group, and ``cwd``: a folder of ours, so that no project's configuration around it is taken in. On a
    time-out, or when the user interrupts, the whole group is killed.
    """
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        try:
            process = subprocess.Popen(
                argv,
                cwd=cwd,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
                env={**os.environ, **(variables or {})},
                start_new_session=True,
            )
        except OSError as error:
            raise MachineError(f"{Path(argv[0]).name} cannot be started", why=str(error.strerror)) from error
        try:
            _wait(process, limit_s, beat, Path(argv[0]).name)
        except BaseException:
            _kill(process)
            raise
        return Answer(exit_code=process.returncode, stdout=_text(out), stderr=_text(err))


def beat_on(folder: Path, progress: Progress) -> Beat:
    """Tells how much has arrived in ``folder`` so far."""

    def beat(gone_s: float) -> None:
        size = 0
        for path in folder.rglob("*"):
            with contextlib.suppress(FileNotFoundError):  # the client is at work in there
                size += path.lstat().st_size
        progress(f"still downloading: {size / _MEBIBYTE:.0f} MiB after {gone_s:.0f} s")

    return beat


def plain_words(text: str) -> str:
    """A client's words as a message of ours may carry them: one line, without addresses, hosts or credentials."""
    text = _COLOUR.sub("", text)
    text = _CREDENTIAL.sub("…", _ADDRESS.sub("…", text))
    text = _HOST.sub("…", text)
    text = "".join(character if character.isprintable() else " " for character in text)
    words = " ".join(text.split())
    return words if len(words) <= _WORDS_CHARACTERS else f"{words[:_WORDS_CHARACTERS]}…"


def _wait(process: subprocess.Popen[bytes], limit_s: float, beat: Beat | None, name: str) -> None:
    start = time.monotonic()
    while True:
        gone = time.monotonic() - start
        try:
            process.wait(min(_BEAT_S, max(limit_s - gone, 0.01)))
        except subprocess.TimeoutExpired:
            gone = time.monotonic() - start
            if gone >= limit_s:
                raise TargetError(
                    f"{name} did not finish within {limit_s:.0f} s",
                    why="the network or the package index is slow, or does not answer",
                    hint="try again later; what was downloaded completely is kept",
                ) from None
            if beat:
                beat(gone)
        else:
            return


def _kill(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _text(file: IO[bytes]) -> str:
    size = file.seek(0, os.SEEK_END)
    if size > _OUTPUT_BYTES:
        raise TargetError(
            "a package client said more than can be taken in",
            why=f"{size:,} bytes of output; the limit is {_OUTPUT_BYTES:,}",
        )
    file.seek(0)
    return file.read().decode("utf-8", "replace")
