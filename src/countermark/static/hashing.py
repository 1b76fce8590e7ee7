"""Whether a value in a program is a digest of something: by a known function, or by one of the program's own."""

from __future__ import annotations

import re

from countermark.static.bindings import BindingKind
from countermark.static.functions import given_to, place_of_parameter
from countermark.static.program import Program

# Names that compute a digest, in either language. Source: node:crypto, Web Crypto, Python's hashlib and zlib.
_HASHING = re.compile(
    rb"createHash|createHmac|\bdigest\(|\bhexdigest\(|hashlib\.|\bmd5\b|\bsha1\b|\bsha256\b|\bcrc32\b|murmur|xxhash|fnv1?a?\b|Bun\.hash",
    re.IGNORECASE,
)
# What hashing by hand is made of: the constants of FNV, djb2, Murmur and CRC with a loop over characters.
_BY_HAND = re.compile(
    rb"16777619|0x1000193|2166136261|0x811c9dc5|5381|0x1505|0x5bd1e995|0xedb88320|imul|\*\s*3[137]\b|<<\s*5",
    re.IGNORECASE,
)
_CHARACTERS = re.compile(
    rb"charCodeAt|codePointAt|\bord\(|Buffer\.from|encode\(|TextEncoder|for\s*\(?\s*(?:let|const|var)?\s*\w+ (?:of|in) "
)
_MOST_BYTES = 20_000
"""A longer text is a module, in which something is hashed somewhere."""
_MOST_OF_A_VALUE = 3000
"""A value of more nodes is a bundle's wrapper."""
_FUNCTION_BYTES = 4000
_MAX_STEPS = 4


class Hashing:
    """What a program hashes."""

    def __init__(self, program: Program) -> None:
        """Nothing is asked yet."""
        self._program, self._syntax, self._bindings = program, program.syntax, program.bindings

    def hashes(self, node: int, depth: int = 0) -> bool:
        """Whether a value is a digest: computed here, in a function that is called, or by who called this one."""
        if _is_hashing(self._program.text(node)):
            return True
        return depth < _MAX_STEPS and any(
            self._is_digest(inner, node, depth) for inner in range(node, node + self._syntax.size[node])
        )

    def _is_digest(self, name: int, within: int, depth: int) -> bool:
        """Whether a name that stands within a value is one of a digest, or of a function that gives one."""
        binding = self._bindings.of[name]
        if binding < 0:
            return False
        value = self._bindings.only_value(binding)
        if value:
            outside = not within <= value < within + self._syntax.size[within]
            return outside and self._syntax.size[value] < _MOST_OF_A_VALUE and self.hashes(value, depth + 1)
        if self._bindings.kinds[binding] == BindingKind.PARAMETER:
            return self._hashed_by_caller(binding, depth)
        return self._is_hashed_in_place(name, binding)

    def _is_hashed_in_place(self, name: int, binding: int) -> bool:
        """Whether a variable gets its values in turn from a function that hashes by hand, in a loop."""
        function = self._program.function_of(name)
        values = [one.value for one in self._bindings.assignments(binding) if one.value]
        return (
            len(values) > 1
            and function > 0
            and len(self._program.text(function)) <= _FUNCTION_BYTES
            and bool(_BY_HAND.search(self._program.text(function)))
            and bool(_CHARACTERS.search(self._program.text(function)))
        )

    def _hashed_by_caller(self, binding: int, depth: int) -> bool:
        program, first = self._program, self._bindings.first[binding]
        function = program.function_of(first)
        place = place_of_parameter(program, function, first)
        return place >= 0 and any(self.hashes(one, depth + 1) for one in given_to(program, function, place))


def _is_hashing(text: bytes) -> bool:
    if len(text) > _MOST_BYTES:
        return False
    return bool(_HASHING.search(text)) or bool(_BY_HAND.search(text) and _CHARACTERS.search(text))
