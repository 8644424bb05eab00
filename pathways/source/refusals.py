"""What a definition has no use for, though YAML has it, to findings: one function for each."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from pathways.errors import Finding, Place
from pathways.source.text import Lines

MAX_DEPTH: Final = 32
MAX_NODES: Final = 50_000


def empty(lines: Lines, kind: str) -> Finding:
    return Finding(
        "empty-file",
        lines.at(0, 0, 1),
        "the file holds nothing",
        f"a line such as '{kind}: my_{kind}' and what follows it",
        f"write the {kind}, or remove the file",
    )


def too_deep(place: Place) -> Finding:
    return Finding(
        "too-deep",
        place,
        f"this is nested more than {MAX_DEPTH} levels deep",
        f"at most {MAX_DEPTH} levels of lists and entries inside one another",
        "look for brackets that are opened and never closed, or put part of it in a pathway of its own",
    )


def too_many(place: Place) -> Finding:
    return Finding(
        "too-many-entries",
        place,
        f"the file holds more than {MAX_NODES:,} entries",
        f"at most {MAX_NODES:,} names and values in one file",
        "split the pathway into pieces, each in its own file, and join them with 'kind: use'",
    )


def anchor(place: Place, name: str) -> Finding:
    return Finding(
        "anchor",
        replace(place, width=len(name) + 1),
        f"'&{name}' marks this to be repeated elsewhere; definitions do not use such shortcuts",
        "the value alone",
        f"remove '&{name}'; if it is text that begins with '&', put it in quotes",
    )


def tag(place: Place) -> Finding:
    return Finding(
        "tag",
        place,
        "a word that begins with '!' gives instructions to a computer program; definitions hold plain text only",
        "the value alone",
        "remove the word that begins with '!'; if it is meant as text, put it in quotes",
    )


def merge(place: Place) -> Finding:
    return Finding(
        "merge-key",
        place,
        "'<<' copies entries from elsewhere; definitions do not use such shortcuts",
        "the entries themselves",
        "write the entries out",
    )


def not_a_key(place: Place) -> Finding:
    return Finding(
        "bad-key",
        place,
        "there is no name before the ':' here, or it is not a single word",
        "a name, then ':', then its value",
        "write a name before the ':'",
    )


def duplicate(place: Place, key: str, twin: str, first: Place, other: str = "") -> Finding:
    same = "" if key == twin else " (the two look the same on screen but are spelt with different characters)"
    return Finding(
        "duplicate-key",
        place,
        f"'{key}' appears twice: on line {first.line} and again on line {place.line}{same}",
        "each name once",
        f"keep one of the two, or give one of them another name{f'; {other}' if other else ''}",
    )


def second_document(place: Place) -> Finding:
    return Finding(
        "several-documents",
        place,
        "a second definition begins here, after '---'",
        "one definition in each file",
        "move what follows into a file of its own, or remove the '---'",
    )
