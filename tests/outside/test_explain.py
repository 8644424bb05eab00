"""Every finding that the program can make has an explanation."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pathways
from pathways.commands.explain import explain, fault_texts
from pathways.definition.catalogue import CATALOGUE
from pathways.rules.explain import explainable

PACKAGE = Path(pathways.__file__).parent
MAKERS = {"Finding", "Stray", "add", "_add", "_Found", "_bad_value", "fault", "_fault", "finding"}


def ids_in_the_code() -> set[str]:
    """First arguments, in kebab case, of the calls that make findings."""
    found = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or len(node.args) < 2 or not isinstance(node.args[0], ast.Constant):
                continue
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            id_ = node.args[0].value
            if name in MAKERS and isinstance(id_, str) and re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", id_):
                found.add(id_)
    return found


def test_every_finding_is_explained():
    ids = ids_in_the_code()
    assert len(ids) > 100  # the search itself works
    assert sorted(ids - set(fault_texts()) - set(explainable()) - set(CATALOGUE)) == []


def test_nothing_is_explained_that_does_not_exist():
    """An id of the catalogue stands somewhere in the code, in quotes."""
    code = "\n".join(path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py"))
    assert [id_ for id_ in fault_texts() if f'"{id_}"' not in code] == []


def test_an_explanation_names_its_id(tmp_path):
    assert explain("use-cycle", tmp_path).splitlines()[0].endswith("[use-cycle]")
