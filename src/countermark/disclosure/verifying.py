"""Puts every claim of a disclosure, and the claim that there is nothing else, to an audit.

A claim is *confirmed* where the audit saw what it says and nothing beyond it, *contradicted* where the audit saw
something else, and *not exercised* where the audit cannot tell. Of what nobody looked at, nothing is confirmed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from countermark.disclosure.drafting import factors, is_model_call, told
from countermark.disclosure.places import Hosts, field, fields
from countermark.disclosure.surroundings import opt_out_checks, read_checks
from countermark.disclosure.words import listed
from countermark.model.disclosure import Check, Checked, Contact, Contacted, Disclosure, Followed, Sent
from countermark.model.verdict import Audit, Collection


def verify(said: Disclosure, audit: Audit, contacted: tuple[Contacted, ...]) -> Checked:
    """What became of each claim; ``contacted`` are the runs of the audit."""
    view = _View(said, audit)
    checks = (
        *view.contacts(),
        *view.sent(),
        *view.followed(),
        *view.factors(),
        *read_checks(said, audit),
        *opt_out_checks(said, contacted),
        *view.unread(),
    )
    return Checked(purl=said.purl, evidence_id=audit.evidence_id, checks=checks)


class _View:
    """One disclosure beside one audit."""

    def __init__(self, said: Disclosure, audit: Audit) -> None:
        self._said = said
        self._audit = audit
        self._hosts = Hosts(audit)
        self._signals = (*audit.signals, *audit.overt, *audit.functional)
        self._complete = not audit.incomplete_because

    def contacts(self) -> Iterator[Check]:
        """Whom the tool talks to, and to nobody else."""
        seen: dict[tuple[str, int], set[bool]] = {}
        for one in self._audit.destinations:
            seen.setdefault(self._hosts.contact(one), set()).add(is_model_call(one.purpose))
        claimed = {(one.host, one.port) for one in self._said.contacts}
        for claim in self._said.contacts:
            yield _contact(claim, seen.get((claim.host, claim.port)))
        strange = sorted(seen.keys() - claimed)
        for host, port in strange:
            yield _undisclosed(f"destination {_at(host, port)}", "no other host is contacted", "the audit saw it there")
        if not strange:
            yield self._nothing_else("destination", "no other host is contacted")

    def sent(self) -> Iterator[Check]:
        """Which values leave, in which form, for whom, and no others."""
        seen: dict[tuple[str, str], list[Collection]] = {}
        for one in self._audit.collections:
            seen.setdefault((one.factor, self._hosts.name(one.host)), []).append(one)
        claims: dict[tuple[str, str], list[Sent]] = {}
        for claim in self._said.sent:
            claims.setdefault((claim.factor, claim.host), []).append(claim)
        for key, several in claims.items():
            yield self._value(key, several, seen.get(key, []))
        for factor, host in sorted(seen.keys() - claims.keys()):
            forms = {one.form for one in seen[factor, host]}
            why = f"run {seen[factor, host][0].run} sent it there as {listed(forms)}"
            yield _undisclosed(f"value {factor} to {host}", "no other value is sent", why)

    def _value(self, key: tuple[str, str], claims: list[Sent], seen: list[Collection]) -> Check:
        factor, host = key
        forms = {form for claim in claims for form in claim.forms}
        places = {name for claim in claims for name in claim.fields}
        subject = f"value {factor} to {host}"
        words = f"it is sent as {listed(forms)}, in {listed(places)}, and not otherwise"
        seen_forms, seen_places = {one.form for one in seen}, {field(one.where) for one in seen}
        strange = sorted((seen_forms - forms) | (seen_places - places))
        if strange:
            return Check(subject=subject, claim=words, answer="contradicted", why=f"also seen: {listed(strange)}")
        missing = sorted((forms - seen_forms) | (places - seen_places))
        if missing:
            varied = factor in self._varied() or factor.startswith("canary:")
            why = f"not seen: {listed(missing)}" if varied else f"{factor} was not varied"
            return Check(subject=subject, claim=words, answer="not-exercised", why=why)
        return Check(subject=subject, claim=words, answer="confirmed", why=f"as run {seen[0].run} showed")

    def followed(self) -> Iterator[Check]:
        """What is sent otherwise because of the surroundings, and nothing else is."""
        for claim in self._said.followed:
            yield self._follows(claim)
        for signal in self._signals:
            names = factors(signal)
            beside = [one for one in self._said.followed if one.factors == names and one.kind is signal.kind]
            known = {name for one in beside for name in one.fields}
            strange = sorted(set(fields(signal)) - known)
            if strange and not told(signal, self._said.sent):
                yield _undisclosed(
                    f"{signal.kind.value} influence of {listed(names)}",
                    "nothing else follows the surroundings",
                    f"{signal.id} in {listed(strange)}",
                )

    def _follows(self, claim: Followed) -> Check:
        subject = f"{claim.kind.value} influence of {listed(claim.factors)}"
        words = f"what stands in {listed(claim.fields)} follows it"
        same = [one for one in self._signals if factors(one) == claim.factors]
        seen = {name for one in same if one.kind is claim.kind for name in fields(one)}
        other = [one for one in same if one.kind is not claim.kind and set(fields(one)) & set(claim.fields)]
        if other and not seen & set(claim.fields):
            why = f"{other[0].id} is {other[0].kind.value} there"
            return Check(subject=subject, claim=words, answer="contradicted", why=why)
        missing = sorted(set(claim.fields) - seen)
        if missing:
            return Check(subject=subject, claim=words, answer="not-exercised", why=f"not seen: {listed(missing)}")
        return Check(subject=subject, claim=words, answer="confirmed", why="as the audit showed")

    def factors(self) -> Iterator[Check]:
        """Of each factor that no claim names: that it is neither sent nor acted on."""
        named = {one.factor for one in self._said.sent} | {name for one in self._said.followed for name in one.factors}
        moved = {name for signal in self._signals for name in factors(signal)}
        moved |= {one.factor for one in self._audit.collections}
        words = "it is neither sent nor acted on"
        for factor, several in sorted(self._varied().items()):
            if factor in named or factor in moved:  # the claims about it, or their lack, are judged above
                continue
            if several:
                yield self._nothing_else(f"factor {factor}", words)
            else:
                yield Check(subject=f"factor {factor}", claim=words, answer="not-exercised", why="it stood still")
        for item in self._audit.skipped:
            if item.step.startswith("factor "):
                yield Check(subject=item.step, claim=words, answer="not-exercised", why=item.reason)

    def unread(self) -> Iterator[Check]:
        """Of what could not be read: that there is nothing else in it."""
        for one in self._audit.opaque:
            yield Check(
                subject=f"payload to {self._hosts.name(one.host)}",
                claim="nothing else is sent there",
                answer="not-exercised",
                why=f"{one.size_bytes} bytes of {one.role} could not be read: {one.reason}",
            )

    def _varied(self) -> dict[str, bool]:
        """Each factor of the audit, and whether it took more than one level."""
        return {item.factor: len(item.levels) > 1 for item in self._audit.coverage.factors}

    def _nothing_else(self, subject: str, words: str) -> Check:
        if self._complete:
            return Check(subject=subject, claim=words, answer="confirmed", why="the complete audit saw nothing else")
        why = f"the audit is incomplete: {self._audit.incomplete_because[0]}"
        return Check(subject=subject, claim=words, answer="not-exercised", why=why)


def _contact(claim: Contact, calls: Iterable[bool] | None) -> Check:
    subject = f"destination {_at(claim.host, claim.port)}"
    words = f"it is contacted, {'also' if claim.model_calls else 'never'} as a model"
    if calls is None:
        return Check(subject=subject, claim=words, answer="not-exercised", why="the audit saw nothing go there")
    if claim.model_calls not in calls or (not claim.model_calls and True in calls):
        why = "no model was called there" if claim.model_calls else "models were called there"
        return Check(subject=subject, claim=words, answer="contradicted", why=why)
    return Check(subject=subject, claim=words, answer="confirmed", why="as the audit saw")


def _undisclosed(subject: str, claim: str, why: str) -> Check:
    return Check(subject=subject, claim=claim, answer="contradicted", why=why)


def _at(host: str, port: int) -> str:
    return f"{host}:{port}" if port else host
