"""Decides whether an influence is overt, functional or covert, by rules that are stated here and nowhere else.

In this order:

1. Nothing is left once plain derivations are taken out: **overt**.
2. The places where no words stand are judged by what they are: the order of keys or headers and the way a
   value is spelled are **covert** unless something was openly added; a destination, a request or a name
   looked up and then contacted is **functional**; a name only looked up is **covert** (``dns-name``).
3. Two texts that render alike, or that differ only in format, order, case, number or white space, are
   **covert**, whatever else the place shows.
4. Two random-looking texts that follow the environment are **covert** (``random-bits``).
5. Every text of the triggered states shows the value: **overt**.
6. What remains differs in openly visible words: **functional**.
"""

from __future__ import annotations

import itertools
import math
import re
from collections import Counter
from dataclasses import dataclass

from countermark.explain.residual import (
    Residual,
    Seen,
    alike,
    families,
    forms_in,
    rendered,
    residual,
    shows,
    surroundings,
)
from countermark.model.environment import Derivation
from countermark.model.observation import Address
from countermark.model.verdict import Kind
from countermark.text.classify import alike_under
from countermark.text.occurrences import find_value

MAX_PAIRS = 400
"""Pairs of distinct texts compared at one place; more states than this allows are sampled from the front."""

SPEED = frozenset(("base-url", "https-proxy", "dns", "clock", "mode"))
"""Factors whose levels make the lab, the network, the runtime or who sits before it slower or faster, whatever the tool
does."""

ANSWERED = frozenset(("remote-switches",))
"""Factors that are no part of the user's surroundings: what follows them alone tells a vendor what it said itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """A text that stood at a place, and every plain derivation of the whole environment in which it did.

    ``before`` and ``after`` are what stood around it then; ``judge`` is told which of it is the same in all states.
    """

    text: str | None
    derivations: tuple[Derivation, ...]
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A kind, the channel it uses (for covert ones), and the rule that decided, in words."""

    kind: Kind
    channel: str
    why: str


def judge(
    address: Address, before: str, after: str, states: tuple[State, ...], factors: frozenset[str] | None = None
) -> Judgement:
    """The kind of influence that makes the text at a place differ between ``states``.

    ``factors`` are those whose influence it is; what is plainly seen of the others is taken out as well, but does
    not make this one overt. Without them, any may be it.
    """
    present = tuple(state for state in states if state.text is not None)
    rows = tuple(dict.fromkeys(_row(state, before, after) for state in present))
    why = _says_nothing(address, factors or frozenset())
    if why:
        return Judgement(kind=Kind.FUNCTIONAL, channel="", why=why)
    if address.part in _BY_PART:
        return _BY_PART[address.part](address, present, rows)
    if len({state.text for state in present}) > 1 and alike(rows):
        return Judgement(kind=Kind.OVERT, channel="", why="only what a reader sees of the value differs")
    decided = _named_openly(address, present) or _covert_pair(rows, present, factors)
    if decided:
        return decided
    if any(shows(row, factors) for row in rows) and all(shows(row, factors) for row in rows[1:]):
        return Judgement(kind=Kind.OVERT, channel="", why="every text that was triggered shows the value")
    added = len(present) < len(states)
    why = "something openly visible is added or left out" if added else "openly visible words differ"
    return Judgement(kind=Kind.FUNCTIONAL, channel="", why=why)


def is_order_of_requests(address: Address) -> bool:
    """Whether it is the order in which a run's requests came, which were asked side by side."""
    return address.role == "run" and address.part == "order"


def _says_nothing(address: Address, factors: frozenset[str]) -> str:
    """Why what follows from these factors here says nothing of the user, however it looks; empty where it may."""
    if is_order_of_requests(address) and factors & SPEED:
        return "how fast requests are answered follows the environment"
    return "it follows what the tool's own servers answered" if factors and factors <= ANSWERED else ""


def _named_openly(address: Address, present: tuple[State, ...]) -> Judgement | None:
    """What looks like hidden bits and is none: a quantity under its own name, or a digest that we recognise."""
    if _is_measurement(address, present):
        return Judgement(kind=Kind.FUNCTIONAL, channel="", why="a quantity that the field's name openly states differs")
    if _weighs_other_members(address, present):
        return Judgement(kind=Kind.FUNCTIONAL, channel="", why="the weights of an openly different list")
    if not MODEL_CALL.search(address.role) and _is_known_digest(present):
        return Judgement(kind=Kind.FUNCTIONAL, channel="", why="a recognised digest of the value: see collections")
    return None


def _row(state: State, before: str, after: str) -> Residual:
    """What the place and its line say beyond the plain; a derivation that is all there is may be short (``0``)."""
    whole = frozenset(f"{item.factor}:{item.form}" for item in state.derivations if item.text == state.text)
    if whole and not before and not after:
        return ("", Seen(forms=whole), "")
    return residual(state.text or "", state.derivations, surroundings(before, after, state.before, state.after))


