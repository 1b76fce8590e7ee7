"""Two cookies that every false server gives to whoever does not show them: one for a session, one to be kept.

Real providers' front doors set some, and what a client makes of them (whether it shows them, in which order, how they
are spelled) is a place where something can be hidden, within a run and from one session to the next. Names and values
are the same on every host and in every run.

Source: RFC 6265, sections 4.1 and 5.4.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from countermark.wire.messages import Header, Reply, Request


@dataclass(frozen=True, slots=True, kw_only=True)
class _Given:
    """A cookie, and for how long and for whom it is."""

    name: str
    value: str
    attributes: str


# Not for TLS alone: a tool that was pointed at a plain address must find them there too.
_GIVEN = (
    _Given(name="sid", value="5f2b8c1e9a7d4036", attributes="Path=/; HttpOnly; SameSite=Lax"),
    _Given(name="device", value="c3a91e75", attributes="Path=/; Max-Age=31536000; SameSite=Lax"),
)


def with_cookies(request: Request, reply: Reply) -> Reply:
    """``reply``, with those cookies that ``request`` does not show, by whatever spelling of the name. Total."""
    shown = {
        piece.partition("=")[0].strip().lower()
        for header in request.headers
        if header.name.lower() == "cookie"
        for piece in header.value.split(";")
    }
    given = tuple(
        Header(name="set-cookie", value=f"{one.name}={one.value}; {one.attributes}")
        for one in _GIVEN
        if one.name not in shown
    )
    return replace(reply, headers=(*reply.headers, *given)) if given else reply
