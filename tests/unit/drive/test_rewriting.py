"""Which texts of a target are rewritten, and that it is done once."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

from countermark.drive.rewriting import MOST_BYTES, rewrite, scripts
from countermark.drive.sources import Source
from countermark.model.expanded import Container, ExpandedFile


class Heard:
    def __init__(self) -> None:
        self.steps: list[str] = []

    def step(self, text: str) -> None:
        self.steps.append(text)

    def runs(self, done: int, planned: int, note: str) -> None: ...


def source(root: Path, file: str, text: bytes, *copies: str) -> Source:
    (root / file).parent.mkdir(parents=True, exist_ok=True)
    (root / file).write_bytes(text)
    first = ExpandedFile(
        path=file, name=file, sha256=hashlib.sha256(text).hexdigest(), size_bytes=len(text), is_program=True
    )
    return Source(path=root / file, first=first, copies=copies, language="javascript", state="read")


def test_what_a_runtime_could_load_is_chosen_and_what_belongs_to_the_target_comes_first(tmp_path: Path) -> None:
    one = source(tmp_path, "cli.js", b"a==='b'")
    vendored = source(tmp_path, "node_modules/x/index.js", b"c==='d';" * 9)
    inside = replace(one, first=replace(one.first, chain=(Container(kind="bun", path="tool"),)))
    chosen = scripts((vendored, inside, replace(one, language="python"), replace(one, state="failed"), one))
    assert [script.files for script in chosen] == [("cli.js",), ("node_modules/x/index.js",)]
    huge = replace(one, first=replace(one.first, size_bytes=MOST_BYTES + 1))
    assert scripts((huge,)) == ()


def test_each_text_is_rewritten_once_and_served_wherever_it_stands(tmp_path: Path) -> None:
    root, heard = tmp_path / "target", Heard()
    chosen = scripts(
        (
            source(root, "cli.js", b"a==='b'", "other.js", "packed.tgz!/cli.js"),
            source(root, "plain.js", b"a()"),
            source(root, "broken.js", b"if(a==='b'){"),
        )
    )
    served = rewrite(chosen, cache=tmp_path / "cache", jobs=1, progress=heard)
    assert [one.path for one in served] == ["/opt/target/cli.js", "/opt/target/other.js"]
    assert all(b".e(1,a,'b')" in one.text for one in served)
    assert len(heard.steps) == 1
    assert rewrite(chosen, cache=tmp_path / "cache", jobs=1, progress=heard) == served
    assert len(heard.steps) == 1
