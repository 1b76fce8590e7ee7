"""What is looked for in a program's text: one file each."""

from __future__ import annotations

from countermark.static.rules.code_loading import CODE_LOADING
from countermark.static.rules.conditional_look_alikes import CONDITIONAL_LOOK_ALIKES
from countermark.static.rules.destinations import DESTINATIONS
from countermark.static.rules.flows import FLOWS
from countermark.static.rules.hidden_lists import HIDDEN_LISTS
from countermark.static.rules.predicates import PREDICATES
from countermark.static.rules.reads import READS
from countermark.static.rules.record import Rule, Subject

__all__ = ["ALL", "Rule", "Subject"]

ALL = (HIDDEN_LISTS, CONDITIONAL_LOOK_ALIKES, READS, DESTINATIONS, CODE_LOADING, PREDICATES, FLOWS)