def _covert_pair(
    rows: tuple[Residual, ...], states: tuple[State, ...], factors: frozenset[str] | None
) -> Judgement | None:
    """The channel of the first two texts that a reader would take for the same."""
    texts = tuple(dict.fromkeys(rendered(row) for row in rows))
    for first, second in itertools.islice(itertools.combinations(texts, 2), MAX_PAIRS):
        channels = alike_under((first, second))
        if channels:
            return _covert(
                "+".join(channels), "texts that render alike, or differ only in format, follow the environment"
            )
    if _same_in_another_format(rows):
        return _covert("date-format", "the same date or time is written in another format")
    own = tuple(dict.fromkeys(state.text or "" for state in states))
    if _digits_only(own):
        return _covert("number", "only a number differs, and it does not show the value")
    if len(texts) > 1 and not any(shows(row, factors) for row in rows) and all(_random_looking(text) for text in own):
        return _covert("random-bits", "random-looking text follows the environment and does not show the value")
    return None


def _same_in_another_format(rows: tuple[Residual, ...]) -> bool:
    """Whether two rows show the same date, time or offset under different formats, and are else the same."""
    timed = [row for row in rows if any(_TIMED.search(form) for form in forms_in(row))]
    pairs = itertools.islice(itertools.combinations(timed, 2), MAX_PAIRS)
    return any(_reformatted(first, second) for first, second in pairs)


def _reformatted(first: Residual, second: Residual) -> bool:
    """Position by position, since by accident one of them may be a rendering of more (a locale's own short date)."""
    if len(first) != len(second):
        return False
    changed = False
    for one, other in zip(first, second, strict=True):
        if isinstance(one, Seen) and isinstance(other, Seen):
            if one.forms & other.forms:
                continue
            if not any(_TIMED.search(family) for family in families(one) & families(other)):
                return False
            changed = True
        elif one != other:
            return False
    return changed


_TIMED = re.compile(r":[a-z-]*(?:date|time|offset)[a-z-]*(?::|$)")


def _covert(channel: str, why: str) -> Judgement:
    return Judgement(kind=Kind.COVERT, channel=channel, why=why)


def _digits_only(texts: tuple[str, ...]) -> bool:
    return len(texts) > 1 and all(re.fullmatch(r"[-+]?[0-9]+(?:\.[0-9]+)?", text) for text in texts)


_MEASURE = re.compile(
    r"(?:.*[_-])?(?:age|bytes|chars|characters|counts?|days|duration|files|hours|latency|len|length|lines|memory"
    r"|messages|mins|minutes|ms|num|percent|rate|ratio|rss|sec|seconds|secs|size|tokens|total|uptime|usage)(?:[_-](?:rounded|ms|s|bytes))?"
)
_LIMIT = re.compile(r"(?:.*[_-])?(?:max|min|limit|budget|maximum|minimum)(?:[_-].*)?")
_DATA_POINT = re.compile(
    r"/(?:gauge|sum|histogram|exponentialHistogram)/dataPoints/[^/]+"
    r"/(?:as(?:Int|Double)|sum|count|min|max|zeroCount|(?:(?:posi|nega)tive/)?bucketCounts/[^/]+)"
)
"""The number of a data point, whose metric's name says what was counted or measured. Source: OpenTelemetry,
https://github.com/open-telemetry/opentelemetry-proto, metrics/v1/metrics.proto in its JSON form (read 2026-11)."""
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def _is_measurement(address: Address, states: tuple[State, ...]) -> bool:
    """Whether a lone number stands in a field whose own name says that it reports a quantity.

    ``git_status_size`` openly tells a size, and a metric's data point what it counts. Not so in a call to a model,
    where a number is a parameter, nor in a field that is called a limit: nobody needs to see ``max_tokens`` follow the
    user's name.
    """
    if address.part not in ("body", "query") or MODEL_CALL.search(address.role):
        return False
    numbers = _digits_only(tuple(dict.fromkeys(state.text or "" for state in states)))
    if numbers and _DATA_POINT.search(address.pointer):
        return True
    keys = [
        part for part in address.pointer.split("/") if part and not part.startswith(("!", "[")) and not part.isdigit()
    ]
    name = _HUMP.sub("_", keys[-1] if keys else address.name).lower()
    return numbers and _MEASURE.fullmatch(name) is not None and _LIMIT.fullmatch(name) is None


_WEIGHTED = re.compile(r"accept(?:-charset|-encoding|-language)?")


def _weighs_other_members(address: Address, states: tuple[State, ...]) -> bool:
    """Whether a number is a weight in a list whose members are others wherever the number is another.

    Of ``en, *;q=0.9`` and ``en-US, en;q=0.9, *;q=0.8`` nobody is told more by the last weight than by the members.
    Source: RFC 9110 section 12.4.2.
    """
    if address.part != "header" or not _WEIGHTED.fullmatch(address.name):
        return False
    weights: dict[tuple[str, ...], set[str | None]] = {}
    for state in states:
        items = f"{state.before}{state.text}{state.after}".split(",")
        weights.setdefault(tuple(item.partition(";")[0].strip() for item in items), set()).add(state.text)
    return _digits_only(tuple(state.text or "" for state in states)) and all(len(one) == 1 for one in weights.values())


