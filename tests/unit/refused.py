"""What the rules refuse, row by row; and which refusals the code knows, so that no row is forgotten."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import chalicelib.domain.decide as package
from chalicelib.domain.errors import FieldError, InvalidFields
from tests.unit.stories import Act, Story

Row = tuple[Story, Act, FieldError | None]
CODE = Path(package.__file__).parent


def check_refusal(story: Story, act: Act, error: FieldError | None) -> None:
    """`act` is refused for exactly this reason, and changes nothing; None: it is what is just allowed."""
    tale = story()
    before = tale.head
    if error is None:
        tale.act(act)
        assert tale.head.version > before.version
        return
    with pytest.raises(InvalidFields) as found:
        tale.act(act)
    assert found.value.errors == (error,)
    assert tale.case is before


def known_refusals() -> set[tuple[str, str]]:
    """Every (field, code) that `decide` can name, read from its source."""
    return {pair for path in sorted(CODE.glob("*.py")) for pair in _pairs(ast.parse(path.read_text()))}


def _pairs(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """Of calls of `refuse`, and of what a check returns for its caller to refuse with (`_Refusal`)."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "refuse":
            yield from _named(node.args[:2])
        if isinstance(node, ast.FunctionDef) and node.returns and "_Refusal" in ast.unparse(node.returns):
            found = [one.value for one in ast.walk(node) if isinstance(one, ast.Return)]
            yield from (pair for one in found if isinstance(one, ast.Tuple) for pair in _named(one.elts))


def _named(parts: list[ast.expr]) -> Iterator[tuple[str, str]]:
    if len(parts) == 2:
        yield from ((field, code) for field in _words(parts[0]) for code in _words(parts[1]))


def _words(node: ast.expr) -> tuple[str, ...]:
    """What an argument can be; a variable's name in brackets, for the table to say what it stands for."""
    if isinstance(node, ast.IfExp):
        return (*_words(node.body), *_words(node.orelse))
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return (node.value,)
    return (f"[{ast.unparse(node)}]",)
