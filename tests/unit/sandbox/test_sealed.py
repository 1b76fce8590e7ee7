"""The sealed interpreter answers, reaches nothing, and is stopped by each of its limits."""

from __future__ import annotations

import os
import resource
from dataclasses import replace

import pytest

from countermark.sandbox import runtimes
from countermark.sandbox.sealed import ANSWER_CPU_S, LIMITS, Answers, Sealed

pytestmark = pytest.mark.lab

ECHO = "import sys\nfor line in sys.stdin: print(eval(line), flush=True)"


def ask(*questions: str, answer_cpu_s: float = ANSWER_CPU_S, **bounds: float) -> Answers:
    python = next(one.executable for one in runtimes.find() if one.name == "python3")
    limits = replace(LIMITS, **{name: type(getattr(LIMITS, name))(value) for name, value in bounds.items()})
    sealed = Sealed((python, "-I", "-S", "-c", f"import os, socket\n{ECHO}"), limits, answer_cpu_s)
    try:
        return sealed.ask("".join(f"{one}\n" for one in questions).encode(), len(questions))
    finally:
        sealed.close()


def test_questions_are_answered_line_by_line() -> None:
    assert ask("1 + 1", "'a' * 3") == Answers(lines=(b"2", b"aaa"), ended_by="")


def test_it_is_not_root_has_no_variables_and_sees_no_files_of_the_host() -> None:
    found = ask("os.getuid()", "sorted(os.environ)", "os.path.exists('/etc/passwd')", "os.path.exists('/root')")
    assert found.lines[0] != b"0"
    assert b"PATH" not in found.lines[1]
    assert found.lines[2:] == (b"False", b"False")


def test_nothing_can_be_written_and_nobody_reached() -> None:
    refused = "(lambda: [0, 1][0])() if os.access('{}', os.W_OK) else 'refused'"
    assert ask(*(refused.format(place) for place in ("/tmp", "/usr", "/"))).lines == (b"refused",) * 3
    assert ask("socket.socket().connect_ex(('192.0.2.1', 80)) != 0").lines == (b"True",)


@pytest.mark.parametrize(
    ("question", "bounds", "reason"),
    [
        ("[0 for _ in iter(int, 1)]", {"time_s": 0.5}, "more than 0.5 s"),
        ("len('x' * 10**9)", {"memory_bytes": 200_000_000}, "bytes of memory"),
        ("'x' * 10**6", {"output_bytes": 1000}, "bytes of output"),
        ("os._exit(3)", {}, "ended with"),
    ],
)
def test_each_limit_stops_it_and_says_so(question: str, bounds: dict[str, float], reason: str) -> None:
    answers = ask("1", question, "2", **bounds)
    assert answers.lines in ((b"1",), ()) or reason == "bytes of output"
    assert reason in answers.ended_by


def test_the_time_of_whoever_asks_is_not_its_own() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (1_000_003, hard))
    try:
        assert ask("__import__('resource').getrlimit(0)[0]").lines == (str(hard).encode(),)
    finally:
        resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))


def test_nothing_is_left_behind() -> None:
    python = next(one.executable for one in runtimes.find() if one.name == "python3")
    sealed = Sealed((python, "-c", ECHO))
    process = sealed._process.pid
    sealed.close()
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


def test_time_is_counted_in_what_it_computes_and_not_by_the_clock() -> None:
    assert ask("__import__('time').sleep(1.2)", "1", answer_cpu_s=0.5) == Answers(lines=(b"None", b"1"), ended_by="")
    assert ask("1", "sum(range(10**12))", answer_cpu_s=0.5) == Answers(
        lines=(b"1",), ended_by="more than 0.5 s of CPU time"
    )


def test_many_answers_may_take_longer_than_one() -> None:
    questions = [f"sum(range({3_000_000 + n}))" for n in range(20)]
    assert ask(*questions, answer_cpu_s=0.7).ended_by == ""
