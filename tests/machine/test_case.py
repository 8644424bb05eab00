"""A case by hand: the events it allows, what it refuses and in which words."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import pathways
from pathways.definition.guards import AllOf, Not, OneOf
from pathways.definition.linked import LinkedPathway
from pathways.errors import RefusedError
from pathways.machine import Case, Possible, Step, compile_pathway
from tests.machine.build import (
    adds,
    attribute,
    counter,
    decision,
    end,
    interrupt,
    parallel,
    pathway,
    sets,
    task,
    to,
)


def channel() -> LinkedPathway:
    return pathway(
        task("referral", "gateway", after=("10 working days", to("closed", sets("consent", "refused")))),
        task("gateway", "triage", finds={"concern": ("none", "radicalisation")}),
        decision("triage", (OneOf("concern", ("none",)), "closed"), (None, "support")),
        parallel("support", "review", (1, 2), adds("reviews", 1)),
        task("gp", "done", region=1),
        task("school", "done", region=2, after=("5 days", to("done"))),
        decision("review", (OneOf("reviews", ("2",)), "exited"), (None, "support")),
        end("closed", "closed_nfa"),
        end("exited"),
        attributes=(
            attribute("sector", "education", "police", arrival=True),
            attribute("concern", "none", "radicalisation"),
            attribute("consent", "granted", "refused", starts="granted"),
            counter("reviews", 0, 2, starts=0),
        ),
        regions=(("support", "gp"), ("support", "school")),
        interrupts=(
            interrupt(
                "consent_withdrawn", ("support",), to("closed", sets("consent", "refused")), OneOf("reviews", ("1",))
            ),
            interrupt("gp_gone", ("gp",), "done", region=1),
        ),
    )


def test_a_referral_goes_its_way_with_decisions_and_joins_at_once() -> None:
    """By hand: support is done twice, because one review is not enough."""
    case = Case(compile_pathway(channel()), sector="education")
    assert (case.state, case.active, case.is_ended) == ("referral", ("referral",), False)
    case.fire("complete")
    case.fire("complete", concern="radicalisation")
    assert (case.state, case.active, case.marking) == ("support", ("gp", "school"), ("support", "gp", "school"))
    case.fire("gp_gone")
    assert (case.active, case.marking) == (("school",), ("support", "done", "school"))
    steps = case.fire("timeout")
    assert [(s.kind, s.state, s.target, s.choice) for s in steps] == [
        ("timeout", "school", "done", None), ("join", "support", "review", None), ("decide", "review", "support", 1),
    ]  # fmt: skip
    assert steps[1].changed == (("reviews", "1"),)
    assert case.values == {"sector": "education", "concern": "radicalisation", "consent": "granted", "reviews": "1"}
    case.fire("complete", at="school")
    case.fire("complete")
    assert (case.state, case.is_ended, case.outcome, case.allowed) == ("exited", True, "exited", ())
    assert case.trace[1:3] == (
        Step("complete", "complete", "gateway", "triage", (("concern", "radicalisation"),),
             changed=(("concern", "radicalisation"),)),
        Step("decide", "decide", "triage", "support", (), 1, (("concern", "radicalisation"),)),
    )  # fmt: skip


def test_allowed_names_every_event_with_its_place_and_what_it_finds() -> None:
    case = Case(channel(), sector="police")
    assert case.allowed == (Possible("complete", "referral"), Possible("timeout", "referral"))
    case.fire("complete")
    assert case.allowed == (Possible("complete", "gateway", (("concern", ("none", "radicalisation")),)),)
    case.fire("complete", concern="radicalisation")
    assert case.allowed == (
        Possible("complete", "gp"),
        Possible("complete", "school"),
        Possible("timeout", "school"),
        Possible("gp_gone", "gp"),
    )


def test_an_interrupt_of_a_parallel_state_ends_its_branches() -> None:
    case = Case(channel(), sector="police")
    case.fire("complete")
    case.fire("complete", concern="radicalisation")
    case.fire("complete", "school")
    case.fire("complete", "gp")
    case.fire("complete", "gp")
    (step,) = case.fire("consent_withdrawn")
    assert (step.kind, step.event, step.state, step.target) == ("interrupt", "consent_withdrawn", "support", "closed")
    assert (case.marking, case.outcome, case.values["consent"]) == (("closed", None, None), "closed_nfa", "refused")


@pytest.mark.parametrize(
    ("path", "event", "at", "found", "message"),
    [
        ("", "complete", None, {"concern": "none"}, "'referral' does not find 'concern': it finds nothing"),
        ("", "complete", "gateway", {}, "'complete' cannot happen at 'gateway': the referral stands at 'referral'"),
        ("", "complete", "gatewy", {}, "'gatewy' is not a state of 'hand'; nearest is 'gateway'"),
        ("", "timeout", None, {"concern": "none"}, "'timeout' finds nothing: leave out 'concern'"),
        ("", "consent_withdrwn", None, {}, "is not an event of 'hand'; nearest is 'consent_withdrawn'"),
        ("", "consent_withdrawn", None, {},
         "'consent_withdrawn' can happen only during 'support'; the referral stands at 'referral'"),
        ("c", "timeout", None, {}, "'timeout' cannot happen: the referral stands at 'gateway', and no time limit"),
        ("c", "complete", None, {},
         "'gateway' finds 'concern': give one of none, radicalisation. Possible now: complete (concern to be found)"),
        ("c", "complete", None, {"concern": "radicalization"},
         "give one of none, radicalisation; nearest is 'radicalisation'"),
        ("c", "complete", None, {"concern": "none", "consent": "granted"},
         "'gateway' does not find 'consent': it finds only 'concern'"),
        ("cr", "complete", None, {}, "'complete' is possible in several places: say at which, 'gp' or 'school'"),
        ("cr", "complete", "support", {}, "goes on by itself when all its branches are done"),
        ("cr", "consent_withdrawn", None, {}, "can happen only when reviews is 1; reviews is 0 now"),
        ("cr", "gp_gone", "school", {},
         "'gp_gone' can happen only during 'gp'; the referral stands at 'support' and 'gp' and 'school'"),
        ("cr", "gp_gone", None, {"concern": "none"}, "'gp_gone' finds nothing: leave out 'concern'"),
        ("cn", "complete", None, {}, "the referral has ended at 'closed' (closed_nfa)"),
    ],
)  # fmt: skip
def test_a_refusal_says_why_and_changes_nothing(
    path: str, event: str, at: str | None, found: dict[str, str], message: str
) -> None:
    case = Case(channel(), sector="police")
    for letter in path:
        case.fire("complete", found={"r": {"concern": "radicalisation"}, "n": {"concern": "none"}}.get(letter))
    before = (case.marking, dict(case.values), case.trace)
    with pytest.raises(RefusedError) as caught:
        case.fire(event, at, found)
    assert message in str(caught.value)
    assert (case.marking, dict(case.values), case.trace) == before


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({}, "'sector' comes with the referral and is not given: give one of education, police"),
        ({"sector": "army"}, "'sector' comes with the referral and cannot be 'army': give one of education, police"),
        ({"sector": "police", "concern": "none"}, "'concern' does not come with a referral on 'hand': give sector"),
        ({"sector": "police", "start": "gateway"}, "'hand' does not start at 'gateway': give start 'referral'"),
    ],
)
def test_a_beginning_is_refused_with_what_to_give(arguments: dict[str, str], message: str) -> None:
    with pytest.raises(RefusedError) as caught:
        Case(channel(), **arguments)
    assert message in str(caught.value)


def test_several_front_doors_must_be_chosen_from() -> None:
    built = replace(channel(), starts=("referral", "gateway"))
    with pytest.raises(RefusedError, match="has several front doors: give start 'referral' or 'gateway'"):
        Case(built, sector="police")
    assert Case(built, "gateway", sector="police").state == "gateway"


def test_a_decision_without_a_fitting_branch_stops_and_says_so() -> None:
    """What the lint refuses beforehand is still said plainly here."""
    case = Case(
        pathway(
            task("a", "d"),
            decision("d", (AllOf((OneOf("c", ("x",)), Not(OneOf("u", ("v",))))), "z")),
            end("z"),
            attributes=(attribute("c", "x", "y", starts="y"), attribute("u", "v")),
        )
    )
    case.fire("complete")
    assert (case.state, case.allowed, case.is_ended) == ("d", (), False)
    with pytest.raises(RefusedError, match=r"the decision 'd' has no branch for this referral \(c y, u not known\)"):
        case.fire("complete")


def test_decisions_in_a_circle_are_refused() -> None:
    built = pathway(task("a", "d"), decision("d", (None, "e")), decision("e", (None, "d")), end("z"))
    case = Case(built)
    with pytest.raises(RefusedError, match="lead round in a circle"):
        case.fire("complete")


def test_another_case_on_the_same_machines_is_independent() -> None:
    first = Case(channel(), sector="police")
    second = first.another(sector="education")
    first.fire("complete")
    assert (first.state, second.state, second.values["sector"]) == ("gateway", "referral", "education")
    assert second.trace == ()


def test_whole_numbers_may_be_given_as_numbers() -> None:
    case = Case(pathway(task("a", "z", finds={"n": ("0", "1")}), end("z"), attributes=(counter("n", 0, 1),)))
    case.fire("complete", n=1)
    assert case.values == {"n": "1"}


def test_one_module_alone_imports_transitions() -> None:
    root = Path(pathways.__file__).parent
    users = [
        p.name
        for p in root.rglob("*.py")
        if "import transitions" in p.read_text() or "from transitions" in p.read_text()
    ]
    assert users == ["adapter.py"]
