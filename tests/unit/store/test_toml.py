"""Profiles, scenarios and levels are read strictly; a refusal names the key, its line, and what was meant."""

from __future__ import annotations

import contextlib
import hashlib
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermark.errors import UsageError
from countermark.model.environment import Level, Variable
from countermark.model.profile import HomeFile, Launch, Login, SkippedFactor, Terminal
from countermark.store.levels import parse_levels, read_levels
from countermark.store.profiles import builtin_profiles, find_profile, load_profile, read_profile
from countermark.store.scenarios import builtin_scenarios, load_scenario, read_scenario

SMALL = """schema = "countermark.profile/1"
id = "small-agent"
title = "Small agent"
run = ["node", "{artifact}/cli.js", "-p", "{prompt}"]
protocol = "openai-chat"
"""
LARGE = """schema = "countermark.profile/1"
id = "large-agent"
title = "Large agent"
match = ["@example/agent"]
protocol = "anthropic-messages"
timeout_s = 20

[[run]]
argv = ["{artifact}/agent", "-c", 'x={name="lab"}', "{prompt}"]
when = "agent"

[[run]]
argv = ["node", "{artifact}/cli.js"]

[env]
AGENT_KEY = "{dummy_key}"

[base-url]
env = "AGENT_URL"
path = "/v1"

[files]
".agent/settings.json" = "{}"

[skip]
clock = "a static binary cannot be given one"
"""


def test_the_required_keys_are_enough() -> None:
    profile = read_profile(SMALL.encode(), "small.toml")
    assert profile.launches == (Launch(argv=("node", "{artifact}/cli.js", "-p", "{prompt}")),)
    assert profile.sha256 == hashlib.sha256(SMALL.encode()).hexdigest()
    assert (profile.base_url_variable, profile.timeout_s) == ("", 60.0)


def test_every_key_is_read() -> None:
    profile = read_profile(LARGE.encode(), "large.toml")
    assert [launch.when for launch in profile.launches] == ["agent", ""]
    assert profile.variables == (Variable(name="AGENT_KEY", value="{dummy_key}"),)
    assert (profile.base_url_variable, profile.base_url_path) == ("AGENT_URL", "/v1")
    assert profile.files == (HomeFile(path=".agent/settings.json", content="{}"),)
    assert profile.skip_factors == (SkippedFactor(factor="clock", reason="a static binary cannot be given one"),)
    assert profile.timeout_s == 20


POINTED = f"""{SMALL}
[base-url]
path = "/v1"
args = ["--url", "{{base_url}}"]

[base-url.files]
".agent/settings.json" = '{{"url": "{{base_url}}"}}'
"""


def test_a_tool_can_be_pointed_elsewhere_by_arguments_and_files() -> None:
    profile = read_profile(POINTED.encode(), "pointed.toml")
    assert profile.base_url_arguments == ("--url", "{base_url}")
    assert profile.base_url_files == (HomeFile(path=".agent/settings.json", content='{"url": "{base_url}"}'),)
    assert (profile.base_url_variable, profile.base_url_path, profile.takes_base_url) == ("", "/v1", True)
    assert not read_profile(SMALL.encode(), "small.toml").takes_base_url


TERMINAL = """
[terminal]
without = ["-p", "{prompt}"]
args = ["{work}"]
ready = ">"
leave = ["/exit", "\\r"]

[terminal.files]
".agent/trusted.json" = "{}"
"""


def test_how_a_tool_is_used_at_a_terminal() -> None:
    profile = read_profile(f"{SMALL}{TERMINAL}".encode(), "p.toml")
    assert profile.terminal == Terminal(
        without=("-p", "{prompt}"),
        arguments=("{work}",),
        files=(HomeFile(path=".agent/trusted.json", content="{}"),),
        ready=">",
        leave=("/exit", "\r"),
    )
    assert read_profile(SMALL.encode(), "p.toml").terminal is None


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ('"-p", "{prompt}"', '"-p"', "the prompt still stands in the command"),
        (".agent/trusted.json", "/etc/passwd", "does not stay inside"),
        ("{work}", "{worm}", "{worm} is no placeholder"),
    ],
)
def test_a_mistake_in_a_terminal_is_named(old: str, new: str, why: str) -> None:
    with pytest.raises(UsageError) as caught:
        read_profile(f"{SMALL}{TERMINAL.replace(old, new)}".encode(), "p.toml")
    assert why in f"{caught.value.what} {caught.value.why}"


LOGIN = """
[env]
AGENT_KEY = "k"

[login]
without = ["AGENT_KEY"]
env = {AGENT_USER = "{home}"}

[login.files]
".agent/login.json" = "{}"
"""


