"""What time may not suffice for is read last."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from countermark.drive.readers import Readers
from countermark.drive.shipped import Shipped, opened
from countermark.drive.tasks import every_task
from countermark.model.target import Acquired, Target


class Silent:
    def step(self, text: str) -> None:
        pass

    def runs(self, done: int, planned: int, note: str) -> None:
        pass


FILES = {
    "site-packages/my_tool-1.0.dist-info/RECORD": "own/a.py,,\nown_one.py,,\nmy_tool-1.0.dist-info/RECORD,,\n",
    "site-packages/needed-2.0.dist-info/RECORD": "needed/big.py,,\n",
    "site-packages/own/a.py": "A = 1\n",
    "site-packages/own_one.py": "B = 2\n",
    "site-packages/needed/big.py": "C = 3\n" * 500,
    "site-packages/needed/table.txt": "words and words\n" * 900,
    "cli.js": "let d = 4\n",
    "node_modules/other/index.js": "let e = 5\n" * 400,
}


@pytest.fixture
def shipped(tmp_path: Path) -> Iterator[Shipped]:
    for name, text in FILES.items():
        path = tmp_path / "tree" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    target = Target(purl="pkg:pypi/my-tool@1.0", name="my-tool", version="1.0", platform="linux-x64", artifacts=())
    with opened(Acquired(target=target, root=str(tmp_path / "tree")), cache=tmp_path, progress=Silent()) as found:
        yield found


def test_the_package_s_own_program_text_comes_before_what_it_needs_and_that_before_what_is_no_program(
    shipped: Shipped,
) -> None:
    waits = {task.file: task.waits for task in every_task(shipped, ())}
    assert {name for name, number in waits.items() if number == 0} == {
        "site-packages/own/a.py",
        "site-packages/own_one.py",
        "cli.js",
    }
    assert {name for name, number in waits.items() if number == 1} == {
        "site-packages/needed/big.py",
        "node_modules/other/index.js",
    }
    assert waits["site-packages/needed/table.txt"] == 2


def test_they_are_begun_in_this_order_whatever_their_size(shipped: Shipped) -> None:
    tasks = every_task(shipped, ())
    with Readers(1) as readers:
        done = [task.waits for task, _ in readers.read(tasks, lambda _: None)]
    assert done == sorted(done)
    assert set(done) == {0, 1, 2}
