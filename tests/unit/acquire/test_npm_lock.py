"""A lock file is read without trust, and only what is reached on this platform is chosen."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermark.acquire.npm_lock import choose, read_lock
from countermark.acquire.platforms import Platform
from countermark.errors import TargetError

HERE = Platform(os="linux", cpu="x64", libc="glibc")
TEXTS = st.text(max_size=20) | st.sampled_from(
    ["node_modules/a", "node_modules/../a", "1.0.0", "sha512-AAAA", "git+ssh://x"]
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=15,
)


def lock(**packages: dict[str, object]) -> str:
    return json.dumps(
        {"packages": {path.replace("__", "/"): {"version": "1.0.0", **rest} for path, rest in packages.items()}}
    )


def chosen(text: str, *roots: str) -> list[str]:
    return [each.path for each in choose(read_lock(text), frozenset(roots), HERE).packages]


def test_what_only_another_platform_needs_is_left_out() -> None:
    text = lock(
        node_modules__mac={"optional": True, "os": ["darwin"], "dependencies": {"only-mac": "1"}},
        node_modules__here={"optional": True, "os": ["linux"], "dependencies": {"shared": "1"}},
        **{"node_modules/only-mac": {"optional": True}, "node_modules/shared": {}, "node_modules/stray": {}},
    )
    assert chosen(text, "mac", "here") == ["node_modules/here", "node_modules/shared"]
    assert choose(read_lock(text), frozenset({"mac"}), HERE).elsewhere == ("mac",)


def test_the_nearest_of_two_is_taken_as_node_takes_it() -> None:
    text = lock(
        node_modules__a={"dependencies": {"b": "2"}},
        node_modules__b={"dependencies": {}},
        node_modules__a__node_modules__b={"version": "2.0.0", "dependencies": {"c": "1"}},
        node_modules__c={},
    )
    assert chosen(text, "a") == ["node_modules/a", "node_modules/a/node_modules/b", "node_modules/c"]


def test_circles_end() -> None:
    assert (
        len(chosen(lock(node_modules__a={"dependencies": {"b": ""}}, node_modules__b={"dependencies": {"a": ""}}), "a"))
        == 2
    )


@pytest.mark.parametrize(
    "path",
    [
        "../x",
        "node_modules/..",
        "node_modules/a/../../x",
        "packages/a",
        "/node_modules/a",
        "node_modules/a/lib",
        "node_modules/@a/..",
    ],
)
def test_a_place_outside_of_node_modules_is_refused(path: str) -> None:
    with pytest.raises(TargetError):
        read_lock(json.dumps({"packages": {path: {"version": "1.0.0", "integrity": "x"}}}))


@pytest.mark.parametrize(
    ("name", "version"), [("--evil", "1.0.0"), ("a b", "1.0.0"), ("a", "--evil"), ("a", "file:x"), ("a", "")]
)
def test_what_a_client_would_take_for_an_option_is_refused(name: str, version: str) -> None:
    with pytest.raises(TargetError):
        read_lock(json.dumps({"packages": {"node_modules/a": {"name": name, "version": version}}}))


@pytest.mark.parametrize("resolved", ["git+ssh://host/x.git#1", "file:../x", "ssh://x"])
def test_what_does_not_come_from_an_index_is_known(resolved: str) -> None:
    assert not read_lock(lock(node_modules__a={"resolved": resolved}))[0].from_index
    assert not read_lock(lock(node_modules__a={"link": True}))[0].from_index


@given(
    JSON
    | JSON.map(lambda value: {"packages": value})
    | st.dictionaries(TEXTS, JSON).map(lambda value: {"packages": value})
)
def test_any_lock_is_read_or_refused(value: object) -> None:
    try:
        packages = read_lock(json.dumps(value))
    except TargetError:
        return
    choose(packages, frozenset({"a"}), HERE)
    assert all(each.path.startswith("node_modules/") and ".." not in each.path.split("/") for each in packages)


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        read_lock(text)
    except TargetError:
        return
