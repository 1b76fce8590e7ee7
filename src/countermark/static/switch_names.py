"""Reads the names of remote switches off the calls of the clients that ask for them.

The methods keep their names when a program is made small, as nothing says who else calls them; what is wrapped around
them does not. So a function that passes its first parameter on to such a method, or to such a function, reads switches
as well, and so does one that looks its first parameter up where such a function does: clients keep what they were
told. A name too many does no harm: it is served, and nobody asks for it.
Sources for the methods: the SDK references of Statsig, GrowthBook, LaunchDarkly, Unleash, PostHog and OpenFeature for
JavaScript and Python, read 2026-11.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from countermark.model.switches import MOST_NAMES

_METHODS = (
    "boolVariation",
    "bool_variation",
    "checkGate",
    "check_gate",
    "evalFeature",
    "eval_feature",
    "feature_enabled",
    "getBooleanDetails",
    "getBooleanValue",
    "getFeatureFlag",
    "getFeatureGate",
    "getFeatureValue",
    "get_boolean_details",
    "get_boolean_value",
    "get_feature_flag",
    "get_feature_gate",
    "get_feature_value",
    "isFeatureEnabled",
    "is_feature_enabled",
    "isOff",
    "isOn",
    "is_off",
    "is_on",
    "useFeatureIsOn",
    "useGate",
    "variation",
)
_GENERAL = ("isEnabled", "is_enabled")
"""Methods of such clients and of much else: their literals are taken, their callers are not."""

_OF_ANY_KIND = ("evalFeature", "eval_feature", "getFeatureValue", "get_feature_value", "variation")
"""Methods that give texts, numbers and objects as well."""

_IDENTIFIER = r"[A-Za-z_$][\w$]*"
_NAME = r"[\"'`](?P<name>[A-Za-z0-9_$][A-Za-z0-9_$.:/-]{1,99})[\"'`]"
_TRUTH = r"(?:!0|!1|true|false|True|False)\b"
_SWITCH = rf"\s*(?:\)|,\s*(?:{_IDENTIFIER}\s*,\s*)?(?:\w+\s*=\s*)?{_TRUTH})"
"""Behind a name. What is asked for with a text, a number or an object as its default is no switch."""
_FOR_WHOM = rf"\s*,\s*{_IDENTIFIER}(?:\.{_IDENTIFIER})*\s*[,)]"
"""Behind a name as well, where the method is one for switches alone."""
_WHOM = rf"(?:{_IDENTIFIER}(?:\.{_IDENTIFIER})*(?:\(\))?\s*,\s*)?"
"""Before a name: some clients are told first for whom."""
_NAMED = re.compile(rf"\s*{_WHOM}{_NAME}{_SWITCH}")
_NAMED_FOR_WHOM = re.compile(rf"\s*{_WHOM}{_NAME}(?:{_SWITCH}|{_FOR_WHOM})")
_VARIABLES = re.compile(rf"\s*(?P<what>{_IDENTIFIER})\s*(?:\)|,\s*(?P<second>{_IDENTIFIER})?)")
"""Arguments, of which one of the first two may be the name."""
_PART_OF_NAME = re.compile(r"[\w$.]")
_FUNCTION = re.compile(
    rf"(?:\bfunction\s*\*?\s*(?P<declared>{_IDENTIFIER})\s*\(|\bdef\s+(?P<python>{_IDENTIFIER})\s*\((?:self,\s*)?"
    rf"|(?P<assigned>{_IDENTIFIER})\s*=\s*(?:async\s*)?(?:function\s*)?\(?)\s*(?P<first>{_IDENTIFIER})\s*[,):=]"
)
_LOOKUP = re.compile(rf"(?<![\w$.])(?P<where>[A-Za-z_$][\w$]+)\.(?:has|get)\(\s*(?P<what>{_IDENTIFIER})\s*[,)]")
_LONGEST = 2500
"""Of a function, in characters: wrappers are short."""
_ROUNDS = 4
_MOST_READERS = 100
_MOST_CALLS = 5000
_BRACE = re.compile(r"[{}]")
_NEXT_PYTHON = re.compile(r"\n(?:async |def |class |@)")


@dataclass(frozen=True, slots=True)
class _Reader:
    """A function that reads the switch that its ``first`` parameter names."""

    name: str
    first: str
    body: str

    def places(self) -> Iterator[str]:
        """Where it looks that up."""
        return (found["where"] for found in _LOOKUP.finditer(self.body) if found["what"] == self.first)


def switch_names(texts: Iterable[str]) -> tuple[str, ...]:
    """The names in all ``texts``, sorted; none from one that has no client of such a service."""
    found: set[str] = set()
    for text in texts:
        if any(method in text for method in _METHODS):
            found.update(_names(text))
    return tuple(sorted(found)[:MOST_NAMES])


def _names(text: str) -> Iterator[str]:
    alone = (name for name in (*_METHODS, *_GENERAL) if name not in _OF_ANY_KIND)
    of_any_kind = (*_calls(text, _OF_ANY_KIND, before="."), *_calls(text, sorted(_readers(text))))
    found = (
        *(_NAMED_FOR_WHOM.match(text, at) for at in _calls(text, alone, before=".")),
        *(_NAMED.match(text, at) for at in of_any_kind),
    )
    return (match["name"] for match in found if match)


def _calls(text: str, names: Iterable[str], *, before: str = "", behind: str = "(") -> Iterator[int]:
    """Where the arguments begin of each call of one of ``names``: looking for plain words is what costs least."""
    for name in names:
        word = f"{before}{name}{behind}"
        at = text.find(word)
        while at >= 0:
            if before or not _PART_OF_NAME.match(text[at - 1 : at]):
                yield at + len(word)
            at = text.find(word, at + len(word))


def _readers(text: str) -> frozenset[str]:
    """The names of all functions that read switches."""
    readers: set[str] = set()
    places: set[str] = set()
    calls = _calls(text, _METHODS, before=".")
    for _ in range(_ROUNDS):
        new = {reader for reader in _around(text, calls) if reader.name not in readers}
        looked = {place for reader in new for place in reader.places()} - places
        for behind in (".has(", ".get("):
            lookups = _calls(text, sorted(looked), behind=behind)
            new |= {reader for reader in _around(text, lookups) if reader.name not in readers}
        names = {reader.name for reader in new}
        if not names or len(readers | names) > _MOST_READERS:
            break
        places |= looked
        readers |= names
        calls = _calls(text, sorted(names))
    return frozenset(readers)


def _around(text: str, calls: Iterable[int]) -> Iterator[_Reader]:
    """The functions whose first parameter is among the arguments of one of ``calls`` in them."""
    for at in itertools.islice(calls, _MOST_CALLS):
        call = _VARIABLES.match(text, at)
        if not call:
            continue
        start = max(0, at - _LONGEST)
        for found in reversed(list(_FUNCTION.finditer(text, start, at))):
            name = found["declared"] or found["python"] or found["assigned"]
            if found["first"] not in {call["what"], call["second"]}:
                continue
            body = _body(text, found.start(), python=bool(found["python"]))
            if found.start() + len(body) > at:
                yield _Reader(name, found["first"], body)
                break


def _body(text: str, start: int, *, python: bool) -> str:
    """A function from its beginning to its last brace, or to the next thing at the left margin."""
    whole = text[start : start + _LONGEST]
    if python:
        following = _NEXT_PYTHON.search(whole, 1)
        return whole[: following.start()] if following else whole
    depth = 0
    for brace in _BRACE.finditer(whole):
        depth += 1 if brace[0] == "{" else -1
        if depth <= 0:
            return whole[: brace.end()]
    return whole
