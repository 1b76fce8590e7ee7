"""What may run or be switched without having been in the package: evaluated text, downloads, updates, remote flags."""

from __future__ import annotations

import re
from collections.abc import Iterator

from countermark.model.static import CodeLoading, LoadingKind
from countermark.static.bindings import BindingKind
from countermark.static.environment import sites
from countermark.static.flow.points import Grade, Point
from countermark.static.flow.starts import Tracer
from countermark.static.literals import Literal
from countermark.static.program import Program
from countermark.static.rules.record import Rule, Subject

_MAX_EXCERPT = 160
_MAX_FUNCTION_BYTES = 20_000

_EVALUATORS = frozenset({"eval", "Function", "exec", "execScript"})
_EVALUATING = frozenset(
    {("import:vm", "runInContext"), ("import:vm", "runInNewContext"), ("import:vm", "runInThisContext")}
    | {("import:vm", "Script"), ("import:vm", "compileFunction"), ("import:vm", "SourceTextModule")}
    | {("import:runpy", "run_path"), ("import:runpy", "run_module"), ("import:marshal", "loads")}
)
_LOADERS = frozenset({"require", "__require", "__import__", "import"})
_LOADING = frozenset(
    {("import:importlib", "import_module"), ("import:imp", "load_source"), ("WebAssembly", "instantiate")}
)
_MEMBERS = frozenset(
    {"runInContext", "runInNewContext", "runInThisContext", "Script", "compileFunction", "import_module"}
) | {
    *("run_path", "run_module", "load_source", "instantiate", "SourceTextModule"),
}

# Methods by which the usual services for remote flags are asked. Source: the SDK references of Statsig, LaunchDarkly,
# GrowthBook, Unleash, PostHog, Firebase, Optimizely and Split (read 2026-11).
_SWITCHES = frozenset(
    {"checkGate", "getDynamicConfig", "getFeatureFlag", "isFeatureEnabled", "getFeatureValue", "boolVariation"}
    | {"stringVariation", "jsonVariation", "getTreatment", "getExperiment", "getFeatureGate", "fetchAndActivate"}
    | {"get_feature_flag", "feature_enabled", "check_gate", "get_dynamic_config", "bool_variation"}
)
_MANAGER = r"(?:npm|pnpm|yarn|bun|pip3?|pipx|uv|brew|winget|choco|scoop|apt(?:-get)?|cargo|go|gem)(?:\.exe|\.cmd)?"
_UPDATE = re.compile(
    rf"{_MANAGER}\s+(?:\w+\s+)?(?:--?[\w-]+\s+)*(?:install|i|add|upgrade|update|up|self-update)(?:\s.{{0,200}})?",
    re.IGNORECASE | re.DOTALL,
)
"""Commands of package managers that put something newer in a program's place."""

_UPDATERS = frozenset(
    {
        "checkForUpdates",
        "checkForUpdatesAndNotify",
        "downloadUpdate",
        "quitAndInstall",
        "setFeedURL",
        "updateElectronApp",
    }
)
"""Methods by which a program replaces itself. Source: Electron's autoUpdater, electron-updater, update-electron-app."""

_ASKED: dict[str, LoadingKind] = {
    **dict.fromkeys(_SWITCHES, "remote-switch"),
    **dict.fromkeys(_UPDATERS, "self-update"),
}
_COMMAND_POINTS = 80
_ROWS = frozenset({"array", "list", "tuple"})
_DOWNLOAD = re.compile(
    rb"\bfetch\(|https?\.(?:get|request)\(|axios|\bgot\(|urlopen\(|requests\.get\(|httpx\.|urlretrieve\("
)
_STARTS = re.compile(rf"{_MANAGER}(?:\s|\Z)", re.IGNORECASE)
_RUN = re.compile(
    rb"\beval\(|new Function\(|runIn\w*Context\(|\bspawn(?:Sync)?\(|\bexec(?:File|Sync)*\(|"
    rb"chmod(?:Sync)?\(|subprocess\.|os\.chmod"
)


def _find(subject: Subject) -> Iterator[CodeLoading]:
    found = [*_calls(subject), *_updates(subject), *_downloads(subject)]
    yield from sorted(found, key=lambda one: (one.where.start, one.kind))


