"""Words such as "median wait for child.channel.panel_discussion" to the measure they mean, and which way is better."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from pathways.definition.report import Report, listed, nearest, one_of
from pathways.errors import Place
from pathways.machine.compiled import Kind
from pathways.measures import Key, Setting
from pathways.simulation.lookup import Lookup

Better = Literal["less", "more"]
Unit = Literal["working days", "share", "number"]
_SENTENCE: Final = re.compile(
    r"(?:the )?(?:(?P<statistic>mean|average|median|p90|90th percentile of|share) )?"
    r"(?P<measure>[a-z][a-z0-9_ ]*?) (?:of|for|in|at|as|to) (?P<name>[a-z0-9_.-]+)"
    r"(?:, (?P<better>less|more) is better)?"
)
_STATISTICS: Final = {"average": "mean", "90th percentile of": "p90"}
_TIMED: Final = (Kind.TASK, Kind.WAIT, Kind.PANEL, Kind.PARALLEL)


@dataclass(frozen=True)
class Measure:
    """A kind of figure.

    Attributes
    ----------
    words
        How it is said.
    of
        What it is of: a `state`, a `target`, an `outcome`, a `pathway`, a `team` or a `panel`.
    statistics
        Which there are; the first is meant where none is said.
    better
        Whether less or more of it is better for those who are referred; None where neither is.
    """

    words: str
    of: tuple[str, ...]
    statistics: tuple[str, ...]
    unit: Unit
    better: Better | None = None
    link: str = "of"  # the word before what it is of


# Support that lasts longer, a pathway that ends later, more that arrive or staff that is busier may be good or bad.
MEASURES: Final = {
    "wait": Measure("wait", ("state",), ("mean", "median", "p90"), "working days", "less", "for"),
    "time_in_state": Measure("time in state", ("state",), ("mean", "median", "p90"), "working days"),
    "visits": Measure("visits", ("state",), ("per_year",), "number"),
    "time_to_end": Measure("time to end", ("pathway",), ("median", "p90"), "working days"),
    "time_to_milestone": Measure("time to target", ("target",), ("median", "p90"), "working days", "less"),
    "within_target": Measure("share within target", ("target", "state"), ("share",), "share", "more"),
    "reached": Measure("share getting", ("target",), ("share",), "share", None, "to"),
    "outcome": Measure("share ending", ("outcome",), ("share",), "share", None, "as"),
    "arrivals": Measure("arrivals", ("pathway",), ("per_year",), "number"),
    "open": Measure("open referrals", ("pathway",), ("mean",), "number"),
    "utilisation": Measure("utilisation", ("team",), ("mean",), "share"),
    "queue": Measure("queue", ("team",), ("mean",), "number", "less"),
    "slots_used": Measure("slots used", ("panel",), ("share",), "share"),
    "left_over": Measure("left over", ("panel",), ("mean",), "number", "less"),
}


@dataclass(frozen=True)
class Asked:
    """A measure that a study asks for."""

    key: Key
    says: str
    better: Better | None

    @property
    def unit(self) -> Unit:
        return unit_of(self.key)


class Names:
    """The states, targets, outcomes, pathways, teams and panels that a measure can be of, by what it says."""

    def __init__(self, lookup: Lookup) -> None:
        spec = lookup.scenario.spec
        self._known: dict[str, dict[str, tuple[str, str]]] = {
            "pathway": {role: (role, "") for role in lookup.roles},
            "team": {team: ("", team) for team in spec.teams},
            "panel": {panel: ("", panel) for panel in spec.panels},
            "state": {},
            "target": {},
            "outcome": {},
        }
        for role, pathway in lookup.roles.items():
            for state in pathway.states:
                if state.kind in _TIMED:
                    self._known["state"][f"{role}.{state.name}"] = (role, state.name)
                outcome = pathway.linked.states[state.name].outcome
                if outcome is not None:
                    self._known["outcome"][f"{role}.{outcome}"] = (role, outcome)
            for target in pathway.linked.targets:
                self._known["target"][f"{role}.{target}"] = (role, target)

    def of(self, kinds: Iterable[str]) -> dict[str, tuple[str, str]]:
        """Names of these kinds, each with the pathway and the rest of the key."""
        return {name: parts for kind in kinds for name, parts in self._known[kind].items()}


def parse_measure(sentence: str, names: Names, place: Place, report: Report) -> Asked | None:
    """The measure that a sentence means; None, with findings, if it means none."""
    words = " ".join(sentence.split())
    match = _SENTENCE.fullmatch(words)
    measure = None if match is None else _measure(match["statistic"], match["measure"])
    if match is None or measure is None:
        report.add(
            "study-measure", place, f"'{sentence}' names no measure",
            f"a measure ({listed([m.words for m in MEASURES.values()])}) of something",
            f"write for instance '{_example(names)}'",
        )  # fmt: skip
        return None
    kind = MEASURES[measure]
    statistic = _STATISTICS.get(match["statistic"] or "", match["statistic"]) or kind.statistics[0]
    if statistic not in kind.statistics:
        report.add(
            "study-measure", place.on(match["statistic"]), f"there is no {statistic} of '{kind.words}'",
            listed(kind.statistics), f"write '{kind.statistics[0]}'" if len(kind.statistics) > 1 else "leave it out",
        )  # fmt: skip
        return None
    known = names.of(kind.of)
    if match["name"] not in known:
        what = f"{' or '.join(kind.of)}s"
        expected, _ = one_of(match["name"], known, what)
        near = nearest(match["name"], known)
        report.add(
            "study-measure", place.on(match["name"]), f"'{match['name']}' is none of the {what} of this study",
            expected, f"write '{near}'" if near else "correct the name",
        )  # fmt: skip
        return None
    pathway, of = known[match["name"]]
    key = Key(measure, pathway, of, statistic)
    better: Better | None = {"less": "less", "more": "more"}.get(match["better"], kind.better)  # type: ignore[assignment]
    return Asked(key, words_of(key), better)


def _measure(statistic: str | None, words: str) -> str | None:
    """The measure's name; `share within target` has its statistic in its words."""
    for said in (words, f"share {words}" if statistic == "share" else "", "time in state" if words == "time" else ""):
        for name, measure in MEASURES.items():
            if said and said in (name, name.replace("_", " "), measure.words):
                return name
    return None


