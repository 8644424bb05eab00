"""What rules are told of studies: exact figures, bounds that hold on any date, and the shares of the simulation."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from math import log, sqrt
from pathlib import Path
from random import Random
from textwrap import dedent

import pytest
from scipy import stats

from pathways.calendars import Calendar, continuous, england
from pathways.commands.check import check
from pathways.commands.evidence import evidence_of
from pathways.commands.pace import Pace
from pathways.eventlog import Event
from pathways.rules import check as decide
from pathways.rules.evidence import Flow
from pathways.simulation import parse_study
from pathways.simulation.laws import MARGIN, Law
from pathways.simulation.reference.kernel import Kernel
from pathways.simulation.run import prepare
from pathways.source import read_document
from tests.rules.build import HEAD, STUDY_HEAD, compiled, evidence, policy
from tests.rules.by_hand import share

DAY = 86_400

# --- bounds of time


@pytest.mark.parametrize("calendar", [england(date(2018, 1, 1)), continuous(date(2018, 1, 1))], ids=lambda c: c.name)
def test_working_time_and_the_clock_bound_each_other_on_any_date(calendar: Calendar) -> None:
    """Oracle: the calendar itself, from many moments, Christmas and Easter among them."""
    pace, random = Pace(calendar, 730 * DAY), Random(7)
    begins = [random.randrange(730 * DAY) for _ in range(4_000)] + [d * DAY + 17 * 3600 for d in range(730)]
    for begin in begins:
        work, elapsed = random.randrange(1, 60 * 28_800), random.randrange(1, 60 * DAY)
        assert calendar.add(begin, work) - begin <= pace.clock(Fraction(work))
        assert pace.least_work(Fraction(elapsed)) <= calendar.between(begin, begin + elapsed)
        assert calendar.between(begin, begin + elapsed) <= pace.work(Fraction(elapsed))


def test_the_longest_closure_is_what_a_moment_of_work_can_take() -> None:
    """By hand: work left undone on Friday 22 December 2017 at 17:00 goes on on Wednesday at 09:00, 112 hours later.

    The bound is for any amount of work, over New Year too, so it is not as low as that, but no more than eight days.
    """
    pace = Pace(england(date(2017, 4, 3)), 365 * DAY)
    assert 112 * 3600 < pace.clock(Fraction(1)) < 8 * DAY


# --- chances of being late


LAWS = [
    (Law("exponential", (Fraction(3_600),)), stats.expon(scale=3_600)),
    (Law("lognormal", (Fraction(3_600),), 0.8), None),
    (Law("gamma", (Fraction(3_600),), 0.5), stats.gamma(4, scale=900)),
    (Law("uniform", (Fraction(1_000), Fraction(5_000))), stats.uniform(1_000, 4_000)),
    (Law("triangular", (Fraction(1_000), Fraction(2_000), Fraction(5_000))), stats.triang(0.25, 1_000, 4_000)),
    (Law("triangular", (Fraction(0), Fraction(0), Fraction(5_000))), stats.triang(0, 0, 5_000)),
]


@pytest.mark.parametrize(("law", "oracle"), LAWS, ids=lambda value: getattr(value, "family", ""))
def test_means_and_chances_agree_with_scipy(law: Law, oracle: stats.rv_continuous | None) -> None:
    """Oracle: scipy.stats."""
    if oracle is None:
        oracle = stats.lognorm(sqrt(log(1.64)), scale=3_600 / sqrt(1.64))
    assert float(law.mean) == pytest.approx(oracle.mean(), rel=1e-12)
    for limit in (1, 500, 1_500, 2_000, 4_000, 4_999, 9_000):
        low, high = law.longer_than(Fraction(limit))
        assert low - MARGIN <= Fraction(oracle.sf(limit)) <= high + MARGIN
        assert high - low <= 2 * MARGIN


def test_what_ends_at_its_limit_is_not_late() -> None:
    law = Law("fixed", (Fraction(60),))
    assert [law.longer_than(Fraction(limit)) for limit in (59, 60)] == [(1, 1), (0, 0)]


# --- figures of a study


def flow(pathway: str, study: str) -> Flow:
    return evidence(study, pathway)[0].flows["baseline"][0]


def test_figures_are_those_of_the_study_to_the_last_digit() -> None:
    """By hand: thirds of a stream in ten, a quarter of a withdrawal in a mean Gregorian year, hours of work."""
    found = flow(
        """
        attributes: {consent: {values: [granted, refused]}}
        start: [front, side]
        states:
          front: {lane: team, finds: consent, then: check}
          side:  {lane: team, then: check}
          check: {kind: wait, lane: team, after: {2 weeks: closed}, then: closed}
          closed: {kind: end, lane: team, outcome: closed}
        interrupts: {gone: {during: [front, side, check], then: closed}}
        """,
        """
        pathways: {hand: hand}
        arrivals:
          many: {pathway: hand, rate: 3 per week, starts: {front: 0.1, side: 0.9}}
          few: {pathway: hand, rate: 1 per week, starts: {side: 100%}}
        teams: {team: {staff: 1}}
        service_times:
          "lane:team": {team: team, gamma: {mean: 6 hours, cv: 0.3}}
          hand.check: {uniform: {low: 1 week, high: 3 weeks}}
        findings: {hand.front: {consent: {granted: 0.1, refused: 0.9}}}
        interrupts: {hand.gone: {rate: 0.25 per year}}
        """,
    )
    weights = {dict(stream.doors).get(0): stream.weight for stream in found.arrivals}
    assert weights[Fraction(1, 10)] == 3 * weights[None]
    assert found.stays[0].finds[0].at((0,)) == ((0, Fraction(1, 10)), (1, Fraction(9, 10)))
    assert found.stays[0].working == (6 * 3600, 6 * 3600)
    assert found.stays[2].late == (Fraction(1, 2), Fraction(1, 2))
    assert found.stays[2].elapsed == (0, 14 * DAY)
    assert found.rates == {0: Fraction(1, 4 * 31_556_952)}
    assert found.working_day == 8 * 3600


@pytest.mark.parametrize(
    ("team", "working"),
    [
        ("{staff: 1}", (6 * 3600, 6 * 3600)),
        ("{staff: 1, at_closing: do_not_start}", (6 * 3600, 6 * 3600)),  # what is begun is done the same day
        ("{staff: 1, availability: 25%}", (24 * 3600, 24 * 3600 + 1)),  # four times as long, rounded up
        ("{staff: 1, hours: Mon-Fri 10:00-12:00}", (0, None)),  # nobody knows how long that is in office time
        ("{staff: 1, at_closing: finish}", (0, None)),
    ],
)
def test_time_of_a_team_with_hours_of_its_own_is_left_open(team: str, working: tuple[int, int | None]) -> None:
    """By hand: six hours of work."""
    found = flow(
        """
        start: check
        states:
          check: {lane: team, then: closed}
          closed: {kind: end, lane: team, outcome: closed}
        """,
        f"""
        pathways: {{hand: hand}}
        arrivals: {{hand: {{rate: 3 per week}}}}
        teams: {{team: {team}}}
        service_times: {{"lane:team": {{team: team, exponential: {{mean: 6 hours}}}}}}
        """,
    )
    assert found.stays[0].working == working


def test_papers_that_are_late_wait_for_the_next_meeting() -> None:
    """By hand: a case that comes just after the deadline, a week before one meeting, waits for two weeks."""
    pathway = """
        start: hearing
        states:
          hearing: {kind: panel, lane: team, then: closed}
          closed: {kind: end, lane: team, outcome: closed}
        """
    study = """
        pathways: {hand: hand}
        arrivals: {hand: {rate: 3 per week}}
        panels: {board: {meets: every 7 days, slots: 9, papers_due: 1 week}}
        service_times: {hand.hearing: {panel: board}}
        """
    weekly = flow(pathway, study.replace(", papers_due: 1 week", "")).stays[0].elapsed[1]
    late = flow(pathway, study).stays[0].elapsed[1]
    assert weekly is not None
    assert late == weekly + 7 * DAY


def test_a_limit_in_other_time_than_the_stay_leaves_open_which_comes_first() -> None:
    """By hand: three working days may or may not be over before four days are, as week-ends fall."""
    pathway = """
        start: ask
        states:
          ask: {lane: team, after: {4 days: late}, then: closed}
          late: {lane: team, then: closed}
          closed: {kind: end, lane: team, outcome: closed}
        """
    study = """
        pathways: {hand: hand}
        arrivals: {hand: {rate: 1 per week}}
        service_times: {"*": {fixed: 3 working days}}
        """
    (verdict,) = decide(
        compiled(pathway),
        [policy("id: r, says: s, kind: share, of: late, at_most: 50%")],
        evidence=evidence(study, pathway),
    )
    assert verdict.verdict == "undecided"
    assert "between 0 % and 100 % of all referrals enter 'late'" in verdict.reason


def test_an_interrupt_leaves_a_share_open_by_no_more_than_its_rate_times_the_stay() -> None:
    """By hand: half a year at a rate of 1/5 a year cuts short at most one stay in ten; 1 - exp(-1/10) do."""
    pathway = """
        start: wait
        states:
          wait: {kind: wait, lane: team, then: served}
          served: {kind: end, lane: team, outcome: served}
          left: {kind: end, lane: team, outcome: left}
        interrupts: {gone: {during: [wait], then: left}}
        """
    study = """
        pathways: {hand: hand}
        arrivals: {hand: {rate: 1 per week}}
        service_times: {hand.wait: {fixed: 4382.91 hours}}
        interrupts: {hand.gone: {rate: 0.2 per year}}
        """
    known = evidence(study, pathway)

    def verdict(bound: str) -> str:
        rule = policy(f"id: r, says: s, kind: share, of: 'outcome:left', {bound}")
        return decide(compiled(pathway), [rule], evidence=known)[0].verdict

    found = [verdict(f"at_most: {bound}") for bound in ("10.0001%", "9.99%")]
    assert found == ["holds", "undecided"]


def test_every_name_under_which_a_study_runs_a_pathway_has_to_keep_the_rule() -> None:
    """By hand: one in ten comes to police-led management in the north, one in two in the south."""
    pathway = """
        attributes: {way: {values: [channel, pcm]}}
        start: begin
        states:
          begin: {lane: team, finds: way, then: route}
          route: {kind: decision, lane: team, choose: [{when: {way: pcm}, then: pcm}, {otherwise: closed}]}
          pcm: {lane: team, then: closed}
          closed: {kind: end, lane: team, outcome: closed}
        """
    study = """
        pathways: {north: hand, south: hand}
        arrivals: {north: {rate: 1 per week}, south: {rate: 1 per week}}
        no_time: ["*"]
        findings: {north.begin: {way: {channel: 90%, pcm: 10%}}, south.begin: {way: {channel: 50%, pcm: 50%}}}
        """
    rules = policy("id: r, says: s, kind: share, of: pcm, at_most: 20%")
    (verdict,) = decide(compiled(pathway), [rules], evidence=evidence(study, pathway))
    assert verdict.verdict == "broken"
    assert verdict.reason.startswith("by the study 's', under the name 'south', 50 % of all referrals enter 'pcm'")


DATED = """
    pathways: [hand]
    arrivals: {hand: {rate: 1 per week ARRIVALS}}
    no_time: ["*"]
    findings: {hand.begin: {way: {channel: 90%, pcm: 10%}}}
    MORE
    """


@pytest.mark.parametrize(
    ("arrivals", "more", "expected"),
    [
        ("", "", "broken"),
        (", surge: {from: 2018-05-01, for: 2 weeks, times: 2}", "", "broken"),
        ("", "start: {open_caseload: {hand: [{state: begin, count: 3}]}}", "broken"),
        ("", "returns: {hand: {after: {closed: 10%}, delay: {fixed: 1 week}}}", "in it referrals come back"),
        ("", "changes: {x: {from: 2018-05-01, arrivals.hand.rate: {times: 2}}}", "it changes from dates on"),
        (", from: 2018-05-01}, other: {pathway: hand, rate: 1 per week", "", "in it the streams of 'hand' do not come"),
    ],
)
def test_rules_weigh_what_does_not_differ_by_date_and_claim_nothing_of_the_rest(
    arrivals: str, more: str, expected: str
) -> None:
    """By hand: one in ten comes to police-led management, who arrive at whatever rate and whoever is there before."""
    pathway = """
        attributes: {way: {values: [channel, pcm]}}
        start: begin
        states:
          begin: {lane: team, finds: way, then: route}
          route: {kind: decision, lane: team, choose: [{when: {way: pcm}, then: pcm}, {otherwise: closed}]}
          pcm: {lane: team, then: closed}
          closed: {kind: end, lane: team, outcome: closed}
        """
    found = evidence(DATED.replace(" ARRIVALS", arrivals).replace("MORE", more), pathway)
    (verdict,) = decide(
        compiled(pathway), [policy("id: r, says: s, kind: share, of: pcm, at_most: 5%")], evidence=found
    )
    assert verdict.verdict == "broken" if expected == "broken" else expected in str(verdict.reason)


SLOW_AND_LOST = """
    attributes: {way: {values: [fast, slow]}, kept: {values: ["yes", "no"]}}
    start: begin
    states:
      begin: {lane: team, finds: way, then: which}
      which: {kind: decision, lane: team, choose: [{when: {way: fast}, then: goal}, {otherwise: slow}]}
      slow: {lane: team, finds: kept, then: still}
      still: {kind: decision, lane: team, choose: [{when: {kept: "yes"}, then: goal}, {otherwise: lost}]}
      goal: {kind: end, lane: team, outcome: goal}
      lost: {kind: end, lane: team, outcome: lost}
    """


@pytest.mark.parametrize(("within", "expected"), [("4.3334", "holds"), ("4.3333", "broken")])
def test_a_mean_over_those_that_get_there_weighs_them_alone(within: str, expected: str) -> None:
    """By hand: half take 1 day, and half 11 of whom half are lost: (1/2 * 1 + 1/4 * 11) / (3/4) = 13/3 days."""
    study = """
        pathways: {hand: hand}
        arrivals: {hand: {rate: 1 per week}}
        service_times: {hand.begin: {fixed: 1 working day}, hand.slow: {exponential: {mean: 10 working days}}}
        findings: {hand.begin: {way: {fast: 50%, slow: 50%}}, hand.slow: {kept: {"yes": 50%, "no": 50%}}}
        """
    rule = policy(f"id: r, says: s, kind: expected, from: begin, to: goal, within: {within} working days")
    (verdict,) = decide(compiled(SLOW_AND_LOST), [rule], evidence=evidence(study, SLOW_AND_LOST))
    assert verdict.verdict == expected
    assert "from 'begin' to 'goal', of those that get there, is about 4.33 working days" in verdict.reason


# --- against the simulation


@pytest.mark.parametrize(
    ("of", "among"),
    [("pcm", None), ("pcm", "talk"), ("more", "panel"), ("checks.b.deep", "checks"), ("late", "support")],
)
def test_shares_are_those_of_the_simulation(of: str, among: str | None) -> None:
    """Monte Carlo: the study of the cases by hand, run for twenty replications, within 4.5 standard errors."""
    study = parse_study(read_document(STUDY_HEAD + dedent(share.STUDY), "s.yaml"))
    pathway = compiled(share.PATHWAY)
    model = prepare(study, {"hand": pathway}, [])["baseline"].model
    reached = whole = 0
    for replication in range(20):
        log = Kernel(model, 5, replication).run()
        entered: dict[int, set[str]] = {}
        early = set()
        for row in log.rows():
            if row.event is Event.ARRIVE and row.time < model.end - 250 * DAY:
                early.add(row.referral)
            if row.event is Event.ENTER:
                entered.setdefault(row.referral, set()).add(row.state)
        counted = [states for referral, states in entered.items() if referral in early]
        counted = [states for states in counted if among is None or among in states]
        whole += len(counted)
        reached += sum(of in states for states in counted)
    exact = {"pcm": Fraction(3, 40), "talk": Fraction(1, 5), "panel": Fraction(3, 8), "checks": Fraction(3, 5)}
    expected = float(exact[among or of]) if (among or of) in exact else stats.expon.sf(1)
    error = sqrt(expected * (1 - expected) / whole)
    assert whole > 150
    assert abs(reached / whole - expected) <= 4.5 * error


# --- in a workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    texts = {
        "pyproject.toml": '[tool.pathways]\nname = "By hand"\n',
        "definitions/hand.yaml": HEAD.format(name="hand", status="as-is") + share.PATHWAY,
        "definitions/policies/p.yaml": """\
