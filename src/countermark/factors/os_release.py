"""The operating system, by /etc/os-release.

Written after the form of the distributions' own files (collected in https://github.com/which-distro/os-release) and
shortened to the fields below; not copied, so that a point release or a suffix may differ from a real one. Source for
the fields: os-release(5). A level may also be its own: ``ID VERSION_ID NAME``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from countermark.errors import UsageError
from countermark.factors.factor import Factor, derivations
from countermark.model.environment import Derivation, PlacedFile, Setup

_ID = "os-release"
_OWN = re.compile(
    r"(?P<ID>[a-z0-9._-]{1,32}) (?P<VERSION_ID>[a-z0-9._-]{1,32}) (?P<NAME>[A-Za-z0-9][A-Za-z0-9 ./()+-]{0,62})\Z"
)


def _system(identifier: str, version: str, name: str, pretty: str, home: str) -> Mapping[str, str]:
    return {
        "PRETTY_NAME": f'"{pretty}"',
        "NAME": f'"{name}"',
        "VERSION_ID": f'"{version}"',
        "ID": identifier,
        "HOME_URL": f'"{home}"',
    }


_SYSTEMS = {
    "debian-12": _system(
        "debian", "12", "Debian GNU/Linux", "Debian GNU/Linux 12 (bookworm)", "https://www.debian.org/"
    ),
    "ubuntu-24.04": _system("ubuntu", "24.04", "Ubuntu", "Ubuntu 24.04.3 LTS", "https://www.ubuntu.com/"),
    "openeuler-24.03": _system(
        "openEuler", "24.03", "openEuler", "openEuler 24.03 (LTS-SP1)", "https://www.openeuler.org/"
    ),
    "kylin-v10": _system("kylin", "V10", "Kylin", "Kylin V10 SP1", "https://www.kylinos.cn/"),
    "astra-1.7": _system("astra", "1.7_x86-64", "Astra Linux", "Astra Linux", "https://astralinux.ru"),
    "fedora-42": _system("fedora", "42", "Fedora Linux", "Fedora Linux 42 (Workstation)", "https://fedoraproject.org/"),
    "alpine-3.22": _system("alpine", "3.22.1", "Alpine Linux", "Alpine Linux v3.22", "https://alpinelinux.org/"),
    "amazon-2023": _system("amzn", "2023", "Amazon Linux", "Amazon Linux 2023", "https://aws.amazon.com/linux/"),
}


def _fields(value: str) -> Mapping[str, str]:
    own = _OWN.match(value)
    if own is None:
        return _SYSTEMS[value]
    pretty = f"{own['NAME']} {own['VERSION_ID']}"
    return _system(own["ID"], own["VERSION_ID"], own["NAME"], pretty, "https://www.example.org/")


def check(value: str) -> None:
    """``value`` is a known system, or ``ID VERSION_ID NAME``.

    Raises:
        UsageError: it is neither.
    """
    if value not in _SYSTEMS and not _OWN.match(value):
        raise UsageError(
            f"{value!r} is not a level of {_ID}",
            why=f"it is neither one of {', '.join(_SYSTEMS)} nor of the form ID VERSION_ID NAME",
            hint=f"for example {_ID}='arch rolling Arch Linux'",
        )


def setup(value: str) -> Setup:
    """The file, in both of its places."""
    text = "".join(f"{name}={field}\n" for name, field in _fields(value).items()).encode()
    return Setup(
        files=(
            PlacedFile(path="/etc/lsb-release", content=_lsb(value)),
            PlacedFile(path="/etc/os-release", content=text),
        )
    )


def _lsb(value: str) -> bytes:
    fields = _fields(value)
    lines = {
        "DISTRIB_ID": fields["NAME"],
        "DISTRIB_RELEASE": fields["VERSION_ID"],
        "DISTRIB_DESCRIPTION": fields["PRETTY_NAME"],
    }
    return "".join(f"{name}={text}\n" for name, text in lines.items()).encode()


def derive(value: str, instant: str) -> tuple[Derivation, ...]:  # noqa: ARG001 -- the same at every instant
    """Every field, and the first word of the name."""
    return derivations(_ID, value, _forms(value))


def _forms(value: str) -> Iterator[tuple[str, str]]:
    fields = {name: text.strip('"') for name, text in _fields(value).items()}
    for text in fields.values():
        yield "value", text
    yield "value", fields["NAME"].split()[0]
    yield "value", f"{fields['ID']} {fields['VERSION_ID']}"
    yield "value", f"{fields['NAME']} {fields['VERSION_ID']}"


FACTOR = Factor(
    id=_ID,
    title="The operating system",
    levels=("debian-12", "ubuntu-24.04", "openeuler-24.03"),
    contrasts=("kylin-v10", "astra-1.7", "fedora-42", "alpine-3.22", "amazon-2023"),
    setup=setup,
    derive=derive,
    check=check,
)
