"""What cannot be simulated is refused before anything is: located, in plain words, with what to do, and exit code 2."""

from __future__ import annotations

import pytest

from tests.outside.conftest import edit

# What is changed in the starter's study, into what, and all that is then said.
FAULTS = {
    "a rate below nothing": (
        "rate: 400 per year", "rate: -400 per year", """
simulations/waits.yaml:11:11  a rate is more than nothing; '-400 per year' is less  [bad-value]
  11 |     rate: -400 per year
     |           ^^^^^^^^^^^^^
    expected how many in what time
    fix: write for instance 'rate: 40 per year'
"""),
    "shares that do not add up": (
        "hospital: 40%", "hospital: 30%", """
simulations/waits.yaml:12:18  these shares add up to 0.9, not to 1  [study-shares]
  12 |     attributes: {route: {self: 60%, hospital: 30%}}
     |                  ^^^^^
    expected shares that add up to exactly 1 (or 100%)
    fix: correct one of them; what is left out has a share of 0
"""),
    "a share below nothing": (
        "funding: {agreed: 70%, refused: 30%}", "funding: {agreed: 100%, refused: -1%}", """
simulations/waits.yaml:32:62  a share is not less than nothing; '-1%' is  [bad-value]
  32 |   equipment.funding_panel: {funding: {agreed: 100%, refused: -1%}, hardness: ASSUMPTION}
     |                                                              ^^^
    expected a share, such as 0.25 or 25%
    fix: write for instance 'refused: 0.25'
"""),
    "an unknown team": (
        "team: therapist, lognormal", "team: therapst, lognormal", """
simulations/waits.yaml:23:32  'therapst' is not one of the study's teams  [study-name]
  23 |   equipment.assessment: {team: therapst, lognormal: {mean: 8 hours, cv: 0.7}, hardness: ASSUMPTION}
     |                                ^^^^^^^^
    expected one of its 3 teams; nearest is 'therapist'
    fix: write 'therapist', or add 'therapst' under 'teams'
"""),
    "a panel that never meets": (
        "meets: first Wednesday", "meets: every 36 months on the first Monday", """
simulations/waits.yaml:19:19  'funding_panel' never meets while the study measures  [study-panel]
  19 |   funding_panel: {meets: every 36 months on the first Monday, slots: 8, hardness: ASSUMPTION}
     |                   ^^^^^
    expected at least one meeting
    fix: let it meet more often, or lengthen the study
"""),
    "a team of nobody": (
        "therapist: {staff: 1,", "therapist: {staff: 0,", """
simulations/waits.yaml:16:22  '0' is not a whole number from 1 to 999999  [bad-value]
  16 |   therapist: {staff: 0, hardness: ASSUMPTION}
     |                      ^
    expected how many people work in the team
    fix: write for instance 'staff: 2'
"""),
    "a meeting without slots": (
        "slots: 8", "slots: 0", """
simulations/waits.yaml:19:50  '0' is not a whole number from 1 to 999999  [bad-value]
  19 |   funding_panel: {meets: first Wednesday, slots: 0, hardness: ASSUMPTION}
     |                                                  ^
    expected how many referrals one meeting can hear
    fix: write for instance 'slots: 12'
"""),
    "a spread below nothing": (
        "cv: 0.7", "cv: -1", """
simulations/waits.yaml:23:74  '-1' is not a spread: write standard deviation over mean, such as 0.8  [bad-value]
  23 |   equipment.assessment: {team: therapist, lognormal: {mean: 8 hours, cv: -1}, hardness: ASSUMPTION}
     |                                                                          ^^
    expected the standard deviation over the mean
    fix: write for instance 'cv: 1'
"""),
    "three numbers out of order": (
        "lognormal: {mean: 3 hours, cv: 0.5}", "triangular: {low: 5 hours, mode: 2 hours, high: 3 hours}", """
simulations/waits.yaml:25:34  low 5 hours, mode 2 hours, high 3 hours: these are not in order  [study-time]
  25 |   equipment.order: {team: store, triangular: {low: 5 hours, mode: 2 hours, high: 3 hours}, hardness: ASSUMPTION}
     |                                  ^^^^^^^^^^
    expected the least first, the greatest last
    fix: swap them
"""),
    "nothing to spread over": (
        "lognormal: {mean: 3 hours, cv: 0.5}", "uniform: {low: 5 hours, high: 5 hours}", """
simulations/waits.yaml:25:34  low 5 hours, high 5 hours: these leave nothing to spread over  [study-time]
  25 |   equipment.order: {team: store, uniform: {low: 5 hours, high: 5 hours}, hardness: ASSUMPTION}
     |                                  ^^^^^^^
    expected the least first, the greatest last
    fix: write 'fixed: 5 hours', or give a greater 'high'
"""),
    "a time without a spread": (
        "lognormal: {mean: 3 hours, cv: 0.5}", "lognormal: {mean: 3 hours}", """
simulations/waits.yaml:25:34  'lognormal' lacks a spread  [study-time]
  25 |   equipment.order: {team: store, lognormal: {mean: 3 hours}, hardness: ASSUMPTION}
     |                                  ^^^^^^^^^
    expected 'cv' or 'within'
    fix: write for example 'lognormal: {mean: 3 hours, cv: 1}', or 'within: 90% within 6 hours' for the spread
"""),
    "papers that are never in time": (
        "slots: 8", "slots: 8, papers_due: 5 years", """
simulations/waits.yaml:19:65  papers are due 5 years before: for all meetings that is before the study  [study-panel]
  19 |   funding_panel: {meets: first Wednesday, slots: 8, papers_due: 5 years, hardness: ASSUMPTION}
     |                                                                 ^^^^^^^
    expected papers that can be in time for a meeting
    fix: let them be due later
"""),
    "a team twice": (
        "{team: store, lognormal", "{teams: [store, store], lognormal", """
simulations/waits.yaml:25:36  'equipment.order' names 'store' twice  [study-time]
  25 |   equipment.order: {teams: [store, store], lognormal: {mean: 3 hours, cv: 0.5}, hardness: ASSUMPTION}
     |                                    ^^^^^
    expected each team once: it gives one member
    fix: take it out, or name the other team that is meant
"""),
    "a reserve in which no case is heard": (
        "slots: 8, hardness: ASSUMPTION",
        "agenda: 2 hours, new_case: 1 hour, urgent: {reserve: 10 minutes, when: {route: self}}", """
simulations/waits.yaml:19:96  no case is heard in 10 minutes: the shortest takes 1 hour  [study-panel]
  19 | ...ay, agenda: 2 hours, new_case: 1 hour, urgent: {reserve: 10 minutes, when: {route: self}}}
     |                                                             ^^^^^^^^^^
    expected room for at least one case
    fix: keep more of the meeting for urgent cases, or take 'urgent' out
"""),
    "figures told apart by what turns out later": (
        "replications: 20", "replications: 20\nmeasured: {by: [need]}", """
simulations/waits.yaml:8:17  'need' is not known on arrival  [study-measured]
  8 | measured: {by: [need]}
    |                 ^^^^
    expected an attribute with 'from: arrival'
    fix: name another, or say how referrals end: 'at_end: [need]'
"""),
    "a state that takes no time and has one": (
        "findings:\n", "no_time: [equipment.order]\nfindings:\n", """
simulations/waits.yaml:29:11  'equipment.order' takes no time here, and has one under 'service_times'  [study-time]
  29 | no_time: [equipment.order]
     |           ^^^^^^^^^^^^^^^
    expected one of them
    fix: take it out of 'no_time', or out of 'service_times'
"""),
    "a reserve that is the whole meeting": (
        "slots: 8, hardness: ASSUMPTION", "slots: 8, urgent: {reserve: 8, when: {route: self}}", """
simulations/waits.yaml:19:71  all of a meeting is kept for urgent cases, so no other is ever heard  [study-panel]
  19 |   funding_panel: {meets: first Wednesday, slots: 8, urgent: {reserve: 8, when: {route: self}}}
     |                                                                       ^
    expected less than the whole meeting
    fix: lower it, or take 'urgent' out
"""),
    "a surge without dates": (
        "rate: 400 per year", "rate: 400 per year\n    surge: {times: 2}", """
simulations/waits.yaml:12:20  this surge has no dates  [study-dates]
  12 |     surge: {times: 2}
     |                    ^
    expected when it begins, or ends
    fix: add 'from: 2024-04-01', or change the rate
"""),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_study_that_cannot_be_is_explained_and_not_run(starter, invoke, fault):
    """The starter has a scenario, which takes the fault over; it is told once."""
    old, new, told = FAULTS[fault]
    edit(starter / "simulations" / "waits.yaml", old, new)
    for command in (["simulate", "waits", "-o", "out"], ["simulate", "waits", "--json"]):
        result = invoke(*command)
        assert result.exit_code == 2
        assert result.stdout == ""
        assert result.stderr == told.removeprefix("\n")
    assert not (starter / "out").exists()


def test_a_pathway_in_which_check_finds_an_error_is_not_simulated(starter, invoke):
    """Without the last branch, nobody knows where to send those with a complex need."""
    edit(starter / "definitions" / "equipment.yaml", "      - {otherwise: assessment, title: assess}\n", "")
    checked = invoke("check", "equipment")
    error = next(line for line in checked.output.splitlines() if "[incomplete-decision]" in line)
    error = error.removeprefix("  error: ")
    for command in ("simulate waits", "seek waits --vary teams.hub.staff=1..2", "sensitivity waits"):
        result = invoke(*command.split())
        assert (result.exit_code, result.stdout) == (2, "")
        assert error in result.stderr
        assert "    fix: " in result.stderr


def test_a_scenario_that_changes_nothing_is_a_warning(starter, invoke):
    """The label is gone with the number, but the number is what it was."""
    study = starter / "simulations" / "waits.yaml"
    edit(study, "{teams.therapist.staff: 2}", "{teams.therapist.staff: 1}")
    checked = invoke("check")
    assert checked.exit_code == 0
    assert "simulations/waits.yaml:34:3  the scenario 'second_therapist' changes nothing" in checked.output
    assert invoke("check", "--strict").exit_code == 1
    ran = invoke("simulate", "waits", "--replications", "2")
    assert ran.exit_code == 0
    assert "note: 'second therapist': This scenario changes nothing (simulations/waits.yaml:34:3)." in ran.stderr
    edit(study, "{teams.therapist.staff: 1}", "{teams.therapist.staff: 2}")
    assert "changes nothing" not in invoke("check").output


def test_a_sweep_of_what_is_not_there_is_told_before_it_is_run(starter, invoke):
    with (starter / "simulations" / "waits.yaml").open("a", encoding="utf-8") as file:
        file.write(
            "sweeps:\n  s: {vary: {teams.therapst.staff: [1, 2], service_times.equipment.ordr.fixed: [1 hour]}}\n"
        )
    checked = invoke("check")
    assert checked.exit_code == 2
    assert "waits.yaml:36:14  the study has no 'teams.therapst' to change" in checked.output
    assert "nearest is 'therapist'" in checked.output
    assert "waits.yaml:36:44  the study has no 'service_times.equipment.ordr' to change" in checked.output
