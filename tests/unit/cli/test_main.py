"""The command line: help for everything; bad usage is 2 and goes to standard error; tracebacks only when asked for."""

from __future__ import annotations

import builtins
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from countermark import __version__
from countermark.cli import main
from countermark.cli.commands import ALL
from countermark.cli.gate import EXIT_CODES
from countermark.model.verdict import Verdict

IDS = [command.id for command in ALL]
Said = pytest.CaptureFixture[str]


def usage(said: Said, *argv: str) -> str:
    """What standard error says of bad usage; standard output must be silent."""
    try:
        code: object = main(argv)
    except SystemExit as left:
        code = left.code
    told = said.readouterr()
    assert code == 2
    assert told.out == ""
    assert "Traceback" not in told.err
    return told.err


def test_the_program_is_installed_and_says_its_version() -> None:
    program = Path(sys.executable).parent / "countermark"
    done = subprocess.run([program, "--version"], capture_output=True, text=True, check=True)
    assert done.stdout == f"countermark {__version__}\n"
    module = subprocess.run([sys.executable, "-m", "countermark", "--version"], capture_output=True, check=True)
    assert module.stdout.decode() == done.stdout


def test_help_names_every_command_and_the_exit_codes(capsys: Said) -> None:
    with pytest.raises(SystemExit) as left:
        main(["--help"])
    told = capsys.readouterr().out
    assert left.value.code == 0
    assert all(f"    {name}" in told for name in IDS)
    assert "0 nothing covert and complete, 1 a covert signal, 2 usage, 3 incomplete" in " ".join(told.split())


FORMS_OF_THEIR_OWN = {"attest", "verify-attestation", "disclose", "campaigns", "register"}
"""What these write is a file for other programs by itself."""


@pytest.mark.parametrize("command", IDS)
def test_every_command_has_help(command: str, capsys: Said) -> None:
    with pytest.raises(SystemExit) as left:
        main([command, "--help"])
    told = capsys.readouterr()
    assert left.value.code == 0
    assert "--verbose" in told.out
    assert "--json" in told.out or command in FORMS_OF_THEIR_OWN


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        ([], "COMMAND"),
        (["nonsense"], "nonsense"),
        (["audit", "--no-such-option"], "--no-such-option"),
        (["audit", "x", "--strength", "9"], "--strength"),
        (["audit", "x", "--seed", "many"], "--seed"),
        (["audit"], "no target is named"),
        (["audit", "./no-such-folder"], "no-such-folder"),
        (["audit", "x", "--level", "nonsense"], "'nonsense' is not a level"),
        (["audit", "x", "--level", "timezone=Middle/Earth"], "'Middle/Earth' is not a level of timezone"),
        (["audit", "x", "--levels", "./no-such-file.toml"], "no-such-file.toml"),
        (["profiles", "check"], "no profile is named"),
        (["profiles", "check", "no-such-profile"], "there is no profile 'no-such-profile'"),
        (["replay"], "directory"),
        (["replay", "x", "--decision", "d.json"], "nothing to decide by"),
        (["replay", "x", "--policy", "./no-such-policy.toml"], "no-such-policy.toml"),
        (["audit", "x", "--baseline", "./no-such-audit.json"], "no-such-audit.json"),
    ],
)
def test_bad_usage_is_2_with_words_that_say_what(argv: list[str], words: str, capsys: Said) -> None:
    assert words in usage(capsys, *argv)


def test_a_failure_says_what_why_and_help(capsys: Said) -> None:
    told = usage(capsys, "audit", "x", "--level", "nonsense").splitlines()
    assert told[0] == "countermark: 'nonsense' is not a level"
    assert told[1] == "a level is written factor=value"
    assert told[2].startswith("help: ")


def test_verbose_adds_the_traceback(capsys: Said) -> None:
    assert main(["audit", "-v"]) == 2
    told = capsys.readouterr().err
    assert told.startswith("Traceback")
    assert "countermark: no target is named" in told


def test_what_is_no_audit_directory_is_3(tmp_path: Path, capsys: Said) -> None:
    assert main(["replay", str(tmp_path)]) == 3
    assert f"{tmp_path} is not an audit directory" in capsys.readouterr().err
    assert main(["audit", "--resume", str(tmp_path)]) == 3
    assert f"{tmp_path} is not an audit directory" in capsys.readouterr().err


def test_a_report_that_cannot_be_written_is_said(capsys: Said) -> None:
    assert main(["factors", "--json", "/no/such/folder/x.json"]) == 2
    assert "cannot write /no/such/folder/x.json" in capsys.readouterr().err


def test_a_base_install_says_what_it_lacks(monkeypatch: pytest.MonkeyPatch, capsys: Said) -> None:
    import_ = builtins.__import__

    def without(name: str, *more: object) -> object:
        if name == "countermark.cli.commands":
            raise ModuleNotFoundError(name="h11")
        return import_(name, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", without)
    assert main(["factors"]) == 2
    assert capsys.readouterr().err == "countermark: h11 is not installed\nhelp: pip install 'countermark[audit]'\n"


def test_a_reader_that_leaves_early_is_no_traceback() -> None:
    read_end, write_end = os.pipe()
    os.close(read_end)
    asked = [sys.executable, "-m", "countermark", "factors", "timezone"]
    done = subprocess.run(asked, stdout=write_end, stderr=subprocess.PIPE, text=True, check=False)
    os.close(write_end)
    assert (done.returncode, done.stderr) == (3, "")


def test_every_verdict_has_its_exit_code() -> None:
    assert {verdict.value: EXIT_CODES[verdict] for verdict in Verdict} == {
        "nothing-covert-found": 0,
        "covert": 1,
        "incomplete": 3,
    }


def test_factors_lists_all_or_the_levels_of_one(tmp_path: Path, capsys: Said) -> None:
    assert main(["factors", "--json", str(tmp_path / "all.json")]) == 0
    assert "timezone " in capsys.readouterr().out
    assert main(["factors", "timezone", "--json", str(tmp_path / "one.json")]) == 0
    assert "    Asia/Tokyo\n" in capsys.readouterr().out
    every, one = (json.loads((tmp_path / name).read_text("utf-8"))["factors"] for name in ("all.json", "one.json"))
    assert len(every) > 1
    assert [row["id"] for row in one] == ["timezone"]
    assert "Asia/Tokyo" in one[0]["levels"] + one[0]["contrasts"]


def test_an_unknown_factor_is_2() -> None:
    assert main(["factors", "no-such-factor"]) == 2


def test_profiles_lists_those_built_in(tmp_path: Path, capsys: Said) -> None:
    assert main(["profiles", "--json", str(tmp_path / "x.json")]) == 0
    assert "claude-code" in capsys.readouterr().out
    listed = json.loads((tmp_path / "x.json").read_text("utf-8"))
    assert listed["schema"] == "countermark.profiles/1"
    assert {"claude-code", "qwen-code"} <= {row["id"] for row in listed["profiles"]}
