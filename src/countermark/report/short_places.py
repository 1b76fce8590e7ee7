"""Many places in the traffic in a few words: the same field of many events, and the fields of many tools, said once."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from countermark.model.observation import Address
from countermark.report import words

MOST_FIELDS = 3
"""So many fields of one kind are named; of more, their number is."""

MOST_KINDS = 12
"""Beyond so many fields a list of named things is summed up as a whole."""

MOST_MEMBERS = 3
LONGEST_POINTER = 48
"""A pointer into a body that is longer loses its beginning, all but ``LAST_STEPS``."""

LAST_STEPS = 3
LAST_STEPS_OF_MEMBER = 2

_MEMBER = re.compile(r"\[name=(?P<name>.*)\]", re.DOTALL)
_NUMBER = re.compile(r"#[0-9]+\Z")
_STRUCTURED = {"body": "", "order": "order of ", "format": "spelling of ", "property": "property of "}


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Field:
    """A place taken apart: a ``field`` of a ``member`` (empty: of none) of the named things in ``collection``."""

    collection: str
    member: str
    field: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """What is said of so many ``places``."""

    text: str
    places: int


def exchange(role: str) -> tuple[str, str]:
    """A role without its number among its like, and that number (empty: it has none)."""
    found = _NUMBER.search(role)
    return (role[: found.start()], found.group()) if found else (role, "")


def short(addresses: Iterable[Address]) -> tuple[Phrase, ...]:
    """The places, whatever exchange they stand in, in short phrases: those beside the body first, then the largest."""
    plain: dict[str, list[str]] = defaultdict(list)
    lists: dict[str, list[Field]] = defaultdict(list)
    for address in sorted(set(addresses)):
        field = taken_apart(address)
        if field is None:
            known = words.NAMES.get((address.part, address.name), "")
            plain[known or words.PARTS.get(address.part, address.part)].append("" if known else address.name)
        else:
            lists[field.collection].append(field)
    beside = [phrase for title, names in sorted(plain.items()) for phrase in _plain(title, names)]
    within = [
        phrase
        for collection, fields in lists.items()
        for phrase in (_of_list(collection, fields) if collection else _loose(fields))
    ]
    return (*beside, *sorted(within, key=lambda phrase: (-phrase.places, phrase.text)))


def taken_apart(address: Address) -> Field | None:
    """A place in the body by list, member and field; nothing for places elsewhere."""
    if address.part not in _STRUCTURED or not address.pointer.startswith("/"):
        return None
    prefix = _STRUCTURED[address.part]
    steps = address.pointer[1:].split("/")
    at = next((number for number, step in enumerate(steps) if _MEMBER.fullmatch(step)), None)
    if at is None:
        return Field(collection="", member="", field=address.pointer, label=prefix + _pointer(address.pointer))
    found = _MEMBER.fullmatch(steps[at])
    rest = steps[at + 1 :]
    shown = [_MEMBER.sub("*", step) for step in rest if not step.startswith("!")]
    return Field(
        collection="/".join(steps[:at]) or "body",
        member=found["name"] if found else "",
        field=prefix + "/".join(shown),
        label=prefix + ("/".join(shown[-LAST_STEPS_OF_MEMBER:]) or "all of it"),
    )


def _pointer(pointer: str) -> str:
    steps = [step for step in pointer[1:].split("/") if not step.startswith("!")]
    whole = "/".join(steps)
    short_enough = len(whole) <= LONGEST_POINTER or len(steps) <= LAST_STEPS
    return whole if short_enough else f"…/{'/'.join(steps[-LAST_STEPS:])}"


def _plain(title: str, names: Sequence[str]) -> Iterator[Phrase]:
    """Headers and the like, by name; the destination, which has none."""
    named = [name for name in names if name]
    if len(named) < len(names):
        yield Phrase(text=title, places=len(names) - len(named))
    if named:
        distinct = sorted(set(named))
        titles = words.PLURALS.get(title, title) if len(distinct) > 1 else title
        yield Phrase(text=f"{titles} {words.listed(distinct, 2 * MOST_FIELDS)}", places=len(named))


def _loose(fields: Sequence[Field]) -> Iterator[Phrase]:
    counted = Counter(field.label for field in fields)
    if len(counted) > MOST_KINDS:
        named = words.listed(sorted(counted)[:MOST_FIELDS])
        yield Phrase(text=f"{len(counted)} fields such as {named}", places=len(fields))
    else:
        yield from (Phrase(text=label, places=places) for label, places in counted.items())


def _of_list(collection: str, fields: Sequence[Field]) -> Iterator[Phrase]:
    """``env/os in 33 events``; of a list with many fields no more than how many there are."""
    found: dict[str, list[Field]] = defaultdict(list)
    for field in fields:
        found[field.field].append(field)
    if len(found) > MOST_KINDS:
        every = sorted({field.member for field in fields})
        yield Phrase(text=f"{len(found)} fields of {_members(collection, every, MOST_MEMBERS)}", places=len(fields))
        return
    alike: dict[frozenset[str], list[Field]] = defaultdict(list)
    for _, some in sorted(found.items()):
        alike[frozenset(field.member for field in some)].extend(some)
    for members, some in alike.items():
        text = f"{_fields([field.label for field in some])} {'in' if len(members) > 1 else 'of'} "
        yield Phrase(text=text + _members(collection, sorted(members), 0), places=len(some))


def _fields(labels: Sequence[str]) -> str:
    """``os``, ``env/{arch, os}``, ``7 fields``."""
    distinct = list(dict.fromkeys(labels))
    if len(distinct) > 2 * MOST_FIELDS:
        return f"{len(distinct)} fields"
    by_parent: dict[str, list[str]] = defaultdict(list)
    for label in distinct:
        parent, slash, name = label.rpartition("/")
        by_parent[parent + slash].append(name)
    return words.listed(
        f"{parent}{{{', '.join(names)}}}" if parent and len(names) > 1 else parent + words.listed(names)
        for parent, names in by_parent.items()
    )


def _members(collection: str, names: Sequence[str], most: int) -> str:
    """``events[init]``, ``33 events``, ``2 of messages/0/content``, ``17 tools (Bash, Edit and 15 more)``."""
    if len(names) == 1:
        return f"{collection}[{names[0]}]"
    counted = f"{len(names)} {collection}" if "/" not in collection else f"{len(names)} of {collection}"
    return counted + (f" ({words.listed(names, most)})" if most else "")
