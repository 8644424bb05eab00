"""A study's document to its numbers with a decimal comma, which YAML reads as two entries: `{cv: 0,8}`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise

from pathways.errors import Finding, Place
from pathways.source import Document, Node


def decimal_commas(document: Document) -> Iterator[tuple[Finding, tuple[Place, Place]]]:
    """For each such number, what to say of it, and where its two halves stand."""
    yield from _inside(document.root)


def _inside(node: Node) -> Iterator[tuple[Finding, tuple[Place, Place]]]:
    if isinstance(node.value, str) or node.value is None:
        return
    if not isinstance(node.value, Mapping):
        for child in node.value:
            yield from _inside(child)
        return
    for (name, whole), (rest, nothing) in pairwise(node.value.items()):
        if isinstance(whole.value, str) and whole.value.isdecimal() and rest.isdecimal() and not nothing.value:
            finding = Finding(
                "bad-value", whole.place, f"'{whole.value},{rest}' has a comma, which begins another entry",
                "a point between whole and parts", f"write '{name}: {whole.value}.{rest}'",
            )  # fmt: skip
            yield finding, (whole.place, node.keys[rest])
    for child in node.value.values():
        yield from _inside(child)
