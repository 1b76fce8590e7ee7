"""A checked statement in words for people, on a terminal."""

from __future__ import annotations

from countermark.model.statement import Attested
from countermark.text.visible import escape_terminal


def render(found: Attested) -> str:
    """Whose it is, of what, what it says, and what it was checked against."""
    first = found.signed[0].stated
    lines = [f"{escape_terminal(first.purl)}: {first.verdict.value}"]
    lines += [f"  artifact   sha256:{item.sha256}  {escape_terminal(item.name)}" for item in first.subjects]
    lines += [f"  evidence   {first.evidence_id}"]
    for one in found.signed:
        results = escape_terminal(", ".join(one.stated.results)) or "nothing"
        lines.append(f"  signed by  {one.key_id}: {one.stated.predicate}, which calls passed: {results}")
    created = sorted({one.stated.created for one in found.signed} - {""})
    lines += [f"  dated      {', '.join(created)}, by its signer's clock"] if created else []
    lines += [f"  passed over: {found.passed_over} signed by no key that was given"] if found.passed_over else []
    lines.append(_checked(found))
    return "\n".join(lines) + "\n"


def _checked(found: Attested) -> str:
    if not found.directory:
        return "  the evidence itself was not looked at: --against DIR does"
    verdict = "gives this verdict" if found.replayed else "was not replayed: --replay does"
    return f"  the evidence in {escape_terminal(found.directory)} is the one it names, unchanged, and {verdict}"
