"""What the false provider says next: the scenario's replies to who carries its prompt, something plausible to others.

Which reply it is follows from the request alone, from the assistant's turns behind the prompt: no memory, no order of
arrival. A provider that counted would answer otherwise when a background request comes sooner or later.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass

from countermark.model.profile import Scenario
from countermark.wire.json_schema import smallest_value
from countermark.wire.json_values import as_map, parse_map, write_json

SIDE_TEXT = "ok"
_ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_ASKS_FOR_JSON = re.compile(r"\bJSON\b")
_NAMED_MEMBER = re.compile(r"""['"`](\w{1,40})['"`]\s*\((string|boolean|bool|number|integer|array|object)""")
_PLAIN_VALUES: tuple[tuple[str, object], ...] = (
    ("boolean", True),
    ("bool", True),
    ("number", 0),
    ("integer", 0),
    ("array", ()),
    ("object", {}),
)
_MAX_EXAMPLES = 64
_PIECE = re.compile(r"\s*\S+\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One message; ``text`` without tool results. ``role`` is ``system``, ``user``, ``assistant`` or ``tool``."""

    role: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferedTool:
    """A tool that the request offers; ``schema_json`` describes its arguments."""

    name: str
    schema_json: str = "{}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """What a request to a model says, in no provider's words.

    ``must_call`` names a tool that the request insists on; ``output_schema_json`` is the schema of a demanded JSON
    output, empty where none is. ``spoken_before`` is how often the assistant had spoken since the prompt before what
    this request carries; ``None`` where the request carries all, or goes on from something that is not the scenario's.
    """

    said: tuple[Said, ...]
    tools: tuple[OfferedTool, ...] = ()
    must_call: str = ""
    output_schema_json: str = ""
    spoken_before: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Utterance:
    """What the model says; ``tool`` is empty where it calls none. ``turn`` tells apart what is said in one run."""

    turn: str
    text: str
    tool: str = ""
    arguments_json: str = "{}"


def next_utterance(conversation: Conversation, scenario: Scenario) -> Utterance:
    """The reply of ``scenario`` that is due, or a plausible one where the request is none of the scenario's."""
    turn = turns_since_prompt(conversation, scenario)
    called = conversation.must_call  # empty where none is, as a nameless tool's name is
    forced = next((tool for tool in conversation.tools if called and tool.name == called), None)
    if forced is not None:
        arguments = write_json(smallest_value(parse_map(forced.schema_json)))
        return Utterance(turn=f"forced-{forced.name}", text="", tool=forced.name, arguments_json=arguments)
    if conversation.output_schema_json:
        value = smallest_value(parse_map(conversation.output_schema_json))
        return Utterance(turn="structured", text=write_json(value))
    if not conversation.tools and _asks_for_json(conversation):
        return Utterance(turn="json", text=_json_as_described(conversation))
    return Utterance(turn="side", text=SIDE_TEXT) if turn is None else _scripted(turn, conversation, scenario)


def turns_since_prompt(conversation: Conversation, scenario: Scenario) -> int | None:
    """How often the assistant has spoken since the prompt; ``None`` where no prompt of the scenario is there."""
    said = conversation.said
    for index in reversed(range(len(said))):
        if said[index].role == "user" and any(prompt in said[index].text for prompt in scenario.prompts):
            return sum(1 for item in said[index:] if item.role == "assistant")
    if conversation.spoken_before is None:
        return None
    return conversation.spoken_before + sum(1 for item in said if item.role == "assistant")


def _scripted(turn: int, conversation: Conversation, scenario: Scenario) -> Utterance:
    if not scenario.replies:
        return Utterance(turn=str(turn), text=SIDE_TEXT)
    reply = scenario.replies[min(turn, len(scenario.replies) - 1)]
    offered = {tool.name: tool for tool in conversation.tools}
    call = reply.tool_call if turn < len(scenario.replies) else None  # past its end, it never loops on a tool
    tool = next((offered[name] for name in call.tools if name in offered), None) if call else None
    if call is None or tool is None:
        return Utterance(turn=str(turn), text=reply.text or SIDE_TEXT)
    arguments = _known_arguments(call.arguments_json, tool)
    return Utterance(turn=str(turn), text=reply.text, tool=tool.name, arguments_json=arguments)


def _known_arguments(arguments_json: str, tool: OfferedTool) -> str:
    """The scripted arguments that the tool names in its schema: one scenario serves tools that call a file differently.

    All of them where it names none of them.
    """
    scripted = parse_map(arguments_json) or {}
    named = as_map(as_map(parse_map(tool.schema_json)).get("properties"))
    return write_json({name: value for name, value in scripted.items() if name in named} or dict(scripted))


def _asks_for_json(conversation: Conversation) -> bool:
    return any(_ASKS_FOR_JSON.search(item.text) for item in conversation.said if item.role == "system")


def _json_as_described(conversation: Conversation) -> str:
    """A JSON object like the example that the instructions give, or with the members that they name."""
    prose = "\n".join(item.text for item in conversation.said if item.role == "system")
    example = _first_object(prose)
    if example:
        return write_json({name: SIDE_TEXT if isinstance(value, str) else value for name, value in example.items()})
    plain = dict(_PLAIN_VALUES)
    return write_json({name: plain.get(kind, SIDE_TEXT) for name, kind in _NAMED_MEMBER.findall(prose)})


def _first_object(prose: str) -> dict[str, object]:
    decoder, start = json.JSONDecoder(), -1
    for _ in range(_MAX_EXAMPLES):
        start = prose.find("{", start + 1)
        if start < 0:
            break
        try:
            found = as_map(decoder.raw_decode(prose, start)[0])
        except (ValueError, RecursionError):
            continue
        if found:
            return dict(found)
    return {}


def identifier(scenario: Scenario, what: str, length: int) -> str:
    """A random-looking id of ``length`` characters that is the same in every run of ``scenario``."""
    number = int.from_bytes(hashlib.sha512(f"{scenario.sha256}/{what}".encode("utf-8", "replace")).digest())
    characters: list[str] = []
    for _ in range(length):
        number, digit = divmod(number, len(_ALPHABET))
        characters.append(_ALPHABET[digit])
    return "".join(characters)


def pieces_of(text: str) -> tuple[str, ...]:
    """A text cut word by word, as a model streams it."""
    return tuple(_PIECE.findall(text)) if text.strip() else (text,)
