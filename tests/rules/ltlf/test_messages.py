"""What authors are told of formulas, templates and patterns that are wrong; each was read as a coordinator would."""

from __future__ import annotations

from pathlib import Path

import pytest

from pathways.errors import DefinitionError
from tests.rules.at_random import read_rules
from tests.rules.build import TWO_DOORS, compiled
from tests.rules.ltlf.wrong import OTHERS, WRONG, everything, of_formula, told

# The only ones with two faults each.
TWICE = [rule for rule in OTHERS if "asess" in rule or rule.endswith("universality\nstate: pcm")]
GOLDEN = Path(__file__).with_name("wrong.txt")


def test_messages_are_as_they_were_read() -> None:
    """`python -m tests.rules.ltlf.wrong > tests/rules/ltlf/wrong.txt` writes them anew, to be read again."""
    assert everything() == GOLDEN.read_text(encoding="utf-8")


@pytest.mark.parametrize("rule", [*(f"kind: formula\nformula: {wrong}" for wrong in WRONG), *OTHERS])
def test_each_fault_has_one_finding_with_its_place_and_a_remedy(rule: str) -> None:
    found = told(rule)
    assert len(found) == (2 if rule in TWICE else 1)
    for finding in found:
        assert finding.severity == "error"
        assert finding.expected
        assert finding.remedy
        assert finding.place.line >= 4


def test_several_wrong_names_are_told_together() -> None:
    found = of_formula("always (enter(pmc) implies consnt = refused or event(withdrawel))")
    assert [finding.id for finding in found] == ["unknown-in-rule", "unknown-attribute", "unknown-in-rule"]


@pytest.mark.parametrize(
    ("formula", "line", "column", "width"),
    [
        ("never enter(pmc)", 7, 26, 3),
        ('"never enter(pmc)"', 7, 27, 3),
        ("'never enter(pmc)'", 7, 27, 3),
        (">-\n      never enter(pmc)", 8, 23, 3),
        ("|\n      never\n        enter(pmc)", 9, 19, 3),
        ("never\n      enter(pmc)", 8, 17, 3),
        ('"never \\\n      enter(pmc)"', 7, 14, 1),  # an escape: the text as a whole
        ("'never  enter(pmc)'", 7, 28, 3),
    ],
)
def test_place_of_a_word_is_found_in_every_style_of_text(formula: str, line: int, column: int, width: int) -> None:
    (finding,) = of_formula(formula)
    place = finding.place
    assert (place.line, place.column) == (line, column)
    if width > 1:
        assert place.text[place.column - 1 : place.column - 1 + place.width] == "pmc"


def test_without_the_text_of_the_file_there_is_still_a_place() -> None:
    rule = {"id": "r", "kind": "formula", "formula": "always (enter(pcm) implies"}
    with pytest.raises(DefinitionError, match="stops after"):
        read_rules(compiled(TWO_DOORS), [rule])
