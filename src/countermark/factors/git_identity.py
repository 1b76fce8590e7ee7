"""The user's name and address in git's configuration.

The names are frequent ones (https://en.wikipedia.org/wiki/List_of_most_popular_given_names and
https://en.wikipedia.org/wiki/List_of_most_common_surnames_in_Asia), also in their own script; the domains are
companies of QEMU's map of contributors (https://gitlab.com/qemu-project/qemu, contrib/gitdm/domain-map).
A level is written as git writes it: ``Name <address>``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from countermark.errors import UsageError
from countermark.factors.factor import UNSET, Factor, derivations, passing
from countermark.model.environment import Derivation, PlacedFile, Setup

_ID = "git-identity"
_IDENTITY = re.compile(r"(?P<name>[^\W_][\w .'-]{0,62}) <(?P<email>[\w.+-]{1,64}@(?P<domain>[A-Za-z0-9.-]{1,190}))>\Z")


def check(value: str) -> None:
    """``value`` is ``unset`` or ``Name <address>``.

    Raises:
        UsageError: it is neither.
    """
    if value != UNSET and not _IDENTITY.match(value):
        raise UsageError(
            f"{value!r} is not a level of {_ID}",
            why="it is not of the form Name <address>",
            hint=f"for example {_ID}='Jane Smith <jane@example.com>'",
        )


def setup(value: str) -> Setup:
    """The user's own configuration file, as ``git config --global`` writes it."""
    identity = _IDENTITY.match(value)
    if identity is None:
        return Setup()
    text = f"[user]\n\tname = {identity['name']}\n\temail = {identity['email']}\n"
    return Setup(files=(PlacedFile(path="{home}/.gitconfig", content=text.encode()),))


def derive(value: str, instant: str) -> tuple[Derivation, ...]:  # noqa: ARG001 -- the same at every instant
    """The name, its words, the address and its two sides."""
    return derivations(_ID, value, _forms(value))


def _forms(value: str) -> Iterator[tuple[str, str]]:
    identity = _IDENTITY.match(value)
    if identity is None:
        return
    yield "value", value
    yield "name", identity["name"]
    yield "given-name", identity["name"].split()[0]
    yield "last-name", identity["name"].split()[-1]
    yield "email", identity["email"]
    yield "email-user", identity["email"].partition("@")[0]
    yield "email-domain", identity["domain"]


def holding(text: str) -> tuple[str, ...]:
    """Somebody with an address at this domain, or with this name or address."""
    bare = text.strip(".@").lower()
    domains = (f"Jane Smith <jane.smith@{bare}>",) if "." in bare and "@" not in bare else ()
    return passing((*domains, f"Jane Smith <{text}>", f"{text} <jane.smith@example.com>"), check)


FACTOR = Factor(
    id=_ID,
    title="The user's name and address in git",
    levels=(UNSET, "Jane Smith <jane.smith@example.com>", "Zhang Wei <zhangwei@bytedance.com>"),
    contrasts=(
        "王伟 <wangwei@huawei.com>",
        "Иван Петров <ivan.petrov@yandex-team.ru>",
        "Kim Min-jun <minjun.kim@example.kr>",
        "Jane Smith <jane.smith@google.com>",
    ),
    setup=setup,
    derive=derive,
    check=check,
    holding=holding,
)
