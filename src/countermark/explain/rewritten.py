"""A member that is openly written anew goes to the end of its list: where it stands then says nothing more.

A program that replaces a header or a key takes the old one out and puts the new one in behind the others. The order
changes with it, and a reader who sees the value sees all that the order could tell.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from countermark.model.environment import Level
from countermark.model.influence import Influence
from countermark.model.observation import Address

_Texts = Mapping[tuple[Level, ...], str | None]


def follows_rewriting(order: Influence, openly: Iterable[Influence]) -> bool:
    """Whether the members that moved are such as are openly written anew under the very same levels.

    Without them every list must be in one order, and wherever they have the same values, in the very same one.
    ``openly`` are the influences that a reader sees.
    """
    lists = {state.levels: (state.text or "").split("\n") for state in order.states}
    anew = _written_anew(order, {member for members in lists.values() for member in members}, openly)
    if not anew or any(levels not in texts for _, texts in anew for levels in lists):
        return False
    moved = {member for member, _ in anew}
    rest = {tuple(member for member in members if member not in moved) for members in lists.values()}
    said: dict[tuple[str | None, ...], list[str]] = {}
    follows = all(
        said.setdefault(tuple(texts[levels] for _, texts in anew), members) == members
        for levels, members in lists.items()
    )
    return follows and len(rest) == 1


def _written_anew(order: Influence, members: Iterable[str], openly: Iterable[Influence]) -> list[tuple[str, _Texts]]:
    """Each member whose value openly follows the same factors, with what then stands in it."""
    named = {_where(order.place.address, member): member for member in members}
    return [
        (named[one.place.address], {state.levels: state.text for state in one.states})
        for one in openly
        if one.factors == order.factors and one.place.address in named
    ]


def _where(order: Address, member: str) -> Address:
    """The address at which the value of a member of an order stands."""
    if order.name == "headers":
        return replace(order, part="header", name=member.lower())
    if order.name == "query":
        return replace(order, part="query", name=member)
    if order.name == "form":
        return replace(order, part="body", name=member)
    key = member.replace("~", "~0").replace("/", "~1")  # as a reference token: RFC 6901 section 3
    return replace(order, part="body", pointer=f"{order.pointer}/{key}", name="")
