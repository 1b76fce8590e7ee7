"""Findings are sorted by kind, and are told to be the same in another version by what they say."""

from __future__ import annotations

import dataclasses

import pytest

from countermark.drive.gathering import fingerprint, gathered, is_covert, places, spread
from countermark.model.static import (
    Choice,
    CodeLoading,
    Destination,
    Finding,
    Flow,
    FlowStep,
    HiddenList,
    Predicate,
    Read,
    Unfinished,
    Where,
)

HERE = Where(file="a.js", sha256="0" * 64, start=10, end=20)
THERE = Where(file="b.js", sha256="1" * 64, start=900, end=950)
READ = Read(kind="variable", name="TZ", where=HERE)
LIST = HiddenList(kind="words", count=2, entries=("b", "a"), decoder=("base64",), where=HERE)
CHOICE = Choice(form="conditional", texts=("'", "’"), channels=("look-alike",), condition="a?b:c", where=HERE)
EVERY: tuple[Finding, ...] = (
    LIST,
    CHOICE,
    READ,
    Predicate(read=READ, operator="===", literals=("Asia/Tokyo",), where=HERE),
    Destination(kind="url", value="https://a.example/x", host="a.example", count=1, where=HERE),
    Flow(sources=(READ,), sink="text", steps=(FlowStep(where=HERE, excerpt="x", note="read"),)),
    CodeLoading(kind="eval", excerpt="eval(q)", where=HERE),
    Unfinished(rule="hidden-lists", reason="endless", where=HERE),
)


def moved(one: Finding) -> Finding:
    if isinstance(one, Flow):
        return dataclasses.replace(one, steps=tuple(dataclasses.replace(step, where=THERE) for step in one.steps))
    return dataclasses.replace(one, where=THERE)


@pytest.mark.parametrize("one", EVERY, ids=lambda one: type(one).__name__)
def test_a_finding_that_only_moved_is_the_same(one: Finding) -> None:
    assert fingerprint(moved(one)) == fingerprint(one)


def test_findings_that_say_something_else_are_not_the_same() -> None:
    others = (
        dataclasses.replace(LIST, entries=("a", "b", "c"), count=3),
        dataclasses.replace(CHOICE, texts=("'", "ʼ")),
        dataclasses.replace(CHOICE, form="table"),
        dataclasses.replace(READ, name="LANG"),
        CodeLoading(kind="eval", excerpt="eval(download)", where=HERE),
    )
    names = [fingerprint(one) for one in (*EVERY, *others)]
    assert len(set(names)) == len(names)


def test_neither_order_nor_what_a_minifier_calls_things_matters() -> None:
    assert fingerprint(dataclasses.replace(LIST, entries=("a", "b"))) == fingerprint(LIST)
    one, other = (CodeLoading(kind="eval", excerpt=f"eval({name})", where=HERE) for name in ("q", "Zx1"))
    assert fingerprint(one) == fingerprint(other)
    computed = [dataclasses.replace(READ, name=f"process.env[{name}]", computed=True) for name in ("a", "b7")]
    assert fingerprint(computed[0]) == fingerprint(computed[1])


def test_every_finding_has_its_place_among_its_kind() -> None:
    found = gathered(reversed(EVERY))
    assert sorted(map(fingerprint, spread(found))) == sorted(map(fingerprint, EVERY))
    assert all(list(places(one)) for one in EVERY)
    assert list(places(Unfinished(rule="x", reason="y"))) == []


def test_a_destination_of_several_files_is_one() -> None:
    first, second = EVERY[4], moved(EVERY[4])
    (found,) = gathered([second, first]).destinations
    assert (found.count, found.where) == (2, HERE)


def test_only_lists_and_choices_that_something_decides_are_covert() -> None:
    assert [is_covert(one) for one in EVERY] == [True, True, *[False] * 6]
    assert not is_covert(dataclasses.replace(CHOICE, form="table"))
