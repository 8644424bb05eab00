"""The studies of this repository to docs/studies.md: what each asks, what it varies, what came out, what it rests on.

`python -m tests.simulation.studies` writes the page anew; it runs every study.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Final

from pathways.commands.simulate import StudyOutcome, simulate_loaded
from pathways.measures import Estimate
from pathways.report.basis import bases
from pathways.report.names import Names, number, plain
from pathways.report.reading import VERDICTS
from pathways.simulation import Contrast, Result, Study
from pathways.simulation.answers.asked import Asked
from pathways.simulation.answers.expectations import ExpectationVerdict
from pathways.simulation.language.inputs import inputs
from pathways.workspace import LoadedPathway, SourceFile, load_pathways, load_study, study_names, workspace_of

ROOT: Final = Path(__file__).resolve().parents[2]
PAGE: Final = ROOT / "docs" / "studies.md"
STUDIES: Final = study_names(workspace_of(ROOT))
REPLICATIONS: Final = 100
_BASELINE: Final = "borough-baseline"
_HEAD: Final = "\n".join((
    "# What the studies found",
    "",
    "Every figure on this page is synthetic: simulated for Aldermere, a borough that does not exist, from numbers of "
    "which most are assumed.",
    "It shows what follows from them, and nothing about any real place.",
    f"Each study starts from [{_BASELINE}](../simulations/{_BASELINE}.yaml), writes only what is different, and is run "
    f"with {REPLICATIONS} replications and the seed that it names.",
    '"Better", "worse", "higher" and "lower" are said only where chance does not explain the difference, with 95% '
    "confidence for all that a study asks at once.",
    "Times are in working days, visits are counted by the year.",
    "`pathways simulate STUDY` tells more: intervals, every measure, every number that went in.",
    "The page is written by `python -m tests.simulation.studies` and tested to be current.",
    "",
))  # fmt: skip


@cache
def loaded() -> tuple[LoadedPathway, ...]:
    return load_pathways([], ROOT).require()


@cache
def study(name: str) -> tuple[Study, SourceFile]:
    return load_study(name, ROOT)


def mark(name: str) -> str:
    """Changes when the study, what it builds on, or one of its pathways changes."""
    found, _ = study(name)
    prints = [pathway.compiled.fingerprint for pathway in loaded() if pathway.id in found.pathways]
    return sha256("\n".join((found.text, *prints)).encode()).hexdigest()[:12]


def opening(name: str) -> str:
    """What a section of the page begins with, which takes no run to know."""
    found, file = study(name)
    varied = ", ".join(f"'{plain(scenario)}'" for scenario in found.scenarios)
    return "\n".join(
        (
            f"## {found.title}",
            "",
            f"[{name}](../{file.shown}), seed {found.seed}, mark {mark(name)}; varies {varied}.",
            "",
            str(found.question),
        )
    )


def page() -> str:
    """The whole page; runs every study."""
    names = [_BASELINE, *(name for name in STUDIES if name != _BASELINE)]
    return "\n".join((_HEAD, *(f"{opening(name)}\n\n{results(name)}\n" for name in names)))


def results(name: str) -> str:
    found, file = study(name)
    outcome = simulate_loaded(found, file, loaded(), replications=REPLICATIONS)
    return "\n".join((*_table(outcome), "", _rests_on(outcome)))


def _table(outcome: StudyOutcome) -> Iterator[str]:
    """What the study expects and asks for: as things stand, and in each scenario, with what may be said of it."""
    study, result, names = outcome.study, outcome.result, Names(outcome.study, outcome.pathways)
    scenarios = list(study.scenarios)
    yield f"| | as things stand | {' | '.join(plain(scenario) for scenario in scenarios)} |"
    yield "|---|---|" + "---|" * len(scenarios)
    for says in study.baseline.spec.expect:
        found = {each.scenario: each for each in result.expectations if each.says == says}
        cells = [_verdict(found[name]) for name in (study.baseline.name, *scenarios)]
        yield f"| expected: {_titled(says, names)} | {' | '.join(cells)} |"
    expected = {(each.measure, each.pathway, each.of, each.statistic) for each in result.expectations}
    for asked in result.asked:
        if tuple(asked.key[:4]) not in expected:
            cells = [_cell(asked, result, scenario) for scenario in scenarios]
            yield f"| {_label(asked, names)} | {_cell(asked, result)} | {' | '.join(cells)} |"


def _verdict(found: ExpectationVerdict) -> str:
    return f"{_number(found.value, found.unit)}, {VERDICTS[found.verdict]}"


def _number(value: float | None, unit: str) -> str:
    if value is None:
        return "not seen"
    return f"{100 * value:.1f}%" if unit == "share" else number(value)


def _cell(asked: Asked, result: Result, scenario: str | None = None) -> str:
    rows = result.to_rows() if scenario is None else result.to_rows(scenario)
    value = next((row.value for row in rows if _key(row) == tuple(asked.key[:4])), None)
    text = _number(value, asked.unit)
    if scenario is not None:
        text += "".join(f", {row.word}" for row in result.compare(scenario).asked if _key(row) == tuple(asked.key[:4]))
    return text


def _key(row: Estimate | Contrast) -> tuple[str, ...]:
    return row.measure, row.pathway, row.of, row.statistic


def _label(asked: Asked, names: Names) -> str:
    measure, role, of, statistic, *_ = asked.key
    stretch = names.study.baseline.spec.milestones.get(of)
    if stretch is not None and stretch.from_ is not None and stretch.to is not None:
        ways = f"From '{names.state(role, stretch.from_)}' to '{names.state(role, stretch.to)}' ({role})"
        return f"{ways}, {statistic}"
    if measure in ("time_to_milestone", "within_target"):
        return f"{names.label(asked.key[:4])}, {statistic}".removesuffix(", share")
    return _titled(asked.says.partition(", ")[0], names)


def _titled(says: str, names: Names) -> str:
    """The words of a study with titles for the names of states, outcomes and teams."""

    spec = names.study.baseline.spec
    teams = {team for scenario in names.study.all_scenarios for team in scenario.spec.teams}
    states = {state for pathway in names.pathways.values() for state in pathway.states}
    of_role = re.search(r" of (\w+) referrals ", says)

    def title(match: re.Match[str]) -> str:
        role, _, rest = match[0].partition(".")
        if rest and role in spec.pathways:
            return f"'{names.state(role, rest)}' ({role})"
        if match[0] in (*teams, *spec.panels, *spec.places):
            return f"'{names.resource(match[0])}'"
        return f"'{names.state(of_role[1], match[0])}'" if of_role and match[0] in states else match[0]

    return re.sub(r"[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)*", title, says)


def _rests_on(outcome: StudyOutcome) -> str:
    """How many of the numbers are measured, published and assumed, and how many are this study's own."""
    groups = bases(outcome.part, Names(outcome.study, outcome.pathways))
    counts = ", ".join(f"{len(group.rows)} {group.title.lower()}" for group in groups)
    own = {
        (each.section, each.name)
        for scenario in outcome.study.scenarios.values()
        for each in inputs(scenario)
        if each not in inputs(outcome.study.baseline)
    }
    changed = f"; its scenarios change or add {len(own)}" if own else ""
    return f"Numbers it rests on: {counts}{changed}."


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
