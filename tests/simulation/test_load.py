"""What is asked of teams, panels and places before a run: how much, by which states and arrivals, and when told."""

from __future__ import annotations

import re

import pytest

from pathways.measures import histories
from pathways.simulation import Watch, simulate
from pathways.simulation.reference.kernel import Kernel
from pathways.simulation.running.load import _boundless, _check, _held, _pilots, _room, _work, offered_load
from tests.simulation.building import compiled, model, study

PATHWAY = """
pathway: p
title: Two tasks and a meeting
status: as-is
version: "1"
lanes: {desk: Desk}
start: read
states:
  read: {lane: desk, title: Read the form, then: write}
  write: {lane: desk, title: Write the plan, then: meet}
  meet: {kind: panel, lane: desk, title: The meeting, then: live}
  live: {kind: wait, lane: desk, title: Living there, then: out}
  out: {kind: end, lane: desk, outcome: done}
"""
STUDY = """
study: load
title: Load
pathways: p
clock: {starts: 2018-01-01, warm_up: 50 days, length: 250 days, calendar: continuous}
replications: 4
seed: 3
arrivals:
  post: {pathway: p, rate: 3 per day}
  phone: {pathway: p, rate: 1 per day}
teams: {desk: {staff: 1}}
places: {beds: {places: 10, held: {from: p.live, until: p.out}}}
panels: {board: {meets: every 5 days, slots: 25}}
service_times:
  p.read: {team: desk, fixed: 1 hour}
  p.write: {team: desk, fixed: 4 hours}
  p.meet: {panel: board}
  p.live: {exponential: {mean: 2 days}}
"""


@pytest.fixture(scope="module")
def bound():
    return model(STUDY, compiled(PATHWAY))


def test_loads_are_rates_times_means_over_what_there_is(bound):
    """By hand: 4 a day of 5 hours each in 24; 20 hearings for 25 slots; 4 a day for 2 days in 10 places."""
    found = {check.of: check for check in offered_load(bound, 3)}
    assert found["desk"].value == pytest.approx(20 / 24, rel=0.06)
    assert found["board"].value == pytest.approx(20 / 25, rel=0.06)
    assert found["beds"].value == pytest.approx(8 / 10, rel=0.06)
    assert all(check.holds and "Of what is asked" not in check.says for check in found.values())


def test_streams_alone_add_up_to_the_whole_draw_for_draw(bound):
    """Where nobody queues no referral bears on another, so the parts are the whole exactly."""
    boundless = _boundless(bound)
    (whole, *_) = _pilots(boundless, 3)
    parts = [0, 0, 0]
    from dataclasses import replace

    for stream in boundless.streams:
        seen = histories(Kernel(replace(boundless, streams=(stream,)), 3, 0).run())
        for number, amount in enumerate((_work, _room, _held)):
            for at, state in enumerate(boundless.roles[0].pathway.states):
                parts[number] += amount(boundless, 0, seen, "p", state.name, boundless.roles[0].states[at])
    assert parts == [whole.work[0], whole.used[0], whole.held[0]]


def test_places_of_a_pathway_that_is_swapped_at_a_date_are_those_that_it_holds():
    """Its states are another role's from then on; what both hold adds up to what the kernel counts."""
    swap = "changes: {anew: {from: 2018-06-01, pathways: {p: p-anew}, places.beds.places: 12}}\n"
    anew = PATHWAY.replace("pathway: p\n", "pathway: p-anew\n")
    boundless = _boundless(model(STUDY + swap, compiled(PATHWAY, anew)))
    (whole, *_) = _pilots(boundless, 3)
    seen = histories(Kernel(boundless, 3, 0).run())
    found = {
        role.name: sum(
            _held(boundless, 0, seen, role.name, state.name, plan)
            for state, plan in zip(role.pathway.states, role.states, strict=True)
        )
        for role in boundless.roles
    }
    assert len(found) == 2
    assert all(found.values())
    assert sum(found.values()) == whole.held[0]


def test_an_overload_says_which_states_and_arrivals_bring_it():
    """By hand: writing is 4 of 5 hours, and three of four referrals come by post."""
    busy = model(STUDY.replace("rate: 3 per day", "rate: 4.5 per day").replace("1 per day", "1.5 per day"),
                 compiled(PATHWAY))  # fmt: skip
    says = next(check.says for check in offered_load(busy, 3) if check.of == "desk")
    assert "Its queue grows without limit" in says
    told = re.search(
        r"Of what is asked, (\d+)% is for 'Write the plan' and (\d+)% for 'Read the form'; "
        r"(\d+)% comes with the arrivals 'post' and (\d+)% with the arrivals 'phone'\.",
        says,
    )
    assert told is not None, says
    assert [int(part) for part in told.groups()] == pytest.approx([80, 20, 75, 25], abs=2)


def test_close_to_all_says_how_far_chance_goes_and_nothing_to_give_says_so():
    near = model(STUDY.replace("slots: 25", "slots: 20"), compiled(PATHWAY))
    says = next(check.says for check in offered_load(near, 3) if check.of == "board")
    assert re.search(r"about \d+% of its slots .*; chance leaves it between \d+% and \d+%\.", says)


@pytest.mark.parametrize(("asked", "grows"), [((98, 105, 103), "may grow"), ((120, 121, 122), "grows")])
def test_a_queue_grows_for_certain_only_where_chance_allows_no_less_than_all(bound, asked, grows):
    """By hand: the mean of the first is 102, and t(2; 97.5%) x 3.6 / sqrt(3) is 9."""
    says = _check(bound, "team", "desk", asked, 100, "working time", lambda: "").says
    assert f"Its queue {grows} without limit" in says


def test_what_is_asked_is_told_before_anything_is_simulated():
    heard = []

    class Listening(Watch):
        def begin(self, scenarios, least, most, seed):
            heard.append(("begin", scenarios, least, most, seed))

        def before(self, checks):
            heard.append(("before", [check.of for check in checks if not check.holds]))

        def progress(self, done, of):
            heard.append(("progress", done, of))

    small = STUDY.replace("slots: 25", "slots: 5")
    simulate(study(small), compiled(PATHWAY), replications=4, watch=Listening())
    assert heard == [
        ("begin", 1, 4, 4, 3), ("before", ["board"]), ("progress", 0, 4), ("progress", 2, 4), ("progress", 4, 4),
    ]  # fmt: skip
