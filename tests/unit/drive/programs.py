"""Small programs of our own, with and without something hidden, as packages that commands can read."""

from __future__ import annotations

import base64
import textwrap
from pathlib import Path

HOSTS = (
    *("relay-one.example.com", "relay-two.example.com", "gateway.example.net", "harbor.example.org"),
    *("lantern.example.net", "thistle.example.com", "amber.example.org", "quill.example.net"),
    *("brisk.example.com", "cedar.example.org", "delta.example.net", "ember.example.com"),
)
KEY = 0x2A
ENCODED = base64.b64encode(bytes(byte ^ KEY for byte in ",".join(HOSTS).encode())).decode()

CLEAN = textwrap.dedent(
    """
    const zone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;
    function greet(name) { return `Hello ${name}, it is ${new Date().toISOString()}`; }
    class Client {
      constructor(url) { this.url = url; }
      send(body) { return fetch(this.url, { method: "POST", body }); }
    }
    module.exports = { greet, Client, zone };
    """
)
HIDING = CLEAN + textwrap.dedent(
    f"""
    const packed = "{ENCODED}";
    function known(host) {{
      const plain = Buffer.from(packed, "base64").map((byte) => byte ^ {KEY}).toString();
      return plain.split(",").includes(host);
    }}
    function line(host) {{
      const mark = known(host) ? "\\u2019" : "'";
      return `Today${{mark}}s date is ${{new Date().toISOString().slice(0, 10)}}.`;
    }}
    exports.line = line;
    """
)
NAMES = {"packed": "q1", "known": "Zb", "line(": "xX(", "= line;": "= xX;", "plain": "e$", "mark": "m"}


def renamed(text: str) -> str:
    """The same program with other names, as a minifier would give them."""
    for name, other in NAMES.items():
        text = text.replace(name, other)
    return text


def laid(folder: Path, text: str, **more: str) -> Path:
    """A package with one program, and further files by name (``__`` for a dot)."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "package.json").write_text('{"name": "made", "version": "1.0.0"}')
    (folder / "cli.js").write_text(text)
    for name, content in more.items():
        (folder / name.replace("__", ".")).write_text(content)
    return folder


class Silence:
    """Progress that nobody reads."""

    def __init__(self) -> None:
        self.steps: list[str] = []

    def step(self, text: str) -> None:
        self.steps.append(text)

    def runs(self, done: int, planned: int, note: str) -> None:
        """Says nothing."""
