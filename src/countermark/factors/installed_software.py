"""Other tools of the user: their folders in the home, and commands on the PATH.

The commands are stubs that end at once. The groups are tools of one kind, each with the places that its own
documentation names: Codex (https://developers.openai.com/codex/config-reference/), Gemini CLI
(https://geminicli.com/docs/cli/configuration/), Cursor (https://cursor.com/docs), Continue
(https://docs.continue.dev), claude-code-router (https://github.com/musistudio/claude-code-router), cc-switch
(https://github.com/farion1231/cc-switch), Clash and mihomo (https://wiki.metacubex.one), v2ray
(https://www.v2fly.org), Fcitx 5 (https://wiki.archlinux.org/title/Fcitx5), mitmproxy
(https://docs.mitmproxy.org), Burp Suite, Wireshark (https://www.wireshark.org/docs/), Frida, the command lines of
Alibaba Cloud, Tencent Cloud, AWS and Google Cloud. Where the profile of the audited tool places the same file, that
one stays. A level may also list its own: ``.config/tool/settings.json,bin:tool``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from countermark.errors import UsageError
from countermark.factors.factor import UNSET, Factor, derivations
from countermark.model.environment import Derivation, PlacedFile, Setup

_ID = "installed-software"
_COMMAND = "bin:"
_STUB = b"#!/bin/sh\nexit 0\n"
_ENTRY = re.compile(r"(?:bin:)?[A-Za-z0-9._][A-Za-z0-9._+-]*(?:/[A-Za-z0-9._][A-Za-z0-9._+-]*){0,7}\Z")

_GROUPS = {
    "ai-agents": (
        ".codex/config.toml",
        ".continue/config.yaml",
        ".cursor/mcp.json",
        ".gemini/settings.json",
        "bin:codex",
        "bin:cursor-agent",
        "bin:gemini",
    ),
    "proxies": (
        ".config/clash/config.yaml",
        ".config/fcitx5/profile",
        ".config/mihomo/config.yaml",
        ".config/v2ray/config.json",
        "bin:clash",
        "bin:mihomo",
        "bin:v2ray",
    ),
    "model-switchers": (".cc-switch/config.json", ".claude-code-router/config.json", "bin:cc-switch", "bin:ccr"),
    "traffic-analysis": (
        ".BurpSuite/UserConfigCommunity.json",
        ".config/wireshark/preferences",
        ".mitmproxy/config.yaml",
        "bin:frida",
        "bin:mitmproxy",
        "bin:tshark",
    ),
    "clouds": (
        ".aliyun/config.json",
        ".aws/config",
        ".config/gcloud/configurations/config_default",
        ".tccli/default.configure",
        "bin:aliyun",
        "bin:aws",
        "bin:gcloud",
        "bin:tccli",
    ),
}


def _entries(value: str) -> tuple[str, ...]:
    return () if value == UNSET else _GROUPS.get(value, tuple(value.split(",")))


def check(value: str) -> None:
    """``value`` is ``unset``, a group, or a list of paths below the home and of commands.

    Raises:
        UsageError: it is none of these.
    """
    for entry in _entries(value):
        name = entry.removeprefix(_COMMAND)
        if not _ENTRY.match(entry) or {".", ".."} & set(name.split("/")) or (entry != name and "/" in name):
            raise UsageError(
                f"{value!r} is not a level of {_ID}",
                why=f"it is neither one of {', '.join(_GROUPS)} nor a list of files below the home and of commands",
                hint=f"for example {_ID}=.config/tool/settings.json,bin:tool",
            )


def setup(value: str) -> Setup:
    """An empty settings file for each folder, and a stub for each command."""
    return Setup(files=tuple(_file(entry) for entry in _entries(value)))


def _file(entry: str) -> PlacedFile:
    if entry.startswith(_COMMAND):
        return PlacedFile(path=f"{{home}}/.local/bin/{entry.removeprefix(_COMMAND)}", content=_STUB, mode=0o755)
    return PlacedFile(path=f"{{home}}/{entry}", content=b"{}\n" if entry.endswith(".json") else b"")


def derive(value: str, instant: str) -> tuple[Derivation, ...]:  # noqa: ARG001 -- the same at every instant
    """Paths, folders and commands."""
    return derivations(_ID, value, _forms(value))


def _forms(value: str) -> Iterator[tuple[str, str]]:
    for entry in _entries(value):
        name = entry.removeprefix(_COMMAND)
        if entry != name:
            yield "command", name
            continue
        folder, _, file = name.rpartition("/")
        yield "value", name
        yield "value", folder or file


FACTOR = Factor(
    id=_ID,
    title="Other tools of the user",
    levels=(UNSET, "ai-agents", "proxies"),
    contrasts=("model-switchers", "traffic-analysis", "clouds"),
    setup=setup,
    derive=derive,
    check=check,
)
