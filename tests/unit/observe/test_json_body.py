"""A JSON body is taken apart without losing how it was spelled."""

from __future__ import annotations

import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermark.model.observation import BLOCK_SEPARATOR
from countermark.observe.json_body import Leaf, leaves, parse

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)


def at(found: tuple[Leaf, ...], pointer: str, part: str = "body") -> str:
    (leaf,) = [leaf for leaf in found if leaf.pointer == pointer and leaf.part == part]
    return leaf.text


def test_a_number_keeps_its_spelling() -> None:
    assert at(leaves('{"a":1.0,"b":1}'), "/a") == "1.0"
    assert at(leaves('{"a":1.0,"b":1}'), "/b") == "1"


def test_the_order_of_keys_is_a_feature() -> None:
    assert at(leaves('{"b":1,"a":2}'), "", "order") == "b\na"


def test_named_objects_are_addressed_by_name_so_that_an_insertion_shifts_nothing() -> None:
    short = leaves('{"tools":[{"name":"Read","d":"x"}]}')
    long = leaves('{"tools":[{"name":"Bash","d":"y"},{"name":"Read","d":"x"}]}')
    assert at(short, "/tools/[name=Read]/d") == at(long, "/tools/[name=Read]/d") == "x"
    assert at(long, "/tools", "order") == "Bash\nRead"


def test_the_entries_of_a_map_that_is_a_list_are_addressed_by_their_keys() -> None:
    short = leaves('{"meta":[{"some_key":39,"value":"x"},{"some_key":7,"value":"y"}]}')
    long = leaves('{"meta":[{"some_key":39,"value":"x"},{"some_key":132,"value":"h"},{"some_key":7,"value":"y"}]}')
    assert at(short, "/meta/[name=7]/value") == at(long, "/meta/[name=7]/value") == "y"
    attributes = leaves('[{"key":"host","value":{"stringValue":"h"}}]')
    assert at(attributes, "/[name=host]/value/stringValue") == "h"
    assert at(leaves('[{"some_key":39,"other":"x"}]'), "/0/other") == "x"


def test_text_blocks_are_one_text() -> None:
    found = leaves('{"content":[{"type":"text","text":"a"},{"type":"text","text":"b"}]}')
    assert at(found, "/content") == f"a{BLOCK_SEPARATOR}b"


def test_json_in_a_string_is_walked() -> None:
    inner = json.dumps({"zone": "UTC"})
    assert at(leaves(json.dumps({"event": inner})), "/event/!/zone") == "UTC"


@pytest.mark.parametrize(
    ("text", "name"),
    [('{"a": 1}', "white-space"), ('{"a":"\\u2019"}', "escapes"), ('{"a":"\\/"}', "escapes: /")],
)
def test_another_spelling_of_the_same_value_is_seen(text: str, name: str) -> None:
    plain = json.dumps(json.loads(text), separators=(",", ":"), ensure_ascii=False)
    assert styles(text).get(name) != styles(plain).get(name)


def styles(text: str) -> dict[str, str]:
    return {leaf.name: leaf.text for leaf in leaves(text) if leaf.part == "format"}


@pytest.mark.parametrize("indent", [None, 1, 2])
def test_more_of_one_style_is_the_same_style(indent: int | None) -> None:
    short = json.dumps({"a": 1, "b": "—", "c": {"d": [1, 2]}}, indent=indent)
    long = json.dumps({"a": 1, "b": "— and —, said openly", "c": {"d": [1, 2, 3], "e": {}}, "f": True}, indent=indent)
    assert styles(short) == styles(long)


def test_one_space_more_in_one_place_is_another_style() -> None:
    assert styles('{"a":1,"b":2}') != styles('{"a": 1,"b":2}') != styles('{"a": 1,"b": 2}')


def test_events_are_addressed_by_what_they_are_called() -> None:
    events = [{"kind": "e", "data": {"event_name": name, "n": 1}} for name in ("start", "stop", "start")]
    found = leaves(json.dumps({"events": events}))
    assert at(found, "/events", "order") == "start\nstop\nstart#2"
    assert at(found, "/events/[name=start#2]/data/n") == "1"


def test_base64_of_text_is_read() -> None:
    inner = base64.b64encode(json.dumps({"zone": "Asia/Dili"}).encode()).decode()
    assert at(leaves(json.dumps({"meta": inner})), "/meta/!base64/!/zone") == "Asia/Dili"
    assert at(leaves('{"meta":"AAAABBBBCCCCDDDDEEEE"}'), "/meta") == "AAAABBBBCCCCDDDDEEEE"


def test_too_deep_is_a_stated_failure() -> None:
    with pytest.raises(ValueError, match="deeply"):
        parse("[" * 100_000 + "]" * 100_000)
    assert any("nested deeper" in leaf.text for leaf in leaves("[" * 300 + "1" + "]" * 300))


@given(JSON)
def test_every_json_text_can_be_taken_apart(value: object) -> None:
    found = leaves(json.dumps(value))
    assert len({(leaf.part, leaf.pointer, leaf.name) for leaf in found}) <= len(found)


@given(st.text())
def test_other_texts_are_refused_by_name(text: str) -> None:
    try:
        leaves(text)
    except ValueError:
        return
    json.loads(text)


def test_a_message_as_one_string_reads_as_one_with_a_block() -> None:
    short = leaves('{"messages":[{"role":"user","content":"hi"}]}')
    long = leaves('{"messages":[{"role":"user","content":[{"type":"text","text":"hi"}]}]}')
    assert at(short, "/messages") == at(long, "/messages") == f"[user]{BLOCK_SEPARATOR}hi"


def test_what_is_no_text_in_a_message_is_kept() -> None:
    found = leaves('{"messages":[{"role":"user","content":[{"type":"tool_result","tool_use_id":"t1","content":"x"}]}]}')
    assert at(found, "/messages/0/content/[name=tool_result]/content") == "x"


def test_a_value_that_a_later_one_of_its_key_hides_is_kept() -> None:
    found = leaves('{"n":7,"n":8,"m":1}')
    assert (at(found, "/n"), at(found, "/n#1"), at(found, "", "order")) == ("8", "7", "n#1\nn\nm")
