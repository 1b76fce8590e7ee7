"""How reading ended, and with which code a command says so."""

from __future__ import annotations

from typing import Literal

from countermark.errors import EXIT_COVERT, EXIT_INCOMPLETE, EXIT_OK

Outcome = Literal["found", "nothing-found", "incomplete"]
"""Something found beats what could not be read."""

EXIT_CODES: dict[Outcome, int] = {"found": EXIT_COVERT, "nothing-found": EXIT_OK, "incomplete": EXIT_INCOMPLETE}
