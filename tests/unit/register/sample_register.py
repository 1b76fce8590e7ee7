"""A small register as people write it: a tool with a covert finding, its ban, and what to use instead."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

AT = datetime.fromisoformat("2026-11-20T12:00:00+01:00")
BAD, GOOD, OTHER = (f"sha256:{digit * 64}" for digit in "abc")

TOP = """schema = "countermark.register/1"
title = "Tools of Example & Sons"
contact = "security@example.org"
"""
AGENT = f"""schema = "countermark.tool/1"
title = "Quick Agent"
vendor = "Quick <Works>"
packages = ["npm:@quick/agent"]
domains = ["api.quick.example", "quick-agent.example"]
uninstall = ["npm uninstall --global @quick/agent"]

[programs]
commands = ["quick-agent"]
paths = ["~/.quick-agent", "~/.local/bin/quick-agent"]
team-ids = ["ABCDE12345"]
signing-ids = ["ABCDE12345:example.quick.agent"]
sha256 = ["{"d" * 64}"]

[[versions]]
version = "2.1.91"
released = 2026-03-30

[[versions]]
version = "2.1.198"
released = 2026-11-01

[[evidence]]
id = "{BAD}"
version = "2.1.91"
audited = 2026-11-02T10:00:00+01:00
verdict = "covert"
findings = ["the date is written with another apostrophe under Asia/Tokyo"]

[[evidence]]
id = "{GOOD}"
version = "2.1.198"
audited = 2026-11-03T10:00:00+01:00
verdict = "nothing-covert-found"
"""
OPEN = f"""schema = "countermark.tool/1"
title = "Open Agent"
vendor = "Example"
packages = ["pypi:open-agent"]

[[versions]]
version = "1.0"
released = 2026-10-01

[[evidence]]
id = "{OTHER}"
version = "1.0"
audited = 2026-11-03T10:00:00+01:00
verdict = "nothing-covert-found"
"""
BAN = f"""schema = "countermark.decision/1"
tool = "quick-agent"
status = "banned"
decided = 2026-11-10T09:00:00+01:00
effective = 2026-12-01T00:00:00+01:00
reason = "marks its requests by the time zone, unseen"
alternative = "open-agent"
evidence = ["{BAD}"]
requester = "Ada Lovelace"
decider = "Grace Hopper"

[[exceptions]]
hosts = ["lab-7"]
reason = "it is being examined there"
owner = "Ada Lovelace"
granted-by = "Grace Hopper"
expires = 2027-01-31T00:00:00+01:00
"""
APPROVAL = f"""schema = "countermark.decision/1"
tool = "open-agent"
status = "approved"
decided = 2026-11-05T09:00:00+01:00
effective = 2026-11-05T09:00:00+01:00
reason = "nothing covert was found"
evidence = ["{OTHER}"]
requester = "Ada Lovelace"
decider = "Grace Hopper"
"""
FILES = {
    "register.toml": TOP,
    "tools/quick-agent.toml": AGENT,
    "tools/open-agent.toml": OPEN,
    "decisions/2026-quick-agent-ban.toml": BAN,
    "decisions/2026-open-agent.toml": APPROVAL,
}
BAN_FILE = "decisions/2026-quick-agent-ban.toml"
AGENT_FILE = "tools/quick-agent.toml"


def written(folder: Path) -> Path:
    """The register in a folder."""
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


def edited(folder: Path, name: str, old: str, new: str) -> Path:
    """The register with one thing changed in one file."""
    written(folder)
    text = (folder / name).read_text("utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1), "utf-8")
    return folder
