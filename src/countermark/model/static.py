"""What reading the shipped program text found: lists it hides, choices it makes, what it reads and where that goes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ListKind = Literal["hosts", "addresses", "zones", "locales", "paths", "words", "texts", "digests", "unknown"]
ReadKind = Literal[
    "variable",
    "variables",
    "time-zone",
    "locale",
    "hostname",
    "user",
    "network",
    "name-service",
    "machine-id",
    "platform",
    "working-folder",
    "home-file",
    "foreign-file",
    "process",
    "version-control",
]
SinkKind = Literal["text", "header", "url", "body"]
Passage = Literal["hidden-list", "covert-choice", "opaque-test", "comparison", "message"]
"""What lies on a flow's way: a list that was hidden, a choice between texts that look the same, a test whose list
cannot be read, a comparison with literals; ``message``: the text goes where messages to models are made."""

LoadingKind = Literal["eval", "import", "execution", "download-and-run", "self-update", "remote-switch"]
Use = Literal["asked", "stated", "mentioned"]
Form = Literal["conditional", "return", "switch", "assignment", "logical", "index", "replacement", "table"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """A half-open range of bytes of one file; ``file`` is relative to the target's root."""

    file: str
    sha256: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HiddenList:
    """Strings that the program carries in a form that a reader of it cannot read.

    ``decoder`` says, step by step and in words, how the entries come out (``base64``, ``xor 0x5b``). ``opaque``:
    a membership test whose list cannot be read out of the program; then ``entries`` holds what is tested against
    (digests), or nothing, ``count`` how many there are as far as that shows, and ``note`` why it stays closed.

    ``compared_with`` are the reads of the machine that are compared with it, as far as their way could be followed:
    none means that it is not known, and never that there are none.
    """

    kind: ListKind
    count: int
    entries: tuple[str, ...]
    decoder: tuple[str, ...]
    where: Where
    opaque: bool = False
    note: str = ""
    compared_with: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A choice between texts that a reader takes for the same.

    ``channels`` are the ids of ``countermark.text.channels`` that tell them apart. ``condition`` is the excerpt that
    decides. ``form`` is ``table`` where the texts merely stand side by side: common and harmless, ranked apart.
    """

    form: Form
    texts: tuple[str, ...]
    channels: tuple[str, ...]
    condition: str
    where: Where


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """One place that asks the machine something. ``name``: of the variable, file, program or call.

    ``computed``: the name is only known when the program runs, and ``name`` is the expression that makes it.
    """

    kind: ReadKind
    name: str
    where: Where
    computed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Predicate:
    """A value that came from the machine is compared with literals, or looked up in a list.

    ``operator`` is as the program writes it (``===``, ``endsWith``, ``in``). ``literals`` is what it is compared
    with as far as that is constant; where it comes out of a hidden list, that list's entries, and ``list_where`` is
    the ``where`` of the list.
    """

    read: Read
    operator: str
    literals: tuple[str, ...]
    where: Where
    list_where: Where | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """Somewhere the program may send to. ``where`` is its first place of ``count``.

    ``use``: ``asked`` where a request is seen to be made of it, ``stated`` where it stands by itself, ``mentioned``
    where it is part of a text that is written to be read. A ``*`` in ``host`` is what is only known at run time.
    """

    kind: Literal["url", "host", "address"]
    value: str
    host: str
    count: int
    where: Where
    use: Use = "stated"


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowStep:
    """One piece of a slice: ``excerpt`` of the program, and ``note`` on what happens to the value there."""

    where: Where
    excerpt: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """What was read from the machine reaches something that is sent, by way of ``steps``, the read first.

    ``through`` says what makes it suspicious, the worst first. ``is_cut``: the value goes on to more places than were
    followed.
    """

    sources: tuple[Read, ...]
    sink: SinkKind
    steps: tuple[FlowStep, ...]
    through: tuple[Passage, ...] = ()
    is_cut: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeLoading:
    """The program runs, or may be switched by, what was not in the package. ``excerpt`` is the place itself."""

    kind: LoadingKind
    excerpt: str
    where: Where


@dataclass(frozen=True, slots=True, kw_only=True)
class Unfinished:
    """Something that a rule could not finish, and why: an endless decoder, memory used up, no isolated engine."""

    rule: str
    reason: str
    where: Where | None = None


Finding = HiddenList | Choice | Read | Predicate | Destination | Flow | CodeLoading | Unfinished
