"""How the documentation site is built: `make docs` writes it to `site/` and fails on a broken reference."""

from importlib.metadata import version as version_of

project = "Countermark"
author = "the Countermark maintainers"
copyright = author  # noqa: A001 -- the name that Sphinx reads
version = release = version_of("countermark")

extensions = ["myst_parser"]
source_suffix = {".md": "markdown"}
exclude_patterns: list[str] = []
myst_enable_extensions = ["deflist", "fieldlist"]
myst_heading_anchors = 3

html_theme = "furo"
html_title = "Countermark"
html_copy_source = False
html_show_sphinx = False
