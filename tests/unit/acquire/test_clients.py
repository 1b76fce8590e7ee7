"""Clients are held to their time, have no input, die as a group, and are never quoted with an address."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermark.acquire.clients import plain_words, run_client
from countermark.errors import MachineError, TargetError


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_a_client_is_heard_and_has_no_input(tmp_path: Path) -> None:
    code = "import os, sys; print(os.getcwd(), repr(sys.stdin.read())); print('w', file=sys.stderr); sys.exit(3)"
    answer = run_client((sys.executable, "-c", code), cwd=tmp_path, limit_s=20)
    assert (answer.exit_code, answer.stdout, answer.stderr) == (3, f"{tmp_path} ''\n", "w\n")


def test_a_client_that_hangs_is_killed_with_its_children(tmp_path: Path) -> None:
    script = f"sleep 60 & echo $! > {tmp_path / 'pid'}; wait"
    start = time.monotonic()
    with pytest.raises(TargetError, match="did not finish within"):
        run_client(("sh", "-c", script), cwd=tmp_path, limit_s=0.5)
    assert time.monotonic() - start < 10
    time.sleep(0.1)
    assert not alive(int((tmp_path / "pid").read_text()))


def test_an_interrupt_kills_the_client_too(tmp_path: Path) -> None:
    timer = threading.Timer(0.6, os.kill, (os.getpid(), signal.SIGINT))
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        run_client(("sh", "-c", f"echo $$ > {tmp_path / 'pid'}; exec sleep 60"), cwd=tmp_path, limit_s=30)
    timer.join()
    assert not alive(int((tmp_path / "pid").read_text()))


def test_a_client_that_is_not_there_is_a_fault_of_the_machine(tmp_path: Path) -> None:
    with pytest.raises(MachineError):
        run_client((str(tmp_path / "none"),), cwd=tmp_path, limit_s=1)


def test_a_client_that_floods_is_not_taken_in(tmp_path: Path) -> None:
    with pytest.raises(TargetError, match="more than can be taken in"):
        run_client(("sh", "-c", "head -c 70000000 /dev/zero"), cwd=tmp_path, limit_s=30)


@pytest.mark.parametrize(
    ("said", "gone"),
    [
        ("request to https://me:pass@mirror.corp.example:8443/x failed", ("mirror", "pass", "8443")),
        ("//mirror.corp.example/:_authToken=abcdef", ("mirror", "abcdef")),
        ("401 for mirror.corp.example, token npm_0123456789abcdef", ("mirror", "0123456789")),
        ("connect ECONNREFUSED 10.1.2.3:8080", ("10.1.2.3", "8080")),
        ("HTTPSConnectionPool(host='mirror.corp.example', port=443)", ("mirror",)),
        ("\x1b[31mred\x1b[0m\x07\n\u202eflip", ("\x1b", "\x07", "\n", "\u202e")),
        ("Authorization: Basic Zm9vOmJhcg==", ("Zm9vOmJhcg",)),
    ],
)
def test_no_address_credential_or_control_gets_through(said: str, gone: tuple[str, ...]) -> None:
    words = plain_words(said)
    assert words
    assert not [each for each in gone if each in words]


@given(st.text())
def test_any_words_become_one_short_printable_line(text: str) -> None:
    words = plain_words(text)
    assert len(words) <= 241
    assert words.isprintable()
    assert "//" not in words or "://" not in words
