"""The real definitions are sound, traced, plain and blind, and keep the rules they are said to keep."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

import pytest

from pathways.definition import link, parse_pathway
from pathways.definition.linked import State
from pathways.diagram import draw
from pathways.machine import all_starting, apply, compile_pathway, moves
from pathways.rules import lint
from pathways.source import read_document
from tests.definitions.library import (
    PATHWAYS,
    PIECES,
    POLICIES,
    ROOT,
    Edit,
    compiled,
    library,
    linked,
    policies,
    text,
    verdicts,
)

ALL = (*PATHWAYS, *PIECES)

# From the peer review, section 4: no single adult entry, no dedicated adult social care. No source reports another
# breach, so none is declared.
DEPARTED = {"child": set(), "adult": {"TH-43-entry", "TH-45-owner"}, "adult-one-front-door": set()}

# The other reason for police-led management that national practice knows, as docs/domain.md says to write it down.
RISK_UNSUITABLE = (
    Edit("adult", "    finds: section36\n", "    finds: [section36, suitability]\n"),
    Edit("adult", "then: pcm, title: refused or unlikely}\n",
         "then: pcm, title: refused or unlikely}\n"
         "      - {when: {suitability: risk_unsuitable_for_channel}, then: pcm, title: risk}\n"),
)  # fmt: skip

# What routes may never depend on, in the words an attribute or its values would use.
FORBIDDEN = re.compile(
    r"ideolog|extremis|islam|muslim|christian|far_right|right_wing|left_wing|faith|religio|communit|ethnic|rac(e|ial)$"
    r"|nationalit|gender|sex|disab|orientation|postcode|address|ward|neighbourhood|name|birth|score|likelihood"
)


def nodes(plain: object, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], object]]:
    """Every value of a plain tree with its path."""
    yield path, plain
    if isinstance(plain, Mapping):
        for key, value in plain.items():
            yield from nodes(value, (*path, str(key)))
    elif isinstance(plain, list):
        for number, value in enumerate(plain):
            yield from nodes(value, (*path, str(number)))


def own_states(pathway: str) -> list[State]:
    """The states that a file itself writes, without those of the pieces it uses."""
    return [s for s in linked(pathway).states.values() if s.origin.pathway == pathway]


@pytest.mark.parametrize("pathway", ALL)
def test_definition_has_no_faults(pathway: str) -> None:
    assert [str(finding) for finding in lint(compiled(pathway))] == []


def test_another_councils_pathway_is_read_drawn_and_has_no_faults() -> None:
    """Sefton's procedure of 2017 (sources in the file), typed in without a change to the program."""
    name = "tests/definitions/other_council.yaml"
    definition = parse_pathway(read_document((ROOT / name).read_text(encoding="utf-8"), name))
    pathway = link(definition, library())

    assert [str(finding) for finding in lint(compile_pathway(pathway))] == []
    assert pathway.lanes["so15"] == "Police Channel team"  # its own word for the lane of the shared piece
    assert {state.outcome for state in pathway.states.values() if state.outcome} == {
        "not_referred", "signposted", "closed_nfa", "with_police", "not_supported", "exited",
    }  # fmt: skip
    drawing = draw(pathway)
    assert [title for title in pathway.lanes.values() if title not in drawing.text and title != "Partners"] == []
    assert drawing.svg.startswith("<svg ")


@pytest.mark.parametrize("pathway", ALL)
def test_picture_fits_two_pages_of_a_board_paper(pathway: str) -> None:
    """17 cm by 51 cm at most: two A4 pages with 2 cm margins and a heading (1 cm is 28.35 pt)."""
    width, height = (
        float(re.search(rf'<svg [^>]*{side}="([0-9.]+)pt"', draw(linked(pathway)).svg).group(1))  # type: ignore[union-attr]
        for side in ("width", "height")
    )

    assert width <= 17.1 * 28.35
    assert height <= 51 * 28.35


@pytest.mark.parametrize("pathway", PATHWAYS)
def test_every_rule_holds_or_is_a_declared_departure(pathway: str) -> None:
    found = verdicts(pathway)

    assert {rule for rule, v in found.items() if v.verdict == "departed"} == DEPARTED[pathway]
    assert {rule: v.verdict for rule, v in found.items() if v.verdict not in ("holds", "departed")} == {}


def test_two_readings_of_prevent_case_management_are_told_apart() -> None:
    """The review allows it without consent only; national practice also where the risk is unsuitable for Channel."""
    strict, loose = "TH-50-pcm", "CDG20-pcm-reasons"
    for pathway in PATHWAYS:
        assert (verdicts(pathway)[strict].verdict, verdicts(pathway)[loose].verdict) == ("holds", "holds")

    found = verdicts("adult", RISK_UNSUITABLE)
    assert {rule for rule, verdict in found.items() if verdict.verdict == "broken"} == {strict}
    assert found[loose].verdict == "holds"
    (risk,) = {value for step in found[strict].counterexample for name, value in step.values if name == "suitability"}
    assert risk == "risk_unsuitable_for_channel"


