"""The smallest value of a schema is of its form, and no schema raises."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermark.wire.json_schema import smallest_value


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        ({}, "ok"),
        ({"type": "string", "format": "date"}, "2025-01-01"),
        ({"type": "string", "minLength": 4}, "okkk"),
        ({"type": ["null", "string"]}, None),
        ({"type": "boolean"}, False),
        ({"type": "number", "minimum": 1.5}, 1.5),
        ({"type": "integer", "minimum": float("inf")}, 1),
        ({"type": "INTEGER", "maximum": -2}, -2),
        ({"type": "array", "items": {"type": "integer"}, "minItems": 2}, [1, 1]),
        ({"type": "array", "minItems": 10**9}, ["ok"] * 8),
        ({"enum": ["b", "a"]}, "b"),
        ({"const": 7}, 7),
        ({"anyOf": [{"type": "boolean"}, {"type": "string"}]}, False),
        ({"$ref": "#/$defs/x~1y", "$defs": {"x/y": {"type": "integer"}}}, 1),
        ({"properties": {"a": {"type": "integer"}, "b": {}}, "required": ["a", 3]}, {"a": 1}),
        ("no schema", "ok"),
    ],
)
def test_values(schema: object, value: object) -> None:
    assert smallest_value(schema) == value


WORDS = ["type", "object", "array", "properties", "required", "items", "minItems", "$ref", "#", "anyOf", "enum", "a"]


@given(
    st.recursive(
        st.sampled_from(WORDS) | st.floats() | st.booleans() | st.none(),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(WORDS), inner, max_size=5),
        max_leaves=25,
    )
)
def test_no_schema_raises(schema: object) -> None:
    assert smallest_value(schema) is not schema or not isinstance(schema, dict)
