"""The page's templates, read when this module is; everything that they put out is made visible, then escaped."""

from __future__ import annotations

import importlib.resources

from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup, escape

from countermark.text.visible import marked, visible

_FOLDER = importlib.resources.files("countermark.report") / "templates"
_SOURCES = {item.name: item.read_text("utf-8") for item in _FOLDER.iterdir() if item.name.endswith((".j2", ".css"))}


def _visible(value: object) -> object:
    """What a template puts out; markup of the templates themselves passes."""
    return visible(value, keep=" \n") if type(value) is str else value


def _marked(text: str) -> Markup:
    """A difference, made visible here and so not once more."""
    return escape(marked(text))


ENVIRONMENT = Environment(
    loader=DictLoader(_SOURCES),
    autoescape=True,
    finalize=_visible,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)
ENVIRONMENT.filters["marked"] = _marked
PAGE = ENVIRONMENT.get_template("audit.html.j2")
STYLE = Markup(_SOURCES["style.css"])  # noqa: S704 -- our own file
