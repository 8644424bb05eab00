"""What must not change, or only one way, when a study is changed: no outside numbers are needed to tell.

`PATHWAYS_EXAMPLES=500` tries more of everything.
"""

from __future__ import annotations

import copy
import os
from collections.abc import Callable, Iterator, Mapping
from random import Random
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, Phase, given, reject, settings
from hypothesis import strategies as st

from pathways.definition import link, parse_pathway
from pathways.errors import StudyError
from pathways.eventlog import Row
from pathways.machine import CompiledPathway, compile_pathway
from pathways.simulation.language.study import parse_study
from pathways.simulation.run import prepare
from pathways.testing import to_document
from pathways.testing.studies import WrittenStudy, written_studies
from tests.stays import NEVER, log_of, stays

from .building import one_queue, study

EXAMPLES: Final = int(os.environ.get("PATHWAYS_EXAMPLES", "25"))
SETTINGS: Final = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],  # a smaller example would take minutes to find
    suppress_health_check=[HealthCheck.too_slow],
)
Plain = Any
Library = dict[str, dict[str, Plain]]  # by the id that the study gives it: a pathway and then the pieces it uses


def rows(pathways: Library, written: Plain, seed: int) -> list[Row]:
    """All events of one replication of the baseline, from pathways and a study as plain data."""
    compiled: dict[str, CompiledPathway] = {}
    for name, definitions in pathways.items():
        library = {key: parse_pathway(to_document(plain, f"{key}.yaml")) for key, plain in definitions.items()}
        compiled[name] = compile_pathway(link(next(iter(library.values())), library))
    job = prepare(parse_study(to_document(written, "study.yaml")), compiled, [])["baseline"]
    return list(log_of(job, seed, 0).rows())


# --- more staff


@SETTINGS
@given(
    st.integers(1, 4),
    st.sampled_from(["exponential: {mean: 5 hours}", "lognormal: {mean: 5 hours, cv: 2}", "fixed: 5 hours"]),
    st.sampled_from(["1 per day", "4 per day", "9 per day"]),
    st.sampled_from(["england", "continuous"]),
    st.integers(0, 10_000),
)
def test_nobody_waits_longer_for_one_more_member_of_staff(
    staff: int, time: str, rate: str, calendar: str, seed: int
) -> None:
    """In one queue, first come first served, on the same draws; times of work are each referral's own."""
    clock = f"clock: {{starts: 2018-12-10, length: 40 days, calendar: {calendar}}}"
    found = []
    for members in (staff, staff + 1):
        text, pathways = one_queue(time, members, rate, clock)
        found.append(stays(log_of(prepare(study(text), pathways, [])["baseline"], seed, 0), "work"))
    fewer, more = found
    assert fewer.referral.tolist() == more.referral.tolist()
    assert len(fewer.referral) > 5
    assert (more.start <= fewer.start).all()
    assert (more.leave <= fewer.leave).all()
    assert (fewer.start < NEVER).any()


# --- downstream of an edit


