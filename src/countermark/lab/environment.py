"""From profile and set-up to the variables, files and command line that the tool sees."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from pathlib import Path

from countermark.errors import LabError
from countermark.lab.providers import host_of, port_of
from countermark.lab.specification import RunSpec
from countermark.model.environment import PlacedFile, Variable
from countermark.model.profile import HomeFile, Terminal
from countermark.sandbox import clock, runtimes
from countermark.sandbox.runtimes import Runtime
from countermark.wire.switches import Served

ARTIFACT = "/opt/target"
CA_BUNDLE = "/etc/ssl/certs/ca-certificates.crt"
DEFAULT_USERNAME = "dev"
DEFAULT_HOSTNAME = "workstation"

# The variables by which TLS libraries and their users are told whom to trust. Source: the documentation of Node (its
# command line), OpenSSL, requests, curl, git-config, pip, the AWS command line, Deno and NixOS, read 2026-11.
_TRUST = (
    "AWS_CA_BUNDLE",
    "CURL_CA_BUNDLE",
    "DENO_CERT",
    "GIT_SSL_CAINFO",
    "NIX_SSL_CERT_FILE",
    "NODE_EXTRA_CA_CERTS",
    "PIP_CERT",
    "REQUESTS_CA_BUNDLE",
    "SSL_CERT_FILE",
)
_PROXY = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy")
# Where the box shows something else than the staged files, and where it does not.
_NOT_OURS = ("/usr/", "/proc/", "/dev/", f"{ARTIFACT}/")
_OURS_AFTER_ALL = ("/usr/local/", "/dev/shm/")  # noqa: S108 -- inside the box
_LOOPBACK_HOSTS = ("localhost", "::1", "0.0.0.0")  # noqa: S104 -- compared, not bound


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What the tool sees of its machine."""

    username: str
    hostname: str
    home: str
    work: str
    variables: tuple[Variable, ...]
    files: tuple[PlacedFile, ...]
    clock: str


def shown(spec: RunSpec, clock_works: tuple[str, ...]) -> Shown:
    """The run's set-up over the profile's, the profile's over the lab's own constants.

    ``clock_works`` names the runtimes that can be given a false clock here.
    """
    username = spec.setup.username or DEFAULT_USERNAME
    home = f"/home/{username}"
    work = f"{home}/project"
    moved = spec.setup.clock if spec.setup.clock and not clock.unsupported(_host_program(spec), clock_works) else ""
    layers = (
        _constants(username, home),
        tuple(Variable(name=name, value=CA_BUNDLE) for name in _TRUST),
        clock.variables(moved) if moved else (),
        tuple(Variable(name=name, value=spec.setup.proxy_url) for name in _PROXY if spec.setup.proxy_url),
        _own_variables(spec),
        _pointed(spec),
        spec.setup.variables,
        spec.probe.variables if spec.probe else (),
    )
    merged = {variable.name: variable.value for layer in layers for variable in layer}
    filled = {name: fill(value, spec, home, work, "") for name, value in merged.items()}
    own_files = tuple(
        PlacedFile(path=f"{{home}}/{item.path}", content=fill(item.content, spec, home, work, "").encode())
        for item in {item.path: item for item in _own_files(spec)}.values()
    )
    return Shown(
        username=username,
        hostname=spec.setup.hostname or DEFAULT_HOSTNAME,
        home=home,
        work=work,
        variables=tuple(Variable(name=name, value=filled[name]) for name in sorted(filled)),
        files=(
            # What starts the tool stays, though a level would place a file of the same name.
            *(_placed(item, home, work) for item in (*spec.setup.files, *own_files)),
            *(spec.probe.files(spec.canaries) if spec.probe else ()),
            *(clock.files() if moved else ()),
        ),
        clock=moved,
    )


def _own_variables(spec: RunSpec) -> tuple[Variable, ...]:
    """Those of the profile; where the user is to have signed in, with what comes in the key's place."""
    login = spec.profile.login if spec.setup.login else None
    if login is None:
        return spec.profile.variables
    kept = (item for item in spec.profile.variables if item.name not in login.without)
    return (*kept, *login.variables)


def at_terminal(spec: RunSpec) -> Terminal | None:
    """How the tool is used at a terminal, where this run does so."""
    return spec.profile.terminal if spec.setup.terminal else None


def _own_files(spec: RunSpec) -> tuple[HomeFile, ...]:
    """Those of the profile; the later of two at one path stands."""
    login = spec.profile.login if spec.setup.login else None
    pointed = spec.profile.base_url_files if spec.setup.base_url else ()
    typed = at_terminal(spec)
    return (*spec.profile.files, *(login.files if login else ()), *(typed.files if typed else ()), *pointed)


def _constants(username: str, home: str) -> tuple[Variable, ...]:
    values = {
        "PATH": f"{home}/.local/bin:/usr/local/bin:/usr/bin:/bin",
        "HOME": home,
        "USER": username,
        "LOGNAME": username,
        "SHELL": "/bin/bash",
        "LANG": "C.UTF-8",
        "TERM": "xterm-256color",
    }
    return tuple(Variable(name=name, value=value) for name, value in values.items())