def _calls(subject: Subject) -> Iterator[CodeLoading]:
    program = subject.program
    for call in program.calls():
        kind = _kind(program, call)
        if kind is not None:
            yield _finding(subject, kind, call)


def _kind(program: Program, call: int) -> LoadingKind | None:
    called, given = program.callee(call), program.arguments(call)
    member = program.language.member(program.syntax, program.source, called)
    if member is not None:
        if member.name not in _MEMBERS:
            return _ASKED.get(member.name)
        path = program.path(called)
        plain = path[-2:]
        if path in _EVALUATING or plain in _EVALUATING:
            return "eval"
        return "import" if path in _LOADING and not _is_constant(program, given) else None
    name = program.text(called).decode("utf-8", "replace") if program.syntax.size[called] == 1 else ""
    binding = program.binding(called)
    is_free = binding < 0 or program.bindings.kinds[binding] == BindingKind.FREE
    if name in _EVALUATORS and is_free and given:
        return "eval"
    return "import" if name in _LOADERS and is_free and given and not _is_constant(program, given) else None


def _is_constant(program: Program, given: tuple[int, ...]) -> bool:
    return bool(given) and program.constant(given[0]) is not None


def _updates(subject: Subject) -> Iterator[CodeLoading]:
    """Where a command that installs something is run; not where a text speaks of it."""
    program = subject.program
    commands = [one for one in program.literals() if isinstance(one.value, str) and _STARTS.match(one.value)]
    tracer = Tracer(program)
    runs = {site.node for site in sites(program) if site.kind == "process"} if commands else set()
    done: set[int] = set()
    for literal in commands:
        command, call = _command(program, tracer, literal)
        if call not in done and _UPDATE.fullmatch(command) and _is_run(tracer, runs, literal.node):
            done.add(call)
            yield _finding(subject, "self-update", call)


def _command(program: Program, tracer: Tracer, literal: Literal) -> tuple[str, int]:
    """A command with its arguments, and the call or literal that it stands in."""
    text, above = str(literal.value).strip(), program.syntax.parent[literal.node]
    if " " in text:
        return text, literal.node
    holder = program.syntax.parent[above]
    if program.kind_name(above) in _ROWS:
        rest = [one for one in program.syntax.children(above) if one >= literal.node]
        return " ".join(tracer.lists.of(rest).texts), above
    given = program.arguments(holder) if program.syntax.kind[holder] in program.language.calls else ()
    if len(given) > 1 and given[0] == literal.node:
        return " ".join((text, *_words(program, tracer, given[1]))), holder
    return text, literal.node


def _words(program: Program, tracer: Tracer, node: int) -> tuple[str, ...]:
    resolved = program.resolve(node)
    return tracer.lists.of([resolved]).texts if program.kind_name(resolved) in _ROWS else ()


def _is_run(tracer: Tracer, runs: set[int], node: int) -> bool:
    """Whether a command comes to where programs are started."""
    code = tracer.stepper.code
    return any(
        state.grade != Grade.DECIDED and code.above(code.above(state.point.node)) in runs
        for state in tracer.follow(Point(node), most=_COMMAND_POINTS).before
    )


def _downloads(subject: Subject) -> Iterator[CodeLoading]:
    """Functions that fetch something and run something: the smallest that do both."""
    program, syntax = subject.program, subject.program.syntax
    done = 0
    for match in _DOWNLOAD.finditer(program.source):
        if match.start() < done:
            continue
        function = program.function_of(_node_at(program, match.start()))
        text = program.text(function) if function else b""
        if 0 < len(text) <= _MAX_FUNCTION_BYTES and _RUN.search(text):
            done = syntax.end[function]
            yield _finding(subject, "download-and-run", function)


def _node_at(program: Program, offset: int) -> int:
    starts = program.syntax.start
    low, high = 0, len(starts)
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if starts[middle] <= offset else (low, middle)
    return max(0, low - 1)


def _finding(subject: Subject, kind: LoadingKind, node: int) -> CodeLoading:
    excerpt = subject.program.text(node)[:_MAX_EXCERPT].decode("utf-8", "replace")
    return CodeLoading(kind=kind, excerpt=excerpt, where=subject.at(node))


CODE_LOADING = Rule(id="code-loading", title="Code and switches from outside of the package", find=_find)
