"""The profiles and scenarios that come with Countermark are of their form and name what exists."""

from __future__ import annotations

import json

import pytest

from countermark.store.profiles import builtin_profiles, find_profile, load_profile
from countermark.store.scenarios import builtin_scenarios, load_scenario
from countermark.wire import protocols

OPT_OUT = ("DO_NOT_TRACK", "DISABLE", "TELEMETRY", "NO_UPDATE", "NONESSENTIAL")
PROTOCOLS = {protocol.id for protocol in protocols.ALL}
PROFILES = {
    "aider": "aider-chat",
    "claude-code": "@anthropic-ai/claude-code",
    "cline": "cline",
    "codex": "@openai/codex",
    "continue": "@continuedev/cli",
    "copilot": "@github/copilot",
    "gemini-cli": "@google/gemini-cli",
    "opencode": "opencode-ai",
    "pi": "@mariozechner/pi-coding-agent",
    "qodercli": "@qoder-ai/qodercli",
    "qwen-code": "@qwen-code/qwen-code",
}


def test_the_built_in_ids() -> None:
    assert [item.value.id for item in builtin_profiles()] == sorted(PROFILES)
    assert [item.value.id for item in builtin_scenarios()] == ["one-prompt", "session", "sessions", "tool-call"]


@pytest.mark.parametrize("item", builtin_profiles(), ids=lambda item: item.value.id)
def test_a_profile_speaks_a_known_protocol_and_opts_out_of_nothing(item: object) -> None:
    profile = item.value  # type: ignore[attr-defined]
    assert profile.protocol in PROTOCOLS
    assert not [item.name for item in profile.variables if any(word in item.name for word in OPT_OUT)]
    assert profile.takes_base_url
    assert all("{prompt}" in launch.argv and launch.when for launch in profile.launches)


@pytest.mark.parametrize("item", builtin_profiles(), ids=lambda item: item.value.id)
def test_what_points_a_tool_elsewhere_says_where(item: object) -> None:
    profile = item.value  # type: ignore[attr-defined]
    texts = [*profile.base_url_arguments, *(file.content for file in profile.base_url_files)]
    assert profile.base_url_variable or any("{base_url}" in text for text in texts)


@pytest.mark.parametrize("profile", PROFILES)
def test_a_package_finds_its_profile(profile: str) -> None:
    found = find_profile(PROFILES[profile])
    assert found is not None
    assert found.value == load_profile(profile).value


def test_the_tool_call_is_followed_by_an_answer() -> None:
    scenario = load_scenario("tool-call").value
    first, last = scenario.replies
    assert first.tool_call is not None
    assert "README.md" in json.loads(first.tool_call.arguments_json).values()
    assert last.tool_call is None
    assert load_scenario("one-prompt").value.replies[0].tool_call is None


def test_a_session_reads_a_file_runs_a_command_and_ends() -> None:
    read, run, last = load_scenario("session").value.replies
    assert read.tool_call == load_scenario("tool-call").value.replies[0].tool_call
    assert run.tool_call is not None
    assert json.loads(run.tool_call.arguments_json)["command"] == "ls"
    assert last.tool_call is None


def test_every_session_reads_the_file_by_a_prompt_of_its_own() -> None:
    scenario = load_scenario("sessions").value
    assert len(set(scenario.prompts)) == 3
    assert not [one for one in scenario.prompts for other in scenario.prompts if one != other and one in other]
    assert scenario.replies == load_scenario("tool-call").value.replies
