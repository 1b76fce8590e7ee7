"""What can be varied around a tool: levels, plain derivations, and what each level does to the sandbox."""

from countermark.factors import (
    base_url,
    ci,
    clock,
    dns,
    git_identity,
    git_remote,
    history,
    hostname,
    https_proxy,
    installed_software,
    keyboard,
    locale,
    os_release,
    shell,
    ssh,
    terminal,
    timezone,
    username,
)
from countermark.factors.factor import Factor

ALL: tuple[Factor, ...] = (
    timezone.FACTOR,
    base_url.FACTOR,
    locale.FACTOR,
    https_proxy.FACTOR,
    hostname.FACTOR,
    username.FACTOR,
    git_identity.FACTOR,
    git_remote.FACTOR,
    shell.FACTOR,
    terminal.FACTOR,
    ci.FACTOR,
    ssh.FACTOR,
    installed_software.FACTOR,
    dns.FACTOR,
    os_release.FACTOR,
    keyboard.FACTOR,
    clock.FACTOR,
    history.FACTOR,
)
