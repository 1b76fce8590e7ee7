"""Findings in words that every report uses."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from countermark.model.inspection import Findings
from countermark.model.outcome import Outcome
from countermark.model.static import Choice, Destination, Flow, HiddenList, Passage, Predicate, Read, Use, Where
from countermark.report.words import listed, plural
from countermark.text.visible import code_point

LIST_KINDS = {
    "hosts": ("host", "hosts"),
    "addresses": ("address", "addresses"),
    "zones": ("time zone", "time zones"),
    "locales": ("locale", "locales"),
    "paths": ("path", "paths"),
    "words": ("word", "words"),
    "texts": ("text", "texts"),
    "digests": ("digest", "digests"),
    "unknown": ("entry", "entries"),
}
READ_KINDS = {
    "variable": "variable",
    "variables": "all variables",
    "time-zone": "time zone",
    "locale": "locale",
    "hostname": "host name",
    "user": "user",
    "network": "network interfaces",
    "name-service": "name service",
    "machine-id": "machine id",
    "platform": "platform",
    "working-folder": "working folder",
    "home-file": "file in the home folder",
    "foreign-file": "file of another program",
    "process": "other program",
    "version-control": "version control",
}
_TELLING = (
    *("time-zone", "locale", "hostname", "network", "name-service", "machine-id", "user", "version-control"),
    *("foreign-file", "variable", "home-file", "process", "variables", "working-folder", "platform"),
)
"""Kinds of reads, those first of which a program without a reason to know where it runs has the least use."""

_PASSAGES: tuple[Passage, ...] = ("hidden-list", "covert-choice", "opaque-test", "comparison", "message")
PASSAGES: dict[Passage, str] = {
    "hidden-list": "a hidden list",
    "covert-choice": "a choice between texts that look the same",
    "opaque-test": "a test that cannot be read",
}
LOADING_KINDS = {
    "eval": "evaluates text as code",
    "import": "loads code by a name made at run time",
    "execution": "runs a program by a name made at run time",
    "download-and-run": "runs what it downloaded",
    "self-update": "installs a program, or a newer one in its own place",
    "remote-switch": "is switched by what a server says",
}
SINKS = {"text": "a text", "header": "a header", "url": "an address that is asked", "body": "a body"}
_USES: tuple[Use, ...] = ("asked", "stated", "mentioned")
_MOST_SHARED = 6
"""A comparison that more things share says that they are switches, and no more."""

_MOST_CHARACTERS = 60

NO_PROGRAMS = frozenset({"data", "searched", "declarations"})
"""States of texts that do not count as program text."""


def outcome_title(outcome: Outcome, found: Findings) -> str:
    """What was found in a few words."""
    if outcome == "nothing-found":
        return "Nothing hidden was found"
    if outcome == "incomplete":
        return "Incomplete: nothing hidden was found in what could be read"
    lists, choices = len(found.hidden_lists), len(covert_choices(found))
    said = [plural(lists, "hidden list")] if lists else []
    said += [plural(choices, "covert choice")] if choices else []
    return f"{listed(said)} found"


def covert_choices(found: Findings) -> tuple[Choice, ...]:
    """Choices that something decides; tables are common and harmless."""
    return tuple(one for one in found.choices if one.form != "table")


def list_title(one: HiddenList) -> str:
    """``147 hosts, hidden by base64, then xor 0x5b``."""
    kind = plural(one.count, *LIST_KINDS[one.kind])
    if one.opaque:
        return f"an opaque membership test against {kind}" if one.count else "an opaque membership test"
    return f"{kind}, hidden by {', then '.join(one.decoder)}" if one.decoder else kind


def choice_title(one: Choice) -> str:
    """How many texts, and how they differ."""
    how = listed(one.channels) or "unseen characters"
    verb = "stand side by side in a table" if one.form == "table" else f"are chosen by {_FORMS[one.form]}"
    return f"{plural(len(one.texts), 'text')} that look the same ({how}) {verb}"


_FORMS = {
    "conditional": "a condition",
    "return": "what a function returns",
    "switch": "a switch",
    "assignment": "assignments of one variable",
    "logical": "a logical operator",
    "index": "an index",
    "replacement": "a replacement",
}


def text_lines(texts: Sequence[str]) -> list[str]:
    """Each text with the names of the characters that not all of them have."""
    shared = set.intersection(*(set(text) for text in texts)) if texts else set()
    found = []
    for text in texts:
        own = [code_point(char) for char in dict.fromkeys(text) if char not in shared]
        named = ", ".join(f"{point.label} {point.name}" for point in own[:4])
        shown = text if len(text) <= _MOST_CHARACTERS else f"{text[:_MOST_CHARACTERS]}…"
        found.append(f"“{shown}”" + (f"  ({named})" if named else ""))
    return found


def read_title(one: Read) -> str:
    """``time zone (Intl.DateTimeFormat…)``, ``variable TZ``."""
    kind = READ_KINDS[one.kind]
    name = f"computed: {one.name}" if one.computed else one.name
    return f"{kind} {name}" if one.kind == "variable" and not one.computed else f"{kind} ({name})" if name else kind


def flow_title(one: Flow) -> str:
    """What reaches what."""
    sources = listed(dict.fromkeys(read_title(read) for read in one.sources), 4)
    way = [PASSAGES[passage] for passage in one.through if passage in PASSAGES]
    through = f" → {listed(way)}" if way else ""
    sink = "text for a message to a model" if "message" in one.through else SINKS[one.sink]
    return f"{sources}{through} → {sink}"


def ranked_flows(flows: Iterable[Flow]) -> list[tuple[str, list[Flow]]]:
    """Flows by what reaches what, the most telling first."""
    groups: dict[str, list[Flow]] = {}
    for one in sorted(flows, key=_flow_rank):
        groups.setdefault(flow_title(one), []).append(one)
    return list(groups.items())


def _flow_rank(one: Flow) -> tuple[int, bool, int, int]:
    """By the worst that lies on the way, then what is really sent, then what is read, then the shortest."""
    worst = min((_PASSAGES.index(passage) for passage in one.through), default=len(_PASSAGES))
    telling = min((_TELLING.index(read.kind) for read in one.sources), default=len(_TELLING))
    is_sent = one.sink != "text" or "message" in one.through
    return worst, not is_sent, telling, len(one.steps)


def ranked_predicates(predicates: Iterable[Predicate]) -> list[Predicate]:
    """Comparisons, the most telling first: with hidden lists, then by what is compared, words before figures."""
    return sorted(
        predicates,
        key=lambda one: (one.list_where is None, _TELLING.index(one.read.kind), not _has_word(one.literals)),
    )


def _has_word(literals: Iterable[str]) -> bool:
    return any(sum(map(str.isalpha, literal)) > 1 for literal in literals)


def telling_predicates(predicates: Iterable[Predicate]) -> list[str]:
    """The titles of comparisons that tell most, each once: of a zone, a locale or a host with words."""
    told = _TELLING[: _TELLING.index("variable")]
    some = (
        one
        for one in ranked_predicates(predicates)
        if one.list_where is not None or (one.read.kind in told and _has_word(one.literals))
    )
    return list(dict.fromkeys(predicate_title(one) for one in some))


def predicate_title(one: Predicate) -> str:
    """What is compared, and with what."""
    return f"{read_title(one.read)} {_compared(one)}"


def _compared(one: Predicate) -> str:
    if one.list_where is not None:
        return f"{one.operator} one of the {len(one.literals):,} of a hidden list ({listed(one.literals, 3)})"
    return f"{one.operator} {listed(one.literals, 8, 'or') or 'something computed'}"


def spot(where: Where, line: int = 0, column: int = 0) -> str:
    """A place in one line."""
    at = f" (line {line}, column {column})" if line else ""
    return f"{where.file}, bytes {where.start} to {where.end}{at}"


def read_groups(reads: Iterable[Read]) -> list[tuple[str, list[tuple[str, int]]]]:
    """Reads by kind: each name with the number of its places, the rarest kinds of names last."""
    kinds: dict[str, dict[str, int]] = {}
    for one in reads:
        names = kinds.setdefault(one.kind, {})
        name = f"(computed) {one.name}" if one.computed else one.name
        names[name] = names.get(name, 0) + 1
    return [
        (READ_KINDS[kind], sorted(kinds[kind].items(), key=lambda row: (-row[1], row[0])))
        for kind in READ_KINDS
        if kind in kinds
    ]


def predicate_groups(predicates: Iterable[Predicate]) -> list[tuple[str, list[str]]]:
    """Comparisons by what is compared; last those with nothing but what many other things are compared with too."""
    groups: dict[str, dict[str, None]] = {}
    shared: dict[str, set[str]] = {}
    for one in ranked_predicates(predicates):
        said = _compared(one)
        groups.setdefault(read_title(one.read), {})[said] = None
        shared.setdefault(said, set()).add(read_title(one.read))
    rows = [(title, sorted(said, key=lambda text: len(shared[text]) > _MOST_SHARED)) for title, said in groups.items()]
    return sorted(rows, key=lambda row: len(shared[row[1][0]]) > _MOST_SHARED)


def host_groups(destinations: Iterable[Destination]) -> list[tuple[str, int]]:
    """Hosts with the number of places that name them: first those that requests are made to, last mere mentions."""
    hosts: dict[str, int] = {}
    uses: dict[str, int] = {}
    for one in destinations:
        host = one.host or one.value
        hosts[host] = hosts.get(host, 0) + one.count
        uses[host] = min(uses.get(host, len(_USES)), _USES.index(one.use))
    return sorted(hosts.items(), key=lambda row: (uses[row[0]], -row[1], row[0]))


def asked_hosts(destinations: Iterable[Destination]) -> int:
    """How many hosts a request is seen to be made to."""
    return len({one.host or one.value for one in destinations if one.use == "asked"})


def counted(name: str, count: int) -> str:
    """``name``, or ``name (3 places)``."""
    return name if count == 1 else f"{name} ({count})"
