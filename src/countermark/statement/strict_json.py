"""JSON objects read so that no two readers can understand them differently."""

from __future__ import annotations

import json

from countermark.errors import StatementError


def object_of(text: bytes, origin: str) -> dict[str, object]:
    """The JSON object that ``text`` is.

    Raises:
        StatementError: it is none, is cut off, or says a key twice; names ``origin`` and the place.
    """
    try:
        found = json.loads(text.decode("utf-8"), object_pairs_hook=_unique, parse_constant=_refused)
    except json.JSONDecodeError as error:
        cut = "; it seems to be cut off" if error.pos >= len(error.doc.rstrip()) - 1 else ""
        raise StatementError(f"{origin} is not JSON", why=f"{error.msg} at character {error.pos}{cut}") from error
    except (ValueError, RecursionError) as error:
        raise StatementError(f"{origin} is not JSON", why=str(error) or type(error).__name__) from error
    if not isinstance(found, dict):
        raise StatementError(f"{origin} is no JSON object")
    return found


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(f"the key {next(name for name in names if names.count(name) > 1)!r} stands there twice")
    return found


def _refused(name: str) -> object:
    raise ValueError(f"{name} is not a number in JSON")
