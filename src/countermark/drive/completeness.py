"""How much of a target was read, and every reason for which that is not all that should be readable."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from countermark.drive.reading import Reading
from countermark.drive.sources import Source, full_name
from countermark.model.expanded import Expanded, Uninspected
from countermark.model.inspection import FileCoverage, FileState, StaticCoverage
from countermark.model.static import Unfinished

_CLOSED = frozenset({"encrypted", "compressed", "nested", "gap", "unreadable", "special", "link"})
"""What may hold program text that nobody looked at; machine code, media and data of unknown form hold none."""

_SHOULD_BE_READ: frozenset[FileState] = frozenset({"read", "partly-read", "failed", "no-reader"})
_MOST_REASONS = 30


def coverage(sources: Iterable[Source], readings: Mapping[str, Reading]) -> StaticCoverage:
    """The table of files, the largest first, and its sums."""
    files = tuple(_file(source, readings.get(source.first.sha256)) for source in sources)
    counted = [file for file in files if file.state in _SHOULD_BE_READ]
    return StaticCoverage(
        files=tuple(sorted(files, key=lambda file: (file.state not in _SHOULD_BE_READ, -file.total_bytes, file.file))),
        bytes_total=sum(file.total_bytes for file in counted),
        bytes_parsed=sum(file.parsed_bytes for file in counted),
    )


def _file(source: Source, reading: Reading | None) -> FileCoverage:
    first = source.first
    state, reason = source.state, source.note or _REASONS.get(source.state, "")
    parsed = 0
    if state == "read":
        state, reason, parsed = _outcome(first.size_bytes, reading)
    elif state == "data" and reading is not None:
        state, reason, parsed = _searched(first.size_bytes, reading, reason)
    return FileCoverage(
        file=first.path,
        name=full_name(first),
        copies=source.copies,
        containers=tuple(container.kind for container in first.chain),
        offset_bytes=first.offset_bytes,
        sha256=first.sha256,
        language=source.language,
        state=state,
        total_bytes=first.size_bytes,
        parsed_bytes=parsed,
        reason=reason.format(language=source.language or "unknown"),
    )


_REASONS = {
    "no-reader": "there is no reader for its language ({language})",
    "declarations": "it declares types and never runs",
}


def _searched(total: int, reading: Reading, note: str) -> tuple[FileState, str, int]:
    if reading.failed:
        return "data", _plain(f"it was not searched: {reading.failed}"), 0
    return "searched", note, total


def _plain(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")


def _outcome(total: int, reading: Reading | None) -> tuple[FileState, str, int]:
    if reading is None:
        return "failed", "it was not reached", 0
    if reading.failed:
        return "failed", _plain(reading.failed), 0
    if reading.parsed_bytes < total:
        unread = total - reading.parsed_bytes
        return "partly-read", f"{unread:,} of its {total:,} bytes could not be parsed", reading.parsed_bytes
    return "read", "", total


def reasons(
    expanded: Expanded, covered: StaticCoverage, unfinished: tuple[Unfinished, ...], rules: int
) -> tuple[str, ...]:
    """Why a clean result would not be one; empty where everything that should be readable was read."""
    found = [*_unread(covered), *_closed(expanded, covered), *_broken(expanded), *_unfinished(unfinished)]
    if not rules:
        found.append("there are no rules to apply")
    if len(found) > _MOST_REASONS:
        found[_MOST_REASONS:] = [f"and {len(found) - _MOST_REASONS:,} more reasons of these kinds"]
    return tuple(found)


def _unread(covered: StaticCoverage) -> Iterator[str]:
    if not any(file.state in {"read", "partly-read"} for file in covered.files):
        yield "no program text was found that can be read"
    foreign: dict[str, list[FileCoverage]] = defaultdict(list)
    for file in covered.files:
        if file.state in {"failed", "partly-read"} or (file.state == "data" and file.reason):
            yield f"{file.name}: {file.reason}"
        elif file.state == "no-reader":
            foreign[file.language or "an unknown language"].append(file)
    for language, files in sorted(foreign.items()):
        size = sum(file.total_bytes for file in files)
        named = f"{files[0].name}{f' and {len(files) - 1} more' if len(files) > 1 else ''}"
        yield f"program text in {language}, for which there is no reader: {size:,} bytes in {named}"


def _closed(expanded: Expanded, covered: StaticCoverage) -> Iterator[str]:
    texts = {name.rpartition("/")[2] for file in covered.files for name in (file.name, *file.copies)}
    for item in expanded.uninspected:
        if item.kind in _CLOSED:
            yield f"{item.where} was not looked into: {item.why}"
        elif item.kind == "bytecode" and not _has_source(item, texts):
            yield f"{item.where} is bytecode, and the text that it was made from is not there"


def _has_source(item: Uninspected, texts: set[str]) -> bool:
    """Whether a text of the same name stands there too; that they say the same, only the lab would see."""
    name = item.where.rpartition("/")[2]
    stem = name.partition(".")[0]
    return name in texts or f"{stem}.py" in texts or f"{stem}.js" in texts


def _broken(expanded: Expanded) -> Iterator[str]:
    for item in expanded.violations:
        yield f"{item.where}: {item.why}"


def _unfinished(unfinished: tuple[Unfinished, ...]) -> Iterator[str]:
    for item in unfinished:
        at = f" in {item.where.file}" if item.where else ""
        yield f"the rule {item.rule} did not finish{at}: {item.reason}"
