#!/usr/bin/env python3
"""Measures how odd ordinary text is: downloads it, looks for marks in it, and writes the table of suspicions.

The text is what Debian, PyPI and npm ship as documentation and translations, fetched through the machine's own
clients into a scratch folder; none of it is committed. Half of the documents (by digest) count how often each kind of
pattern is so strong, a quarter how often any kind is so rare, and the last quarter is held out: the report says how it
fared. Reading may be stopped at any time: files come in an order that mixes packages.

    nice -n 19 .venv/bin/python evals/ordinary_text.py fetch /tmp/corpus
    nice -n 19 .venv/bin/python evals/ordinary_text.py read /tmp/corpus
    .venv/bin/python evals/ordinary_text.py tabulate /tmp/corpus
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import importlib
import json
import re
import subprocess
import sys
import tarfile
import zipfile
from bisect import bisect_left
from collections import defaultdict
from datetime import UTC, datetime
from multiprocessing import Pool
from pathlib import Path

from countermark.text import ordinary
from countermark.text._generated import UNICODE_VERSION
from countermark.text.finding import everywhere
from countermark.text.ordinary import _generated

ROOT = Path(__file__).parent.parent
TABLE = ROOT / "src" / "countermark" / "text" / "ordinary" / "_generated.py"
REPORT = Path(__file__).with_suffix(".md")

DEBIAN = (
    *("mediawiki", "gnome-user-docs", "installation-guide-amd64", "debian-handbook", "apt-doc", "git-doc", "perl-doc"),
    *("debconf-doc", "harden-doc", "doc-debian", "mate-user-guide", "python3.11-doc", "vim-runtime", "emacs-common"),
    "bash-completion",
)
DEBIAN_SEARCHED = (
    "^manpages-|^aptitude-doc-|^debian-reference-|^developers-reference|^fortunes|^gimp-help-|^dict-freedict-"
)
PYPI = ("django", "sphinx", "wagtail", "django-allauth", "humanize", "holidays", "babel")
NPM = (*("date-fns", "moment", "i18n-iso-countries", "emojibase-data", "typescript", "eslint", "antd", "element-plus"),)

MOST_CHARACTERS = 65_536
"""Of each file so much is one document."""

FEWEST_CHARACTERS = 200
EVERY = 2
FINEST = 0.95
ALL_BELOW = 20
"""Steps of the table: so much fewer documents each, and every strength among the rarest."""

CAVEATS = (
    "A first calibration: one of two files was taken, and reading was stopped before the last. The rules were refined",
    "while looking at odd documents of all parts, the held-out one too: one that nobody looked at is still to be read.",
)

FEW = 20
SEARCH, ALARM = 7, 10
SKIPPED = frozenset({".elc", ".mo", ".png", ".map", ".ps", ".xpm", ".pbm", ".index", ".woff2", ".gif", ".jpg", ".so"})
LANGUAGE = re.compile(
    r"/(?:i18n|languages?|langs?|locales?|l10n|calendar|compact)/(?P<a>[a-z]{2,3}(?:[-_][A-Za-z]{2,8})*)(?:\.|/)"
    r"|/(?:man|help|html|locale|_lib)/(?P<b>[a-z]{2,3}(?:[_-][A-Za-z]{2,8})?)(?:[/.@])"
    r"|-(?P<c>[a-z]{2}(?:-[a-z]{2})?)(?:-dev|-cn|-tw)?/|/(?P<d>[a-z]{2}(?:_[A-Z]{2})?)/LC_MESSAGES"
    r"|/(?:installation-guide-amd64|aptitude|debian-handbook)(?:/html)?/(?P<e>[a-z]{2}(?:[.-][A-Za-z]{2,5})?)/"
)


def run(*command: str | Path, folder: Path | None = None) -> str:
    """What a client of this machine says; that a package is not to be had is seen by its absence."""
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603 -- no shell
    return done.stdout


def fetch(folder: Path) -> None:
    """Downloads and unpacks the packages that are not there yet."""
    listed = run("apt-cache", "search", "-n", DEBIAN_SEARCHED).splitlines()
    for client in ("deb", "pypi", "npm", "x"):
        (folder / client).mkdir(parents=True, exist_ok=True)
    for name in (*DEBIAN, *sorted(line.split()[0] for line in listed if "-off " not in line)):
        if not list((folder / "deb").glob(f"{name}_*")):
            run("apt-get", "download", name, folder=folder / "deb")
    run(sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", folder / "pypi", *PYPI)
    for name in NPM:
        if not list((folder / "npm").glob(f"{name}-[0-9]*")):
            run("npm", "pack", "--silent", name, folder=folder / "npm")
    for package in sorted(path for client in ("deb", "pypi", "npm") for path in (folder / client).iterdir()):
        target = folder / "x" / re.split(r"[_-][0-9]", package.name)[0]
        if not target.exists():
            target.mkdir()
            unpack(package, target)


def unpack(package: Path, target: Path) -> None:
    """Lays a package's files down."""
    if package.suffix == ".deb":
        run("dpkg-deb", "-x", package, target)
    elif package.suffix == ".whl":
        with zipfile.ZipFile(package) as archive:
            archive.extractall(target)  # noqa: S202 -- into scratch, read as text and never run
    else:
        with tarfile.open(package) as archive:
            archive.extractall(target, filter="data")


