"""The smallest value that a JSON Schema allows, as far as providers' structured outputs use it.

Source: JSON Schema 2020-12, https://json-schema.org/draft/2020-12/json-schema-validation; types in capitals stand in
the schemas of https://ai.google.dev/api/caching#Schema; both read 2026-11.
"""

from __future__ import annotations

from collections.abc import Mapping

from countermark.wire.json_values import as_list, as_map, as_text

_MAX_DEPTH = 12
_MAX_PARTS = 2000
_MAX_ITEMS = 8
_MAX_TEXT = 1000
_MAX_NUMBER = 1e15
_TEXT = "ok"
_FORMATS = (
    ("date-time", "2025-01-01T00:00:00Z"),
    ("date", "2025-01-01"),
    ("time", "00:00:00Z"),
    ("email", "user@example.com"),
    ("uri", "https://example.com/"),
    ("uuid", "00000000-0000-4000-8000-000000000000"),
)


def smallest_value(schema: object) -> object:
    """A JSON value for ``schema``: required members only, the first choice of every alternative; never raises."""
    root = as_map(schema)
    return _Builder(root).value(root, 0)


class _Builder:
    """Builds one value; schemas may refer to themselves, so depth and number of its parts are bounded."""

    def __init__(self, root: Mapping[str, object]) -> None:
        self._root = root
        self._left = _MAX_PARTS

    def value(self, schema: Mapping[str, object], depth: int) -> object:
        self._left -= 1
        if depth > _MAX_DEPTH or self._left < 0:
            return None
        for key in ("const", "default"):
            if key in schema:
                return schema[key]
        for key in ("enum", "examples"):
            if as_list(schema.get(key)):
                return as_list(schema[key])[0]
        inner = self._inner(schema)
        return self._typed(schema, depth) if inner is None else self.value(inner, depth + 1)

    def _inner(self, schema: Mapping[str, object]) -> Mapping[str, object] | None:
        """The schema behind a reference or an alternative, if this is one."""
        reference = as_text(schema.get("$ref"))
        if reference.startswith("#"):
            found = self._root
            for part in reference[1:].split("/")[1:]:
                found = as_map(found.get(part.replace("~1", "/").replace("~0", "~")))
            return found
        alternatives = (as_list(schema.get(key)) for key in ("anyOf", "oneOf", "allOf"))
        return next((as_map(choices[0]) for choices in alternatives if choices), None)

    def _typed(self, schema: Mapping[str, object], depth: int) -> object:
        kinds = as_list(schema.get("type"))
        kind = as_text(kinds[0] if kinds else schema.get("type")).lower()
        if kind == "object" or "properties" in schema:
            members = as_map(schema.get("properties"))
            required = [name for name in map(as_text, as_list(schema.get("required"))) if name]
            return {name: self.value(as_map(members.get(name)), depth + 1) for name in required}
        if kind == "array":
            count = min(int(_number(schema.get("minItems"), 0)), _MAX_ITEMS)
            return [self.value(as_map(schema.get("items")), depth + 1) for _ in range(count)]
        if kind in {"integer", "number"}:
            # Not 0: a count, a score or a version that is only said in words to begin at 1 is common.
            return _number(schema.get("minimum"), min(1, _number(schema.get("maximum"), 1)))
        if kind == "boolean":
            return False
        return None if kind == "null" else _string(schema)


def _string(schema: Mapping[str, object]) -> str:
    known = dict(_FORMATS)
    text = known.get(as_text(schema.get("format")), _TEXT)
    return text.ljust(min(int(_number(schema.get("minLength"), 0)), _MAX_TEXT), "k")


def _number(value: object, otherwise: float) -> int | float:
    """A finite number, else ``otherwise``."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return otherwise
    return value if abs(value) < _MAX_NUMBER else otherwise  # infinities are not
