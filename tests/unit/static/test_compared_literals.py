"""Literals in comparisons become hints; mere strings do not."""

from __future__ import annotations

from countermark.static.compared_literals import compared_literals


def hinted(text: str) -> set[str]:
    return {f"{hint.level.factor}={hint.level.value}" for hint in compared_literals((text,))}


def test_a_compared_zone_is_a_hint() -> None:
    assert hinted('if(z==="Africa/Lagos")f()') == {"timezone=Africa/Lagos"}
    assert hinted("if 'Africa/Lagos' == zone: pass") == {"timezone=Africa/Lagos"}
    assert hinted('["Asia/Dili","Asia/Oral"].includes(z)') == {"timezone=Asia/Dili", "timezone=Asia/Oral"}


def test_a_zone_that_is_only_mentioned_is_not() -> None:
    assert hinted('const zones={a:"Africa/Lagos"}') == set()


def test_hosts_and_locales() -> None:
    assert hinted('h.endsWith(".corp.net")') == {"base-url=https://gateway.corp.net"}
    assert hinted('l==="pt-BR"') == {"locale=pt_BR.UTF-8"}
    assert hinted('f==="package.json"') == set()


def test_a_list_over_several_lines_is_one() -> None:
    assert hinted('[\n  "Asia/Dili",\n  "Asia/Oral",\n]\n  .includes(z)') == {
        "timezone=Asia/Dili",
        "timezone=Asia/Oral",
    }


def test_literals_that_are_joined_by_standing_side_by_side_do_not_take_for_ever() -> None:
    joined = "\n            ".join(f"'words and more words {number}'" for number in range(200))
    assert hinted(f"raise ValueError([{joined}, other])\nif z == 'Asia/Dili': pass") == {"timezone=Asia/Dili"}
