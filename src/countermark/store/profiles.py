"""Profiles (``countermark.profile/1``): how a tool is launched, and which wire protocol it speaks."""

from __future__ import annotations

import difflib
import functools
import importlib.resources
import posixpath
import re
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, Discriminator, Field, Tag

from countermark.errors import UsageError
from countermark.model.environment import Variable
from countermark.model.profile import HomeFile, Launch, Login, Profile, SkippedFactor, Terminal
from countermark.store.toml import KEBAB, Sourced, StrictForm, read_file, read_form, refuse, sha256

PLACEHOLDERS = ("artifact", "prompt", "home", "work", "dummy_key")
"""What ``{…}`` may name in ``run`` and ``[env]``."""

BASE_URL = "base_url"
"""What ``{…}`` may name besides in ``args`` and ``files`` of ``[base-url]``."""

MOST_SECONDS = 600.0

_PLACEHOLDER = re.compile(r"\{([A-Za-z][A-Za-z0-9_-]*)\}")

_Id = Annotated[str, Field(pattern=f"^{KEBAB}$")]
_VariableName = Annotated[str, Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")]
_Argv = Annotated[list[str], Field(min_length=1)]


class LaunchForm(StrictForm):
    """One way to start the tool, used where ``when`` names a file below ``{artifact}``."""

    argv: _Argv
    when: str = ""


_Tables = Annotated[list[LaunchForm], Field(min_length=1)]


def _run_tag(run: object) -> str:
    """Which of its two forms ``run`` was meant to have."""
    return "tables" if isinstance(run, list) and any(isinstance(item, dict) for item in run) else "words"


class BaseUrlForm(StrictForm):
    """How the tool is pointed at another host: a variable, arguments or files, and a path behind the address."""

    env: _VariableName | None = None
    path: Annotated[str, Field(pattern=r"^(/.*)?$")] = ""
    args: list[str] = Field(default_factory=list)
    files: dict[str, str] = Field(default_factory=dict)


class LoginForm(StrictForm):
    """A dummy login in place of the key: variables that are left out, others, and files in the home."""

    without: list[_VariableName] = Field(default_factory=list)
    env: dict[_VariableName, str] = Field(default_factory=dict)
    files: dict[str, str] = Field(default_factory=dict)


class TerminalForm(StrictForm):
    """A session at a terminal: the command without some words and with others, and what is typed when."""

    without: Annotated[list[str], Field(min_length=1)]
    args: list[str] = Field(default_factory=list)
    files: dict[str, str] = Field(default_factory=dict)
    ready: str = ""
    leave: list[str] = Field(default_factory=list)


class ProfileForm(StrictForm):
    """A profile as it is written. Only ``schema``, ``id``, ``title``, ``run`` and ``protocol`` are required."""

    schema_: Literal["countermark.profile/1"] = Field(alias="schema")
    id: _Id
    title: Annotated[str, Field(min_length=1)]
    match: list[str] = Field(default_factory=list)
    run: Annotated[Annotated[_Argv, Tag("words")] | Annotated[_Tables, Tag("tables")], Discriminator(_run_tag)]
    protocol: _Id
    env: dict[_VariableName, str] = Field(default_factory=dict)
    base_url: BaseUrlForm | None = None
    files: dict[str, str] = Field(default_factory=dict)
    timeout_s: Annotated[float, Field(alias="timeout_s", gt=0, le=MOST_SECONDS)] = 60.0
    skip: dict[_Id, Annotated[str, Field(min_length=1)]] = Field(default_factory=dict)
    needs_login: str = ""
    login: LoginForm | None = None
    terminal: TerminalForm | None = None


def read_profile(content: bytes, origin: str) -> Profile:
    """The profile that a TOML text holds.

    Raises:
        UsageError: it is not of its form; names the key, its line, and the nearest valid one.
    """
    form = read_form(ProfileForm, content, origin)
    launches = _launches(form.run)
    _check_placeholders(form, launches, content, origin)
    _check_files(form, content, origin)
    pointed = form.base_url or BaseUrlForm()
    if form.base_url and not (pointed.env or pointed.args or pointed.files):
        raise refuse(origin, content, ["base-url"], "it names no way", "give env, args or files")
    _check_login(form, content, origin)
    _check_terminal(form, launches, content, origin)
    for launch in launches:
        if launch.when:
            _check_inside(launch.when, content, origin, ["run", "when"])
    return Profile(
        id=form.id,
        title=form.title,
        sha256=sha256(content),
        match=tuple(form.match),
        launches=launches,
        protocol=form.protocol,
        variables=_variables(form.env),
        base_url_variable=pointed.env or "",
        base_url_path=pointed.path,
        base_url_arguments=tuple(pointed.args),
        base_url_files=_files(pointed.files),
        files=_files(form.files),
        skip_factors=tuple(SkippedFactor(factor=name, reason=reason) for name, reason in form.skip.items()),
        timeout_s=form.timeout_s,
        needs_login=form.needs_login,
        login=_login(form.login) if form.login else None,
        terminal=_terminal(form.terminal) if form.terminal else None,
    )


def _login(form: LoginForm) -> Login:
    return Login(without=tuple(form.without), variables=_variables(form.env), files=_files(form.files))


def _terminal(form: TerminalForm) -> Terminal:
    return Terminal(
        without=tuple(form.without),
        arguments=tuple(form.args),
        files=_files(form.files),
        ready=form.ready,
        leave=tuple(form.leave),
    )


def _variables(env: dict[str, str]) -> tuple[Variable, ...]:
    return tuple(Variable(name=name, value=value) for name, value in env.items())


def _files(files: dict[str, str]) -> tuple[HomeFile, ...]:
    return tuple(HomeFile(path=path, content=text) for path, text in files.items())


def _check_files(form: ProfileForm, content: bytes, origin: str) -> None:
    """Refuses files of any section that would not stand in the home."""
    sections = {"base-url": form.base_url, "login": form.login, "terminal": form.terminal}
    written = [(["files"], form.files), *(([key, "files"], part.files) for key, part in sections.items() if part)]
    for keys, files in written:
        for path in files:
            _check_inside(path, content, origin, [*keys, path])


def _check_terminal(form: ProfileForm, launches: tuple[Launch, ...], content: bytes, origin: str) -> None:
    """Refuses a session whose command is the same, or still holds the prompt."""
    if form.terminal is None:
        return
    for launch in launches:
        left = [word for word in launch.argv if word not in form.terminal.without]
        if any("{prompt}" in word for word in left):
            raise refuse(origin, content, ["terminal", "without"], "the prompt still stands in the command", "name it")
    for text in form.terminal.args:
        _check_text(text, PLACEHOLDERS, content, origin, ["terminal", "args"])


def _check_login(form: ProfileForm, content: bytes, origin: str) -> None:
    """Refuses a login that leaves everything as it is, or leaves out what is not there."""
    if form.login is None:
        return
    if not (form.login.env or form.login.files):
        raise refuse(origin, content, ["login"], "it names no way", "give env or files")
    for name in form.login.without:
        if name not in form.env:
            raise refuse(origin, content, ["login", "without"], f"{name} does not stand in [env]", "name one of those")
    for name, value in form.login.env.items():
        _check_text(value, PLACEHOLDERS, content, origin, ["login", "env", name])


def _launches(run: list[str] | list[LaunchForm]) -> tuple[Launch, ...]:
    tables = [item for item in run if isinstance(item, LaunchForm)]
    if tables:
        return tuple(Launch(argv=tuple(item.argv), when=item.when) for item in tables)
    return (Launch(argv=tuple(item for item in run if isinstance(item, str))),)


def _check_placeholders(form: ProfileForm, launches: tuple[Launch, ...], content: bytes, origin: str) -> None:
    texts = [("run", text) for launch in launches for text in launch.argv]
    for key, text in (*texts, *((name, value) for name, value in form.env.items())):
        _check_text(text, PLACEHOLDERS, content, origin, ["run"] if key == "run" else ["env", key])
    for text in form.base_url.args if form.base_url else ():
        _check_text(text, (*PLACEHOLDERS, BASE_URL), content, origin, ["base-url", "args"])


def _check_text(text: str, known: tuple[str, ...], content: bytes, origin: str, keys: list[str]) -> None:
    for found in _PLACEHOLDER.findall(text):
        if found not in known:
            near = difflib.get_close_matches(found, known, n=1)
            hint = f"did you mean {{{near[0]}}}?" if near else "placeholders are " + " ".join(f"{{{n}}}" for n in known)
            raise refuse(origin, content, keys, f"{{{found}}} is no placeholder", hint)


def _check_inside(path: str, content: bytes, origin: str, keys: list[str]) -> None:
    """Refuses a path that leaves the folder that it is relative to."""
    if path.startswith("/") or "\0" in path or posixpath.normpath(path).split("/")[0] in ("..", "."):
        raise refuse(origin, content, keys, f"{path!r} does not stay inside the folder that it is relative to")


@functools.cache
def builtin_profiles() -> tuple[Sourced[Profile], ...]:
    """The profiles that come with Countermark, sorted by id."""
    folder = importlib.resources.files("countermark") / "profiles"
    if not folder.is_dir():
        return ()
    files = sorted((item for item in folder.iterdir() if item.name.endswith(".toml")), key=lambda item: item.name)
    return tuple(_sourced(item.read_bytes(), f"profiles/{item.name}") for item in files)


def _sourced(content: bytes, origin: str) -> Sourced[Profile]:
    return Sourced(value=read_profile(content, origin), content=content, origin=origin)


def find_profile(name: str) -> Sourced[Profile] | None:
    """The built-in profile for a package or program of this name, if there is one."""
    wanted = name.casefold()
    matching = (item for item in builtin_profiles() if wanted in (match.casefold() for match in item.value.match))
    return next(matching, None)


def load_profile(id_or_file: str) -> Sourced[Profile]:
    """The built-in profile of this id, or that in the file of this name (which has a ``/`` or ends in ``.toml``).

    Raises:
        UsageError: there is none, or it is not of its form.
    """
    if "/" in id_or_file or id_or_file.endswith(".toml"):
        return _sourced(read_file(Path(id_or_file)), id_or_file)
    known = {item.value.id: item for item in builtin_profiles()}
    if id_or_file not in known:
        near = difflib.get_close_matches(id_or_file, known, n=1)
        raise UsageError(
            f"there is no profile {id_or_file!r}",
            why=f"built in are {', '.join(known)}" if known else "none is built in",
            hint=f"did you mean {near[0]}?" if near else "a file is named by its path: ./profile.toml",
        )
    return known[id_or_file]


FORM: type[BaseModel] = ProfileForm
