"""Study files: what is read, and what each fault says. Places are counted in the texts below."""

from __future__ import annotations

from fractions import Fraction

import pytest

from pathways.errors import StudyError
from pathways.simulation.run import check_study, prepare

from .building import compiled, study

PATHWAY = """
pathway: child
title: Child
status: as-is
version: "1"
lanes: {mash: MASH, channel: Channel panel}
attributes:
  sector: {values: [school, police], from: arrival}
  concern: {values: [none, real]}
start: check
states:
  check: {lane: mash, finds: concern, then: sort}
  sort:
    kind: decision
    lane: mash
    choose:
      - {when: {concern: none}, then: closed}
      - {otherwise: panel}
  panel: {kind: panel, lane: channel, then: pause}
  pause: {kind: wait, lane: channel, for: 1 month, then: closed}
  closed: {kind: end, lane: mash, outcome: closed}
interrupts:
  withdrawn: {during: pause, then: closed}
"""
STUDY = """
study: first
title: First
pathways: [child]
clock: {starts: 2018-04-02, warm_up: 4 weeks, length: 26 weeks}
replications: 3
seed: 20180227
arrivals:
  child: {rate: 200 per year, attributes: {sector: {school: 60%, police: 40%}}}
teams:
  mash: {staff: 2, hardness: ASSUMPTION}
panels:
  channel_panel: {meets: first Wednesday, slots: 20}
service_times:
  child.check: {team: mash, lognormal: {mean: 3 hours, cv: 1}, hardness: PEER_REVIEW, source: Section 4}
  child.panel: {panel: channel_panel}
findings:
  child.check:
    concern:
      - {when: {sector: school}, shares: {none: 0.25, real: 0.75}}
      - {otherwise: {none: 0.5, real: 0.5}}
interrupts:
  child.withdrawn: {rate: 1 per year}
scenarios:
  fortnightly: {panels.channel_panel.meets: every 2 weeks on Wednesday, panels.channel_panel.slots: 9}
expect:
  - 90% of child referrals reach panel within 30 working days
"""


def faults(text: str) -> list[str]:
    """What is wrong with a study: `line:column id message`, in order of place."""
    try:
        found = check_study(study(text), compiled(PATHWAY))
    except StudyError as error:
        found = list(error.findings)
    return [f"{f.place.line}:{f.place.column} {f.id} {f.message}" for f in found]


def test_whole_study_is_read() -> None:
    parsed = study(STUDY)
    assert (parsed.id, parsed.seed, parsed.replications, parsed.pathways) == ("first", 20180227, 3, ("child",))
    spec = parsed.baseline.spec
    assert spec.findings["child.check"].attributes["concern"][0].shares == {
        "none": Fraction(1, 4), "real": Fraction(3, 4)
    }  # fmt: skip
    assert parsed.scenarios["fortnightly"].spec.panels["channel_panel"].slots == 9
    assert parsed.scenarios["fortnightly"].spec.teams == spec.teams
    assert faults(STUDY) == []


