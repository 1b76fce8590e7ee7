"""What exports put into effect: the bans that hold at a moment, and those that are taken and still to come."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from countermark.register.folder import Entry, Register
from countermark.register.forms import DecisionForm, ExceptionForm, RegisterForm, Status, ToolForm
from countermark.register.standing import exceptions, in_force, to_come


@dataclass(frozen=True, slots=True, kw_only=True)
class Ban:
    """A tool, or some versions of it, that nobody may use from a moment on."""

    tool: str
    form: ToolForm
    decision: DecisionForm
    holds: bool
    exceptions: tuple[ExceptionForm, ...]
    alternative: str

    @property
    def is_whole(self) -> bool:
        """Whether every version is meant: most formats cannot tell versions apart."""
        return not self.decision.versions

    @property
    def stem(self) -> str:
        """A file's name that no other ban has: the tool, the day and the versions."""
        return "-".join((self.tool, f"{self.decision.effective:%Y-%m-%d}", *self.decision.versions))

    def in_words(self) -> str:
        """The decision in one line, for the people who meet its effect."""
        return f"{self.form.title} is banned: {self.decision.reason}. Use {self.alternative} instead."


@dataclass(frozen=True, slots=True, kw_only=True)
class Bans:
    """All bans of a register, by tool and moment."""

    register: RegisterForm
    at: datetime
    all: tuple[Ban, ...]

    @property
    def blocking(self) -> tuple[Ban, ...]:
        """Those that hold now and for every version: what a list that knows no dates and versions can say."""
        return tuple(ban for ban in self.all if ban.holds and ban.is_whole)


def bans(register: Register, at: datetime) -> Bans:
    """The bans of a register as they stand at a moment."""
    found = sorted(_bans(register, at), key=lambda ban: (ban.tool, ban.decision.effective, ban.decision.versions))
    return Bans(register=register.top.form, at=at, all=tuple(found))


def _bans(register: Register, at: datetime) -> Iterator[Ban]:
    for tool in register.tools:
        holding = {
            in_force(register, tool.id, at, version) for version in ("", *(v.version for v in tool.form.versions))
        }
        for decision, holds in (
            *((one, True) for one in holding),
            *((one, False) for one in to_come(register, tool.id, at)),
        ):
            if decision and decision.form.status is Status.BANNED:
                yield _ban(register, tool, decision, at, holds=holds)


def _ban(register: Register, tool: Entry[ToolForm], decision: Entry[DecisionForm], at: datetime, *, holds: bool) -> Ban:
    other = register.tool(decision.form.alternative or "")
    return Ban(
        tool=tool.id,
        form=tool.form,
        decision=decision.form,
        holds=holds,
        exceptions=exceptions(decision.form, at),
        alternative=other.form.title if other else "",
    )


def left_out(bans: Bans, names: str, has: frozenset[str]) -> tuple[str, ...]:
    """What a list that blocks cannot say: bans of versions, exceptions, and tools without ``names``."""
    notes: list[str] = []
    for ban in bans.all:
        title = ban.form.title
        if not ban.is_whole:
            notes.append(f"{title} {', '.join(ban.decision.versions)}: versions cannot be told apart here")
        elif not ban.holds:
            notes.append(f"{title}: the ban takes effect at {ban.decision.effective.isoformat()} only")
        elif ban.tool not in has:
            notes.append(f"{title}: the register knows no {names} of it")
        elif ban.exceptions:
            hosts = ", ".join(host for one in ban.exceptions for host in one.hosts)
            notes.append(f"{title}: exceptions for {hosts} are to be made where this is loaded")
    return tuple(notes)
