"""The exception tree that `errors.py` draws is the one that its classes make, exit codes included."""

from __future__ import annotations

import re

from countermark import errors
from countermark.errors import CountermarkError

BRANCH = re.compile(r"^ {4}(?P<depth>[│ ]*)[├└]── (?P<name>\w+) .*exit (?P<code>\d)$")


def drawn() -> set[tuple[str, str, int]]:
    """Child, parent and exit code of every branch in the docstring."""
    path = {0: "CountermarkError"}
    found: set[tuple[str, str, int]] = set()
    for line in (errors.__doc__ or "").splitlines():
        if branch := BRANCH.match(line):
            level = len(branch["depth"]) // 4 + 1
            path[level] = branch["name"]
            found.add((branch["name"], path[level - 1], int(branch["code"])))
    return found


def built(root: type[CountermarkError]) -> set[tuple[str, str, int]]:
    """The same, of the classes."""
    found: set[tuple[str, str, int]] = set()
    for child in root.__subclasses__():
        if child.__module__ == errors.__name__:
            found |= {(child.__name__, root.__name__, child.exit_code)} | built(child)
    return found


def test_the_tree_drawn_is_the_tree_built() -> None:
    assert drawn() == built(CountermarkError)


def test_every_class_of_the_module_hangs_on_the_tree() -> None:
    classes = {name for name, thing in vars(errors).items() if isinstance(thing, type) and issubclass(thing, Exception)}
    assert classes == {name for name, _, _ in drawn()} | {"CountermarkError"}


def test_what_the_user_sees_names_what_why_and_help() -> None:
    assert str(CountermarkError("it broke", why="too old", hint="renew it")) == "it broke\ntoo old\nhelp: renew it"
