"""What is left of TypeScript is JavaScript, every byte at its place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermark.static.program import TYPESCRIPT, read_program
from countermark.static.typescript.erasing import erase

KINDS = [
    ('import type { A } from "a"; let x = 1;', "; let x = 1;"),
    ('import { type B, c } from "c";', 'import { c } from "c";'),
    ('import q = require("q");', 'var q = require("q");'),
    ("export type { U }; export { type I, c as d };", "; export { c as d };"),
    ("export = q;", "q;"),
    ("interface I { a: string } f();", "; f();"),
    ("type U = string | number\nf();", ";\nf();"),
    ("declare const V: string; f();", "; f();"),
    ("function over(a: string): void; function over(a: any) { return a }", "; function over(a ) { return a }"),
    ("const v = (x as unknown as string)!.foo<string>(1) satisfies string;", "const v = (x ) .foo (1) ;"),
    ("const g = async <T,>(x: T, y?: string): Promise<T> => x;", "const g = async (x , y ) => x;"),
    ("abstract class X<T> extends Y<T> implements Z { private readonly a?: string = 'x'; abstract m(): void }",
     "class X extends Y { a = 'x'; ; }"),
    ("class C { constructor(private p: string) {} get z(): string { return this.a! } }",
     "class C { constructor( p ) {} get z() { return this.a } }"),
    ("enum E { A = 'a', B } f();", "var E= { A : 'a', B };f();"),
    ("namespace N.M { export const y = 1 }", "; { const y = 1 }"),
    ("export namespace N { export interface I { a?: b } f(); }", "; { ; f(); }"),
    ("function f(this: Window, a: string) {}", "function f( a ) {}"),
    ("f((a as { type?: B; c(): D }).type);", "f((a ).type);"),
    ("const p = <string>q; let d!: number;", "const p = q; let d ;"),
    ("function isS(x: any): x is string { return true }", "function isS(x ) { return true }"),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "plain"), KINDS, ids=[typed[:24] for typed, _ in KINDS])
def test_types_are_blanked_out(typed: str, plain: str) -> None:
    erased, unread = erase(typed.encode())
    assert erased.decode().split() == plain.split()
    assert len(erased) == len(typed)
    assert not unread
    assert read_program(typed.encode(), TYPESCRIPT).coverage.unread_bytes == 0


def test_jsx_is_read_too() -> None:
    program = read_program(b"const a = (p: Props) => <A b={p.c as string}>x</A>;", TYPESCRIPT)
    assert program.coverage.unread_bytes == 0


def test_type_names_are_no_bindings() -> None:
    program = read_program(b"type A = B; interface C<D> { e: A } let f: C<A> = g as C<A>;", TYPESCRIPT)
    assert set(program.bindings.names) == {b"f", b"g"}


def test_what_cannot_be_read_is_said() -> None:
    program = read_program(b"let a: string = 1;\nlet ] = ;\nlet b = 2;", TYPESCRIPT)
    assert 0 < program.coverage.unread_bytes < program.coverage.total_bytes


@given(st.binary(max_size=200) | st.text("enum Aa{}<>():;,=?!@.'\"asimportype \n", max_size=120).map(str.encode))
def test_any_bytes_give_as_many_bytes(data: bytes) -> None:
    erased, unread = erase(data)
    assert len(erased) == len(data)
    assert all(0 <= span.start < span.end <= len(data) for span in unread)
