"""Reads a whole text as a scan would read it, section by section: inflated, and what is no text named."""

from __future__ import annotations

from countermark.drive.sections import Sectioned, sections
from countermark.drive.sources_of_text import sources
from countermark.model.scan import Unread


def whole_text(name: str) -> tuple[str, tuple[Unread, ...]]:
    """The text of a file, or of standard input for ``-``, and why it is not all of it, if it is not.

    Bytes that are no UTF-8 are half surrogates.

    Raises:
        TargetNotFound: there is no such file.
    """
    parts: list[str] = []
    unread: list[Unread] = []
    for source in sources((name,)):
        if isinstance(source, Unread) or source.name != name:
            unread.append(Unread(file=name, why="a folder, and not one text"))
            break
        try:
            for item in sections(source):
                if isinstance(item, Unread):
                    unread.append(Unread(file=item.file, why=item.why))  # named as a text, so that it is not expected
                elif isinstance(item, Sectioned):
                    parts.append(item.text)
        except OSError as error:
            unread.append(Unread(file=name, why=error.strerror or str(error)))
    return "".join(parts), tuple(unread)
