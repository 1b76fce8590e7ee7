"""How reading and repeating ended, and with which code a command says so."""

from __future__ import annotations

from typing import Literal

from countermark.errors import EXIT_COVERT, EXIT_INCOMPLETE, EXIT_OK

Outcome = Literal["found", "nothing-found", "incomplete"]
"""Something found beats what could not be read."""

EXIT_CODES: dict[Outcome, int] = {"found": EXIT_COVERT, "nothing-found": EXIT_OK, "incomplete": EXIT_INCOMPLETE}

Repeated = Literal["reproduced", "not-reproduced", "could-not-run"]
"""One signal that is gone beats others that could not be run, and those beat all that are there again."""

REPEATED_EXIT_CODES: dict[Repeated, int] = {
    "reproduced": EXIT_OK,
    "not-reproduced": EXIT_COVERT,
    "could-not-run": EXIT_INCOMPLETE,
}
