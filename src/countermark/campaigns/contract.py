"""What request logs must look like: ``countermark.requests/1``, and the two tables beside them.

Every identifier and category may be an integer or a text. Of the requests only ``ts`` and ``account`` must be there;
what cannot be judged without another column is said of each.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """What a column holds, whatever its exact type in the file."""

    MOMENT = "a timestamp (naive ones are UTC)"
    IDENTIFIER = "an integer or a text"
    NUMBER = "an integer"
    IDENTIFIERS = "a list of integers or of texts"
    FLAG = "true or false"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: ``lost`` says what cannot be judged where it is missing."""

    id: str
    kind: Kind
    about: str
    lost: str = ""
    needed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table of the contract; ``id`` is its name in messages."""

    id: str
    columns: tuple[Column, ...]

    def column(self, name: str) -> Column:
        """The column of that name, which exists."""
        return next(column for column in self.columns if column.id == name)


def _column(name: str, kind: Kind, about: str, lost: str = "", *, needed: bool = False) -> Column:
    return Column(id=name, kind=kind, about=about, lost=lost, needed=needed)


REQUESTS = Table(
    id="requests",
    columns=(
        _column("ts", Kind.MOMENT, "when the request came, in microseconds", needed=True),
        _column("account", Kind.IDENTIFIER, "whose it was", needed=True),
        _column("conversation", Kind.IDENTIFIER, "requests of one conversation have it in common"),
        _column("ip", Kind.IDENTIFIER, "the network address, or a keyed hash of it", "the view network"),
        _column("asn", Kind.IDENTIFIER, "the autonomous system of the address"),
        _column("device", Kind.IDENTIFIER, "a keyed hash of the device", "the view device"),
        _column("user_agent", Kind.IDENTIFIER, "the client's own name, or a number for it"),
        _column("app", Kind.IDENTIFIER, "the client application that was declared"),
        _column("model", Kind.IDENTIFIER, "the model that was asked"),
        _column("input_tokens", Kind.NUMBER, "tokens of the request"),
        _column("output_tokens", Kind.NUMBER, "tokens of the answer"),
        _column("head_sketch", Kind.IDENTIFIER, "a keyed sketch of the system prompt or template", "the view template"),
        _column(
            "bands", Kind.IDENTIFIERS, "keyed bands of the prompt: near copies share one", "near-duplicate content"
        ),
        _column("cell", Kind.IDENTIFIER, "the coarse topic of the prompt", "the view coverage"),
        _column("status", Kind.IDENTIFIER, "how the request ended"),
    ),
)

ACCOUNTS = Table(
    id="accounts",
    columns=(
        _column("account", Kind.IDENTIFIER, "the account", needed=True),
        _column("created", Kind.MOMENT, "when it was opened", "age, as a stratum of the null"),
        _column("payment", Kind.IDENTIFIER, "a keyed hash of the means of payment", "the view payment"),
        _column("payment_kind", Kind.IDENTIFIER, "what kind of payment it is"),
        _column("country", Kind.IDENTIFIER, "the country of the account: never a feature"),
        _column("organisation", Kind.IDENTIFIER, "the organisation that it belongs to"),
        _column(
            "organisation_verified", Kind.FLAG, "whether that was checked", "verified organisations as honest groups"
        ),
        _column("declared_use", Kind.IDENTIFIER, "what its owner said that it is for"),
        _column("closed_at", Kind.MOMENT, "when it was closed, if it was", "the view hand-over"),
        _column("closed_by", Kind.IDENTIFIER, "who closed it"),
    ),
)

LIBRARY = Table(
    id="library",
    columns=(
        _column("account", Kind.IDENTIFIER, "an account that was reviewed", needed=True),
        _column("group", Kind.IDENTIFIER, "the honest group that it belongs to", needed=True),
        _column("kind", Kind.IDENTIFIER, "what kind of group: university, enterprise, cron fleet, ...", needed=True),
    ),
)

TABLES = (REQUESTS, ACCOUNTS, LIBRARY)