def _pointed(spec: RunSpec) -> tuple[Variable, ...]:
    if not (spec.setup.base_url and spec.profile.base_url_variable):
        return ()
    return (Variable(name=spec.profile.base_url_variable, value=_base_url(spec)),)


def _base_url(spec: RunSpec) -> str:
    """Where the tool is pointed; empty where it is not."""
    return spec.setup.base_url.rstrip("/") + spec.profile.base_url_path if spec.setup.base_url else ""


def fill(text: str, spec: RunSpec, home: str, work: str, prompt: str) -> str:
    """``text`` with its placeholders replaced, in one pass: a value that looks like a placeholder stays as it is."""
    values = {
        "{artifact}": ARTIFACT,
        "{home}": home,
        "{work}": work,
        "{dummy_key}": spec.dummy_key,
        "{prompt}": prompt,
        "{base_url}": _base_url(spec),
    }
    pieces, rest = [], text
    while rest:
        at, name = min(((rest.find(key), key) for key in values if key in rest), default=(-1, ""))
        if at < 0:
            break
        pieces += [rest[:at], values[name]]
        rest = rest[at + len(name) :]
    return "".join((*pieces, rest))


def _placed(item: PlacedFile, home: str, work: str) -> PlacedFile:
    path = item.path.replace("{home}", home, 1) if item.path.startswith("{home}") else item.path
    path = path.replace("{work}", work, 1) if path.startswith("{work}") else path
    clean = posixpath.normpath(path)
    if not path.startswith("/") or clean != path.rstrip("/"):
        raise LabError(f"a placed file's path is not absolute and plain: {item.path!r}")
    if clean.startswith(_NOT_OURS) and not clean.startswith(_OURS_AFTER_ALL):
        raise LabError(f"no file can be placed at {clean}", why="the host's own folder stands there, read-only")
    return PlacedFile(path=clean, content=item.content, mode=item.mode, link_to=item.link_to)


def launch(spec: RunSpec) -> tuple[str, ...]:
    """The profile's first command whose ``when`` holds, with what points it elsewhere; placeholders unfilled.

    Raises:
        LabError: none fits this artifact.
    """
    typed = at_terminal(spec)
    for candidate in spec.profile.launches:
        if not candidate.when or Path(host_path(spec, candidate.when)).exists():
            argv = (word for word in candidate.argv if not typed or word not in typed.without)
            pointed = spec.profile.base_url_arguments if spec.setup.base_url else ()
            return (*argv, *(typed.arguments if typed else ()), *pointed)
    raise LabError(
        f"no launch of the profile {spec.profile.id!r} fits the target",
        why="none of its `when` files exists: " + ", ".join(item.when for item in spec.profile.launches),
    )


def host_path(spec: RunSpec, inside: str) -> str:
    """Where a path of the artifact (relative, or with ``{artifact}``) stands on the host."""
    relative = inside.removeprefix("{artifact}").removeprefix(ARTIFACT).lstrip("/")
    return str(Path(spec.artifact, relative))


def clock_refused(spec: RunSpec) -> str:
    """Why the launched program cannot be given a false clock on this machine; empty where it can."""
    return clock.unsupported(_host_program(spec), clock.working(runtimes.find()))


def _host_program(spec: RunSpec) -> str:
    """The launched program: a name on the lab's PATH, or where it stands on the host."""
    program = launch(spec)[0]
    in_target = program.startswith(("{artifact}", ARTIFACT))
    return host_path(spec, program) if in_target else program


def check_program(spec: RunSpec, found_runtimes: tuple[Runtime, ...]) -> None:
    """The command's program is there.

    Raises:
        LabError: it is not, so a failure to start would say nothing about the tool.
    """
    program = launch(spec)[0]
    if "{artifact}" in program or program.startswith(ARTIFACT):
        found = Path(host_path(spec, program)).exists()
    elif "/" in program:
        found = True  # inside the box only; its absence shows when it starts
    else:
        known = any(runtime.name == program for runtime in found_runtimes)
        found = known or any(Path(folder, program).exists() for folder in ("/usr/bin", "/bin"))
    if not found:
        raise LabError(f"the program {program!r} is not there", why="neither in the target nor on the lab's PATH")


def check_readable(spec: RunSpec) -> None:
    """The tool, which is not root, can read what it is started from.

    Raises:
        LabError: it cannot.
    """
    program = Path(_host_program(spec))
    for path, bits in ((Path(spec.artifact), 0o005), (program, 0o004)):
        if path.is_absolute() and path.exists() and path.stat().st_mode & bits != bits:
            raise LabError(
                f"{path} can be read by its owner only",
                why="started by root, the lab runs the tool as an unprivileged user",
                hint=f"chmod -R a+rX {spec.artifact}",
            )


def served(spec: RunSpec) -> Served | None:
    """The remote switches that the run's servers know, if they know any."""
    said = spec.setup.switches
    return Served(names=spec.switches, on=said == "on") if said else None


def loopback_ports(spec: RunSpec) -> tuple[int, ...]:
    """The ports on this machine that a base URL or a proxy names."""
    found = set()
    for url in (spec.setup.base_url, spec.setup.proxy_url):
        host = host_of(url)
        local = host in _LOOPBACK_HOSTS or host.startswith("127.") or host.endswith(".localhost")
        if local and port_of(url):
            found.add(port_of(url))
    return tuple(sorted(found))
