"""What a tool that does not exist did beside what it said."""

from __future__ import annotations

from countermark.model.behaviour import (
    Behaviour,
    CodeRequest,
    LastingFile,
    LeftFiles,
    LeftKind,
    Listener,
    Reach,
    ScriptedCommand,
    StartedProgram,
)


def behaviour(bad: str = "") -> Behaviour:
    """One of each kind; ``bad`` stands wherever the tool chooses the text."""
    return Behaviour(
        runs=71,
        traced=("9001-005", "9001-010"),
        launched=("node", "/opt/target/cli.js", "-p", bad or "say ok"),
        files=(
            LeftFiles(kind=LeftKind.HIDDEN, place=bad or "~/.quillpad/", files=4, size_bytes=5120, runs=71, run="0001"),
            LeftFiles(kind=LeftKind.CACHE, place="~/.cache/quillpad/", files=1, size_bytes=1, runs=3, run="0012"),
        ),
        lasting=(
            LastingFile(
                place="path-folder",
                title="found as a command by its name",
                path=bad or "~/.local/bin/quillpad",
                sha256="",
                link_to=bad or "/home/dev/.quillpad/cli",
                runs=1,
                run="0007",
            ),
        ),
        programs=(StartedProgram(command=bad or "git status", by="node"),),
        listeners=(Listener(address=bad or "0.0.0.0 port 4096", reach=Reach.OTHER_MACHINES),),
        code_requests=(
            CodeRequest(
                host=bad or "releases.quillpad.example",
                asks_for="a package",
                sign=bad or "/cli/4.3.0.tgz",
                runs=71,
                run="0001",
            ),
        ),
        commands=(
            ScriptedCommand(command=bad or "ls", started=True, runs=71, run="0001"),
            ScriptedCommand(command="cat README.md", started=False, runs=71, run="0001"),
            ScriptedCommand(command="pwd", started=None, runs=71, run="0001"),
        ),
        left_out=2,
    )
