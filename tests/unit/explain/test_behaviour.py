"""What a tool did beside what it said: files, programs, listeners and commands, each with near misses."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermark.explain.behaviour import MOST, behaviour
from countermark.model.behaviour import Behaviour, LeftKind, Reach
from countermark.model.observation import Address, Exchange, Feature, Observation
from countermark.model.probes import SeenRead, Traced
from countermark.model.profile import Reply, Scenario, ToolCall
from countermark.model.run import Blob, Capture, FileLeft, Session

NOTHING = Blob(sha256="0" * 64, size_bytes=0, kept_bytes=0)
SESSION = Session(
    argv=("agent", "-p", "hello"),
    exit_code=0,
    timed_out=False,
    stopped_by="",
    wall_s=1.0,
    cpu_s=1.0,
    stdout=NOTHING,
    stderr=NOTHING,
)
LISTING = Scenario(
    id="s",
    title="",
    sha256="",
    prompts=("hello",),
    replies=(
        Reply(
            text="",
            tool_call=ToolCall(tools=("Bash",), arguments_json='{"command": "ls", "commands": ["ls"], "path": "x"}'),
        ),
        Reply(text="ok"),
    ),
)


def left(path: str, size_bytes: int = 1, *, link_to: str = "") -> FileLeft:
    return FileLeft(path=path, size_bytes=size_bytes, sha256="a" * 64, link_to=link_to)


def capture(run: str, *files: FileLeft) -> Capture:
    return Capture(
        run=run,
        started="2026-01-01T00:00:00+00:00",
        clock="2026-01-01T00:00:00+00:00",
        sessions=(SESSION,),
        connections=(),
        dns=(),
        datagrams=(),
        files=files,
        lab_s=0.0,
    )


def did(
    *captures: Capture,
    observations: tuple[Observation, ...] = (),
    traced: Traced | None = None,
    watched: tuple[str, ...] = (),
) -> Behaviour:
    return behaviour(captures, observations, LISTING, traced, watched)


def started(*reads: tuple[str, str, str]) -> Traced:
    every = tuple(SeenRead(kind="process", name=name, at=at, probe=probe) for name, at, probe in reads)
    return Traced(canaries=(), comparisons=(), reads=every)


# ------------------------------------------------------------------------------------------------------------ files


def test_files_are_put_together_by_the_place_that_they_stand_below_whoever_is_at_home() -> None:
    found = did(
        capture("1", left("/home/dev/.agent/a.json", 5), left("/home/dev/.agent/b/c.json", 7)),
        capture("2", left("/home/li/.agent/a.json", 20)),
        capture("3"),
    )
    assert [dataclasses.astuple(one) for one in found.files] == [(LeftKind.HIDDEN, "~/.agent/", 2, 20, 2, "1")]
    assert found.runs == 3
    assert found.launched == SESSION.argv


@pytest.mark.parametrize(
    ("path", "kind", "place"),
    [
        ("/home/dev/.agent.json", LeftKind.HIDDEN, "~/.agent.json"),
        ("/home/dev/.config/agent/x", LeftKind.SETTINGS, "~/.config/agent/"),
        ("/home/dev/.local/share/agent/x", LeftKind.DATA, "~/.local/share/agent/"),
        ("/home/dev/.local/state/agent/x", LeftKind.DATA, "~/.local/state/agent/"),
        ("/home/dev/.cache/agent/x", LeftKind.CACHE, "~/.cache/agent/"),
        ("/home/dev/.cached/agent", LeftKind.HIDDEN, "~/.cached/"),
        ("/home/dev/notes.txt", LeftKind.ELSEWHERE, "~/notes.txt"),
        ("/home/dev/projects/x", LeftKind.ELSEWHERE, "~/projects/"),
        ("/tmp/agent-1794997802045/x", LeftKind.TEMPORARY, "/tmp/agent-*/"),
        ("/var/tmp/764fd2f3-a1e9-49bf-9c8c-5baef85ca439", LeftKind.TEMPORARY, "/var/tmp/*"),
        ("/home/dev/.decades/x", LeftKind.HIDDEN, "~/.decades/"),
    ],
)
def test_each_place_has_its_kind(path: str, kind: LeftKind, place: str) -> None:
    (found,) = did(capture("1", left(path))).files
    assert (found.kind, found.place) == (kind, place)


def test_files_of_the_working_folder_are_the_tools_work() -> None:
    found = did(capture("1", left("/home/dev/project/out.txt"), left("/home/dev/project/.git/hooks/pre-commit.sample")))
    assert found.files == found.lasting == ()


def test_what_goes_on_acting_is_told_by_itself_with_its_digest_and_where_a_link_leads() -> None:
    found = did(
        capture("1"),
        capture("2", left("/home/dev/.bashrc"), left("/home/dev/project/.git/hooks/pre-commit")),
        capture("3", left("/home/dev/.bashrc"), left("/home/dev/.local/bin/agent", link_to="/tmp/agent")),
    )
    assert [(one.place, one.path, one.runs, one.run, one.link_to) for one in found.lasting] == [
        ("git-hook", "~/project/.git/hooks/pre-commit", 1, "2", ""),
        ("path-folder", "~/.local/bin/agent", 1, "3", "/tmp/agent"),
        ("shell-start", "~/.bashrc", 2, "2", ""),
    ]
    assert found.files == ()


def test_a_thousand_names_are_counted_where_they_are_not_listed() -> None:
    found = did(capture("1", *(left(f"/home/dev/{'x' * number}") for number in range(1, MOST + 8))))
    assert (len(found.files), found.left_out) == (MOST, 7)


@given(st.lists(st.text()))
def test_any_path_can_be_left(paths: list[str]) -> None:
    did(capture("1", *(left(f"/home/dev/{path}") for path in paths), *map(left, paths)))


# --------------------------------------------------------------------------------------------- programs and listeners


def test_programs_are_those_that_the_watching_probe_saw_start() -> None:
    traced = started(
        ("uname -s", "node (started)", "system-calls"),
        ("/usr/bin/rg", "node (access)", "system-calls"),
        ("whoami", "main.js:1:2 (started)", "node-environment"),
    )
    found = did(capture("1"), traced=traced, watched=("9001-002",))
    assert [(one.command, one.by) for one in found.programs] == [("uname -s", "node")]
    assert found.traced == ("9001-002",)
    assert did(capture("1"), traced=traced).programs == ()


@pytest.mark.parametrize(
    ("address", "reach"),
    [
        ("127.0.0.1 port 41234", Reach.THIS_MACHINE),
        ("127.9.9.9 any free port", Reach.THIS_MACHINE),
        ("::1 port 5", Reach.THIS_MACHINE),
        ("::ffff:127.0.0.1 port 5", Reach.THIS_MACHINE),
        ("0.0.0.0 port 80", Reach.OTHER_MACHINES),
        (":: any free port", Reach.OTHER_MACHINES),
        ("128.0.0.1 port 80", Reach.OTHER_MACHINES),
        ("any free port", Reach.OTHER_MACHINES),
        ("/tmp/agent.sock", Reach.SOCKET),
        ("/tmp/a port 5", Reach.SOCKET),
        ("@agent", Reach.SOCKET),
        ("", Reach.SOCKET),
    ],
)
def test_who_can_reach_a_listener_follows_from_its_address(address: str, reach: Reach) -> None:
    traced = Traced(canaries=(), comparisons=(), listeners=(address,))
    (found,) = did(capture("1"), traced=traced, watched=("9001-002",)).listeners
    assert found.reach == reach


# --------------------------------------------------------------------------------------------------------- commands


def said(run: str, pointer: str, text: str, *, model: bool = True) -> Observation:
    exchange = Exchange(
        role="m:create#2",
        host="m",
        port=443,
        method="POST",
        path="/",
        connection=0,
        is_model=model,
        sent_bytes=1,
        body_offset=0,
        body_length=1,
        content_type="",
        decoded=True,
    )
    feature = Feature(address=Address(role="m:create#2", part="body", pointer=pointer), text=text)
    return Observation(run=run, features=(feature,), exchanges=(exchange,))


CALL = "/messages/1/content/0/input/command"


@pytest.mark.parametrize("pointer", [CALL, "/messages/1/tool_calls/0/function/arguments/!/command", "/x/commands/0"])
def test_a_command_that_the_tool_says_it_was_asked_for_is_told(pointer: str) -> None:
    (found,) = did(capture("1"), observations=(said("1", pointer, "ls"),)).commands
    assert (found.command, found.started, found.runs, found.run) == ("ls", None, 1, "1")


@pytest.mark.parametrize(
    "observation",
    [
        said("1", CALL, "ls -l"),
        said("1", "/messages/0/content/0/text", "ls"),
        said("1", "/tools/0/properties/command/enum/0", "ls"),
        said("1", CALL, "ls", model=False),
    ],
)
def test_a_command_that_nobody_asked_for_is_not(observation: Observation) -> None:
    assert did(capture("1"), observations=(observation,)).commands == ()


@pytest.mark.parametrize(
    ("command", "ran"),
    [
        *((shown, True) for shown in ("ls", "/bin/sh -c ls", "bash -lc ls", "bash -l -c ls")),
        *((shown, False) for shown in ("ls -l", "bash -c ls -l", "echo ls", "ssh -c ls")),
    ],
)
def test_a_command_ran_where_it_was_seen_to_start(command: str, ran: bool) -> None:  # noqa: FBT001 -- what is expected
    traced = started((command, "agent (started)", "system-calls"))
    asked = (said("1", CALL, "ls"),)
    (found,) = did(capture("1"), observations=asked, traced=traced, watched=("9001-002",)).commands
    assert found.started is ran