policy: p
applies_to: [hand]
rules:
  - {id: few, says: Few are managed by police, kind: share, of: pcm, at_most: 8%, hardness: ASSUMPTION, source: test}
""",
        "simulations/s.yaml": STUDY_HEAD + share.STUDY,
    }
    for name, text in texts.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def the_verdict(workspace: Path) -> tuple[str, str, list[str]]:
    outcome = check(["hand"], workspace)
    (verdict,) = outcome.verdicts
    return verdict.verdict, verdict.reason, [f.id for f in outcome.findings if f.severity == "error"]


def test_studies_are_read_for_a_pathway_that_is_named_when_a_rule_weighs_them(workspace: Path) -> None:
    verdict, reason, errors = the_verdict(workspace)
    assert (verdict, errors) == ("holds", [])
    assert reason == "by the study 's', 7.5 % of all referrals enter 'pcm'; the rule asks for at most 8 %"


def test_a_study_with_a_fault_is_told_and_nothing_is_claimed_by_it(workspace: Path) -> None:
    study = workspace / "simulations" / "s.yaml"
    study.write_text(study.read_text(encoding="utf-8").replace("granted: 80%", "granted: 85%"), encoding="utf-8")
    verdict, reason, errors = the_verdict(workspace)
    assert (verdict, errors) == ("undecided", ["study-shares"])
    assert reason.startswith("the study 's' cannot be used, for it has 1 fault (the first at simulations/s.yaml:")


def test_figures_of_a_pathway_are_not_held_against_another() -> None:
    """An edited pathway may number its states otherwise."""
    edited = compiled(
        share.PATHWAY.replace("  pcm:     {lane: team, then: managed}", "  pcm:     {lane: mash, then: managed}")
    )
    (verdict,) = decide(edited, [policy("id: r, says: s, kind: share, of: pcm, at_most: 1%")], evidence=share.EVIDENCE)
    assert verdict.verdict == "not applicable"


def test_without_a_study_the_line_to_add_is_told(workspace: Path) -> None:
    (workspace / "simulations" / "s.yaml").unlink()
    verdict, reason, _ = the_verdict(workspace)
    assert verdict == "not applicable"
    assert "add 'hand' to the 'pathways:' of a study" in reason


def test_what_a_study_leaves_open_asks_for_a_change_and_is_no_question_of_size(workspace: Path) -> None:
    """Exit 1, as where a rule is broken: there is nothing that a greater limit could do."""
    policies = workspace / "definitions" / "policies" / "p.yaml"
    policies.write_text(
        policies.read_text(encoding="utf-8").replace("at_most: 8%", "at_most: 8%, study: other"), "utf-8"
    )
    outcome = check(["hand"], workspace)
    (verdict,) = outcome.verdicts
    assert (verdict.verdict, verdict.is_failure, outcome.is_whole) == ("undecided", True, True)
    assert verdict.reason == (
        "no study 'other' speaks of this pathway, so there is no figure to hold against the rule: write 'study: s', "
        "or add 'hand' to the 'pathways:' of that study"
    )


def test_a_study_that_cannot_be_read_at_all_is_told_too(workspace: Path) -> None:
    (workspace / "simulations" / "s.yaml").write_text("study: [", encoding="utf-8")
    verdict, _, errors = the_verdict(workspace)
    assert verdict == "not applicable"
    assert errors


def test_evidence_of_a_study_whose_pathway_has_faults_is_of_no_use() -> None:
    study = parse_study(read_document(STUDY_HEAD + dedent(share.STUDY), "s.yaml"))
    found, faults = evidence_of(study, {}, ["hand"])
    assert faults == []
    assert found["hand"].fault == "its pathway 'hand' has faults"
