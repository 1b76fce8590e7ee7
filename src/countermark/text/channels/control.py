"""Control characters, terminal sequences, private-use characters and noncharacters."""

from __future__ import annotations

import re

from countermark.text.channels.record import Channel

# Source: ECMA-48 (1991), 5.4 «Control sequences», 5.6 «Control strings»; Unicode ch. 23.1, 23.5, 23.7, 23.8.
# Tab and the line ends are white space. A lone surrogate is no character at all.
_UNPRINTED = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"
    r"|(?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x1b\x90\x98\x9c-\x9f]*(?:\x07|\x1b\\|\x9c)"
    r"|[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ufff9-\ufffb\ufdd0-\ufdef\ud800-\udfff\ue000-\uf8ff"
    r"\U000f0000-\U0010ffff]"
    rf"|[{''.join(chr(plane * 0x10000 + last) for plane in range(15) for last in (0xFFFE, 0xFFFF))}]"
)


def _canonical(text: str) -> str:
    return _UNPRINTED.sub("", text)


CONTROL = Channel(id="control", title="Control and private-use characters", canonical=_canonical)