def _example(names: Names) -> str:
    for kind, words in (("state", "mean time in state"), ("team", "utilisation"), ("pathway", "median time to end")):
        for name in names.of((kind,)):
            return f"{words} of {name}"
    raise AssertionError("a study has a pathway")


def words_of(key: Key) -> str:
    """`median wait for child.channel.panel_discussion`."""
    if key.measure == "within_target" and " within " in key.of:  # an expectation's
        return f"share of {key.pathway} referrals: {key.of}"
    measure = MEASURES.get(key.measure)
    words, link = (key.measure.replace("_", " "), "of") if measure is None else (measure.words, measure.link)
    name = ".".join(part for part in (key.pathway, key.of) if part)
    statistic = "" if measure is not None and len(measure.statistics) == 1 else f"{key.statistic.replace('_', ' ')} "
    return f"{statistic}{words} {link} {name}"


def unit_of(key: Key) -> Unit:
    """In what a figure is counted."""
    if key.statistic == "per_year" or key.measure not in MEASURES:
        return "number"
    return MEASURES[key.measure].unit


def asked_by_default(setting: Setting, expected: Sequence[Asked]) -> tuple[Asked, ...]:
    """What a study asks for that names nothing: its expectations, every target, and each pathway's time to end."""
    found = {asked.key: asked for asked in expected}
    keys = []
    for role, pathway in setting.pathways.items():
        for state in pathway.states:
            target = pathway.linked.states[state.name].target
            if target is not None and target.within is not None and state.kind in _TIMED:
                keys.append(Key("within_target", role, state.name, "share"))
    keys += [Key("within_target", m.pathway, m.name, "share") for m in setting.milestones if m.within is not None]
    keys += [Key("time_to_end", role, "", "median") for role in setting.pathways]
    for key in keys:
        found.setdefault(key, Asked(key, words_of(key), MEASURES[key.measure].better))
    return tuple(found.values())
