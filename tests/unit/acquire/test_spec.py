"""What may be named as a target, and that nothing else gets as far as a client."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from countermark.acquire import CommandSpec, Ecosystem, LocalSpec, PackageSpec, Spec, parse_target
from countermark.errors import UsageError


def npm(name: str, version: str = "latest") -> PackageSpec:
    return PackageSpec(ecosystem=Ecosystem.NPM, name=name, version=version)


def pypi(name: str, version: str = "latest", *extras: str) -> PackageSpec:
    return PackageSpec(ecosystem=Ecosystem.PYPI, name=name, version=version, extras=extras)


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        ("npm:tool", npm("tool")),
        ("npm:tool@latest", npm("tool")),
        ("npm:tool@beta", npm("tool", "beta")),
        ("npm:@scope/tool", npm("@scope/tool")),
        ("npm:@scope/tool@1.2.3-rc.1+b", npm("@scope/tool", "1.2.3-rc.1+b")),
        ("pkg:npm/%40scope/tool@1.2.3", npm("@scope/tool", "1.2.3")),
        ("pkg:npm/@scope/tool@1.2.3", npm("@scope/tool", "1.2.3")),
        ("pkg:npm/%40scope/tool", npm("@scope/tool")),
        ("pkg:npm/@scope/tool", npm("@scope/tool")),
        ("pkg:npm/tool@1.2.3#sub/path", npm("tool", "1.2.3")),
        ("PKG:npm/tool@1", npm("tool", "1")),
        ("pypi:tool", pypi("tool")),
        ("pypi:tool==1.2", pypi("tool", "1.2")),
        ("pypi:Some_Tool.x == 1!2.0+local", pypi("some-tool-x", "1!2.0+local")),
        ("pypi:tool@latest", pypi("tool")),
        ("pypi:tool[b, a]==1.2", pypi("tool", "1.2", "a", "b")),
        ("pkg:pypi/tool@1.2", pypi("tool", "1.2")),
        ("command:claude", CommandSpec(name="claude")),
        ("./x.tgz", LocalSpec(path="./x.tgz")),
        ("/opt/tool", LocalSpec(path="/opt/tool")),
        ("tool", LocalSpec(path="tool")),
        ("file:/opt/tool", LocalSpec(path="/opt/tool")),
        ("a:b", LocalSpec(path="a:b")),
    ],
)
def test_forms(spec: str, expected: Spec) -> None:
    assert parse_target(spec) == expected


@pytest.mark.parametrize(
    "spec",
    [
        "",
        " ",
        "a\0b",
        "npm:",
        "npm:--registry=x",
        "npm:-x",
        "npm:@/x",
        "npm:../x",
        "npm:tool@",
        "npm:tool@^1",
        "npm:tool@>=1",
        "npm:tool@https://host/x.tgz",
        "npm:tool@file:x",
        "npm:tool@1 2",
        "npm:https://host/x.tgz",
        "npm:someone/repository",
        "pypi:",
        "pypi:-r",
        "pypi:tool>=1",
        "pypi:tool==1.*",
        "pypi:tool @ https://host/x.whl",
        "pypi:tool[../x]",
        "pkg:npm/tool@1?repository_url=host",
        "pkg:cargo/tool@1",
        "pkg:npm",
        "command:",
        "command:a/b",
        "command:-x",
        "file:",
        "file:///opt/tool",
        "file:sha256:00",
        "https://host/x.tgz",
    ],
)
def test_what_is_of_no_form_is_a_fault_of_usage(spec: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_target(spec)
    assert caught.value.exit_code == 2
    assert caught.value.hint


@given(st.text() | st.builds("{}{}".format, st.sampled_from(["npm:", "pypi:", "pkg:npm/", "pkg:pypi/"]), st.text()))
@example("npm:" + "a" * 5000)
@example("pkg:npm/%00@1")
def test_any_text_is_a_target_or_a_fault_of_usage(text: str) -> None:
    try:
        spec = parse_target(text)
    except UsageError:
        return
    if isinstance(spec, PackageSpec):
        for word in (spec.name, spec.version, *spec.extras):
            assert word
            assert word.isascii()
            assert not word.startswith("-")
            assert not set(word) & set(" \t\n\0:;|&$`'\"<>=*?#%\\")
        again = (
            f"npm:{spec.name}@{spec.version}"
            if spec.ecosystem is Ecosystem.NPM
            else f"pypi:{spec.name}=={spec.version}"
        )
        assert parse_target(again).name == spec.name  # type: ignore[union-attr]