def test_shares_of_a_case_are_drawn_in_that_case() -> None:
    """Hand count: of 1,024 draws spread evenly, exactly a quarter (school) and a half (police) find none."""
    model = prepare(study(STUDY), compiled(PATHWAY), [])["baseline"].model
    role = model.roles[0]
    finding = role.states[role.pathway.index["check"]].finds[0]
    none = role.pathway.domains[finding.attribute].index("none")
    sector = role.pathway.attribute_index("sector")
    for value, share in (("school", 0.25), ("police", 0.5)):
        values = [0, 0]
        values[sector] = role.pathway.domains[sector].index(value)
        steps = [finding.value(values, draw << 43) == none for draw in range(1 << 10)]
        assert sum(steps) / len(steps) == share


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "rate: 200 per year",
            "rate: -200 per year",
            "9:17 bad-value a rate is more than nothing; '-200 per year' is less",
        ),
        ("rate: 200 per year", "rate: 200", "9:17 bad-value '200' is not a rate"),
        ("rate: 200 per year", "rate: 200 per fortnight", "9:17 bad-value 'fortnight' is not a unit of time"),
        ("police: 40%", "police: 30%", "9:44 study-shares these shares add up to 0.9, not to 1"),
        ("police: 40%", "polise: 40%", "9:66 study-value 'polise' cannot happen here"),
        (
            "sector: {school",
            "source: {school",
            "9:3 study-missing nothing says what 'sector' is when a referral arrives",
        ),
        ("staff: 2", "staff: 0", "11:17 bad-value '0' is not a whole number from 1 to 999999"),
        ("staff: 2", "stuff: 2", "11:10 unknown-field a team has no 'stuff'"),
        ("first Wednesday", "first Wensday", "13:26 bad-value 'first Wensday' does not say when the panel meets"),
        ("cv: 1}", "cv: -1}", "15:60 bad-value '-1' is not a spread"),
        ("mean: 3 hours", "mean: 3", "15:47 bad-duration '3' is a number without a unit"),
        ("mean: 3 hours", "mean: 3 days", "15:47 study-time '3 days' of work by the team 'mash' could mean"),
        ("team: mash,", "team: mush,", "15:23 study-name 'mush' is not one of the study's teams"),
        (
            "{panel: channel_panel}",
            "{panel: chanel_panel}",
            "16:24 study-name 'chanel_panel' is not one of the study's",
        ),
        (
            "child.panel: {panel",
            "child.pannel: {panel",
            "16:3 study-state 'child.pannel' is not a state of this study's",
        ),
        ("child.panel: {panel", "child.sort: {panel", "16:3 study-state 'child.sort' takes no time"),
        ("  child.panel: {panel: channel_panel}\n", "", "14:1 study-missing no panel given for 'child.panel'"),
        ("child.check: {team", "child.pause: {team", "14:1 study-missing no time given for 'child.check'"),
        ("{otherwise: {", "{when: {sector: police}, shares: {", "21:9 study-cases this case cannot stand here"),
        ("sector: school}", "sector: scool}", "20:25 unknown-value 'sector' has no value 'scool'"),
        ("child.withdrawn", "child.withdrew", "23:3 study-name 'child.withdrew' is not an interrupt of this study's"),
        ("panels.channel_panel.meets", "panels.chanel_panel.meets", "25:17 unknown-difference the study has no"),
        (
            "panels.channel_panel.meets",
            "panel.channel_panel.meets",
            "25:17 unknown-difference a scenario cannot change",
        ),
        ("panel.slots: 9", "panel.slots: none", "25:101 bad-value 'none' is not a whole number"),
        ("every 2 weeks on Wednesday", "sometimes", "25:45 bad-value 'sometimes' does not say when"),
        ("reach panel within", "reach pannel within", "27:34 study-state 'pannel' is not a state of 'child'"),
        ("reach panel within 30 working", "get to panel in 30 working", "27:5 study-expect"),
        ("90% of child", "90% of adult", "27:12 study-expect 'adult' is not a pathway of this study"),
        ("90% of child", "900% of child", "27:5 study-expect 900% is more than all"),
        ("30 working days", "30", "27:47 study-expect '30' is a number without a unit of time"),
        ("replications: 3", "replications: 1", "6:15 bad-value one replication cannot tell"),
        ("cv: 1}", "cv: 0,8}", "15:60 bad-value '0,8' has a comma"),
        ("none: 0.25", "none: 25", "20:49 bad-value a share is at most 1, or 100%; '25' is more (if '25%' is meant"),
        ("pathways: [child]", "pathways: [chid]", "4:12 study-pathway there is no pathway 'chid'"),
        ("2018-04-02", "2018-02-30", "5:17 bad-value '2018-02-30' is not a date"),
        ("length: 26 weeks", "length: 900 years", "5:47 study-clock the study lasts"),
        (
            "4 weeks, length: 26 weeks",
            "5 days, length: 1 day",
            "5:46 study-clock there is no working day in what is measured",
        ),
        ("length: 26 weeks", "length: 1 day", "13:19 study-panel 'channel_panel' never meets"),
        (", source: Section 4", "", "15:74 study-source 'child.check' is marked PEER_REVIEW"),
        ("seed: 20180227", "seed: today", "7:7 bad-value 'today' is not a seed"),
        ("title: First\n", "", "2:1 missing-field the study has no 'title'"),
        ("replications: 3", "replications: 3\nreplicate: 4", "7:1 unknown-field a study has no 'replicate'"),
        (
            "teams:\n  mash: {staff: 2, hardness: ASSUMPTION}",
            "teams: mash",
            "10:8 wrong-shape 'teams' holds plain text",
        ),
    ],
)
def test_fault_is_told_with_its_place(old: str, new: str, expected: str) -> None:
    """The first fault stands where the text was broken and says what is wrong; places are counted by hand."""
    assert STUDY.count(old) >= 1
    found = faults(STUDY.replace(old, new, 1))
    assert any(fault.startswith(expected) for fault in found), "\n".join(found)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("length: 26 weeks}", "length: 26 weeks, calendar: englend}", "fix: write 'calendar: england'"),
        ("length: 26 weeks", "length: 26", "fix: write 'length: 26 working days', if that is what is meant"),
        ("title: First\n", "title:\n", "'title' holds nothing  [empty-value]"),
        ("mash: {staff: 2", "MASH team: {staff: 2", "write 'mash_team'; put what people should read in a 'title:'"),
        ("pathways: [child]", "pathways: child, adult", "fix: write [child, adult]"),
        ("{when: {sector: school}, shares", "{if: {sector: school}, shares", "a case has no 'if'"),
        ("{when: {sector: school}, shares", "{when: sector is school, shares", "fix: write 'when: {sector: school}'"),
        ("shares: {none: 0.25", "shares: {none: most", "fix: write for instance 'none: 0.25'"),
        ("{sector: {school: 60%, police: 40%}}", "{sector: school}", "values with their shares, or a list of cases"),
        ("lognormal: {mean: 3 hours, cv: 1}", "lognormal: 3 hours", "'lognormal: {mean: 3 hours, cv: 1}'"),
        ("panel.slots: 9", "panel.slots: {a: b}", "study.yaml:25:101  'slots' holds names with values of their own"),
    ],
)
def test_fault_of_shape_is_told_once_as_in_a_pathway(old: str, new: str, said: str) -> None:
    """The remedies are those that a reader of the message was found to need, in the words of a pathway's."""
    assert STUDY.count(old) == 1
    with pytest.raises(StudyError) as caught:
        study(STUDY.replace(old, new))
    assert len(caught.value.findings) == 1
    assert said in str(caught.value)


