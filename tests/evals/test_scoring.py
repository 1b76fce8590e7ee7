"""The scoring says of a report what it holds, and nothing kinder."""

from __future__ import annotations

import sys
from pathlib import Path
from random import Random
from typing import Any

import pytest
from evals.planted_static import moved
from evals.planting import VARIANTS, Host, Snippet, Variant, insert, plant
from evals.static_suite.limits import Limits, limited
from evals.static_suite.reports import Stand, elsewhere, score
from evals.static_suite.tables import markdown, rows

HOST = Host(data=(Path(__file__).parent / "hosts/clean.cjs").read_bytes())
OF = {variant.id: variant for variant in VARIANTS}


def stand(variant: str) -> Stand:
    planted = plant(HOST, OF[variant], "score")
    beside = tuple(name for name, _ in planted.snippet.beside)
    return Stand(variant=OF[variant], seed="score", planted=planted, files=("main.js", *beside), host="clean")


def where(one: Stand, *, at: int | None = None, file: str = "main.js") -> dict[str, Any]:
    start = one.planted.spans[0][0] if at is None else at
    return {"file": file, "start": start, "end": start + 1}


def hidden(
    one: Stand, entries: list[str], *, opaque: bool = False, at: int | None = None, file: str = "main.js"
) -> dict[str, Any]:
    found = {"kind": "words", "count": len(entries), "entries": entries, "decoder": ["base64"], "opaque": opaque}
    return found | {"where": where(one, at=at, file=file)}


def report(
    *lists: dict[str, Any], choices: tuple[dict[str, Any], ...] = (), predicates: tuple[dict[str, Any], ...] = ()
) -> dict[str, Any]:
    return {"hidden_lists": list(lists), "choices": list(choices), "predicates": predicates}


def test_a_list_is_whole_only_with_every_entry() -> None:
    one = stand("base64-joined")
    entries = list(one.planted.snippet.entries)
    assert score(one, report(hidden(one, entries))).right
    assert score(one, report(hidden(one, entries[:3]), hidden(one, entries[3:]))).state == "whole"
    assert score(one, report(hidden(one, entries[1:]))).state == "part"
    assert score(one, report(hidden(one, ["#"]))).state == "part"
    assert score(one, report()).state == "missed"
    assert not score(one, report(hidden(one, entries[1:]))).right


def test_what_stands_elsewhere_does_not_count() -> None:
    one = stand("base64-joined")
    entries = list(one.planted.snippet.entries)
    outside = max(end for _, end in one.planted.spans) + 5
    for found in (hidden(one, entries, at=outside), hidden(one, entries, file="other.js")):
        assert score(one, report(found)).state == "missed"
        assert len(elsewhere([one], report(found))) == 1
    assert not elsewhere([one], report(hidden(one, entries)))


def test_a_list_in_the_file_beside_counts() -> None:
    one = stand("list-beside")
    found = hidden(one, list(one.planted.snippet.entries), file=one.files[1], at=0)
    assert score(one, report(found)).state == "whole"


def test_a_pattern_shows_its_alternatives() -> None:
    one = stand("regex-decoded")
    pattern = "^(?:" + "|".join(entry.replace(".", "\\.") for entry in one.planted.snippet.entries) + ")$"
    assert score(one, report(hidden(one, [pattern]))).state == "whole"


def test_an_opaque_list_must_be_called_so() -> None:
    one = stand("sha256-set")
    assert score(one, report(hidden(one, ["00ff"], opaque=True))).right
    assert not score(one, report(hidden(one, ["00ff"]))).right
    assert not score(stand("base64-joined"), report(hidden(stand("base64-joined"), [], opaque=True))).right


def test_a_list_in_clear_may_show_among_predicates() -> None:
    one = stand("regex-in-clear")
    literals = list(one.planted.snippet.entries)
    assert score(one, report(predicates=({"literals": literals, "where": where(one)},))).state == "clear"
    assert score(one, report(predicates=({"literals": literals[1:], "where": where(one)},))).state == "missed"


@pytest.mark.parametrize(("form", "state"), [("conditional", "found"), ("table", "table")])
def test_a_choice_is_no_table(form: str, state: str) -> None:
    one = stand("apostrophe-ternary")
    choice = {"form": form, "channels": ["look-alike"], "where": where(one)}
    assert score(one, report(choices=(choice,))).state == state
    control = stand("typographer")
    choice = {"form": form, "channels": ["look-alike"], "where": where(control)}
    assert score(control, report(choices=(choice,))).right == (form == "table")


def test_a_table_counts_what_was_right() -> None:
    one = stand("base64-joined")
    whole, missed = (score(one, report(*lists)) for lists in ([hidden(one, list(one.planted.snippet.entries))], []))
    (row,) = rows([whole, missed])
    assert (row["planted"], row["right"], row["states"]) == (2, 1, {"whole": 1, "missed": 1})
    page = markdown({"planting": "0", "planted": {"seed": "s", "rows": [row], "elsewhere": []}})
    assert "| 1 of 2 | 1 missed |" in page


@pytest.mark.parametrize("seed", range(8))
def test_spans_move_with_what_is_planted_later(seed: int) -> None:
    """What is planted into the earlier plant leaves its ends where they are said to be."""
    first = plant(HOST, OF["set-decoded"], f"first {seed}")
    later = insert(Host(data=first.data), Snippet(parts=("var zzA=1;", "var zzB=2;"), names={}), Random(seed))  # noqa: S311 -- repeatable
    for (start, end), (began, ended) in zip(first.spans, moved(first, later).spans, strict=True):
        piece = later.data[began:ended].replace(b"var zzA=1;", b"").replace(b"var zzB=2;", b"")
        assert piece == first.data[start:end]


def test_a_program_ends_at_its_limits(tmp_path: Path) -> None:
    limits = Limits(seconds=1, mib=120)
    quick = limited([sys.executable, "-c", "print('here')"], limits, folder=tmp_path)
    assert (quick.out, quick.code, quick.stopped) == ("here\n", 0, "")
    slow = limited([sys.executable, "-c", "import time; time.sleep(60)"], limits, folder=tmp_path)
    assert slow.stopped == "stopped after 1 s"
    large = "kept = [bytearray(2**20) for _ in range(400)]; import time; time.sleep(60)"
    assert limited([sys.executable, "-c", large], Limits(seconds=30, mib=120), folder=tmp_path).stopped.endswith("MiB")


def test_every_variant_is_in_one_table() -> None:
    """A variant of a kind that no table shows would go unseen."""
    scored = [score(stand_of(variant), report()) for variant in VARIANTS if variant.language == "javascript"]
    page = markdown({"planting": "0", "planted": {"seed": "s", "rows": rows(scored), "elsewhere": []}})
    assert all(f"`{one.stand.variant.id}`" in page for one in scored)


def stand_of(variant: Variant) -> Stand:
    return stand(variant.id)