def test_a_login_takes_the_place_of_the_key() -> None:
    profile = read_profile(f"{SMALL}{LOGIN}".encode(), "p.toml")
    assert profile.login == Login(
        without=("AGENT_KEY",),
        variables=(Variable(name="AGENT_USER", value="{home}"),),
        files=(HomeFile(path=".agent/login.json", content="{}"),),
    )
    assert read_profile(SMALL.encode(), "p.toml").login is None


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ('["AGENT_KEY"]', '["OTHER_KEY"]', "OTHER_KEY does not stand in [env]"),
        (".agent/login.json", "../login.json", "does not stay inside"),
        ("{home}", "{hom}", "{hom} is no placeholder"),
    ],
)
def test_a_mistake_in_a_login_is_named(old: str, new: str, why: str) -> None:
    with pytest.raises(UsageError) as caught:
        read_profile(f"{SMALL}{LOGIN}".replace(old, new).encode(), "p.toml")
    assert why in f"{caught.value.what} {caught.value.why}"


def test_a_login_that_changes_nothing_is_refused() -> None:
    with pytest.raises(UsageError, match="names no way"):
        read_profile(f"{SMALL}\n[login]\nwithout = []\n".encode(), "p.toml")


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("{base_url}", "{base-url}", "{base-url} is no placeholder"),
        ('".agent', '"/agent', "does not stay inside"),
        (POINTED.partition("args =")[2], " []", "it names no way"),
    ],
)
def test_a_mistake_in_how_a_tool_is_pointed_is_named(old: str, new: str, why: str) -> None:
    assert old in POINTED
    with pytest.raises(UsageError) as raised:
        read_profile(POINTED.replace(old, new, 1).encode(), "p.toml")
    assert raised.value.what.startswith("p.toml")
    assert why in raised.value.why


@pytest.mark.parametrize("key", ["schema", "id", "title", "run", "protocol"])
def test_a_missing_key_is_named(key: str) -> None:
    text = "\n".join(line for line in SMALL.splitlines() if not line.startswith(key))
    with pytest.raises(UsageError) as raised:
        read_profile(text.encode(), "p.toml")
    assert (raised.value.what, raised.value.why) == (f"p.toml, line 1: {key}", "this key is missing")
    assert raised.value.exit_code == 2


@pytest.mark.parametrize(
    ("old", "new", "what", "why", "hint"),
    [
        ("title =", "titel =", "p.toml, line 3: titel", "unknown", "did you mean title?"),
        ("timeout_s = 20", "timeout = 20", "p.toml, line 6: timeout", "unknown", "did you mean timeout_s?"),
        ("[base-url]", "[base_url]", "p.toml, line 18: base_url", "unknown", "did you mean base-url?"),
        ('path = "/v1"', 'paht = "/v1"', "p.toml, line 20: base-url.paht", "unknown", "did you mean path?"),
        ('when = "agent"', 'wen = "agent"', "p.toml, line 10: run[0].wen", "unknown", "did you mean when?"),
        ("timeout_s = 20", 'timeout_s = "20"', "p.toml, line 6: timeout_s", "valid number", ""),
        ("timeout_s = 20", "timeout_s = 0", "p.toml, line 6: timeout_s", "greater than 0", ""),
        ("timeout_s = 20", "timeout_s = true", "p.toml, line 6: timeout_s", "valid number", ""),
        ("profile/1", "profile/2", "p.toml, line 1: schema", "countermark.profile/1", ""),
        ('"large-agent"', '"Large Agent"', "p.toml, line 2: id", "pattern", ""),
        ("{prompt}", "{promt}", "p.toml, line 8: run", "{promt} is no placeholder", "did you mean {prompt}?"),
        ("{dummy_key}", "{zzz}", "p.toml, line 16: env.AGENT_KEY", "{zzz}", "placeholders are {artifact}"),
        ('".agent/', '"../', "p.toml, line 23: files.../settings.json", "does not stay inside", ""),
        ('when = "agent"', 'when = "/agent"', "p.toml", "does not stay inside", ""),
        ('argv = ["node", "{artifact}/cli.js"]', "argv = []", "p.toml", "at least 1 item", ""),
    ],
)
def test_a_mistake_is_named_with_its_line(old: str, new: str, what: str, why: str, hint: str) -> None:
    assert old in LARGE
    with pytest.raises(UsageError) as raised:
        read_profile(LARGE.replace(old, new, 1).encode(), "p.toml")
    assert raised.value.what.startswith(what)
    assert why in raised.value.why
    assert raised.value.hint.startswith(hint)


