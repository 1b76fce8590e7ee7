"""What a module offers under the very names that it declares, so that renaming them is no renaming of local names."""

from __future__ import annotations

from collections.abc import Iterator

from countermark.static.javascript import kinds as k
from countermark.static.javascript.grammar import JAVASCRIPT
from countermark.static.syntax import Syntax

_DEFAULT = JAVASCRIPT.token("default")


def exported(syntax: Syntax) -> Iterator[int]:
    """The declarations that are exported as they are named; what ``export default`` exports is called ``default``.

    Source: ECMAScript 2025, 16.2.3.2, ExportedBindings (read 2026-11).
    """
    for node in syntax.of_kinds(k.EXPORT_STATEMENT):
        declaration = syntax.child(node, k.F_DECLARATION)
        if declaration and all(syntax.kind[child] != _DEFAULT for child in syntax.children(node)):
            yield declaration
