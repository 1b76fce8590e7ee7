"""What is wrong with a register that is of its form: every rule is a function that yields problems."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from countermark.register.evidence import check_evidence
from countermark.register.folder import Entry, Problem, Register
from countermark.register.forms import DecisionForm, Status, ToolForm, Verdict
from countermark.register.standing import in_force, pairs
from countermark.text.confusables import skeleton

REFUSED = frozenset({Status.BANNED, Status.HIGH_RISK})


def check(register: Register, at: datetime) -> tuple[Problem, ...]:
    """Everything that is wrong at a moment, in the order of files and lines."""
    found = {problem for tool in register.tools for problem in (*_tool(tool), *check_evidence(register.folder, tool))}
    found |= {problem for entry in register.decisions for rule in RULES for problem in rule(register, entry, at)}
    found |= set(_contradictions(register))
    return tuple(sorted(found, key=_place))


def _place(problem: Problem) -> tuple[str, int, str]:
    """By file, line and words: line 9 stands before line 10."""
    name, _, rest = problem.where.partition(", line ")
    number = rest.partition(":")[0]
    return name, int(number) if number.isdigit() else 0, problem.why


def same_person(one: str, other: str) -> bool:
    """Whether two names are one to a reader: letter case, blanks and look-alike letters make no second pair of eyes."""
    return skeleton(one.casefold().replace(" ", "")) == skeleton(other.casefold().replace(" ", ""))


def _tool(entry: Entry[ToolForm]) -> Iterator[Problem]:
    form = entry.form
    versions = [one.version for one in form.versions]
    for number, version in enumerate(versions):
        if version in versions[:number]:
            yield entry.problem(("versions", number, "version"), f"{version} is listed twice")
    ids = [one.id for one in form.evidence]
    for number, one in enumerate(form.evidence):
        if one.id in ids[:number]:
            yield entry.problem(("evidence", number, "id"), "this evidence is listed twice")
        if one.version not in versions:
            yield entry.problem(("evidence", number, "version"), f"{one.version} is none of the tool's versions")
        if one.verdict is Verdict.COVERT and not one.findings:
            yield entry.problem(("evidence", number, "verdict"), "a covert verdict has findings, and none is listed")


def _names(register: Register, entry: Entry[DecisionForm], _at: datetime) -> Iterator[Problem]:
    form = entry.form
    tool = register.tool(form.tool)
    if tool is None:
        yield entry.problem(("tool",), f"there is no tools/{form.tool}.toml that could be read")
        return
    known = {one.version for one in tool.form.versions}
    for version in form.versions:
        if version not in known:
            yield entry.problem(("versions",), f"{version} is none of the versions of {form.tool}")
    decided = {one.id: one.form for one in register.decisions}
    for name in form.supersedes:
        if name not in decided:
            yield entry.problem(("supersedes",), f"there is no decisions/{name}.toml that could be read")
        elif decided[name].tool != form.tool:
            yield entry.problem(("supersedes",), f"{name} is about {decided[name].tool}, another tool")
        elif name == entry.id or decided[name].decided >= form.decided:
            yield entry.problem(("supersedes",), f"{name} was not decided before this")


def _people(_register: Register, entry: Entry[DecisionForm], _at: datetime) -> Iterator[Problem]:
    form = entry.form
    if same_person(form.requester, form.decider):
        yield entry.problem(("decider",), "the decider is the requester: a decision takes two people")
    for number, one in enumerate(form.exceptions):
        if same_person(one.owner, one.granted_by):
            why = "whoever owns an exception cannot have granted it: it takes two people"
            yield entry.problem(("exceptions", number, "granted-by"), why)


def _grounds(register: Register, entry: Entry[DecisionForm], _at: datetime) -> Iterator[Problem]:
    form = entry.form
    if not form.evidence:
        yield entry.problem(
            ("evidence",), "a decision needs evidence", hint="countermark audit seals it and names its id"
        )
    tool = register.tool(form.tool)
    known = {one.id: one for one in tool.form.evidence} if tool else {}
    for name in form.evidence if tool else ():
        if name not in known:
            yield entry.problem(("evidence",), f"{name} is no evidence of tools/{form.tool}.toml")
        elif known[name].audited > form.decided:
            yield entry.problem(("evidence",), f"{name} is from after the decision")
        elif form.versions and known[name].version not in form.versions:
            yield entry.problem(
                ("evidence",), f"{name} is about {known[name].version}, which the decision is not about"
            )
        elif form.status is Status.APPROVED and known[name].verdict is not Verdict.NOTHING_COVERT_FOUND:
            why = f"approved on evidence that says {known[name].verdict}"
            yield entry.problem(("status",), why, hint="restricted says what it may be used for all the same")


def _dates(_register: Register, entry: Entry[DecisionForm], at: datetime) -> Iterator[Problem]:
    form = entry.form
    if form.decided > at:
        yield entry.problem(("decided",), "it is decided in the future")
    if form.effective < form.decided:
        yield entry.problem(("effective",), "it takes effect before it is decided")
    for number, one in enumerate(form.exceptions):
        if one.expires <= form.effective:
            yield entry.problem(("exceptions", number, "expires"), "it ends before the decision takes effect")
        elif one.expires <= at:
            why = f"the exception of {one.owner} has expired"
            hint = "take it out, or renew it by a decision"
            yield entry.problem(("exceptions", number, "expires"), why, hint=hint, is_overdue=True)


def _way_out(register: Register, entry: Entry[DecisionForm], at: datetime) -> Iterator[Problem]:
    form = entry.form
    if form.status is Status.RESTRICTED and not form.conditions:
        yield entry.problem(("conditions",), "a restricted tool has conditions")
    if form.status is not Status.RESTRICTED and form.conditions:
        yield entry.problem(("conditions",), f"conditions go with restricted, not with {form.status}")
    if form.status is Status.BANNED and form.alternative is None:
        yield entry.problem(("alternative",), "a ban names what people can use instead")
    if form.alternative is None:
        return
    if form.alternative == form.tool or register.tool(form.alternative) is None:
        yield entry.problem(("alternative",), f"{form.alternative} is no other tool of this register")
        return
    holds = in_force(register, form.alternative, max(at, form.effective))
    if holds and holds.form.status in REFUSED:
        yield entry.problem(("alternative",), f"{form.alternative} is itself {holds.form.status} by {holds.origin}")


def _contradictions(register: Register) -> Iterator[Problem]:
    for earlier, later in pairs(register.decisions):
        if earlier.id in later.form.supersedes or earlier.form.status is later.form.status:
            continue
        said = f"{earlier.origin}, which says {earlier.form.status}"
        hint = f'if it is put aside, write supersedes = ["{earlier.id}"]'
        if earlier.form.effective == later.form.effective:
            yield later.problem(("status",), f"it contradicts {said} from the same moment", hint=hint)
        elif later.form.effective < earlier.form.effective:
            why = f"it was decided after {said}, and would give way to it when that takes effect"
            yield later.problem(("effective",), why, hint=hint)


Rule = Callable[[Register, Entry[DecisionForm], datetime], Iterator[Problem]]
RULES: tuple[Rule, ...] = (_names, _people, _grounds, _dates, _way_out)
