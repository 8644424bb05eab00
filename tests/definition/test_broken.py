"""One believable mistake each: the message is the one that was read and found clear."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pathways.definition import link
from tests.definition.messages import BROKEN, HERE, fault, parse, pieces

# Words of the tools that read definitions, which nobody who writes one should have to know.
_JARGON = re.compile(
    r"\b(input should|valid|pydantic|yaml|token|scalar|mapping|sequence|parse|null|NoneType|dict|string|integer|"
    r"boolean|traceback|anchor|extra_forbidden|node)\b",
    re.IGNORECASE,
)


def test_the_definition_that_the_others_were_broken_from_is_whole() -> None:
    definition = parse(HERE / "whole.yaml", "whole.yaml")
    assert len(link(definition, pieces()).states) == 13


def test_there_are_enough_broken_definitions() -> None:
    assert len(BROKEN) >= 60


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_message_is_the_reviewed_one(path: Path) -> None:
    found = fault(path)
    assert found is not None, "nothing was found to be wrong"
    assert f"{found}\n" == path.with_suffix(".txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_every_finding_has_a_place_an_expectation_and_a_remedy_in_plain_words(path: Path) -> None:
    found = fault(path)
    assert found is not None
    for finding in found.findings:
        assert 1 <= finding.place.line <= path.read_bytes().count(b"\n") + 1 or finding.place.line == 1
        assert 1 <= finding.place.column <= len(finding.place.text) + 1
        assert finding.expected
        assert finding.remedy
        written = " ".join((finding.message, finding.expected, finding.remedy))
        told = re.sub(r"'[^']*'|definitions/\S+\.yaml|\S+\.yaml", "", written)
        assert _JARGON.search(told) is None, f"{_JARGON.search(told)} in {told}"
