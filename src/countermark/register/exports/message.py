"""A message to staff for each ban, as plain text: from when, why, what to use instead and how to remove the tool."""

from __future__ import annotations

from countermark.register.bans import Ban, Bans
from countermark.register.events import shown_moment
from countermark.register.exports.record import Export, Exported, Piece
from countermark.text.visible import visible


def render(bans: Bans) -> Exported:
    """One file for each ban; what would not be seen in a text is written out."""
    pieces = tuple(Piece(name=f"{ban.stem}.txt", text=visible(_message(ban, bans), keep=" \n")) for ban in bans.all)
    return Exported(pieces=pieces)


def _message(ban: Ban, bans: Bans) -> str:
    of = f" ({', '.join(ban.decision.versions)})" if ban.decision.versions else ""
    when = shown_moment(ban.decision.effective)
    lines = [f"Subject: {ban.form.title}{of} {'is not' if ban.holds else 'will not be'} allowed from {when}", ""]
    lines += [f"From {when} on, {ban.form.title}{of} by {ban.form.vendor} must not be used any more.", ""]
    lines += [f"Why: {ban.decision.reason}.", f"Use instead: {ban.alternative}.", ""]
    lines += ["Please remove it:", *(f"    {line}" for line in ban.form.uninstall), ""] if ban.form.uninstall else []
    for one in ban.exceptions:
        until = shown_moment(one.expires)
        lines += [f"Exception until {until}: {', '.join(one.hosts)} ({one.reason}; ask {one.owner}).", ""]
    lines += [f"Questions and objections: {bans.register.contact}.", f"Evidence: {', '.join(ban.decision.evidence)}"]
    return "".join(f"{line}\n" for line in lines)


EXPORT = Export(id="message", title="a message to staff for each ban", render=render)