@pytest.mark.parametrize("content", [b"\xff", b"= 1", b"a = [" * 5000, b"", b"[[[["])
def test_what_is_no_toml_is_said(content: bytes) -> None:
    with pytest.raises(UsageError, match=r"p\.toml"):
        read_profile(content, "p.toml")


@given(st.lists(st.sampled_from(SMALL.splitlines() + LARGE.splitlines() + ["x = 1", "[a]", "run = 1", "[[files]]"])))
def test_any_text_is_read_or_refused(lines: list[str]) -> None:
    with contextlib.suppress(UsageError):
        read_profile("\n".join(lines).encode(), "p.toml")


@pytest.mark.parametrize("sourced", builtin_profiles(), ids=lambda sourced: sourced.value.id)
def test_built_in_profiles_are_in_order(sourced: object) -> None:
    profile = sourced.value
    assert (
        sourced.origin == f"profiles/{profile.id.replace('-', '_')}.toml"
        or sourced.origin == f"profiles/{profile.id}.toml"
    )
    assert load_profile(profile.id) == sourced
    for name in profile.match:
        assert find_profile(name) == sourced


def test_a_profile_is_found_by_file_or_not_at_all(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(SMALL)
    found = load_profile(str(tmp_path / "mine.toml"))
    assert (found.value.id, found.content) == ("small-agent", SMALL.encode())
    assert find_profile("no-such-package") is None
    with pytest.raises(UsageError, match="there is no profile 'no-such-profile'"):
        load_profile("no-such-profile")
    with pytest.raises(UsageError, match="cannot read"):
        load_profile(str(tmp_path / "missing.toml"))
    (tmp_path / "huge.toml").write_bytes(b"#" * (1 << 21))
    with pytest.raises(UsageError, match="is larger than"):
        load_profile(str(tmp_path / "huge.toml"))


SCENARIO = """schema = "countermark.scenario/1"
id = "two-turns"
title = "Two turns"
prompts = ["say ok", "again"]

[[replies]]
text = "ok"

[[replies]]
text = "done"
[replies.tool-call]
tools = ["Bash", "shell"]
arguments = { command = "echo ’", timeout = 5 }
"""


def test_a_scenario_is_read() -> None:
    scenario = read_scenario(SCENARIO.encode(), "s.toml")
    assert scenario.prompts == ("say ok", "again")
    assert scenario.replies[0].tool_call is None
    call = scenario.replies[1].tool_call
    assert call is not None
    assert call.tools == ("Bash", "shell")
    assert json.loads(call.arguments_json) == {"command": "echo ’", "timeout": 5}


@pytest.mark.parametrize(
    ("old", "new", "what", "hint"),
    [
        ("prompts", "promts", "s.toml, line 4: promts", "did you mean prompts?"),
        ("[replies.tool-call]", "[replies.tool_call]", "s.toml", "did you mean tool-call?"),
        ('tools = ["Bash", "shell"]', "tools = []", "s.toml, line 12: replies[1].tool-call.tools", ""),
        ("timeout = 5", "timeout = 1979-05-27", "s.toml", ""),
        ('["say ok", "again"]', "[]", "s.toml, line 4: prompts", ""),
    ],
)
def test_a_mistake_in_a_scenario_is_named(old: str, new: str, what: str, hint: str) -> None:
    with pytest.raises(UsageError) as raised:
        read_scenario(SCENARIO.replace(old, new, 1).encode(), "s.toml")
    assert raised.value.what.startswith(what)
    assert raised.value.hint.startswith(hint)


def test_built_in_scenarios_are_in_order() -> None:
    for sourced in builtin_scenarios():
        assert load_scenario(sourced.value.id) == sourced
    with pytest.raises(UsageError, match="there is no scenario"):
        load_scenario("no-such-scenario")


def test_levels_are_read_each_once(tmp_path: Path) -> None:
    text = 'schema = "countermark.levels/1"\n[levels]\ntimezone = ["Asia/Tokyo", "Asia/Tokyo"]\nlocale = ["ja_JP"]\n'
    (tmp_path / "levels.toml").write_text(text)
    assert read_levels(tmp_path / "levels.toml") == (
        Level(factor="timezone", value="Asia/Tokyo"),
        Level(factor="locale", value="ja_JP"),
    )


@pytest.mark.parametrize("value", ["[]", '"Asia/Tokyo"', "[1]"])
def test_a_mistake_in_levels_is_named(value: str) -> None:
    text = f'schema = "countermark.levels/1"\n[levels]\ntimezone = {value}\n'
    with pytest.raises(UsageError, match=r"l\.toml, line 3: levels\.timezone"):
        parse_levels(text.encode(), "l.toml")
