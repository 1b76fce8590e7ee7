"""Scenarios (``countermark.scenario/1``): what the tool is asked, and what the false provider answers."""

from __future__ import annotations

import difflib
import functools
import importlib.resources
import json
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, Field, JsonValue

from countermark.errors import UsageError
from countermark.model.profile import Reply, Scenario, ToolCall
from countermark.store.toml import KEBAB, Sourced, StrictForm, read_file, read_form, sha256


class ToolCallForm(StrictForm):
    """A call that is answered where the tool offers a tool of one of these names."""

    tools: Annotated[list[str], Field(min_length=1)]
    arguments: dict[str, JsonValue] = Field(default_factory=dict)


class ReplyForm(StrictForm):
    """The answer to the n-th request that carries the prompt; the last one answers all that follow."""

    text: str
    tool_call: ToolCallForm | None = None


class ScenarioForm(StrictForm):
    """A scenario as it is written: one prompt for each session of a run."""

    schema_: Literal["countermark.scenario/1"] = Field(alias="schema")
    id: Annotated[str, Field(pattern=f"^{KEBAB}$")]
    title: Annotated[str, Field(min_length=1)]
    prompts: Annotated[list[Annotated[str, Field(min_length=1)]], Field(min_length=1)]
    replies: Annotated[list[ReplyForm], Field(min_length=1)]


def read_scenario(content: bytes, origin: str) -> Scenario:
    """The scenario that a TOML text holds.

    Raises:
        UsageError: it is not of its form; names the key, its line, and the nearest valid one.
    """
    form = read_form(ScenarioForm, content, origin)
    return Scenario(
        id=form.id,
        title=form.title,
        sha256=sha256(content),
        prompts=tuple(form.prompts),
        replies=tuple(Reply(text=reply.text, tool_call=_tool_call(reply.tool_call)) for reply in form.replies),
    )


def _tool_call(form: ToolCallForm | None) -> ToolCall | None:
    if form is None:
        return None
    return ToolCall(tools=tuple(form.tools), arguments_json=json.dumps(form.arguments, ensure_ascii=False))


@functools.cache
def builtin_scenarios() -> tuple[Sourced[Scenario], ...]:
    """The scenarios that come with Countermark, sorted by id."""
    folder = importlib.resources.files("countermark") / "scenarios"
    if not folder.is_dir():
        return ()
    files = sorted((item for item in folder.iterdir() if item.name.endswith(".toml")), key=lambda item: item.name)
    return tuple(_sourced(item.read_bytes(), f"scenarios/{item.name}") for item in files)


def _sourced(content: bytes, origin: str) -> Sourced[Scenario]:
    return Sourced(value=read_scenario(content, origin), content=content, origin=origin)


def load_scenario(id_or_file: str) -> Sourced[Scenario]:
    """The built-in scenario of this id, or that in the file of this name (which has a ``/`` or ends in ``.toml``).

    Raises:
        UsageError: there is none, or it is not of its form.
    """
    if "/" in id_or_file or id_or_file.endswith(".toml"):
        return _sourced(read_file(Path(id_or_file)), id_or_file)
    known = {item.value.id: item for item in builtin_scenarios()}
    if id_or_file not in known:
        near = difflib.get_close_matches(id_or_file, known, n=1)
        raise UsageError(
            f"there is no scenario {id_or_file!r}",
            why=f"built in are {', '.join(known)}" if known else "none is built in",
            hint=f"did you mean {near[0]}?" if near else "a file is named by its path: ./scenario.toml",
        )
    return known[id_or_file]


FORM: type[BaseModel] = ScenarioForm
