"""What can be varied around a tool, and what varying it does to the sandbox."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Level:
    """One value of one factor, as the command line writes it: ``timezone=Asia/Tokyo``."""

    factor: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """One level for every factor, sorted by factor."""

    levels: tuple[Level, ...]

    def value(self, factor: str) -> str:
        """The level of ``factor``; raises ``KeyError`` for a factor that is not varied here."""
        for level in self.levels:
            if level.factor == factor:
                return level.value
        raise KeyError(factor)

    def merged(self, *levels: Level) -> Environment:
        """This environment with ``levels`` put over its own."""
        over = {level.factor: level for level in levels}
        mine = {level.factor: level for level in self.levels}
        return Environment(levels=tuple(sorted((mine | over).values())))

    def difference(self, other: Environment) -> tuple[Level, ...]:
        """The levels of this environment that are not those of ``other``, sorted."""
        return tuple(sorted(set(self.levels) - set(other.levels)))

    @property
    def digest(self) -> str:
        """SHA-256 (hex) of the sorted ``factor=value`` lines; equal environments have equal digests."""
        text = "".join(f"{level.factor}={level.value}\n" for level in sorted(self.levels))
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Variable:
    """An environment variable of the tool's process."""

    name: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedFile:
    """A file that stands in the sandbox before the tool starts.

    ``path`` is absolute inside the sandbox; ``{home}`` and ``{work}`` at its start stand for the home
    and the working folder. ``link_to`` makes it a symbolic link (``content`` is then empty).
    """

    path: str
    content: bytes = b""
    mode: int = 0o644
    link_to: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """What a level (or, merged, a whole environment) does to the sandbox.

    Empty text means «not said»: the sandbox's own constant stands. ``base_url`` and ``proxy_url`` are
    values, not variables: the profile knows which variable of the tool takes the first, and the lab sets
    every spelling of the proxy variables for the second. ``clock`` is an ISO 8601 instant in UTC. ``switches`` is how
    remote switches are served, ``on`` or ``off``; ``login``: the user has signed in and has no key, ``terminal``:
    somebody sits before the tool at a terminal, both as the profile says.
    ``{home}`` and ``{work}`` are replaced in variable values and file paths, not in file contents.
    """

    variables: tuple[Variable, ...] = ()
    files: tuple[PlacedFile, ...] = ()
    base_url: str = ""
    proxy_url: str = ""
    hostname: str = ""
    username: str = ""
    clock: str = ""
    switches: str = ""
    login: bool = False
    terminal: bool = False

    def merged(self, other: Setup) -> Setup:
        """This set-up with ``other`` put over it; variables and files of the same name are replaced."""
        variables = {item.name: item for item in (*self.variables, *other.variables)}
        files = {item.path: item for item in (*self.files, *other.files)}
        return Setup(
            variables=tuple(sorted(variables.values())),
            files=tuple(files[path] for path in sorted(files)),
            base_url=other.base_url or self.base_url,
            proxy_url=other.proxy_url or self.proxy_url,
            hostname=other.hostname or self.hostname,
            username=other.username or self.username,
            clock=other.clock or self.clock,
            switches=other.switches or self.switches,
            login=other.login or self.login,
            terminal=other.terminal or self.terminal,
        )


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Derivation:
    """A text from which a reader plainly sees a level: its own words, or a well-known consequence.

    ``form`` names the kind and the format (``value``, ``utc-offset``, ``local-date:iso``,
    ``short-date``): texts of one form are comparable over the levels of a factor, so that replacing
    them by the form's name takes out exactly what a reader could have seen.
    """

    factor: str
    value: str
    form: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Hint:
    """A level worth trying, and who says so (``source-literal``, ``user``, ``probe``)."""

    level: Level
    reason: str
