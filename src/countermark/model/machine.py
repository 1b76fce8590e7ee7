"""What files and other programs say of the machine: which questions it is to open the one, or to start the other."""

from __future__ import annotations

import re

from countermark.model.static import ReadKind

# Files that say which machine or network this is.
# Source: machine-id(5), hosts(5), resolv.conf(5), localtime(5), proc(5) of the Linux manual pages.
FILES: tuple[tuple[ReadKind, re.Pattern[str]], ...] = (
    (
        "machine-id",
        re.compile(
            r"/etc/machine-id|/var/lib/dbus/machine-id|.*\bIOPlatformUUID\b.*|.*\bMachineGuid\b.*|/sys/class/dmi/.*"
        ),
    ),
    ("network", re.compile(r"/etc/(?:hosts|resolv\.conf|networks)|/proc/net/.*|/sys/class/net.*")),
    ("hostname", re.compile(r"/etc/hostname|/proc/sys/kernel/hostname")),
    ("time-zone", re.compile(r"/etc/(?:localtime|timezone)")),
    ("locale", re.compile(r"/etc/(?:locale\.conf|default/locale)")),
    ("user", re.compile(r"/etc/passwd")),
    (
        "process",
        re.compile(r"/proc/(?:self|\d+|\$\{?\w+\}?)?/?(?:status|cmdline|environ|cgroup|maps|comm|exe)?|/\.dockerenv"),
    ),
    ("foreign-file", re.compile(r"(?:/Applications/|/opt/|[A-Z]:\\Program Files).{2,}")),
)

VERSION_CONTROL = re.compile(r"(?:git|hg|svn|gh)(?:\s.*)?|(?:.*[/\\])?git(?:\.exe)?")
COMMANDS: tuple[tuple[ReadKind, re.Pattern[str]], ...] = (
    ("version-control", VERSION_CONTROL),
    ("machine-id", re.compile(r".*\b(?:ioreg|hostnamectl|dmidecode|wmic csproduct|MachineGuid|IOPlatformUUID)\b.*")),
    ("network", re.compile(r".*\b(?:ifconfig|ipconfig|ip addr|ip route|netstat|arp|scutil|networksetup)\b.*")),
    ("name-service", re.compile(r".*\b(?:nslookup|dig|host|getent hosts)\b.*")),
    ("time-zone", re.compile(r".*\b(?:timedatectl|tzutil|systemsetup -gettimezone)\b.*")),
    ("locale", re.compile(r".*\b(?:AppleLocale|AppleLanguages|localectl)\b.*|locale")),
    ("user", re.compile(r"whoami|id(?:\s.*)?|.*\bdscl\b.*")),
    ("hostname", re.compile(r"hostname(?:\s.*)?|uname -n")),
)
