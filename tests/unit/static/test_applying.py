"""Two processes find what one finds, and one that dies, hangs or fails is a stated failure of what it was at."""

from __future__ import annotations

import base64
import os
import resource
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from countermark.model.static import CodeLoading, Finding, HiddenList
from countermark.static.applying import apply_rules
from countermark.static.program import JAVASCRIPT, read_program
from countermark.static.rules import ALL, Rule, Subject

CASES = Path(__file__).parents[2] / "cases" / "static"
MINE = os.getpid()


def subject(text: str = "let a = 1") -> Subject:
    return Subject(file="a.js", sha256="0", program=read_program(text.encode(), JAVASCRIPT))


def said(text: str) -> Finding:
    return CodeLoading(kind="eval", excerpt=text, where=subject().where(0, 1))


def rule(name: str, *found: str, before: Callable[[], object] = lambda: None) -> Rule:
    def find(_: Subject) -> Iterator[Finding]:
        before()
        return map(said, found)

    return Rule(id=name, title=name, find=find)


def in_the_other(act: Callable[[], object]) -> Callable[[], object]:
    return lambda: act() if os.getpid() != MINE else None


def await_file(path: Path) -> None:
    """The first rule's process waits, so that the other one is sure to take the rules after it."""
    until = time.monotonic() + 30
    while not path.exists() and time.monotonic() < until:
        time.sleep(0.01)


def excerpts(rules: list[Rule], processes: int) -> list[str]:
    found = apply_rules(rules, subject(), lambda _: None, processes=processes).findings
    return [one.excerpt if isinstance(one, CodeLoading) else one.reason for one in found if not hasattr(one, "form")]


@pytest.mark.parametrize("processes", [1, 2])
def test_findings_stand_in_the_order_of_the_rules(processes: int) -> None:
    rules = [rule(f"{n}", f"{n}a", f"{n}b", before=lambda n=n: time.sleep(0.01 * (n % 3))) for n in range(20)]
    assert excerpts(rules, processes) == [f"{n}{end}" for n in range(20) for end in "ab"]


def test_two_processes_find_what_one_finds() -> None:
    paths = [*CASES.glob("hidden-lists/hit-*64*.js"), *CASES.glob("flows/hit-*.js"), *CASES.glob("predicates/hit-*.js")]
    text = "\n".join(f"{{\n{path.read_text()}\n}}" for path in sorted(paths))
    one, two = (apply_rules(ALL, subject(text), lambda _: None, processes=count) for count in (1, 2))
    assert one.findings == two.findings
    assert len({type(found) for found in one.findings}) > 3
    assert two.peak_bytes > 0


@pytest.mark.parametrize(
    ("end", "reason"),
    [
        (
            lambda: os.kill(os.getpid(), signal.SIGKILL),
            "its process was killed, as a machine does that is out of memory",
        ),
        (lambda: os.kill(os.getpid(), signal.SIGSEGV), "its process ran out of memory or stack"),
        (lambda: os.kill(os.getpid(), signal.SIGXCPU), "its process took more CPU time than it was given"),
        (lambda: os._exit(7), "its process ended (7)"),
    ],
    ids=["killed", "crashed", "late", "gone"],
)
def test_a_process_that_dies_loses_only_what_it_was_at(end: Callable[[], None], reason: str, tmp_path: Path) -> None:
    def end_it() -> None:
        (tmp_path / "reached").touch()
        end()

    rules = [rule("first", "a", before=lambda: await_file(tmp_path / "reached")), rule("second", "b")]
    rules += [rule("third", "c", before=in_the_other(end_it)), rule("fourth", "d")]
    assert excerpts(rules, 2) == ["a", "b", reason, "d"]


def test_a_rule_that_fails_takes_nothing_from_the_others() -> None:
    def fail() -> None:
        raise KeyError("hidden")

    rules = [rule("first", "a"), rule("second", before=fail), rule("third", "c")]
    for processes in (1, 2):
        assert excerpts(rules, processes) == ["a", "it failed: KeyError", "c"]


def test_memory_is_for_both_together() -> None:
    before = resource.getrlimit(resource.RLIMIT_DATA)
    seen: list[int] = []
    rules = [rule("first", before=lambda: seen.append(resource.getrlimit(resource.RLIMIT_DATA)[0])), rule("second")]
    limit = 4 << 30
    resource.setrlimit(resource.RLIMIT_DATA, (limit, before[1]))
    try:
        excerpts(rules, 2)
        assert 0 < seen[0] < limit * 0.6
        assert resource.getrlimit(resource.RLIMIT_DATA)[0] == limit
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, before)


def test_no_process_is_left_when_this_one_is_interrupted(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted() -> None:
        raise KeyboardInterrupt

    forked: list[int] = []
    fork = os.fork
    monkeypatch.setattr(os, "fork", lambda: forked.append(fork()) or forked[-1])
    rules = [rule("first", before=interrupted), rule("second", before=in_the_other(lambda: time.sleep(60)))]
    with pytest.raises(KeyboardInterrupt):
        excerpts(rules, 2)
    with pytest.raises(ProcessLookupError):
        os.kill(forked[0], 0)


def test_without_room_for_a_second_process_there_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    def full() -> int:
        raise BlockingIOError

    monkeypatch.setattr(os, "fork", full)
    assert excerpts([rule("first", "a"), rule("second", "b")], 2) == ["a", "b"]


def test_a_hidden_list_says_what_is_compared_with_it() -> None:
    hosts = "relay.one.example,hub.two.test,mirror.three.example"
    packed = base64.b64encode(hosts.encode()).decode()
    text = f"""
    const list = atob("{packed}").split(",");
    const other = atob("{packed[::-1]}");
    if (list.includes(process.env.MY_HOST)) console.log(1);
    """
    (one,) = (found for found in apply_rules(ALL, subject(text), print).findings if isinstance(found, HiddenList))
    assert one.compared_with == ("MY_HOST",)
    unused = f'const list = atob("{packed}").split(",");'
    (one,) = (found for found in apply_rules(ALL, subject(unused), print).findings if isinstance(found, HiddenList))
    assert one.compared_with == ()


def test_the_second_process_ends_with_the_first(tmp_path: Path) -> None:
    def hang() -> None:
        (tmp_path / "other").write_text(str(os.getpid()))
        time.sleep(60)

    def waiting() -> None:
        await_file(tmp_path / "other")
        os.kill(os.getpid(), signal.SIGKILL)

    first = os.fork()
    if not first:
        try:
            excerpts([rule("first", before=waiting), rule("second", before=hang)], 2)
        finally:
            os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(first, 0)[1]) == -signal.SIGKILL
    other = int((tmp_path / "other").read_text())
    until = time.monotonic() + 10
    while _is_alive(other) and time.monotonic() < until:
        time.sleep(0.02)
    assert not _is_alive(other)


def _is_alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False
