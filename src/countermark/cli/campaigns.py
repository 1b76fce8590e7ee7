"""``countermark campaigns``: finding rings in a provider's own request logs."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from countermark.cli.command import Command
from countermark.cli.progress import TerminalProgress
from countermark.errors import EXIT_COVERT, EXIT_INCOMPLETE, EXIT_OK, UsageError
from countermark.text.visible import escape_terminal

if TYPE_CHECKING:
    from countermark.campaigns.findings import Findings

SHOWN = 10
OWN_PACKAGES = frozenset({"duckdb", "sqlglot", "graspologic_native", "numpy", "pydantic"})


def arguments(parser: argparse.ArgumentParser) -> None:
    """What can be said of campaigns."""
    parser.add_argument("action", choices=("find",), help="find: groups of accounts that belong together")
    parser.add_argument("logs", type=Path, help="a Parquet file, or a folder of them (countermark.requests/1)")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="where the findings are written")
    parser.add_argument(
        "--accounts", type=Path, metavar="FILE", help="the accounts: age, payment, organisation, closing"
    )
    parser.add_argument("--library", type=Path, metavar="FILE", help="reviewed honest groups: account, group, kind")
    parser.add_argument("--work", type=Path, metavar="DIR", help="where daily aggregates are kept (OUT/work)")
    parser.add_argument("--memory", default="4GB", metavar="SIZE", help="the limit of memory of the queries (4GB)")
    parser.add_argument(
        "--engine", choices=("duckdb", "spark"), default="duckdb", help="what runs the queries (duckdb)"
    )
    parser.add_argument("--master", metavar="URL", help="the master of your Spark")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="the seed of all dice (1)")


def run(given: argparse.Namespace) -> int:
    """Finds groups, and says by the exit code whether there is anything to look at."""
    if (given.engine == "spark") != bool(given.master):
        raise UsageError("--engine spark and --master URL belong together", hint="--engine spark --master local[2]")
    try:
        from countermark.campaigns.find import FindOptions, find  # noqa: PLC0415 -- of an extra that few have
    except ModuleNotFoundError as error:
        if error.name not in OWN_PACKAGES:
            raise
        raise UsageError(f"{error.name} is not installed", hint="pip install 'countermark[campaigns]'") from error
    options = FindOptions(
        logs=given.logs,
        out=given.out,
        accounts=given.accounts,
        library=given.library,
        work=given.work,
        memory=given.memory,
        spark_master=given.master or "",
        seed=given.seed,
    )
    progress = TerminalProgress()
    try:
        found = find(options, progress=progress)
    finally:
        progress.close()
    sys.stdout.write(_told(found))
    tiers = found.document.tiers
    if tiers.get("notice", 0) + tiers.get("limit", 0):
        return EXIT_COVERT
    return EXIT_INCOMPLETE if tiers.get("abstain") else EXIT_OK


def _told(found: Findings) -> str:
    document = found.document
    tiers = ", ".join(f"{count:,} {tier}" for tier, count in document.tiers.items())
    lines = [f"{document.accounts:,} accounts, {document.requests:,} requests: {tiers}", ""]
    told = [group for group in document.groups if group.tier != "none"]
    lines += [
        f"{group.id}  {group.tier:7}  {group.size:,} accounts by {group.view}, held together by "
        + (", ".join(one.view for one in group.judged if one.holds) or "all other views in sum")
        for group in sorted(told, key=lambda group: (group.tier == "abstain", -group.size, group.id))[:SHOWN]
    ]
    if len(told) > SHOWN:
        lines.append(f"… {len(told) - SHOWN:,} groups more in groups.json")
    lines += ["", *(f"not judged: {view}: {why}" for view, why in document.not_judged.items())]
    lines += [f"note: {note}" for note in document.notes]
    lines.append(f"written: {found.folder / 'accounts.parquet'}, {found.folder / 'groups.json'}")
    return "".join(f"{escape_terminal(line)}\n" for line in lines)


COMMAND = Command(
    id="campaigns",
    title="find rings of accounts in a provider's own request logs",
    description=(
        "Reads request logs (no prompt text), finds groups of accounts that share addresses, devices, payment, "
        "templates or prompts, judges each by the other views against random groups and reviewed honest ones, "
        "and says what follows."
    ),
    arguments=arguments,
    run=run,
)
