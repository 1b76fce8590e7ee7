"""Questions found by reading and by probes are one by name, and say which of the varied factors decide the answer."""

from __future__ import annotations

from dataclasses import replace

from countermark.drive.asked import READ_IN_TEXT, asked, factors_asked, factors_read
from countermark.model.probes import SeenRead, Traced
from countermark.model.profile import Launch, Profile
from countermark.model.static import Read, Where
from unit.store.audits import inputs

PROFILE = Profile(
    id="agent",
    title="Agent",
    sha256="0" * 64,
    match=("agent",),
    launches=(Launch(argv=("agent",)),),
    protocol="openai-chat",
    base_url_variable="AGENT_URL",
)
PLACE = Where(file="a.js", sha256="0" * 64, start=0, end=1)


def read(name: str, kind: str = "variable", *, computed: bool = False) -> Read:
    return Read(kind=kind, name=name, where=PLACE, computed=computed)  # type: ignore[arg-type]


def test_which_factors_decide_what_is_read() -> None:
    assert factors_read(read("AGENT_URL"), PROFILE) == ("base-url",)
    assert factors_read(read("TZ"), PROFILE) == ("timezone",)
    assert "locale" in factors_read(read("LANG"), PROFILE)
    assert factors_read(read("https_proxy"), PROFILE) == ("https-proxy",)
    assert factors_read(read("", "hostname"), PROFILE) == ("hostname",)
    assert factors_read(read("SOMETHING_ELSE"), PROFILE) == ()
    assert factors_read(read("TZ", computed=True), PROFILE) == ()


def test_which_factors_decide_what_a_file_says() -> None:
    assert factors_asked("foreign-file", "/etc/os-release", PROFILE) == ("os-release",)
    assert factors_asked("home-file", "~/.gitconfig", PROFILE) == ("git-identity",)
    assert factors_asked("time-zone", "/etc/timezone", PROFILE) == ("timezone",)
    assert factors_asked("foreign-file", "/etc/fstab", PROFILE) == ()
    assert factors_asked("variable", "HOME", PROFILE) == ("username",)


def test_what_was_read_and_what_was_seen_join_by_name() -> None:
    seen = tuple(
        SeenRead(kind="variable", name=name, at="at main.mjs:3", probe="node-environment") for name in ("TZ", "FOO")
    )
    before = inputs()
    assert before.static is not None
    found = replace(before.static.findings, reads=(read("TZ"), read("BAR"), read("QUX", computed=True)))
    static = replace(before.static, findings=found)
    joined = {
        one.name: one
        for one in asked(replace(before, static=static, traced=Traced(canaries=(), comparisons=(), reads=seen)))
    }
    assert set(joined) == {"TZ", "FOO", "BAR"}
    assert joined["TZ"].found_by == (READ_IN_TEXT, "node-environment")
    assert joined["TZ"].varied_by == tuple(item.factor for item in before.question.factors if item.factor == "timezone")
    assert (joined["FOO"].found_by, joined["FOO"].varied_by, joined["FOO"].at) == (
        ("node-environment",),
        (),
        "at main.mjs:3",
    )
    assert joined["BAR"].at == ""


def test_a_question_ran_where_any_place_that_asks_it_did() -> None:
    before = inputs()
    assert before.static is not None
    every = (read("TZ"), read("TZ"), read("IDLE"), read("ELSEWHERE"), read("SEEN"))
    static = replace(before.static, findings=replace(before.static.findings, reads=every))
    seen = (SeenRead(kind="variable", name="SEEN", at="at main.mjs:3", probe="node-environment"),)
    traced = Traced(canaries=(), comparisons=(), reads=seen, reads_ran=(1,), reads_idle=(0, 2, 4))
    ran = {one.name: one.ran for one in asked(replace(before, static=static, traced=traced))}
    assert ran == {"TZ": "yes", "IDLE": "no", "ELSEWHERE": "", "SEEN": "yes"}
