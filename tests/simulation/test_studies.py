"""The repository's studies: each can be run, each scenario changes what its name says and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from fnmatch import fnmatchcase
from functools import cache
from itertools import groupby
from statistics import fmean
from typing import Any, Final

import pytest

from pathways.calendars import Calendar
from pathways.errors import StudyError
from pathways.eventlog import Event
from pathways.eventlog.log import Row
from pathways.machine import CompiledPathway
from pathways.simulation import Study, event_log, parse_study
from pathways.simulation.language.inputs import inputs
from pathways.simulation.model import Model, Team, Work
from pathways.simulation.run import prepare
from pathways.simulation.running.pool import Job
from pathways.source import read_document
from pathways.workspace.load import StudyLibrary
from tests.simulation.studies import PAGE, STUDIES, loaded, opening, page
from tests.simulation.studies import study as study_and_file

# What each scenario changes: patterns of names, each of which must fit something that differs from the baseline.
CONSENT: Final = ("state *.consent_conversation",)
CONVERSATION: Final = ("state *.response.prevent.early_conversation",)
GATEWAY: Final = ("state *.response.prevent.gateway_assessment",)
CHILD_GATEWAY: Final = ("state child.response.prevent.gateway_assessment",)
FEEDBACK: Final = ("state *.feedback.tell_reason",)
ADVICE: Final = ("state child.mash_advice", *CHILD_GATEWAY)
SURGE: Final = ("stream child", "stream adult")
PROVIDERS: Final = ("places intervention_provider",)
ONE_DOOR: Final = ("pathway adult", "stream adult", "team front_door", "state adult.*")
COUNCIL: Final = (
    "team case_managers", "state *.channel.framework_assessment", "state *.channel.framework_refresh",
    "state *.channel.support_plan", "state *.channel.exit",
)  # fmt: skip
CHANGES: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    "borough-baseline": {"fortnightly": ("panel channel_panel",), "one_front_door": ONE_DOOR},
    "channel-default": {"everybody_asked": CONSENT, "drift": CONSENT, "strong_drift": CONSENT},
    "adult-front-door": {"one_door": ONE_DOOR},
    "adult-social-worker": {
        "childrens_workers": ONE_DOOR,
        "adult_care": ONE_DOOR,
        "own_worker": (*ONE_DOOR, "team adult_social_work"),
    },
    "mash-threshold-qa": {
        "half": ("state child.mash_check",),
        "all": ("state child.mash_check",),
        "slipping": ("state child.mash_check", "state child.response.safeguarding.qa_review"),
        "slipping_half_checked": ("state child.mash_check", "state child.response.safeguarding.qa_review"),
    },
    "early-conversation": {
        "arranged": CONVERSATION,
        "lost": (*CONVERSATION, *GATEWAY),
        "lost_and_dear": (*CONVERSATION, *GATEWAY),
    },
    "closing-the-loop": {
        "a_quarter_fewer": (*ADVICE, *FEEDBACK),
        "half_as_many": (*ADVICE, *FEEDBACK),
        "nobody_told": (*ADVICE, *FEEDBACK),
    },
    "panel-frequency": {
        "fortnightly": ("panel channel_panel",),
        "board_beside": ("panel channel_panel", "panel new_cases_board", "state *.channel.panel_discussion"),
        "longer_agenda": ("panel channel_panel",),
    },
    "complex-needs": {
        "half_of_them": (*CHILD_GATEWAY, "state child.channel.panel_discussion"),
        "all_of_them": (*CHILD_GATEWAY, "state child.channel.panel_discussion"),
        "all_with_longer_meetings": (
            *CHILD_GATEWAY, "state child.channel.panel_discussion", "panel channel_panel"
        ),
    },
    "surge": {
        "surge": SURGE,
        "surge_and_officer": (*SURGE, "dates"),
        "surge_and_longer_panel": (*SURGE, "panel channel_panel"),
    },
    "dovetail": {"council_led": COUNCIL, "council_slower": COUNCIL},
    "provider-shortage": {
        "one_lost": PROVIDERS,
        "two_lost": PROVIDERS,
        "one_lost_one_late": (*PROVIDERS, "dates"),
        "local_one_added": PROVIDERS,
    },
    "repeat-referrals": {"senior_look": ("state child.senior_look",), "sceptical_look": ("state child.senior_look",)},
}  # fmt: skip


@cache
def pathways() -> dict[str, CompiledPathway]:
    return {pathway.id: pathway.compiled for pathway in loaded()}


def study(name: str) -> Study:
    return study_and_file(name)[0]


@cache
def jobs(name: str) -> Mapping[str, Job]:
    """The scenarios of a study, bound; a study with a fault is told here."""
    return prepare(study(name), pathways(), None)


def plain(value: Any, model: Model) -> Any:
    """A part of a model without what only numbers or keys it, so that equal parts are equal in two models."""
    if isinstance(value, CompiledPathway):
        return value.fingerprint
    if isinstance(value, Calendar):
        return value.name
    if is_dataclass(value):
        kept: dict[str, Any] = {field.name: plain(getattr(value, field.name), model) for field in fields(value)}
        kept.pop("purpose", None)
        kept.pop("purposes", None)
        if "resource" in kept:
            kept["resource"] = [
                each[value.resource].name for each in (model.teams, model.panels) if 0 <= value.resource < len(each)
            ][int(value.needs.name == "PANEL") :][:1]
        if isinstance(value, Work):
            kept["teams"] = [model.teams[number].name for number in value.teams]
        if "entering" in kept:  # by epoch: a date that changes something else repeats it
            kept["entering"] = [each for each, _ in groupby(kept["entering"])]
        if isinstance(value, Team | Work):
            kept["hours"] = model.hours[value.hours].name
        return kept
    if isinstance(value, tuple | list):
        return [plain(each, model) for each in value]
    return value


def parts(model: Model) -> Iterator[tuple[str, Any]]:
    """Everything in a model, by name."""
    yield "dates", plain((model.later, [role.later for role in model.roles]), model)
    yield "clock", (model.calendar.name, model.calendar.first, model.warm_up, model.end)
    for team in model.teams:
        yield f"team {team.name}", plain(team, model)
    for places in model.places:
        yield f"places {places.name}", plain(places, model)
    for panel in model.panels:
        yield f"panel {panel.name}", plain(panel, model)
    for stream in model.streams:
        yield f"stream {stream.name}", plain(stream, model)
    for role in model.roles:
        yield f"pathway {role.name}", role.pathway.fingerprint
        for state, plan in zip(role.pathway.states, role.states, strict=True):
            yield f"state {role.name}.{state.name}", plain(plan, model)
        for plan in role.interrupts:
            name = role.pathway.interrupts[plan.interrupt].name
            yield f"interrupt {role.name}.{name}", plain(plan, model)


def changed(one: Model, other: Model) -> set[str]:
    before, after = dict(parts(one)), dict(parts(other))
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}


def test_every_study_is_told_of_here() -> None:
    assert set(STUDIES) == set(CHANGES)
    assert {name: set(study(name).scenarios) for name in STUDIES} == {n: set(each) for n, each in CHANGES.items()}


@pytest.mark.parametrize("name", STUDIES)
def test_scenario_changes_what_its_name_says_and_nothing_else(name: str) -> None:
    baseline = jobs(name)["baseline"].model
    for scenario, patterns in CHANGES[name].items():
        found = changed(baseline, jobs(name)[scenario].model)
        assert [p for p in patterns if not any(fnmatchcase(n, p) for n in found)] == [], "changes nothing there"
        assert sorted(n for n in found if not any(fnmatchcase(n, p) for p in patterns)) == [], scenario


@pytest.mark.parametrize("name", [name for name in STUDIES if name != "repeat-referrals"])
def test_baseline_of_each_study_is_that_of_the_borough(name: str) -> None:
    """But for the dates, and what is counted up to the last, all studies start from the same place."""
    found = changed(jobs("borough-baseline")["baseline"].model, jobs(name)["baseline"].model)
    dated = {"clock", "panel channel_panel", "panel pcm_meeting", "stream child", "stream adult"}
    assert found <= (dated if "clock" in found else set())


def test_numbers_written_out_again_for_a_longer_pathway_are_those_of_the_borough() -> None:
    """What a child passes through first has another name there, and must not have another number."""
    borough = jobs("borough-baseline")["baseline"].model
    again = jobs("repeat-referrals")["baseline"].model
    here, there = dict(parts(borough)), dict(parts(again))
    renamed = {name: name.replace(" child.", " child.first.") for name in here}
    both = [name for name, other in renamed.items() if other in there and name not in ("pathway child", "stream child")]
    assert sum(name.startswith("state child.") for name in both) > 40
    assert [name for name in both if told(here[name]) != told(there[renamed[name]])] == []


def told(part: Any) -> Any:
    """A plan without the numbers of attributes and clocks, which are a matter of the pathway."""
    if not isinstance(part, dict):
        return part
    kept = {name: value for name, value in part.items() if name not in ("interrupts", "work_interrupts", "interrupt")}
    if "finds" in kept:
        kept["finds"] = [[case["exact"] for case in find["cases"]] for find in kept["finds"]]
    return kept


def test_a_study_may_ask_for_what_only_a_scenario_has() -> None:
    """A post and a step that are new there; what no scenario has is a fault as before."""
    asked = {each.key[:4] for each in jobs("adult-social-worker")["baseline"].asked}
    assert ("utilisation", "", "adult_social_work", "mean") in asked
    assert ("visits", "adult", "response.safeguarding.assign_worker", "per_year") in asked
    text = study_and_file("dovetail")[1].text.replace("utilisation of case_managers", "utilisation of case_managment")
    library = StudyLibrary([study_and_file("borough-baseline")[1]])
    with pytest.raises(StudyError, match="'case_managment' is none of this study's"):
        prepare(parse_study(read_document(text, "dovetail.yaml"), library), pathways(), None)


@pytest.mark.parametrize("name", STUDIES)
def test_study_is_told_for_a_board_and_as_synthetic(name: str) -> None:
    spec = study(name).baseline.spec
    assert spec.title
    assert spec.question
    assert spec.note
    assert "Synthetic" in spec.note
    assert "Aldermere" in spec.title + spec.note
    assert spec.expect


@pytest.mark.parametrize("name", STUDIES)
def test_number_that_is_no_assumption_has_a_source_and_is_published_or_law(name: str) -> None:
    for scenario in study(name).all_scenarios:
        for each in inputs(scenario):
            assert each.hardness == "ASSUMPTION" or each.source, f"{name}, {scenario.name}: {each.name}"


@pytest.mark.parametrize("name", STUDIES)
def test_page_of_studies_tells_of_each_as_it_is_now(name: str) -> None:
    written = PAGE.read_text(encoding="utf-8")
    assert opening(name) in written, "write it anew: python -m tests.simulation.studies"


@pytest.mark.slow
def test_page_of_studies_says_what_comes_out() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "write it anew: python -m tests.simulation.studies"


@cache
def rows(name: str, scenario: str, replication: int) -> list[Row]:
    return list(event_log(study(name), pathways(), scenario=scenario, replication=replication).rows())


def seen(name: str, scenario: str, state: str, first: Event, then: Event) -> list[int]:
    """The seconds from one event to another of each visit to the states that fit, in two replications."""
    found = []
    for replication in range(2):
        begun: dict[tuple[int, str, int], int] = {}
        for row in rows(name, scenario, replication):
            if fnmatchcase(f"{row.pathway}.{row.state}", state):
                visit = (row.referral, row.state, row.visit)
                if row.event == first:
                    begun[visit] = row.time
                if row.event == then:
                    found.append(row.time - begun[visit])
    return found


def mean_wait(name: str, scenario: str, state: str) -> float:
    return fmean(seen(name, scenario, state, Event.ENTER, Event.START))


def visits(name: str, scenario: str, state: str) -> int:
    return len(seen(name, scenario, state, Event.ENTER, Event.ENTER))


@pytest.mark.parametrize(
    ("name", "state", "scenarios"),
    [
        ("surge", "*.gateway_assessment", ["surge_and_officer", "surge"]),
        ("panel-frequency", "*.panel_discussion", ["fortnightly", "baseline"]),
        ("complex-needs", "adult.channel.panel_discussion", ["baseline", "all_of_them"]),
    ],
)
def test_waits_grow_in_the_order_that_anybody_would_expect(name: str, state: str, scenarios: list[str]) -> None:
    waits = [mean_wait(name, scenario, state) for scenario in scenarios]
    assert waits == sorted(waits)
    assert waits[0] < waits[-1]


@pytest.mark.parametrize(
    ("name", "state", "scenarios"),
    [
        ("channel-default", "*.pcm.pcm_meeting", ["everybody_asked", "strong_drift"]),
        ("mash-threshold-qa", "child.*.qa_review", ["baseline", "all"]),
        ("closing-the-loop", "child.response", ["half_as_many", "nobody_told"]),
        ("complex-needs", "child.channel.panel_discussion", ["baseline", "all_of_them"]),
        ("adult-social-worker", "adult.*.assign_worker", ["baseline", "own_worker"]),
    ],
)
def test_visits_grow_in_the_order_that_anybody_would_expect(name: str, state: str, scenarios: list[str]) -> None:
    counts = [visits(name, scenario, state) for scenario in scenarios]
    assert counts == sorted(counts)
    assert counts[0] < counts[-1]
