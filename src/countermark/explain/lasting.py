"""Places of a home folder at which other programs look by themselves, so that what is left there goes on acting."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class LastingPlace:
    """``pattern`` fits whole paths below the home folder, written with ``~``."""

    id: str
    title: str
    pattern: re.Pattern[str]


def _place(name: str, title: str, *paths: str) -> LastingPlace:
    return LastingPlace(id=name, title=title, pattern=re.compile("|".join(rf"~/(?:{path})" for path in paths)))


ALL: tuple[LastingPlace, ...] = (
    # Source: bash(1) of bash 5.2, INVOCATION; zsh(1) of zsh 5.9, STARTUP/SHUTDOWN FILES; tcsh(1), Startup and shutdown;
    # ksh(1) of ksh93, INVOCATION; fish 3.6, "Configuration files"; environment.d(5) of systemd 252.
    _place(
        "shell-start",
        "read by shells when they start or end",
        r"\.(?:profile|bash_profile|bash_login|bashrc|bash_logout|bash_aliases)",  # the last by Debian's ~/.bashrc
        r"\.(?:zshenv|zprofile|zshrc|zlogin|zlogout)",
        r"\.(?:tcshrc|cshrc|login|logout|kshrc)",
        r"\.config/fish/(?:config\.fish|conf\.d/[^/]+\.fish)",
        r"\.config/environment\.d/[^/]+\.conf",
    ),
    # Source: systemd.unit(5) of systemd 252, "User Unit Search Path"; systemd.generator(7).
    _place(
        "systemd-user",
        "units and generators of the user's service manager",
        r"(?:\.config|\.local/share)/systemd/(?:user|user\.control|user-generators)/.+",
    ),
    # Source: Desktop Application Autostart Specification 0.5, "Autostart Directories"; dbus-daemon(1) of D-Bus 1.14,
    # "standard_session_servicedirs".
    _place(
        "autostart",
        "started with the desktop session, or when a service is asked for",
        r"\.config/autostart/[^/]+\.desktop",
        r"\.local/share/dbus-1/services/[^/]+\.service",
    ),
    # Source: githooks(5) of git 2.39: a hook is a file of its name, so that those which end in .sample are none.
    _place(
        "git-hook",
        "run by git in the working folder",
        r"(?:[^/]+/)*\.git/(?:modules/.+/)?hooks/(?![^/]*\.sample$)[^/]+",
    ),
    # Source: git-config(1) of git 2.39, FILES: aliases, core.hooksPath, core.fsmonitor and more name programs.
    _place(
        "git-settings",
        "settings of git, which may name programs that it runs",
        r"\.gitconfig",
        r"\.config/git/config",
        r"(?:[^/]+/)*\.git/config(?:\.worktree)?",
    ),
    # Source: sshd(8) of OpenSSH 9.2, AUTHORIZED_KEYS FILE FORMAT, SSHRC and FILES; ssh_config(5), ProxyCommand.
    _place("ssh", "decides who may log in, or what ssh runs", r"\.ssh/(?:authorized_keys2?|rc|config|environment)"),
    # Source: file-hierarchy(7) of systemd 252, ~/.local/bin; Debian's /etc/skel/.profile (bash 5.2), which adds ~/bin.
    _place("path-folder", "found as a command by its name", r"(?:\.local/)?bin/[^/]+"),
    # Source: Python 3.11 documentation, "site": .pth files, sitecustomize, usercustomize.
    _place(
        "python-start",
        "loaded by every Python of the user's",
        r"\.local/lib/python3\.\d+/site-packages/(?:[^/]+\.pth|(?:user|site)customize(?:\.py|/__init__\.py))",
    ),
)


def place_of(path: str) -> LastingPlace | None:
    """The kind of place at which ``path`` stands, if it is one."""
    return next((place for place in ALL if place.pattern.fullmatch(path)), None)