def line(dice: Random, length: int) -> tuple[Plain, Plain]:
    """A pathway without a way back, each state with a team or panel of its own, and its study."""
    states: dict[str, Plain] = {}
    teams: dict[str, Plain] = {}
    panels: dict[str, Plain] = {}
    times: dict[str, Plain] = {}
    findings: dict[str, Plain] = {}
    for number in range(length):
        name, onward = f"s{number}", f"s{number + 1}" if number + 1 < length else "out"
        later = f"s{dice.randrange(number + 1, length)}" if number + 1 < length else "out"
        kind = dice.choice(["task", "task", "wait", "panel"])
        states[name] = {"kind": kind, "finds": "view", "then": f"d{number}"}
        skip = {"when": {"view": "yes"}, "then": later}
        states[f"d{number}"] = {"kind": "decision", "choose": [skip, {"otherwise": onward}]}
        if kind == "panel":
            panels[f"p{number}"] = {"meets": dice.choice(["every Wednesday", "every 3 days"]), "slots": "3"}
            times[f"line.{name}"] = {"panel": f"p{number}"}
        else:
            times[f"line.{name}"] = {"exponential": {"mean": f"{dice.randrange(1, 12)} working hours"}}
        if kind == "task":
            teams[f"t{number}"] = {"staff": str(dice.randrange(1, 3))}
            times[f"line.{name}"]["team"] = f"t{number}"
        findings[f"line.{name}"] = {"view": {"yes": "0.25", "no": "0.75"}}
    states["out"] = {"kind": "end", "outcome": "done"}
    pathway = {
        "pathway": "line", "title": "Line", "version": "1", "status": "as-is", "lanes": {"a": "A"},
        "attributes": {"view": {"values": ["yes", "no"]}}, "start": "s0", "states": states,
    }  # fmt: skip
    written = {
        "study": "line", "title": "Line", "pathways": ["line"], "clock": {"starts": "2018-12-10", "length": "6 weeks"},
        "arrivals": {"line": {"rate": "2 per day"}}, "teams": teams, "panels": panels, "service_times": times,
        "findings": findings,
    }  # fmt: skip
    return pathway, written


def edit_from(first: int, dice: Random, pathway: Plain, written: Plain) -> None:
    """Change something about a state with this number or a later one."""
    number = dice.randrange(first, len(written["service_times"]))
    time = written["service_times"][f"line.s{number}"]
    edits: list[Callable[[], object]] = [
        lambda: written["findings"].update({f"line.s{number}": {"view": {"yes": "0.6", "no": "0.4"}}}),
        lambda: pathway["states"][f"d{number}"]["choose"].insert(0, {"when": {"view": "yes"}, "then": "out"}),
        lambda: (
            pathway["states"].update({"late": {"kind": "end", "outcome": "late"}})
            or pathway["states"][f"d{number}"]["choose"][-1].update({"otherwise": "late"})
        ),
    ]
    if "panel" in time:
        edits.append(lambda: written["panels"][f"p{number}"].update(slots="1"))
        edits.append(lambda: written["panels"][f"p{number}"].update(meets="every Friday"))
    else:
        edits.append(lambda: time.update(exponential={"mean": "30 working hours"}))
    if "team" in time:
        edits.append(lambda: written["teams"][f"t{number}"].update(staff="5"))
    for edit in dice.sample(edits, dice.randrange(1, len(edits))):
        edit()
    choose = pathway["states"][f"d{number}"]["choose"]
    if len(choose) == 3:
        choose.pop(1)


@SETTINGS
@given(st.randoms(use_true_random=False), st.integers(3, 7), st.integers(0, 1000))
def test_an_edit_downstream_leaves_what_is_upstream_as_it_was(dice: Random, length: int, seed: int) -> None:
    """To the last second; and what is edited does change, so that the test can tell."""
    pathway, written = line(dice, length)
    first = dice.randrange(1, length)
    before = rows({"line": {"line": pathway}}, written, seed)
    other, rewritten = copy.deepcopy(pathway), copy.deepcopy(written)
    edit_from(first, dice, other, rewritten)
    after = rows({"line": {"line": other}}, rewritten, seed)
    upstream = {f"{kind}{number}" for kind in "sd" for number in range(first)}
    assert [row for row in before if row.state in upstream] == [row for row in after if row.state in upstream]
    assert len([row for row in before if row.state in upstream]) > 50


# --- what means nothing


def rename_titles(dice: Random, pathways: Library, written: Plain) -> None:
    written["title"] = "Another title"
    for pathway in every(pathways):
        pathway["title"] = "Renamed"
        for state in pathway["states"].values():
            state["title"] = f"Title {dice.random()}"
        pathway["lanes"] = {name: f"Lane {name}" for name in pathway["lanes"]}


