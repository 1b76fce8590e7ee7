"""A small agent in a folder of its own, audited by the real command line."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from dataclasses import dataclass
from pathlib import Path

from countermark import factors

COUNTERMARK = Path(sys.executable).parent / "countermark"

CALL = """
    import http.client, json, os, sys
    TZ, CI = os.environ.get("TZ", ""), "CI" in os.environ
    def call(system):
        body = {"model": "m", "max_tokens": 9, "system": system, "tools": [{"name": "t", "input_schema": {}}],
                "messages": [{"role": "user", "content": sys.argv[1]}]}
        connection = http.client.HTTPSConnection("api.anthropic.com", timeout=10)
        connection.request("POST", "/v1/messages", json.dumps(body, ensure_ascii=False).encode(), {})
        print(json.loads(connection.getresponse().read())["content"][0]["text"])
        connection.close()
"""

COVERT = 'call("Today" + ("\\u2019" if TZ.startswith("Asia/") else "\'") + "s task is small.")'
CLEAN = 'call("Today\'s task is small.")'


@dataclass(frozen=True)
class Agent:
    """``source`` goes on behind ``CALL``; only the factors of ``varied`` are varied, so that its audit is short."""

    folder: Path

    @classmethod
    def made(cls, folder: Path, source: str, *varied: str, profile: str = "") -> Agent:
        (folder / "agent").mkdir(parents=True)
        # pytest's temporary folders are private to their owner, and the tool is somebody else.
        for part in (folder / "agent", folder, *list(folder.parents)[:2]):
            part.chmod(0o755)
        (folder / "agent" / "main.py").write_text(textwrap.dedent(CALL) + source + "\n", "utf-8")
        kept = varied or ("timezone", "ci")
        skipped = [f'{factor.id} = "kept short"' for factor in factors.ALL if factor.id not in kept]
        lines = [
            'schema = "countermark.profile/1"',
            'id = "small-agent"',
            'title = "A small agent"',
            'run = ["python3", "{artifact}/main.py", "{prompt}"]',
            'protocol = "anthropic-messages"',
            "timeout_s = 20",
            profile,
            "[skip]",
            *skipped,
        ]
        (folder / "profile.toml").write_text("\n".join(lines) + "\n", "utf-8")
        return cls(folder)

    def argv(self, out: str, *more: str) -> list[str]:
        """The command that audits it into the folder ``out``."""
        named = ("--profile", str(self.folder / "profile.toml"), "--out", str(self.folder / out))
        return [str(COUNTERMARK), "audit", str(self.folder / "agent"), *named, *more]

    def audit(self, out: str, *more: str) -> subprocess.CompletedProcess[str]:
        return run(*self.argv(out, *more), folder=self.folder)


def run(*argv: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """A command, with its caches below ``folder``."""
    surroundings = {**os.environ, "XDG_CACHE_HOME": str(folder / "cache")}
    return subprocess.run(argv, capture_output=True, text=True, check=False, cwd=folder, env=surroundings)
