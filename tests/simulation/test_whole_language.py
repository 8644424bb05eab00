"""A study that says everything about who comes and what changes: its routing, its inputs, and its recorded events."""

from __future__ import annotations

from collections import Counter

from pathways.eventlog import Event
from pathways.simulation import event_log
from pathways.simulation.language.inputs import inputs
from pathways.simulation.reference.kernel import Kernel
from pathways.simulation.run import check_study

from .building import compiled, model, study, verify_log
from .test_golden import digest

# The third review goes to another panel, and so does a second referral within 12 months.
CHILD = """
pathway: child
title: A child's way
status: proposed
version: "1"
lanes: {mash: Hub, panel: Panel}
attributes:
  sector: {values: [school, police, health], from: arrival}
  age_band: {values: [under_12, teenager], from: arrival}
  previous: {range: [0, 4], from: arrival}
  lately: {values: ["yes", "no"], from: arrival}
  reviews: {range: [0, 6], starts: 0}
  view: {values: [more, enough]}
start: check
states:
  check: {lane: mash, then: sort}
  sort:
    kind: decision
    lane: mash
    choose:
      - {when: {previous: {at_least: 1}, lately: "yes"}, then: strategy}
      - {otherwise: support}
  strategy: {kind: panel, lane: panel, then: support}
  support: {kind: wait, lane: mash, then: review}
  review: {kind: panel, lane: panel, add: {reviews: 1}, finds: view, then: enough}
  enough:
    kind: decision
    lane: panel
    choose:
      - {when: {view: enough}, then: closed}
      - {when: {reviews: {at_least: 3}}, then: senior_review}
      - {otherwise: support}
  senior_review: {kind: panel, lane: panel, then: closed}
  closed: {kind: end, lane: mash, outcome: closed}
  withdrawn: {kind: end, lane: mash, outcome: withdrawn}
interrupts:
  gives_up: {during: check, then: withdrawn}
"""
PROPOSED = CHILD.replace("pathway: child", "pathway: child-new").replace("at_least: 3", "at_least: 2")
STUDY = """
study: whole
title: Everything about who comes and what changes
pathways: [child]
clock: {starts: 2018-04-02, warm_up: 8 weeks, length: 90 weeks}
seed: 11
arrivals:
  child:
    rate: 6 per week
    come: working time
    profile: {months: {august: 0.4}, weekdays: {monday: 1.5}, school_terms: {term: 1.2, holiday: 0.3}}
    surge: {from: 2018-10-01, for: 13 weeks, times: 1.8, hardness: PEER_REVIEW, source: Section 5}
    attributes:
      sector: {school: 50%, police: 30%, health: 20%}
      age_band:
        - {when: {sector: school}, shares: {under_12: 60%, teenager: 40%}}
        - {otherwise: {under_12: 20%, teenager: 80%}}
  police:
    pathway: child
    rate: 1 per week
    from: 2018-12-01
    attributes: {sector: {police: 1}, age_band: {teenager: 1}, previous: {0: 1}, lately: {"no": 1}}
teams: {mash: {staff: 2}}
panels: {board: {meets: first Wednesday, slots: 60}, senior: {meets: every 2 weeks on Friday, slots: 30}}
service_times:
  child.check: {team: mash, gamma: {median: 5 hours, within: 90% within 14 hours}}
  child.support: {empirical: {quantiles: {10%: 2 weeks, 50%: 5 weeks, 90%: 14 weeks}}}
  child.review: {panel: board}
  child.strategy: {panel: senior}
  child.senior_review: {panel: senior}
findings: {child.review: {view: {more: 55%, enough: 45%}}}
interrupts: {child.gives_up: {time: {weibull: {mean: 3 working days, cv: 0.8}}, while: waiting}}
returns:
  child:
    after: {closed: 20%, withdrawn: 30%}
    delay: {lognormal: {median: 8 weeks, within: 90% within 40 weeks}}
    attributes: {sector: {school: 40%, police: 60%}}
    counts: previous
    recent: {attribute: lately, within: 12 months}
start:
  open_caseload:
    child:
      - {state: support, count: 7, age: {uniform: {low: 1 day, high: 6 weeks}}, attributes: {age_band: {teenager: 1}}}
      - {state: check, count: 2}
changes:
  vacancy: {from: 2018-09-03, for: 13 weeks, teams.mash.staff: {plus: -1}}
  policy: {from: 2019-04-01, pathways.child: child-new}
scenarios:
  worse: {changes.vacancy.teams.mash.staff: 0, arrivals.*.rate: {times: 1.2}}
"""


def test_every_count_of_the_whole_is_held_against_its_log_and_every_move_against_the_stepper() -> None:
    assert check_study(study(STUDY), compiled(CHILD, PROPOSED)) == []
    for scenario in ("baseline", "worse"):
        bound = model(STUDY, compiled(CHILD, PROPOSED), scenario)
        kernel = Kernel(bound, 11, 0, is_checked=True)
        verify_log(bound, kernel.tally, kernel.run())


def test_third_review_and_second_referral_within_twelve_months_go_another_way() -> None:
    """Hand count on the log: who is at 'senior_review' has had three reviews, and only they; who comes back goes to
    'strategy', and nobody who comes for the first time does.
    """
    log = Kernel(model(STUDY.split("changes:")[0], compiled(CHILD)), 11, 0).run()
    reviews: Counter[int] = Counter()
    at_senior: set[int] = set()
    visited: dict[int, set[str]] = {}
    for row in log.rows():
        visited.setdefault(row.referral, set()).add(row.state)
        if row.event == Event.LEAVE and row.state == "review":
            reviews[row.referral] += 1
        if row.event == Event.ENTER and row.state == "senior_review":
            assert reviews[row.referral] == 3
            at_senior.add(row.referral)
    assert len(at_senior) > 20
    assert max(reviews.values()) == 3
    first = {referral for referral in visited if referral < 9}
    assert not [referral for referral in first if "strategy" in visited[referral]]
    assert sum("strategy" in states for states in visited.values()) > 20


def test_inputs_name_every_new_part_with_its_hardness() -> None:
    found = {(each.section, each.name): each for each in inputs(study(STUDY).baseline)}
    surge = found["arrivals", "child, surge from 2018-10-01"]
    assert (surge.hardness, surge.source) == ("PEER_REVIEW", "Section 5")
    assert surge.says == "from 2018-10-01, for 13 weeks, times 1.8"
    assert found["returns", "child"].hardness == "ASSUMPTION"
    assert found["returns", "child"].says.startswith("after closed 0.2, withdrawn 0.3, delay lognormal median")
    assert found["start", "child.support"].says.startswith(
        "state support, count 7, age uniform low 1 day, high 6 weeks"
    )
    assert found["changes", "vacancy"].says == "from 2018-09-03, for 13 weeks, teams.mash.staff: plus -1"
    assert found["school_terms", "dates"].says.startswith("the built-in table of term weeks")
    assert "within 0.9 within 14 hours" in found["service_times", "child.check"].says


def test_events_of_known_replications_are_as_recorded() -> None:
    """Oracle: recorded once, after every other test held; see `test_golden`."""
    pathways = compiled(CHILD, PROPOSED)
    seen = [digest(event_log(study(STUDY), pathways, replication=number)) for number in range(2)]
    seen.append(digest(event_log(study(STUDY), pathways, scenario="worse")))
    assert seen == ["7b16d74ed75dbd72", "557c20d9172f4ac2", "f589c4c6ecc0f57c"]
