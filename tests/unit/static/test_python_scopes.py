"""CPython itself says which names are local: renaming by our bindings must leave the instructions as they are."""

from __future__ import annotations

import dis
import sysconfig
from pathlib import Path
from types import CodeType

import pytest

from countermark.static.bindings import BindingKind
from countermark.static.program import PYTHON, Program, read_program
from countermark.static.python import kinds as k

STANDARD = Path(sysconfig.get_paths()["stdlib"])
LARGE = (
    "argparse.py",
    "ast.py",
    "asyncio/base_events.py",
    "collections/__init__.py",
    "contextlib.py",
    "dataclasses.py",
    "enum.py",
    "functools.py",
    "inspect.py",
    "multiprocessing/pool.py",
    "pickle.py",
    "statistics.py",
    "tempfile.py",
    "typing.py",
    "unittest/mock.py",
    "urllib/parse.py",
    "xml/etree/ElementTree.py",
)
PREFIX = "Renamed_"
JUMPS = frozenset({*dis.hasjrel, *dis.hasjabs})
UNSTEADY = frozenset({"EXTENDED_ARG", "PUSH_NULL"})  # they follow places, and whether a name is also imported somewhere
OWN = frozenset({k.FUNCTION_DEFINITION, k.LAMBDA, k.LIST_COMPREHENSION, k.SET_COMPREHENSION,
                 k.DICTIONARY_COMPREHENSION, k.GENERATOR_EXPRESSION})  # fmt: skip

CASES = {
    "global": """
def f():
    global g
    g = 1
    def h(): return g
""",
    "nonlocal": """
def f():
    def g():
        nonlocal n
        n = 2
        return n
    n = 1
    return g
""",
    "class is not seen from within": """
x = 1
def f():
    x = 2
    class C:
        x = 3
        def m(self): return x
""",
    "class body first": """
def f():
    x = 2
    class C:
        y = x
        x = 3
        z = [x for _ in x]
""",
    "defaults from outside": """
def f(a):
    def g(a=a, *, b=(lambda a: a)): return a, b
    return g
""",
    "comprehension": """
def f(a):
    return [a for a in a if [a for b in a]], {a: b for a, b in a}
""",
    "walrus": """
def f(a):
    if any((found := one) for one in a): return found
""",
    "except": """
def f():
    try: pass
    except E as e: print(e)
    e = 1
""",
    "with, for, del": """
def f(a):
    with a as (b, [c, *d]), a as a.b: pass
    for i, (j, a[i]) in a: del b, (c)
    return d, i, j
""",
    "match": """
def f(p):
    match p:
        case [A(b=c, d=1), *e]: return c, e
        case {'k': c, **e} | (str(c) as e): return c, e
        case m.n | _: return _
""",
    "annotations": """
def f(a: A = 1, *b: B, **c: C) -> D:
    e: E = a
    f: G
    return b, c, e
""",
    "augmented and chained": """
def f():
    a = b = c = 1
    a += b
    (c) = a
    return c
""",
    "decorator": """
def f(a):
    @a.b
    def a(): return a
    return a
""",
    "star": """
def f(a):
    *b, c = a
    g(*b, **c, a=b)
    return [*b, c]
""",
    "f-string": """
def f(a, w):
    return f'{a!r:>{w}} {a=} { {b: a for b in w} }'
""",
    "import": """
def f(x):
    import os.path as a, b.c
    from d import e as g, h
    return a, b, g, h, x.a
""",
}


def instructions(code: CodeType) -> list[tuple[str, ...]]:
    """What the code does, sorted, in any order of its cells and wherever it jumps; the prefix is taken off names."""
    found = [
        (code.co_name.removeprefix(PREFIX), one.opname.replace("_METHOD", "_ATTR"), said(one.argval))
        for one in dis.get_instructions(code)
        if not isinstance(one.argval, CodeType) and one.opcode not in JUMPS and one.opname not in UNSTEADY
    ]
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            found += instructions(constant)
    return sorted(found)


def said(value: object) -> str:
    text = repr(sorted(map(repr, value))) if isinstance(value, frozenset) else str(value)
    return text.replace(PREFIX, "")


def renamed(program: Program) -> bytes:
    bindings, pieces, done = program.bindings, [], 0
    for node, binding in enumerate(bindings.of):
        if binding < 0 or bindings.kind(binding) in (BindingKind.FREE, BindingKind.IMPORT):
            continue
        name = bindings.name(binding)
        if program.syntax.kind[bindings.scope[binding]] in OWN and not name.startswith("__"):
            pieces += [program.source[done : program.syntax.start[node]], PREFIX.encode()]
            done = program.syntax.start[node]
    return b"".join([*pieces, program.source[done:]])


def check(source: bytes) -> None:
    program = read_program(source, PYTHON)
    assert not program.coverage.unread
    other = renamed(program)
    flags = {"dont_inherit": True, "optimize": 2}  # docstrings and asserts hold no names of ours
    before, after = (compile(text, "x", "exec", **flags) for text in (source, other))  # type: ignore[call-overload]
    left, right = instructions(before), instructions(after)
    assert left == right


@pytest.mark.parametrize("case", CASES)
def test_a_name_means_what_cpython_says(case: str) -> None:
    source = CASES[case].encode()
    assert renamed(read_program(source, PYTHON)) != source
    check(source)


@pytest.mark.parametrize("name", LARGE)
def test_names_of_the_standard_library_mean_what_cpython_says(name: str) -> None:
    path = STANDARD / name
    if not path.is_file():
        pytest.skip("this Python has no such file")
    check(path.read_bytes())


def test_the_comparison_sees_a_wrong_binding() -> None:
    source = b"def f(a):\n    return [a for b in a]\n"
    wrong = source.replace(b"[a for", b"[Renamed_a for")
    assert instructions(compile(source, "x", "exec")) == instructions(compile(source, "x", "exec"))
    assert instructions(compile(source, "x", "exec")) != instructions(compile(wrong, "x", "exec"))


def test_type_parameters_are_bound_for_their_function_or_class() -> None:
    text = b"def f[T: int, *U](x: T) -> U:\n    y: T\n\nclass C[T](B[T]):\n    def m(self) -> T: ...\nT\n"
    bindings = read_program(text, PYTHON).bindings
    meant = [(bindings.name(one), bindings.kind(one), len(bindings.references(one))) for one in range(len(bindings))]
    assert [(kind, count) for name, kind, count in meant if name == "T"] == [
        (BindingKind.VARIABLE, 3),
        (BindingKind.VARIABLE, 3),
        (BindingKind.FREE, 1),
    ]
    assert ("U", BindingKind.VARIABLE, 2) in meant
