"""Every finding that these layers can make is explained, and nothing else is."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from pathways.definition.catalogue import CATALOGUE, explanation

LAYERS = Path(__file__).parents[2] / "pathways"


def ids_in_the_code() -> Iterator[str]:
    """The first argument of every call that makes a finding."""
    for path in [*LAYERS.glob("source/*.py"), *LAYERS.glob("definition/*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called not in ("Finding", "Stray", "_Found", "_bad_value", "add") or len(node.args) < 3:
                continue
            first = node.args[0]
            choices = [first.body, first.orelse] if isinstance(first, ast.IfExp) else [first]
            yield from (c.value for c in choices if isinstance(c, ast.Constant) and isinstance(c.value, str))


def test_every_finding_is_explained_and_every_explanation_is_of_a_finding() -> None:
    assert set(ids_in_the_code()) == set(CATALOGUE)


@pytest.mark.parametrize("id", CATALOGUE)
def test_explanation_is_a_page_with_its_id(id: str) -> None:
    page = explanation(id)
    assert page is not None
    assert page.startswith(f"{CATALOGUE[id].title}  [{id}]")
    assert all(len(word) < 80 for word in page.split())


def test_unknown_id_has_no_explanation() -> None:
    assert explanation("no-such-finding") is None
