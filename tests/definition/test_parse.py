"""The shape of a definition: short forms, what stays text, and the place of every part."""

from __future__ import annotations

import pytest

from pathways.definition import parse_pathway
from pathways.definition.model import DecisionSpec, OtherwiseSpec, TaskSpec
from pathways.errors import DefinitionError
from pathways.source import Key, read_document
from tests.definition.build import definition, findings, linked
from tests.definition.messages import HERE, parse


def test_short_and_long_forms_mean_the_same() -> None:
    short = definition(
        """
        sources: Seed
        lanes: {team: Team}
        attributes: {c: {values: [x, y], starts: x}}
        start: a
        states:
          a: {with: team, tags: t, target: 5 days, finds: c, after: {6 days: b}, then: b}
          b: {kind: end, outcome: o}
        interrupts: {i: {during: a, then: b}}
        """
    )
    long = definition(
        """
        sources: [Seed]
        lanes: {team: {title: Team}}
        attributes: {c: {values: [x, y], starts: x}}
        start: [a]
        states:
          a:
            kind: task
            with: [team]
            tags: [t]
            target: {within: 5 days}
            finds: [c]
            after: {6 days: {then: b}}
            then: {then: b}
          b: {kind: end, outcome: o}
        interrupts: {i: {during: [a], then: b}}
        """
    )
    assert short.model_dump() == long.model_dump()


def test_guard_with_one_value_means_a_list_of_one() -> None:
    one, many = (
        definition(
            f"""
            attributes: {{c: {{values: [x, y], starts: x}}}}
            start: a
            states:
              a: {{kind: decision, choose: [{{when: {{c: {value}}}, then: b}}, {{otherwise: b}}]}}
              b: {{kind: end, outcome: o}}
            """
        )
        for value in ("x", "[x]")
    )
    assert one.model_dump() == many.model_dump()
    decision = one.states["a"]
    assert isinstance(decision, DecisionSpec)
    assert isinstance(decision.choose[1], OtherwiseSpec)


def test_words_that_yaml_once_took_for_something_else_are_values_like_any_other() -> None:
    pathway = linked(
        """
        attributes: {c: {values: [yes, no, on, off, null, true, 010, 5], starts: no}}
        start: a
        states:
          a: {finds: {c: [yes, no]}, set: {c: 010}, then: b}
          b: {kind: end, outcome: no}
        """
    )
    assert pathway.attributes["c"].values == ("yes", "no", "on", "off", "null", "true", "010", "5")
    assert pathway.attributes["c"].starts == "no"
    assert pathway.states["b"].outcome == "no"


def test_none_is_an_explicit_absence_of_a_standard() -> None:
    task = definition("start: a\nstates: {a: {target: none, then: b}, b: {kind: end, outcome: o}}\n").states["a"]
    assert isinstance(task, TaskSpec)
    assert task.target is not None
    assert task.target.within is None


# Each pair: the path of something in whole.yaml, and where a person sees it there.
PLACES: list[tuple[tuple[Key, ...], bool, tuple[int, int]]] = [
    (("pathway",), False, (2, 10)),
    (("lanes", "mash"), True, (6, 25)),
    (("attributes", "consent", "values", 1), False, (10, 34)),
    (("attributes", "reviews", "range", 1), False, (11, 24)),
    (("start",), False, (12, 8)),
    (("states", "received"), True, (14, 3)),
    (("states", "received", "then"), False, (14, 34)),
    (("states", "screening", "with", 0), False, (17, 12)),
    (("states", "screening", "finds", "concern"), True, (19, 13)),
    (("states", "screening", "after", "10 working days"), False, (20, 30)),
    (("states", "triage", "choose", 0, "when", "concern"), False, (27, 26)),
    (("states", "triage", "choose", 1, "otherwise"), False, (28, 21)),
    (("states", "checks", "branches", "health", "ask_gp", "then"), False, (34, 24)),
    (("states", "meeting", "add", "reviews"), False, (43, 20)),
    (("states", "meeting", "then", "then"), False, (44, 18)),
    (("states", "support", "exits", "declined", "set", "concern"), False, (45, 106)),
    (("interrupts", "withdrawn", "when", "reviews", "at_most"), False, (50, 31)),
    (("targets", "to_meeting", "within"), False, (54, 53)),
    (("departures", 0, "rule"), False, (56, 12)),
]


@pytest.mark.parametrize(("path", "key", "spot"), PLACES, ids=[".".join(map(str, p[0])) for p in PLACES])
def test_every_construct_knows_its_place(path: tuple[Key, ...], key: bool, spot: tuple[int, int]) -> None:
    document = parse(HERE / "whole.yaml", "whole.yaml").document
    assert document.node(path) is not None
    place = document.place(path, key=key)
    assert (place.line, place.column) == spot


@pytest.mark.parametrize(
    ("body", "ids"),
    [
        ("{then: b, traget: 5 days, lane: a b}", ["bad-name", "unknown-field"]),
        ("{then: [b], target: 5, finds: {c: {}}}", ["bad-duration", "wrong-shape", "wrong-shape"]),
        ("{kind: decision, then: b, finds: c}", ["misplaced-field", "misplaced-field"]),
        ("{kind: panel, choose: []}", ["misplaced-field", "missing-field"]),
        ("{kind: use, exits: [x]}", ["missing-field", "wrong-shape"]),
        ("{kind: wait, for: 5 fortnights, title: , then: b}", ["bad-duration", "empty-value"]),
        ("{kind: [task], then: b}", ["wrong-shape"]),
        ("{then: {then: b, to: c}}", ["unknown-field"]),
        ("{after: {soon: b}, then: b}", ["bad-duration"]),
    ],
)
def test_all_faults_of_a_state_are_told_at_once(body: str, ids: list[str]) -> None:
    found = findings(f"start: a\nstates:\n  a: {body}\n  b: {{kind: end, outcome: o}}\n")
    assert sorted(f.id for f in found) == ids


def test_findings_are_in_order_of_place() -> None:
    text = "pathway: A\nstatus: x\nlanes: {}\nstates: {a: }\n"
    with pytest.raises(DefinitionError) as caught:
        parse_pathway(read_document(text, "x.yaml"))
    places = [finding.place for finding in caught.value.findings]
    assert places == sorted(places)
    assert len(places) >= 5