def documents(folder: Path) -> list[Path]:
    """One of so many files that could be text, in an order that mixes packages and is the same on every machine."""
    files = (path for path in (folder / "x").rglob("*") if path.is_file() and not path.is_symlink())
    named = ((hashlib.sha256(str(path.relative_to(folder)).encode()).digest(), path) for path in files)
    return [path for digest, path in sorted(named) if path.suffix not in SKIPPED and digest[0] % EVERY == 0]


def read(path: Path) -> dict[str, object] | None:
    """What one document has; nothing where it is no UTF-8 text."""
    try:
        data = path.read_bytes()[: 8 * MOST_CHARACTERS]
        if data[:2] == b"\x1f\x8b":
            with gzip.open(path) as packed:
                data = packed.read(8 * MOST_CHARACTERS)
        text = data.decode("utf-8", "strict" if len(data) < 8 * MOST_CHARACTERS else "ignore")[:MOST_CHARACTERS]
    except (OSError, EOFError, UnicodeDecodeError):
        return None
    if len(text) < FEWEST_CHARACTERS or "\0" in text:
        return None
    match = LANGUAGE.search(str(path))
    language = next((group for group in match.groups() if group), "") if match else ""
    return {
        "digest": hashlib.sha256(text.encode()).hexdigest(),
        "language": re.split(r"[-_.]", language)[0] or "none given",
        "characters": len(text),
        "path": str(path),
        "found": {pattern.key: pattern.strength for pattern, _ in everywhere(text)},
    }


def read_all(folder: Path) -> None:
    """Reads every document, and keeps what was found (not the text) as lines of JSON."""
    seen: set[str] = set()
    with Pool(2) as pool, (folder / "found.jsonl").open("w") as out:
        for number, row in enumerate(pool.imap(read, documents(folder), chunksize=32)):
            if number % 2000 == 0:
                sys.stderr.write(f"{number} files, {len(seen)} documents\n")
            if row is not None and row["digest"] not in seen:
                seen.add(str(row["digest"]))
                out.write(json.dumps(row) + "\n")


def part(digest: str) -> str:
    """Which of the parts a document belongs to."""
    return ("kinds", "kinds", "any", "held out")[int(digest[:8], 16) % 4]


def steps(strengths: list[float]) -> list[tuple[float, int]]:
    """Strengths, and how many documents are at least so strong; between two steps the lower one's count holds."""
    ordered = sorted(strengths)
    found: list[tuple[float, int]] = []
    for strength in sorted(set(ordered)):
        count = len(ordered) - bisect_left(ordered, strength)
        if not found or count <= found[-1][1] * FINEST or count <= ALL_BELOW:
            found.append((strength, count))
    return found


