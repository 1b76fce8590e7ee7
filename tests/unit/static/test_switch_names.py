"""Names of remote switches are read off the calls of clients, also through what is wrapped around them."""

from __future__ import annotations

import pytest

from countermark.static.switch_names import switch_names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ('if (client.checkGate("a-gate")) go()', ("a-gate",)),
        ('statsig.checkGate(user, "a-gate")', ("a-gate",)),
        ("statsig.check_gate(StatsigUser, 'a-gate')", ("a-gate",)),
        ('ld.boolVariation("a.flag", context, false)', ("a.flag",)),
        ('ld.variation("a.flag", context, !1)', ("a.flag",)),
        ('flags.getBooleanValue("a/flag", true)', ("a/flag",)),
        ('client.get_boolean_value("a-flag", False)', ("a-flag",)),
        ('client.get_boolean_value("a-flag", default_value=False)', ("a-flag",)),
        ('posthog.isFeatureEnabled("a-flag", distinctId)', ("a-flag",)),
        ('posthog.isFeatureEnabled("a-flag", user.id)', ("a-flag",)),
        ('unleash.isEnabled("toggle"); gb.isOn(`other`)', ("other", "toggle")),
        # What has a default of another kind is no switch.
        ('gb.getFeatureValue("limit", 5); gb.getFeatureValue("words", {a: 1}); gb.getFeatureValue("s", "x")', ()),
        ('gb.getFeatureValue("limit", standard)', ()),
        ('ld.variation("colour", context, "red")', ()),
        # Without any client of such a service, nobody is asked.
        ('if (settings.isEnabled("toggle")) go()', ()),
        ('checkGate("bare")', ()),
        ('client.checkGate("\\x1b[2J")', ()),
    ],
)
def test_calls_of_clients(text: str, names: tuple[str, ...]) -> None:
    assert switch_names([text]) == names


def test_wrappers_are_followed_as_far_as_they_are_wrapped() -> None:
    text = """
        function q1(a,b){return gb.getFeatureValue(a,b)} const w = (name, other) => { return q1(name, other) };
        async function y(k){ await w(k,!1) }
        q1("first",!1); w("second", true); y("third"); other("fourth",!1); q1("fifth",7); z.q1("sixth",!1)
    """
    assert switch_names([text]) == ("first", "second", "third")


def test_who_looks_where_a_reader_looks_is_a_reader() -> None:
    text = """
        async function slow(a,b){if(kept.has(a))return kept.get(a);return gb.getFeatureValue(a,b)}
        function fast(n,d){if(kept.has(n))return kept.get(n);return d}
        function other(n){if(elsewhere.has(n))return elsewhere.get(n)}
        fast("kept-one",!1); other("no-one")
    """
    assert switch_names([text]) == ("kept-one",)


def test_wrappers_in_python() -> None:
    text = """
class Flags:
    def enabled(self, name, default=False):
        return self.client.get_boolean_value(name, default)

def on(name):
    return FLAGS.is_on(name)

if on("tea-time"):
    pass
"""
    assert switch_names([text]) == ("tea-time",)


def test_a_text_of_calls_alone_comes_to_an_end() -> None:
    text = "".join(f"function f{n}(a){{return f{n + 1}(a)}}" for n in range(300)) + "gb.isOn(x);" * 20_000
    assert switch_names([text]) == ()
