"""``countermark attest``: a signed statement of what a sealed audit directory says."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from countermark.cli.command import Command
from countermark.cli.output import write_text
from countermark.drive.attest import PUBLIC, attest, make_key
from countermark.drive.replay import replay
from countermark.errors import EXIT_OK, UsageError
from countermark.model.statement import Predicate
from countermark.report.formats import cyclonedx
from countermark.text.visible import escape_terminal

PREDICATES: tuple[Predicate, ...] = ("test-result", "simple-verification-result")


def arguments(parser: argparse.ArgumentParser) -> None:
    """What can be said of a statement."""
    parser.add_argument("directory", nargs="?", type=Path, help="a sealed audit directory")
    parser.add_argument("--key", type=Path, metavar="FILE", help="the Ed25519 key to sign with (PEM, PKCS #8)")
    parser.add_argument("--out", type=Path, metavar="FILE", help="where the signed statement is written")
    parser.add_argument("--predicate", choices=PREDICATES, help="write this one only (both, one a line)")
    parser.add_argument("--cyclonedx", type=Path, metavar="FILE", help="write the audit as CycloneDX 1.6, unsigned")
    parser.add_argument(
        "--new-key", type=Path, metavar="FILE", help=f"make a key, and FILE{PUBLIC} beside it; no audit"
    )


def run(given: argparse.Namespace) -> int:
    """Makes a key, or rebuilds the verdict and signs it; signing is no judgement, so it ends with 0."""
    if given.new_key:
        if given.directory or given.key or given.out or given.cyclonedx:
            raise UsageError("--new-key stands alone", hint="make the key first, then sign with it")
        sys.stdout.write(f"{make_key(given.new_key)}\n")
        return EXIT_OK
    if not given.directory or not (given.out or given.cyclonedx) or bool(given.key) != bool(given.out):
        raise UsageError(
            "attest needs a directory, and --key and --out together, or --cyclonedx",
            hint="countermark attest DIR --key FILE --out FILE.intoto.jsonl",
        )
    audit = replay(given.directory)
    if given.out:
        write_text(given.out, attest(audit, given.key, (given.predicate,) if given.predicate else PREDICATES))
    if given.cyclonedx:
        write_text(given.cyclonedx, cyclonedx.render(audit))
    sys.stdout.write(f"{escape_terminal(audit.target.purl)}: {audit.verdict.value}, evidence {audit.evidence_id}\n")
    return EXIT_OK


COMMAND = Command(
    id="attest",
    title="sign what an audit says: in-toto in DSSE, CycloneDX",
    description=(
        "Rebuilds the verdict of a sealed audit directory and signs it, over the digests of the artifacts and the "
        "evidence id, as in-toto statements in DSSE envelopes; or makes a key for that."
    ),
    arguments=arguments,
    run=run,
)
