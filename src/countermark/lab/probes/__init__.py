"""Probes: what may be put beside a tool to see inside of it. Each must be shown to change nothing that it sends."""

from __future__ import annotations

from countermark.lab.probes import bun_comparisons, node_blocks, node_comparisons
from countermark.lab.probes.record import Probe

ALL: tuple[Probe, ...] = (node_comparisons.PROBE, bun_comparisons.PROBE, node_blocks.PROBE)
