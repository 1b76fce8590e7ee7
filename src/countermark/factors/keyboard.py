"""The keyboard's layout and the input method.

A level is an XKB layout and, behind a plus, an input method: ``cn+fcitx``. Every level sets the same files and
variables, so that only values differ; the plain ones name no input method. Sources: keyboard(5) of
Debian, https://www.freedesktop.org/wiki/Software/XKeyboardConfig/ (base.lst) for the layouts,
https://wiki.archlinux.org/title/Input_method and https://fcitx-im.org/wiki/Setup_Fcitx_5 for the variables.
"""

from __future__ import annotations

import re

from countermark.errors import UsageError
from countermark.factors.factor import Factor, derivations
from countermark.model.environment import Derivation, PlacedFile, Setup, Variable

_ID = "keyboard"
_LEVEL = re.compile(r"(?P<layout>[a-z]{2,3}(?:,[a-z]{2,3}){0,3})(?:\+(?P<method>[a-z][a-z0-9]{1,15}))?\Z")
_X11 = 'Section "InputClass"\n\tIdentifier "keyboard"\n\tMatchIsKeyboard "on"\n\tOption "XkbLayout" "{}"\nEndSection\n'


def check(value: str) -> None:
    """``value`` is a layout, with or without an input method.

    Raises:
        UsageError: it is neither.
    """
    if not _LEVEL.match(value):
        raise UsageError(
            f"{value!r} is not a level of {_ID}",
            why="it is not of the form layout or layout+method",
            hint=f"for example {_ID}=cn+fcitx",
        )


def setup(value: str) -> Setup:
    """The console's and the X server's files, and the variables of Wayland and of input methods."""
    layout, _, method = value.partition("+")
    names = {"XKB_DEFAULT_LAYOUT": layout}
    if method:
        names |= {"GTK_IM_MODULE": method, "QT_IM_MODULE": method, "XMODIFIERS": f"@im={method}"}
    return Setup(
        variables=tuple(Variable(name=name, value=text) for name, text in sorted(names.items())),
        files=(
            PlacedFile(path="/etc/X11/xorg.conf.d/00-keyboard.conf", content=_X11.format(layout).encode()),
            PlacedFile(
                path="/etc/default/keyboard",
                content=f'XKBMODEL="pc105"\nXKBLAYOUT="{layout}"\nXKBVARIANT=""\nXKBOPTIONS=""\n'.encode(),
            ),
            PlacedFile(path="/etc/vconsole.conf", content=f"KEYMAP={layout.partition(',')[0]}\n".encode()),
        ),
    )


def derive(value: str, instant: str) -> tuple[Derivation, ...]:  # noqa: ARG001 -- the same at every instant
    """The layout and the input method."""
    layout, _, method = value.partition("+")
    forms = (
        ("value", value),
        ("value", layout),
        ("value", method),
        ("value", f"@im={method}" if method else ""),
    )
    return derivations(_ID, value, forms)


FACTOR = Factor(
    id=_ID,
    title="The keyboard's layout and the input method",
    levels=("us", "cn+fcitx", "ru"),
    contrasts=("us+ibus", "jp+ibus", "kr+ibus", "ir", "de"),
    setup=setup,
    derive=derive,
    check=check,
)