def _is_known_digest(states: tuple[State, ...]) -> bool:
    """Whether each random-looking text is a digest of what its own level plainly says: a pseudonym, a collection."""
    random = [state for state in states if state.derivations and _random_looking(state.text or "")]
    return bool(random) and all(
        any(
            found.form not in _READABLE
            for item in state.derivations
            for found in find_value(item.text, state.text or "")
        )
        for state in random
    )


_READABLE = frozenset(("clear", "other case", "part of a list"))

MODEL_CALL = re.compile(r"^[a-z-]+:create")
_RANDOM_TOKEN = re.compile(r"[0-9A-Fa-f]{8,}|[A-Za-z0-9+/_-]{16,}={0,2}")
_WORDS = re.compile(r"(?:[A-Za-z]{2,}|[0-9]{1,4}|v[0-9]+)(?:[/+_-](?:[A-Za-z]{2,}|[0-9]{1,8}|v[0-9]+))*")
_MIN_ENTROPY_BITS = 2.8
"""Shannon entropy a character below which a token is taken for words; English runs at about 4.1 over letters,
a token of 16 hexadecimal digits at about 3.4 (Shannon 1951; measured on the word lists in the tests)."""


def _random_looking(text: str) -> bool:
    """Whether a token stands in ``text`` that mixes digits and letters without pattern."""
    return any(_is_random(token) for token in _RANDOM_TOKEN.findall(text))


def _is_random(token: str) -> bool:
    """Mixed digits and letters of high entropy; words with a date or a version (``beta-2025-11-20``) are not."""
    if _WORDS.fullmatch(token):
        return False
    if not any(char.isdigit() for char in token) or not any(char.isalpha() for char in token):
        return False
    counts = Counter(token)
    entropy = -sum(n / len(token) * math.log2(n / len(token)) for n in counts.values())
    return entropy >= min(_MIN_ENTROPY_BITS, math.log2(len(token)) * 0.8)


def _judge_order(address: Address, states: tuple[State, ...], _rows: tuple[Residual, ...]) -> Judgement:
    """Covert when the members that two states share stand in another order, or in another case."""
    separator = "," if address.name == "kinds" else "\n"
    lists = tuple(dict.fromkeys(tuple((state.text or "").split(separator)) for state in states))
    for first, second in itertools.islice(itertools.combinations(lists, 2), MAX_PAIRS):
        if address.name == "kinds":
            continue
        shared = set(first) & set(second)
        if [item for item in first if item in shared] != [item for item in second if item in shared]:
            return _covert("order", "the same members stand in another order")
        folded = [item.casefold() for item in first], [item.casefold() for item in second]
        if folded[0] == folded[1]:
            return _covert("case", "the same names are written in another case")
    return Judgement(kind=Kind.FUNCTIONAL, channel="", why="members are openly added or left out")


def _judge_format(address: Address, states: tuple[State, ...], _rows: tuple[Residual, ...]) -> Judgement:
    """Covert where two styles are seen; a style that only comes into view with openly added words is none."""
    if len({state.text for state in states}) < 2:  # noqa: PLR2004 -- one style is no choice
        return Judgement(kind=Kind.FUNCTIONAL, channel="", why="a spelling comes into view with what is openly added")
    return _covert(address.name.partition(":")[0] or "format", "the same value is spelled differently")


def _judge_destination(_address: Address, _states: tuple[State, ...], _rows: tuple[Residual, ...]) -> Judgement:
    return Judgement(kind=Kind.FUNCTIONAL, channel="", why="requests go to another host")


def _judge_dns(_address: Address, states: tuple[State, ...], rows: tuple[Residual, ...]) -> Judgement:
    """Names that are then contacted are openly visible destinations; observe marks them ``contacted``."""
    if any(shows(row) for row in rows):
        return Judgement(kind=Kind.OVERT, channel="", why="the name that is looked up shows the value")
    if any("contacted" in (state.text or "") for state in states):
        return Judgement(kind=Kind.FUNCTIONAL, channel="", why="another host is looked up and contacted")
    return _covert("dns-name", "a name is looked up that is never contacted")


def _judge_property(_address: Address, _states: tuple[State, ...], _rows: tuple[Residual, ...]) -> Judgement:
    return _covert("random-bits", "a property of a random-looking field follows the environment")


def _judge_count(_address: Address, _states: tuple[State, ...], _rows: tuple[Residual, ...]) -> Judgement:
    return Judgement(kind=Kind.FUNCTIONAL, channel="", why="requests are openly added or left out")


_BY_PART = {
    "order": _judge_order,
    "format": _judge_format,
    "destination": _judge_destination,
    "dns": _judge_dns,
    "count": _judge_count,
    "property": _judge_property,
}
