"""The terminal, by the variables that terminals set.

Sources: https://code.visualstudio.com/docs/terminal/shell-integration, https://iterm2.com
(``TERM_PROGRAM``), the manual of tmux(1), https://wezterm.org/faq.html, https://ghostty.org/docs/help/terminfo,
https://sw.kovidgoyal.net/kitty/glossary/, https://learn.microsoft.com/windows/terminal/, and supports-color's table
of terminals (https://github.com/chalk/supports-color).
"""

from __future__ import annotations

from countermark.factors import _variables

_WORDS = {
    "xterm": {"TERM": "xterm-256color"},
    "vscode": {
        "COLORTERM": "truecolor",
        "TERM": "xterm-256color",
        "TERM_PROGRAM": "vscode",
        "TERM_PROGRAM_VERSION": "1.105.1",
    },
    "tmux": {
        "TERM": "tmux-256color",
        "TERM_PROGRAM": "tmux",
        "TERM_PROGRAM_VERSION": "3.5a",
        "TMUX": "/tmp/tmux-1000/default,2041,0",  # noqa: S108 -- what tmux itself sets
        "TMUX_PANE": "%0",
    },
    "iterm": {
        "COLORTERM": "truecolor",
        "LC_TERMINAL": "iTerm2",
        "TERM": "xterm-256color",
        "TERM_PROGRAM": "iTerm.app",
        "TERM_PROGRAM_VERSION": "3.6.4",
    },
    "apple-terminal": {"TERM": "xterm-256color", "TERM_PROGRAM": "Apple_Terminal", "TERM_PROGRAM_VERSION": "455.1"},
    "ghostty": {"COLORTERM": "truecolor", "TERM": "xterm-ghostty", "TERM_PROGRAM": "ghostty"},
    "jetbrains": {"TERM": "xterm-256color", "TERMINAL_EMULATOR": "JetBrains-JediTerm"},
    "windows-terminal": {"TERM": "xterm-256color", "WT_SESSION": "6d2a1f5e-0c4b-4b7a-9d55-2f1e8a7c3b90"},
    "dumb": {"TERM": "dumb"},
}
_NAMES = {
    "xterm": "xterm",
    "vscode": "Visual Studio Code",
    "tmux": "tmux",
    "iterm": "iTerm2",
    "apple-terminal": "Terminal.app",
    "ghostty": "Ghostty",
    "jetbrains": "JetBrains",
    "windows-terminal": "Windows Terminal",
    "dumb": "dumb",
}

FACTOR = _variables.factor(
    "terminal",
    "The terminal",
    ("xterm", "vscode", "tmux"),
    ("iterm", "apple-terminal", "ghostty", "jetbrains", "windows-terminal", "dumb"),
    _WORDS,
    _NAMES,
)
