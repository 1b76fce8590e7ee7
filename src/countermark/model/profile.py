"""How a tool is launched, and what it is asked: data, read from TOML by ``store``."""

from __future__ import annotations

from dataclasses import dataclass

from countermark.model.environment import Variable


@dataclass(frozen=True, slots=True, kw_only=True)
class Launch:
    """One way to start the tool; ``when`` names a file below ``{artifact}`` that must exist."""

    argv: tuple[str, ...]
    when: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeFile:
    """A file that the profile places in the home; ``path`` is relative to it."""

    path: str
    content: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Login:
    """What a user has who signed in and holds no key: files in the home in place of variables, all of dummy values.

    ``without`` are variables of the profile that are then not set; ``variables`` and ``files`` come in their place.
    """

    without: tuple[str, ...] = ()
    variables: tuple[Variable, ...] = ()
    files: tuple[HomeFile, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Terminal:
    """How the tool is used at a terminal instead of being given its prompt on the command line.

    ``without`` are words left out of the command, ``arguments`` are put behind it, ``files`` stand in the home besides.
    ``ready`` is a text on the screen that shows that the prompt can be typed; empty: whenever the screen stands still.
    ``leave`` is typed at the end, one after the other.
    """

    without: tuple[str, ...]
    arguments: tuple[str, ...] = ()
    files: tuple[HomeFile, ...] = ()
    ready: str = ""
    leave: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """How one tool is launched and which wire protocol it speaks (``countermark.profile/1``).

    Placeholders in ``launches`` and ``variables``: ``{artifact}``, ``{prompt}``, ``{home}``, ``{work}``,
    ``{dummy_key}``. The tool is pointed at another host by ``base_url_variable``, by ``base_url_arguments`` behind its
    command line, or by ``base_url_files``, which replace ``files`` of the same path; in the latter two stands
    ``{base_url}``. All are empty where it cannot be. ``needs_login`` says why the tool ends before it calls a model;
    it is empty where it calls one. ``login`` is how it is signed in to instead of being given a key, and
    ``terminal`` how it is used at one, where that is known.
    ``sha256`` is the digest of the TOML text.
    """

    id: str
    title: str
    sha256: str
    match: tuple[str, ...]
    launches: tuple[Launch, ...]
    protocol: str
    variables: tuple[Variable, ...] = ()
    base_url_variable: str = ""
    base_url_path: str = ""
    base_url_arguments: tuple[str, ...] = ()
    base_url_files: tuple[HomeFile, ...] = ()
    files: tuple[HomeFile, ...] = ()
    skip_factors: tuple[SkippedFactor, ...] = ()
    timeout_s: float = 60.0
    needs_login: str = ""
    login: Login | None = None
    terminal: Terminal | None = None

    @property
    def takes_base_url(self) -> bool:
        """Whether the tool can be pointed at another host."""
        return bool(self.base_url_variable or self.base_url_arguments or self.base_url_files)


@dataclass(frozen=True, slots=True, kw_only=True)
class SkippedFactor:
    """A factor that this tool's runtime cannot be given, and why."""

    factor: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolCall:
    """A tool call that the false provider makes when the tool offers a tool of one of these names."""

    tools: tuple[str, ...]
    arguments_json: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What the false provider answers to the n-th request that carries the user's prompt."""

    text: str
    tool_call: ToolCall | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """The scripted turns of a run (``countermark.scenario/1``); ``prompts`` has one entry a session."""

    id: str
    title: str
    sha256: str
    prompts: tuple[str, ...]
    replies: tuple[Reply, ...]
