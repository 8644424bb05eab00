"""Damaged definitions end in a model or in located findings, never in another exception."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from pathways.definition import link, parse_pathway
from pathways.errors import DefinitionError, Finding, Place
from pathways.source import Document, Node, read_document
from tests.definition.messages import HERE, parse, pieces
from tests.definition.mutation import damaged, scrambled

TEXT = (HERE / "whole.yaml").read_text(encoding="utf-8")
TREE = read_document(TEXT, "whole.yaml").root.plain
PLACE = Place("x.yaml")


def tree_document(tree: Any) -> Document:
    """A document straight from plain values, as reading text is most of the time a case takes."""

    def node(value: Any) -> Node:
        if isinstance(value, dict):
            return Node({key: node(inner) for key, inner in value.items()}, PLACE, dict.fromkeys(value, PLACE))
        return Node([node(inner) for inner in value] if isinstance(value, list) else value, PLACE)

    return Document("x.yaml", "", node(tree))


def faults(document: Callable[[], Document]) -> tuple[Finding, ...]:
    """What is found to be wrong; any exception but a `DefinitionError` fails the test."""
    try:
        definition = parse_pathway(document())
        link(definition, {**pieces(), definition.pathway: definition})
    except DefinitionError as error:
        return error.findings
    return ()


def check(found: tuple[Finding, ...]) -> str:
    """How a case ended, once its findings are seen to be fit to be shown."""
    for finding in found:
        str(finding).encode("utf-8")
        assert finding.place.line >= 1
        assert finding.place.column >= 1
        assert finding.expected
        assert finding.remedy
        told = f"{finding.message} {finding.expected} {finding.remedy}"
        assert re.search(r"Input should|pydantic|Traceback|<class|something else", told) is None, told
    return "findings" if found else "whole"


BATCHES = [0, *(pytest.param(batch, marks=pytest.mark.slow) for batch in range(1, 4))]


@pytest.mark.parametrize("batch", BATCHES)
def test_damaged_text(batch: int) -> None:
    endings = Counter(
        check(faults(partial(read_document, damaged(TEXT, seed), "x.yaml"))) for seed in batch_of(200, batch)
    )
    assert endings["findings"] > 100
    assert endings["whole"] > 0


@pytest.mark.parametrize("batch", BATCHES)
def test_scrambled_definitions(batch: int) -> None:
    trees = (scrambled(TREE, seed) for seed in batch_of(800, batch))
    endings = Counter(check(faults(partial(tree_document, tree))) for tree in trees)
    assert endings["findings"] > 500
    assert endings["whole"] > 0


def batch_of(size: int, batch: int) -> range:
    return range(batch * size, (batch + 1) * size)


def test_the_undamaged_definition_is_whole() -> None:
    assert faults(partial(tree_document, TREE)) == ()
    assert parse(HERE / "whole.yaml", "whole.yaml").pathway == "whole"
