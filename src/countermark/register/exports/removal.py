"""Scripts that move a banned tool out of the way, for Jamf Pro and Intune on macOS, and for Linux.

Three for each tool: a dry run, the removal and its undo. Files are moved to a folder of root's, never deleted; nothing
happens before the ban takes effect, nor on a host with an exception.

Source (all read 2026-11): https://learn.jamf.com/en-US/bundle/jamf-pro-documentation-current/page/Scripts.html
(three parameters come first), https://learn.microsoft.com/en-us/intune/intune-service/apps/macos-shell-scripts (it
begins with #! and gets no arguments), https://docs.npmjs.com/cli/v11/configuring-npm/folders (lib/node_modules and bin
below a prefix), https://pipx.pypa.io/stable/explanation/how-pipx-works/ and
https://docs.astral.sh/uv/reference/storage/ (tools of pipx and uv below a home).
"""

from __future__ import annotations

import importlib.resources
import shlex
from datetime import UTC, datetime

from countermark.register.bans import Ban, Bans
from countermark.register.exports.record import Export, Exported, Piece
from countermark.text.visible import visible

MODES = ("dry-run", "remove", "undo")
NODE_PREFIXES = (".npm-global", ".local", ".nvm/versions/node/*")
PYTHON_TOOLS = (".local/pipx/venvs", ".local/share/pipx/venvs", ".local/share/uv/tools")

_SCRIPT = (importlib.resources.files("countermark.register") / "templates" / "remove.sh").read_text("utf-8")


def render(bans: Bans) -> Exported:
    """The scripts of every ban of all versions: a script cannot tell them apart."""
    whole = [ban for ban in bans.all if ban.is_whole]
    pieces = tuple(Piece(name=f"{ban.tool}-{mode}.sh", text=_script(ban, mode)) for ban in whole for mode in MODES)
    notes = [
        f"{ban.form.title} {', '.join(ban.decision.versions)}: versions cannot be told apart here"
        for ban in bans.all
        if not ban.is_whole
    ]
    notes += [f"{ban.form.title}: no path of it is known" for ban in whole if not [*_home(ban), *_prefix(ban)]]
    return Exported(pieces=pieces, notes=tuple(notes))


def _script(ban: Ban, mode: str) -> str:
    said = {
        "TITLE": visible(ban.in_words()),
        "MODE": mode,
        "TOOL": ban.tool,
        "FROM": _utc(ban.decision.effective),
        "EXEMPT": "\n".join(
            f'    {shlex.quote(host)}) [ "$now" -lt {_utc(one.expires)} ] ;;'
            for one in ban.exceptions
            for host in one.hosts
        ),
        "HOME": "\n".join(_home(ban)) or "    :",
        "PREFIX": "\n".join(_prefix(ban)) or "    :",
    }
    # A text may itself hold what looks like a place to fill in, so every line is filled in once.
    lines = (_filled(line, said) for line in _SCRIPT.splitlines())
    return "".join(f"{line}\n" for line in lines if line is not None)


def _filled(line: str, said: dict[str, str]) -> str | None:
    for name, text in said.items():
        before, found, after = line.partition(f"@{name}@")
        if found:
            return f"{before}{text}{after}" if text else None
    return line


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%d%H%M%S}"


def _home(ban: Ban) -> tuple[str, ...]:
    """A line of the script for each place in a home, each once."""
    found = [path.removeprefix("~/") for path in ban.form.programs.paths]
    for package in ban.form.packages:
        kind, _, name = package.partition(":")
        if kind == "npm":
            found += [f"{place}/lib/node_modules/{name}" for place in NODE_PREFIXES]
        else:
            found += [f"{place}/{name}" for place in PYTHON_TOOLS]
    if ban.form.packages:
        found += [f"{place}/bin/{command}" for command in ban.form.programs.commands for place in NODE_PREFIXES]
    return tuple(_take("home", path) for path in dict.fromkeys(found))


def _prefix(ban: Ban) -> tuple[str, ...]:
    """The same below a place where packages are installed for everybody."""
    names = [package.removeprefix("npm:") for package in ban.form.packages if package.startswith("npm:")]
    found = [f"lib/node_modules/{name}" for name in names]
    found += [f"bin/{command}" for command in ban.form.programs.commands if names]
    return tuple(_take("prefix", path) for path in found)


def _take(top: str, path: str) -> str:
    before, star, after = path.partition("/*/")
    if star:
        return f'    for place in "${top}"/{before}/*; do take "$place"/{shlex.quote(after)} "${top}"; done'
    return f'    take "${top}"/{shlex.quote(path)} "${top}"'


EXPORT = Export(id="removal", title="scripts that move a banned tool away, with dry run and undo", render=render)
