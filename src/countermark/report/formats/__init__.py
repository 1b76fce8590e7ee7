"""Every form in which an audit is reported, one file each."""

from countermark.report.formats import cyclonedx, html, json, sarif, terminal
from countermark.report.formats.record import Format

ALL: tuple[Format, ...] = (terminal.FORMAT, json.FORMAT, html.FORMAT, sarif.FORMAT, cyclonedx.FORMAT)

__all__ = ["ALL", "Format"]
