"""Reads what this machine would show to a tool, for a level file: places that are named here, and no others.

What could let somebody in is left behind: a URL's user info, query and fragment, its path unless each step of it is a
public word, and all of a repository's address but its host.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from countermark.errors import UsageError
from countermark.factors import ALL as FACTORS
from countermark.model.environment import Level
from countermark.store.profiles import builtin_profiles

ZONE_FILES = (Path("/etc/timezone"), Path("/etc/localtime"))
RESOLVER = Path("/etc/resolv.conf")
LOCALE_VARIABLES = ("LC_ALL", "LANG")
PROXY_VARIABLES = ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy", "HTTP_PROXY", "http_proxy")
"""Spellings that curl documents. Source: curl(1), «ENVIRONMENT» (https://curl.se/docs/manpage.html, 2026-11)."""

_MOST_BYTES = 1 << 16
_REMOTE = re.compile(r'\s*\[\s*remote\s+"')
_SECTION = re.compile(r"\s*\[")
_URL = re.compile(r"\s*(?:push)?url\s*=\s*(\S+)", re.IGNORECASE)
_SCP = re.compile(r"(?:[^@/\s]*@)?(?P<host>[A-Za-z0-9][A-Za-z0-9.-]*):(?!//)")
_PROJECT = "example/project.git"


@dataclass(frozen=True, slots=True, kw_only=True)
class Here:
    """A level of this machine, and where it was read; ``None`` where what stands there is no level of the factor."""

    factor: str
    level: Level | None
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """Where this machine is read: its variables, the folder that the user works in, files and links by their path."""

    variables: Mapping[str, str]
    folder: Path
    read: Callable[[Path], str]
    link: Callable[[Path], str]


def this_machine() -> Surroundings:
    """The machine that this runs on, and the current folder."""
    return Surroundings(variables=os.environ, folder=Path.cwd(), read=_read, link=_link)


def levels_here(around: Surroundings) -> tuple[Here, ...]:
    """What was found, in the order in which factors are listed; each level once, from the first place that has it."""
    found = (
        *_zone(around),
        *_base_urls(around),
        *_locale(around),
        *_proxies(around),
        *_remotes(around),
        *_resolver(around),
    )
    seen: dict[tuple[str, Level | str], Here] = {}
    for factor, value, source in found:
        one = _checked(factor, value, source)
        seen.setdefault((factor, one.level or source), one)
    return tuple(seen.values())


_Found = Iterator[tuple[str, str, str]]
"""Factor, what stands there without what could let somebody in, and where."""


def _checked(factor: str, value: str, source: str) -> Here:
    check = next(one.check for one in FACTORS if one.id == factor)
    try:
        check(value)
    except UsageError:
        return Here(factor=factor, level=None, source=source)
    return Here(factor=factor, level=Level(factor=factor, value=value), source=source)


def _zone(around: Surroundings) -> _Found:
    """The variable speaks first, as it does to programs; a name in a file may be older than the link."""
    if around.variables.get("TZ"):
        yield "timezone", around.variables["TZ"].lstrip(":"), "TZ"
        return
    name, link = ZONE_FILES
    linked = around.link(link).partition("zoneinfo/")[2]
    written = around.read(name).strip()
    if linked or written:
        yield "timezone", linked or written, str(link if linked else name)


def _locale(around: Surroundings) -> _Found:
    for name in LOCALE_VARIABLES:
        if around.variables.get(name):
            yield "locale", around.variables[name], name
            return


def base_url_variables() -> tuple[str, ...]:
    """The variables by which the tools of the built-in profiles are pointed at another host, sorted."""
    names = {profile.value.base_url_variable for profile in builtin_profiles()}
    return tuple(sorted(names - {""}))


def _base_urls(around: Surroundings) -> _Found:
    for name in base_url_variables():
        if around.variables.get(name):
            yield "base-url", bare_url(around.variables[name]), name


def _proxies(around: Surroundings) -> _Found:
    for name in PROXY_VARIABLES:
        given = around.variables.get(name, "")
        if given:
            yield "https-proxy", bare_url(given if "://" in given else f"http://{given}", path=False), name


def bare_url(text: str, *, path: bool = True) -> str:
    """A URL without user info, query and fragment, and without a path that is not public; empty where it is none."""
    try:
        parts = urlsplit(text.strip())
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return ""
    if not host:
        return ""
    where = f"[{host}]" if ":" in host else host
    kept = parts.path if path and _public_words().issuperset(parts.path.split("/")) else ""
    return f"{parts.scheme}://{where}{f':{port}' if port else ''}{kept.rstrip('/')}"


def _public_words() -> frozenset[str]:
    """Steps of the paths that the levels of ``base-url`` have: a key is none of them."""
    factor = next(one for one in FACTORS if one.id == "base-url")
    paths = (urlsplit(level).path for level in (*factor.levels, *factor.contrasts))
    return frozenset(step for path in paths for step in path.split("/")) | {""}


def _remotes(around: Surroundings) -> _Found:
    """The hosts of the remotes of the repository around the current folder."""
    for folder in (around.folder, *around.folder.parents):
        text = around.read(folder / ".git" / "config")
        if not text:
            continue
        within = False
        for line in text.splitlines():
            within = bool(_REMOTE.match(line)) if _SECTION.match(line) else within
            url = _URL.match(line)
            if within and url:
                yield "git-remote", _neutral(url[1]), ".git/config"
        return


def _neutral(url: str) -> str:
    """A remote on the same host, of nobody's repository."""
    if "://" in url:
        bare = bare_url(url, path=False)
        return f"{bare}/{_PROJECT}" if bare else ""
    short = _SCP.match(url)
    return f"git@{short['host'].lower()}:{_PROJECT}" if short else ""


def _resolver(around: Surroundings) -> _Found:
    """Each search domain behind the first name server; the server alone where there is none."""
    words = [line.split() for line in around.read(RESOLVER).splitlines() if line[:1] not in {"#", ";"}]
    servers = [line[1] for line in words if line[:1] == ["nameserver"] and len(line) > 1]
    # Of several such lines the last one holds. Source: resolv.conf(5).
    searched = [line[1:] for line in words if line[:1] in (["search"], ["domain"])]
    domains = [name.rstrip(".").lower() for name in (searched[-1] if searched else ())]
    if servers:
        for domain in [name for name in domains if name] or [""]:
            yield "dns", f"{servers[0]} {domain}".strip(), str(RESOLVER)


def _read(path: Path) -> str:
    """The beginning of a file; nothing where there is none, or none that may be read."""
    try:
        with path.open("rb") as file:
            return file.read(_MOST_BYTES).decode("utf-8", "replace")
    except OSError:
        return ""


def _link(path: Path) -> str:
    try:
        return str(path.readlink())
    except OSError:
        return ""