def tabulate(folder: Path) -> None:
    """Writes the table and the report."""
    rows = [json.loads(line) for line in (folder / "found.jsonl").open() if line.endswith("\n")]
    parts: dict[str, list[dict]] = defaultdict(list)
    for row in rows:
        parts[part(row["digest"])].append(row)
    strengths: dict[str, list[float]] = defaultdict(list)
    for row in parts["kinds"]:
        for key, strength in row["found"].items():
            strengths[key].append(strength)
    kinds = {key: steps(found) for key, found in sorted(strengths.items())}
    total = len(parts["kinds"])

    def largest(row: dict) -> float:
        return max(
            (ordinary.rarity(key, kinds.get(key, ()), total, found) for key, found in row["found"].items()), default=0.0
        )

    rarest = steps([largest(row) for row in parts["any"]])
    digest = hashlib.sha256("".join(sorted(row["digest"] for row in rows)).encode()).hexdigest()
    write_table(kinds, rarest, total, len(parts["any"]), digest, rows)
    write_report(rows, parts, digest)


def write_table(kinds: dict, rarest: list, total: int, any_total: int, digest: str, rows: list[dict]) -> None:
    """The package data."""
    lines = ['"""How odd ordinary documents are, generated by evals/ordinary_text.py; not to be edited."""\n']
    lines += [f'MADE = "{datetime.now(UTC).date()}"', f'CORPUS = "sha256:{digest}"', f"DOCUMENTS = {len(rows)}"]
    lines += [f'UNICODE = "{UNICODE_VERSION}"', f"KINDS_TOTAL = {total}", f"ANY_TOTAL = {any_total}\n"]
    lines += ["KINDS: dict[str, tuple[tuple[float, int], ...]] = {"]
    for key, found in kinds.items():
        if len(found) == 1:
            lines.append(f'    "{key}": ({found[0]},),')
            continue
        lines += [f'    "{key}": (', *(f"        ({strength}, {count})," for strength, count in found), "    ),"]
    lines += ["}\n", "ANY: tuple[tuple[float, int], ...] = ("]
    lines += [*(f"    ({bits}, {count})," for bits, count in rarest), ")", ""]
    TABLE.write_text("\n".join(lines), "utf-8")


def write_report(rows: list[dict], parts: dict[str, list[dict]], digest: str) -> None:
    """What the held-out documents said, by language."""
    importlib.reload(_generated)
    importlib.reload(ordinary)
    scored = [(row, ordinary.suspicion_of_strengths(row["found"])) for row in parts["held out"]]
    by_language: dict[str, list[float]] = defaultdict(list)
    for row, bits in scored:
        by_language[row["language"]].append(bits)
    named = {row["language"] for row in rows} - {"none given"}
    lines = [
        "# Ordinary text",
        "",
        f"Made by `evals/ordinary_text.py` on {datetime.now(UTC).date()}: {len(rows):,} distinct documents,",
        f"{sum(row['characters'] for row in rows):,} characters, {len(named)} languages by paths;",
        f"corpus `{digest[:16]}…`. Half counts kinds, a quarter their maximum; {len(scored):,} are held out.",
        "",
        *CAVEATS,
        "",
        "| suspicion of at least | share that it promises at most | held-out documents | share |",
        "|---|---|---|---|",
    ]
    for level in (5, 7, 8, 9, 10, 11, 12):
        many = sum(bits >= level for _, bits in scored)
        lines.append(f"| {level} | {2.0**-level:.3%} | {many} | {many / len(scored):.3%} |")
    lines += ["", "| language | held-out documents | at 7 | at 10 |", "|---|---|---|---|"]
    for language, found in sorted(by_language.items(), key=lambda item: -len(item[1])):
        if len(found) >= FEW:
            lines.append(f"| {language} | {len(found)} | {over(found)} |")
    small = [bits for found in by_language.values() if len(found) < FEW for bits in found]
    lines += [f"| the others | {len(small)} | {over(small)} |", ""]
    REPORT.write_text("\n".join(lines), "utf-8")


def over(found: list[float]) -> str:
    """How many are over either level, as cells of a table."""
    return f"{sum(bits >= SEARCH for bits in found)} | {sum(bits >= ALARM for bits in found)}"


def main() -> None:
    """Does one of the three steps."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("step", choices=("fetch", "read", "tabulate"))
    parser.add_argument("folder", type=Path)
    given = parser.parse_args()
    {"fetch": fetch, "read": read_all, "tabulate": tabulate}[given.step](given.folder)


if __name__ == "__main__":
    main()
