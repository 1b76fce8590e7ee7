"""Probes: what may be put beside a tool to see inside of it. Each must be shown to change nothing that it sends."""

from __future__ import annotations

from countermark.lab.probes import (
    bun_comparisons,
    bun_environment,
    node_blocks,
    node_comparisons,
    node_environment,
    node_operators,
    python_blocks,
    python_comparisons,
    python_environment,
    system_calls,
)
from countermark.lab.probes.record import Probe

ALL: tuple[Probe, ...] = (
    node_comparisons.PROBE,
    node_operators.PROBE,
    bun_comparisons.PROBE,
    node_environment.PROBE,
    bun_environment.PROBE,
    python_comparisons.PROBE,
    python_environment.PROBE,
    system_calls.PROBE,
    node_blocks.PROBE,
    python_blocks.PROBE,
)
