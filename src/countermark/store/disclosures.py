"""Disclosures (``countermark.disclosure/1``): TOML in which a vendor says what its tool reads, checks and sends."""

from __future__ import annotations

import typing
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from countermark.model.disclosure import Contact, Disclosure, Followed, OptOut, Reads, Sent
from countermark.model.static import ReadKind
from countermark.model.verdict import Kind
from countermark.store.toml import StrictForm, read_file, read_form, refuse
from countermark.store.toml_text import quoted

_Text = Annotated[str, Field(min_length=1)]
_Texts = Annotated[list[_Text], Field(min_length=1)]
_SHA256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
_MOST_PORT = 65535


class ToolForm(StrictForm):
    """Which tool it is about: its package URL, and the SHA-256 of every file as it is shipped."""

    purl: _Text
    sha256: Annotated[list[_SHA256], Field(min_length=1)]
    vendor: str = ""


class DestinationForm(StrictForm):
    """A host that is contacted; ``{base-url}`` and the like is the one that the setting names, without a port."""

    host: _Text
    port: Annotated[int, Field(ge=0, le=_MOST_PORT)] = 0
    model_calls: bool = False
    purpose: str = ""


class ValueForm(StrictForm):
    """A value of the surroundings that is sent to a host: in these forms and fields, and no others."""

    factor: _Text
    host: _Text
    forms: _Texts
    fields: _Texts
    purpose: str = ""


class InfluenceForm(StrictForm):
    """What is sent otherwise because of these factors together: covert, functional or overt."""

    factors: _Texts
    kind: Literal["overt", "functional", "covert"]
    fields: _Texts
    purpose: str = ""


class ReadsForm(StrictForm):
    """What of one kind the tool asks its surroundings."""

    kind: Literal[typing.get_args(ReadKind)]  # type: ignore[valid-type] # the kinds, said once
    names: _Texts


class OptOutForm(StrictForm):
    """A level (``factor=value``) under which these hosts are not contacted."""

    level: Annotated[str, Field(pattern=r"^[a-z0-9-]+=")]
    stops: _Texts


class DisclosureForm(StrictForm):
    """The whole; what is not in it is not done."""

    schema_: Literal["countermark.disclosure/1"] = Field(alias="schema")
    tool: ToolForm
    destination: list[DestinationForm] = Field(default_factory=list)
    value: list[ValueForm] = Field(default_factory=list)
    influence: list[InfluenceForm] = Field(default_factory=list)
    reads: list[ReadsForm] = Field(default_factory=list)
    opt_out: list[OptOutForm] = Field(default_factory=list)


FORM: type[BaseModel] = DisclosureForm


def read_disclosure(path: Path) -> Disclosure:
    """The disclosure in a file.

    Raises:
        UsageError: it cannot be read, is not of its form, or says a thing twice; names the key and its line.
    """
    return parse_disclosure(read_file(path), str(path))


def parse_disclosure(content: bytes, origin: str) -> Disclosure:
    """The disclosure that a TOML text holds.

    Raises:
        UsageError: it is not of its form, or says a thing twice; names the key and its line.
    """
    form = read_form(DisclosureForm, content, origin)
    _refuse_twice(content, origin, "destination", [(one.host, one.port) for one in form.destination])
    _refuse_twice(content, origin, "value", [(one.factor, one.host) for one in form.value])
    _refuse_twice(content, origin, "influence", [(tuple(sorted(one.factors)), one.kind) for one in form.influence])
    _refuse_twice(content, origin, "reads", [one.kind for one in form.reads])
    _refuse_twice(content, origin, "opt-out", [one.level for one in form.opt_out])
    return Disclosure(
        purl=form.tool.purl,
        sha256=tuple(sorted(form.tool.sha256)),
        vendor=form.tool.vendor,
        contacts=tuple(
            Contact(host=one.host, port=one.port, model_calls=one.model_calls, purpose=one.purpose)
            for one in form.destination
        ),
        sent=tuple(
            Sent(
                factor=one.factor,
                host=one.host,
                forms=tuple(one.forms),
                fields=tuple(one.fields),
                purpose=one.purpose,
            )
            for one in form.value
        ),
        followed=tuple(
            Followed(
                factors=tuple(sorted(one.factors)), kind=Kind(one.kind), fields=tuple(one.fields), purpose=one.purpose
            )
            for one in form.influence
        ),
        reads=tuple(Reads(kind=one.kind, names=tuple(one.names)) for one in form.reads),
        opt_outs=tuple(OptOut(level=one.level, stops=tuple(one.stops)) for one in form.opt_out),
    )


def _refuse_twice(content: bytes, origin: str, table: str, keys: list[object]) -> None:
    """Two entries about one thing can contradict one another."""
    for number, key in enumerate(keys):
        if key in keys[:number]:
            raise refuse(origin, content, (table, number), "an entry above is about the same", "put them into one")


def disclosure_text(said: Disclosure) -> str:
    """The disclosure as a file that people go on with; what it reads as is ``said`` again."""
    parts = [
        'schema = "countermark.disclosure/1"\n',
        _table("[tool]", purl=said.purl, sha256=said.sha256, vendor=said.vendor),
    ]
    parts += [
        _table("[[destination]]", host=one.host, port=one.port, model_calls=one.model_calls, purpose=one.purpose)
        for one in said.contacts
    ]
    parts += [
        _table("[[value]]", factor=one.factor, host=one.host, forms=one.forms, fields=one.fields, purpose=one.purpose)
        for one in said.sent
    ]
    parts += [
        _table("[[influence]]", factors=one.factors, kind=one.kind.value, fields=one.fields, purpose=one.purpose)
        for one in said.followed
    ]
    parts += [_table("[[reads]]", kind=one.kind, names=one.names) for one in said.reads]
    parts += [_table("[[opt-out]]", level=one.level, stops=one.stops) for one in said.opt_outs]
    return "\n".join(parts)


_Value = str | int | tuple[str, ...]


def _table(header: str, **values: _Value) -> str:
    lines = (f"{name.replace('_', '-')} = {text}\n" for name, value in values.items() for text in _written(value))
    return f"{header}\n{''.join(lines)}"


def _written(value: _Value) -> Iterator[str]:
    if isinstance(value, bool):
        yield "true" if value else "false"
    elif isinstance(value, int):
        yield str(value)
    elif isinstance(value, str):
        yield quoted(value)
    else:
        yield _list(value)


def _list(values: Iterable[str]) -> str:
    items = [quoted(value) for value in values]
    return f"[{items[0]}]" if len(items) == 1 else "[\n" + "".join(f"  {item},\n" for item in items) + "]"
