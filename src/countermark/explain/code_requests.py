"""Which requests ask for program text, by their own words: no name of a vendor or a host decides it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from countermark.model.behaviour import CodeRequest
from countermark.model.observation import Exchange, Observation

PROGRAM, PACKAGE, RELEASE = "a program or library", "a package", "the newest of something, as programs look for updates"

# Source: IANA media types (2026): text/javascript, application/wasm, application/vnd.debian.binary-package,
# application/vnd.microsoft.portable-executable, application/java-archive; npm registry API (package metadata):
# application/vnd.npm.install-v1+json; PEP 691 and PEP 629: application/vnd.pypi.simple.v1+json and +html.
_TYPES: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(r"(?:text|application)/(?:x-)?(?:java|ecma)script|application/(?:x-)?(?:sh|python-code|wasm)"),
        PROGRAM,
    ),
    (re.compile(r"application/(?:vnd\.microsoft\.portable-executable|x-(?:elf|mach-binary|msdownload))"), PROGRAM),
    (
        re.compile(r"application/vnd\.(?:npm\.install-v1|pypi\.simple\.v\d+|pypi\.simple\.latest)\+(?:json|html)"),
        PACKAGE,
    ),
    (
        re.compile(
            r"application/(?:vnd\.debian\.binary-package|java-archive|x-(?:debian-package|rpm|apple-diskimage))"
        ),
        PACKAGE,
    ),
)

# Source: PEP 427 (whl); npm pack (tgz); deb(5); rpm(8); Node.js 20 "Modules: Packages" (js, mjs, cjs) and "C++ addons"
# (node); Microsoft, VSIX and MSI file formats; Apple, disk images (dmg) and pkgbuild(1).
_PROGRAMS = "js|mjs|cjs|wasm|node|so|dylib|dll|exe|sh|bash|ps1|py|pyc|rb|appimage"
_PACKAGES = r"tgz|tar\.(?:gz|xz|bz2|zst)|zip|whl|deb|rpm|vsix|crx|jar|msi|dmg|pkg|apk|gem|crate|nupkg"
_ENDINGS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(rf"[^/]+\.(?:{_PROGRAMS})", re.IGNORECASE), PROGRAM),
    (re.compile(rf"[^/]+\.(?:{_PACKAGES})", re.IGNORECASE), PACKAGE),
)

# Source: npm registry API (/<name>/latest, /-/package/<name>/dist-tags); GitHub REST API, "Releases"; Electron's
# electron-builder, "Auto Update" (latest-linux.yml), and electronjs.org, "autoUpdater" (/update/<platform>/<version>).
_NEWEST = re.compile(r"latest(?:-[a-z0-9-]+)?(?:\.ya?ml|\.json|\.txt)?|dist-tags|releases", re.IGNORECASE)

_FETCHING = frozenset({"GET", "HEAD"})


def code_requests(observations: tuple[Observation, ...]) -> tuple[CodeRequest, ...]:
    """One entry for each host, thing asked for and sign of it, sorted."""
    found: dict[tuple[str, str, str], dict[str, None]] = {}
    for observation in observations:
        wanted = {
            feature.address.role: feature.text
            for feature in observation.features
            if feature.address.part == "header" and feature.address.name == "accept"
        }
        for exchange in observation.exchanges:
            for what, sign in _signs(exchange, wanted.get(exchange.role, "")):
                found.setdefault((exchange.host, what, sign), {})[observation.run] = None
    return tuple(
        CodeRequest(host=host, asks_for=what, sign=sign, runs=len(runs), run=next(iter(runs)))
        for (host, what, sign), runs in sorted(found.items())
    )


def _signs(exchange: Exchange, accept: str) -> Iterator[tuple[str, str]]:
    """What a request asks for, with what says so: the types that it takes before the end of its path."""
    if exchange.is_model or exchange.method not in _FETCHING:
        return
    types = [part.partition(";")[0].strip().lower() for part in accept.split(",")]
    for pattern, what in _TYPES:
        named = next((name for name in types if pattern.fullmatch(name)), "")
        if named:
            yield what, f"accept: {named}"
            return
    path = re.sub(r"[0-9a-fA-F-]{32,}", "*", exchange.path)
    segments = [part for part in path.split("/") if part]
    for pattern, what in _ENDINGS:
        if segments and pattern.fullmatch(segments[-1]):
            yield what, path
            return
    if any(_NEWEST.fullmatch(part) for part in segments):
        yield RELEASE, path
