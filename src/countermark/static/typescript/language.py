"""TypeScript, as one record: JavaScript's, over a text whose types are blanked out."""

from __future__ import annotations

from dataclasses import replace

from countermark.static.javascript.language import JAVASCRIPT
from countermark.static.typescript.erasing import erase

TYPESCRIPT = replace(JAVASCRIPT, id="typescript", prepare=erase)
