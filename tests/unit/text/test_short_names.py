"""What a minifier renames is no part of what a piece of program text says."""

from __future__ import annotations

from countermark.text.short_names import without_short_names


def test_names_of_a_minifier_go_and_all_else_stays() -> None:
    assert without_short_names("eval(q7.body+Z)") == "_(_.body+_)"
    assert without_short_names("process.env[abc]") == without_short_names("process.env[x_]")
    assert without_short_names('import("fs")') == 'import("fs")'
    assert without_short_names("fetch(url)") != without_short_names("fetch(urls.first)")