def test_the_domain_notes_show_the_lines_that_tell_the_readings_apart() -> None:
    notes = (ROOT / "docs" / "domain.md").read_text(encoding="utf-8")
    told = notes.split("## Two readings of one rule")[1]

    lines = [line.strip() for edit in RISK_UNSUITABLE for line in edit.new.splitlines()]
    assert [line for line in lines if line not in told] == []


def test_departure_of_adults_without_an_owner_is_the_relevant_but_not_s42_one() -> None:
    """Of the four answers to the two questions, `relevant, test not met` is the one without a social-care owner."""
    steps = verdicts("adult")["TH-45-owner"].counterexample
    found = {name: value for step in steps for name, value in step.values}

    assert (found["prevent_relevant"], found["s42_met"]) == ("yes", "no")


def test_policies_have_the_rules_that_were_asked_for() -> None:
    rules = [rule for policy in policies() for rule in policy.rules]

    assert [policy.id for policy in policies()] == list(POLICIES)
    assert max(Counter(rule.id for rule in rules).values()) == 1
    assert len(rules) >= 90


@pytest.mark.parametrize("pathway", ALL)
def test_every_state_where_something_is_done_says_why_and_how_binding_that_is(pathway: str) -> None:
    silent = [
        s.name
        for s in own_states(pathway)
        if s.kind in ("task", "wait", "panel", "parallel") and not (s.source and s.hardness)
    ]

    assert silent == []


@pytest.mark.parametrize("pathway", ALL)
def test_every_assumption_says_what_is_assumed_in_a_note(pathway: str) -> None:
    assert [s.name for s in own_states(pathway) if s.hardness == "ASSUMPTION" and not s.note] == []


@pytest.mark.parametrize("pathway", ALL)
def test_every_task_has_a_time_standard_or_an_explicit_none(pathway: str) -> None:
    states = [s for s in own_states(pathway) if s.kind in ("task", "parallel")]

    assert [s.name for s in states if s.target is None] == []
    assert [
        s.name for s in states if s.target and s.target.within and not (s.target.hardness and s.target.source)
    ] == []


@pytest.mark.parametrize("pathway", ALL)
def test_titles_fit_a_column_of_the_picture(pathway: str) -> None:
    states = own_states(pathway)

    assert len(linked(pathway).lanes) <= 8
    assert [title for title in linked(pathway).lanes.values() if len(title) > 19] == []
    assert [s.title for s in states if len(s.title) > 28] == []
    assert [b.arrow.title for s in states for b in s.choose if not b.arrow.title or len(b.arrow.title) > 20] == []


@pytest.mark.parametrize("pathway", ALL)
def test_nothing_about_the_person_can_steer_a_referral(pathway: str) -> None:
    """Peer review, section 10: all forms of extremism alike; no attribute could hold an ideology or a community."""
    attributes = linked(pathway).attributes.values()
    words = [word for a in attributes for word in (a.name, *a.values)]

    assert [word for word in words if FORBIDDEN.search(word)] == []


@pytest.mark.parametrize("name", [*ALL, *(f"policies/{name}" for name in POLICIES)])
def test_every_source_is_one_of_the_domain_notes(name: str) -> None:
    """The table of sources in docs/domain.md gives each name its public address."""
    notes = (ROOT / "docs" / "domain.md").read_text(encoding="utf-8").split("## Sources")[1].split("\n## ")[0]
    known = tuple(re.findall(r"^\| ([^|]+?) \|", notes, re.MULTILINE)[1:])
    plain = read_document(text(name), name).root.plain
    sources = [str(value) for path, value in nodes(plain) if path and path[-1] == "source"]

    assert sources
    assert [s for s in sources if not s.startswith((*known, "No public figure", "Proposed: "))] == []


@pytest.mark.parametrize("name", [*ALL, *(f"policies/{name}" for name in POLICIES)])
def test_lines_fit_a_screen(name: str) -> None:
    assert [line for line in text(name).splitlines() if len(line) > 132] == []


@pytest.mark.parametrize("name", ALL)
def test_editors_are_told_the_schema(name: str) -> None:
    assert text(name).startswith("# yaml-language-server: $schema=../pathways.schema.json\n")


@pytest.mark.parametrize("pathway", PATHWAYS)
def test_the_whole_space_stays_small(pathway: str) -> None:
    """Brute force over the stepper, without any reduction: each attribute multiplies, so this is kept in view."""
    table = compiled(pathway)
    seen = set(all_starting(table))
    ahead = list(seen)
    while ahead:
        configuration = ahead.pop()
        for move in moves(table, configuration):
            reached = apply(table, configuration, move)
            if reached not in seen:
                seen.add(reached)
                ahead.append(reached)

    assert 1_000 < len(seen) < 60_000
