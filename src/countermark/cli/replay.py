"""``countermark replay``: every report again, from the sealed audit directory alone."""

from __future__ import annotations

import argparse
from pathlib import Path

from countermark.cli.command import Command
from countermark.cli.gate import decided, gate_arguments, read_gate
from countermark.cli.output import write_reports
from countermark.drive.replay import replay


def arguments(parser: argparse.ArgumentParser) -> None:
    """What can be said of a replay."""
    parser.add_argument("directory", type=Path, help="a sealed audit directory")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the report as countermark.audit/1")
    parser.add_argument("--html", type=Path, metavar="FILE", help="write the report as one self-contained page")
    parser.add_argument("--sarif", type=Path, metavar="FILE", help="write the findings as SARIF 2.1.0")
    gate_arguments(parser)


def run(given: argparse.Namespace) -> int:
    """Verifies every digest, rebuilds the verdict, and exits as the audit did, or as what it is held against says."""
    gate = read_gate(given)
    found = replay(given.directory)
    write_reports(found, json_file=given.json, html_file=given.html, sarif_file=given.sarif)
    return decided(gate, found, given.decision)


COMMAND = Command(
    id="replay",
    title="rebuild every report from an audit directory",
    description="Checks every digest of an audit directory and rebuilds its reports, without lab or network.",
    arguments=arguments,
    run=run,
)