def reorder_keys(dice: Random, pathways: Library, written: Plain) -> None:
    """All but the order that means something: of branches and what they hold, of rows, of attributes found."""
    for pathway in every(pathways):
        for part in ("states", "attributes", "lanes"):
            pathway[part] = shuffled(dice, pathway.get(part, {}))
        for name, state in pathway["states"].items():
            pathway["states"][name] = shuffled(dice, state)
    for part in ("teams", "panels", "service_times", "findings"):
        if part in written:
            written[part] = shuffled(dice, written[part])
    for name in list(written):
        written[name] = written.pop(name) if dice.random() < 0.5 else written[name]


def every(pathways: Library) -> Iterator[Plain]:
    """Every definition."""
    for definitions in pathways.values():
        yield from definitions.values()


def shuffled(dice: Random, mapping: Mapping[str, Plain]) -> dict[str, Plain]:
    names = list(mapping)
    dice.shuffle(names)
    return {name: mapping[name] for name in names}


def add_state(dice: Random, pathways: Library, written: Plain) -> None:
    """One that nothing leads to, before the others or after them."""
    pathway = next(iter(next(iter(pathways.values())).values()))
    end = next(name for name, state in pathway["states"].items() if state.get("kind") == "end")
    new = {"unused_state": {"kind": "task", "lane": next(iter(pathway["lanes"])), "then": end}}
    both = [new, pathway["states"]]
    dice.shuffle(both)
    pathway["states"] = both[0] | both[1]
    written["service_times"]["p.unused_state"] = {"fixed": "1 day"}


def add_team(dice: Random, pathways: Library, written: Plain) -> None:
    written["teams"] = {"unused_team": {"staff": "3"}} | written.get("teams", {})


def add_panel(dice: Random, pathways: Library, written: Plain) -> None:
    written["panels"] = {"unused_panel": {"meets": "every Monday", "slots": "2"}} | written.get("panels", {})


def add_pathway(dice: Random, pathways: Library, written: Plain) -> None:
    """With referrals and a team of its own."""
    pathways["other"] = {"other": {
        "pathway": "other", "title": "Other", "version": "1", "status": "as-is", "lanes": {"x": "X"}, "start": "work",
        "states": {"work": {"then": "out"}, "out": {"kind": "end", "outcome": "done"}},
    }}  # fmt: skip
    both = [{"other": {"rate": "3 per day"}}, written["arrivals"]]
    dice.shuffle(both)
    written["arrivals"] = both[0] | both[1]
    written["pathways"] = written["pathways"] | {"other": "other"}
    written["teams"] = written.get("teams", {}) | {"others": {"staff": "1"}}
    written["service_times"]["other.work"] = {"team": "others", "fixed": "2 hours"}


EDITS: Final = (rename_titles, reorder_keys, add_state, add_team, add_panel, add_pathway)


def of_the_first(found: list[Row]) -> list[Row]:
    """The events of pathway `p`, its referrals numbered by themselves."""
    numbers: dict[int, int] = {}
    mine = [row for row in found if row.pathway == "p"]
    return [row._replace(referral=numbers.setdefault(row.referral, len(numbers))) for row in mine]


@pytest.mark.parametrize("edit", EDITS)
@settings(parent=SETTINGS, max_examples=max(8, EXAMPLES // 3))
@given(made=written_studies(), dice=st.randoms(use_true_random=False), seed=st.integers(0, 1000))
def test_the_log_is_unchanged_by_what_means_nothing(
    edit: Callable[[Random, Library, Plain], None], made: WrittenStudy, dice: Random, seed: int
) -> None:
    """On random studies of random pathways, with every way of arriving, waiting, working and meeting."""
    pathways = {f"pathway-{role}": copy.deepcopy(dict(written.plain)) for role, written in made.pathways.items()}
    written = copy.deepcopy(made.plain)
    try:
        before = rows(pathways, written, seed)
    except StudyError:
        reject()  # a random study may be impossible
    edit(dice, pathways, written)
    assert of_the_first(rows(pathways, written, seed)) == of_the_first(before)