def test_a_remedy_names_what_the_study_has() -> None:
    """Each remedy, followed to the letter, mends the study."""
    for old, new in [
        ("team: mash,", "team: mush,"),
        ("child.panel:", "child.pannel:"),
        ("reach panel within", "reach pannel within"),
        ("pathways: [child]", "pathways: [chid]"),
    ]:
        (finding, *_) = check_study(study(STUDY.replace(old, new)), compiled(PATHWAY))
        assert finding.remedy is not None
        wrong, right = finding.message.split("'")[1], finding.remedy.split("'")[1]
        assert faults(STUDY.replace(old, new).replace(wrong, right)) == [], finding
    sentence = check_study(study(STUDY.replace("reach panel within", "see it in")), compiled(PATHWAY))[0].expected
    assert sentence is not None
    assert (
        faults(STUDY.replace("90% of child referrals reach panel within 30 working days", sentence.split("'")[1])) == []
    )


def test_a_scenario_that_nests_what_it_changes_is_told_the_dotted_name() -> None:
    text = STUDY.split("scenarios:")[0] + "scenarios:\n  more:\n    panels:\n      channel_panel:\n        slots: 30\n"
    with pytest.raises(StudyError) as caught:
        study(text)
    (finding,) = caught.value.findings
    assert (finding.id, finding.place.line, finding.place.column) == ("nested-difference", 27, 7)
    assert finding.remedy == "write 'panels.channel_panel.slots: ...' in one line"
    whole = text.replace("slots: 30", "{meets: first Friday, slots: 30}").replace("panel:\n        {", "panel: {")
    assert study(whole).scenarios["more"].spec.panels["channel_panel"].slots == 30


def test_misspelt_field_is_one_fault() -> None:
    assert len(faults(STUDY.replace("staff: 2", "stuff: 2"))) == 1


def test_all_faults_are_told_at_once() -> None:
    text = STUDY.replace("staff: 2", "staff: none").replace("first Wednesday", "now").replace("200 per year", "many")
    assert len(faults(text)) == 3


def test_inherited_entry_about_a_state_that_a_scenario_no_longer_has_is_left_out() -> None:
    """The scenario swaps the pathway; what the baseline says of 'panel' has no use there, and is no fault."""
    shorter = """
pathway: short
title: Short
status: proposed
version: "1"
lanes: {mash: MASH}
attributes:
  sector: {values: [school, police], from: arrival}
start: check
states:
  check: {lane: mash, then: closed}
  closed: {kind: end, lane: mash, outcome: closed}
"""
    text = STUDY.replace("  fortnightly:", "  short: {pathways: {child: short}}\n  fortnightly:")
    text = text.replace("  - 90% of child referrals reach panel within 30 working days", "  []")
    parsed = study(text)
    pathways = compiled(PATHWAY, shorter)
    assert parsed.pathways == ("child", "short")
    assert check_study(parsed, pathways) == []
    jobs = prepare(parsed, pathways, ["short"])
    assert [state.name for state in jobs["short"].model.roles[0].pathway.states] == ["check", "closed"]


def test_patterns_and_lanes_give_way_to_exact_names() -> None:
    text = STUDY.replace(
        "  child.check:", '  "lane:mash": {fixed: 1 day}\n  "*.ch*": {fixed: 2 days}\n  child.check:', 1
    )
    model = prepare(study(text), compiled(PATHWAY), [])["baseline"].model
    check = model.roles[0].states[model.roles[0].pathway.index["check"]]
    assert check.resource == 0
    without = text.replace("  child.check: {team", "  child.c*k: {team", 1).replace('"*.ch*"', '"child.chec*"')
    check = prepare(study(without), compiled(PATHWAY), [])["baseline"].model.roles[0].states[0]
    assert check.time is not None
    assert str(check.time.duration) == "2 days"
