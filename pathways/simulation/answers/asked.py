"""Words such as "median wait for child.channel.panel_discussion" to the measure they mean, and which way is better."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from pathways.definition.report import Report, listed, nearest, one_of
from pathways.errors import Place
from pathways.machine.compiled import CompiledPathway, Kind
from pathways.measures import Key, Setting
from pathways.measures.setting import statistic_of
from pathways.simulation.binding.lookup import Lookup
from pathways.simulation.binding.wanted import UNSET
from pathways.simulation.language.asking import MeasuredSpec
from pathways.simulation.language.spec import StudySpec

Better = Literal["less", "more"]
Unit = Literal["working days", "share", "number"]
_SENTENCE: Final = re.compile(
    r"(?:the )?"
    r"(?:(?P<statistic>mean|restricted mean|average|median|p[1-9][0-9]?|[1-9][0-9]?th percentile of|share|yearly) )?"
    r"(?P<measure>[a-z][a-z0-9_ ]*?) (?:of|for|in|at|as|to|with) (?P<name>[a-z0-9_.=-]+)"
    r"(?: where (?P<attribute>[a-z0-9_]+) is (?P<value>[A-Za-z0-9_-]+))?"
    r"(?:, (?P<better>less|more) is better)?"
)
_STATISTICS: Final = {"average": "mean", "restricted mean": "restricted_mean", "yearly": "per_year"}
_PERCENTILES: Final = ("median", "p90", "p95")  # by default; a study may ask for others
_TIMED: Final = (Kind.TASK, Kind.WAIT, Kind.PANEL, Kind.PARALLEL)


@dataclass(frozen=True)
class Measure:
    """A kind of figure.

    Attributes
    ----------
    words
        How it is said.
    of
        What it is of: a `state`, a `target`, an `outcome`, a `pathway`, a `team`, `places` or a `panel`.
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
_BY_GROUP: Final = ("arrivals", "outcome", "reached", "time_to_end", "time_to_milestone", "within_target", "breached")
_DAYS: Final = ("mean", "median", "p90", "p95")
_SEEN: Final = ("median", "p90", "p95", "restricted_mean")  # those still under way count for as long as they were seen
MEASURES: Final = {
    "wait": Measure("wait", ("state", "team", "panel", "places"), _DAYS, "working days", "less", "for"),
    "time_to_start": Measure(
        "time until work begins", ("state", "team", "panel", "places"), _SEEN, "working days", "less", "for"
    ),
    "time_in_state": Measure("time in state", ("state",), _DAYS, "working days"),
    "time_from_entry": Measure("time from entry", ("state",), _SEEN, "working days"),
    "time_to_end": Measure("time to end", ("pathway",), _SEEN, "working days"),
    "time_to_milestone": Measure("time to target", ("target",), _SEEN, "working days", "less"),
    "within_target": Measure("share within target", ("target", "state"), ("share",), "share", "more"),
    "breached": Measure("breaches", ("target", "state"), ("share", "per_year"), "share", "less"),
    "reached": Measure("share getting", ("target",), ("share", "per_year"), "share", None, "to"),
    "outcome": Measure("share ending", ("outcome",), ("share", "per_year"), "share", None, "as"),
    "visits": Measure("visits", ("state",), ("per_year",), "number"),
    "caseload": Measure("caseload", ("state",), ("mean",), "number"),
    "ended_with": Measure("share ended", ("ending",), ("share",), "share", None, "with"),
    "arrivals": Measure("arrivals", ("pathway",), ("per_year",), "number"),
    "open": Measure("open referrals", ("pathway",), ("mean",), "number"),
    "utilisation": Measure("utilisation", ("team",), ("mean",), "share"),
    "queue": Measure("queue", ("team", "places"), ("mean",), "number", "less"),
    "held": Measure("places held", ("places",), ("mean",), "number"),
    "places_used": Measure("places used", ("places",), ("share",), "share"),
    "heard": Measure("hearings", ("panel",), ("per_year",), "number"),
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


def named_in(spec: StudySpec, pathways: Mapping[str, CompiledPathway]) -> dict[str, dict[str, tuple[str, str]]]:
    """The teams and states of a scenario, some of which the study as it stands may lack, by the names in measures."""
    states = {
        f"{role}.{state.name}": (role, state.name)
        for role, id_ in spec.pathways.items()
        if id_ in pathways
        for state in pathways[id_].states
        if state.kind in _TIMED
    }
    return {"team": {team: ("", team) for team in spec.teams}, "state": states}


class Names:
    """What a measure can be of, by the name that it says.

    Parameters
    ----------
    elsewhere
        What there is in a scenario, as `named_in` has it: a study may be about a post that is new in one.
    """

    def __init__(self, lookup: Lookup, elsewhere: Iterable[Mapping[str, Mapping[str, tuple[str, str]]]] = ()) -> None:
        spec = lookup.scenario.spec
        self._known: dict[str, dict[str, tuple[str, str]]] = {
            "pathway": {role: (role, "") for role in lookup.roles},
            "team": {team: ("", team) for team in spec.teams},
            "panel": {panel: ("", panel) for panel in spec.panels},
            "places": {places: ("", places) for places in spec.places},
            "state": {},
            "target": {},
            "outcome": {},
            "ending": {},
        }
        measured = spec.measured or MeasuredSpec.model_validate({})
        self.percentiles = tuple(statistic_of(percent) for percent in measured.percentiles)
        self.by = measured.by
        self.domains = {
            role: dict(zip(pathway.attributes, pathway.domains, strict=True)) for role, pathway in lookup.roles.items()
        }
        for name, stretch in spec.milestones.items():
            self._known["target"][f"{stretch.pathway}.{name}"] = (stretch.pathway, name)
        for role, attributes in self.domains.items():
            for attribute in measured.at_end:
                for value in (*attributes.get(attribute, ()), UNSET):
                    self._known["ending"][f"{role}.{attribute}={value}"] = (role, f"{attribute}={value}")
        for role, pathway in lookup.roles.items():
            for state in pathway.states:
                if state.kind in _TIMED:
                    self._known["state"][f"{role}.{state.name}"] = (role, state.name)
                outcome = pathway.linked.states[state.name].outcome
                if outcome is not None:
                    self._known["outcome"][f"{role}.{outcome}"] = (role, outcome)
            for target in pathway.linked.targets:
                self._known["target"][f"{role}.{target}"] = (role, target)
        for known in elsewhere:
            for kind, names in known.items():
                self._known[kind] = {**names, **self._known[kind]}

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
    statistics = [
        *(one for one in kind.statistics if one not in _PERCENTILES),
        *(names.percentiles if "median" in kind.statistics else ()),
    ]
    statistic = _statistic(match["statistic"]) or kind.statistics[0]
    if statistic not in statistics:
        report.add(
            "study-measure", place.on(match["statistic"] or words), f"there is no {statistic} of '{kind.words}'",
            listed(statistics), f"write '{statistics[0]}'" if len(statistics) > 1 else "leave it out",
        )  # fmt: skip
        return None
    known = names.of(kind.of)
    if match["name"] not in known:
        what = " and ".join(of if of.endswith("s") else f"{of}s" for of in kind.of)
        expected, _ = one_of(match["name"], known, what)
        near = nearest(match["name"], known)
        report.add(
            "study-measure", place.on(match["name"]), f"'{match['name']}' is none of this study's {what}",
            expected, f"write '{near}'" if near else "correct the name",
        )  # fmt: skip
        return None
    pathway, of = known[match["name"]]
    group = _group(match, measure, pathway, names, place, report)
    if group is None:
        return None
    key = Key(measure, pathway, of, statistic, group)
    better: Better | None = {"less": "less", "more": "more"}.get(match["better"], kind.better)  # type: ignore[assignment]
    return Asked(key, words_of(key), better)


def _statistic(words: str | None) -> str | None:
    """The statistic's name; `90th percentile of` is `p90`."""
    if words is None:
        return None
    percent = words.removesuffix("th percentile of")
    return statistic_of(int(percent)) if percent != words else _STATISTICS.get(words, words)


def _group(match: re.Match[str], measure: str, pathway: str, names: Names, place: Place, report: Report) -> str | None:
    """Of which referrals alone; empty for all, None, with findings, if such figures are not told apart."""
    attribute, value = match["attribute"], match["value"]
    if attribute is None:
        return ""
    domains = names.domains.get(pathway, {})
    if measure not in _BY_GROUP or attribute not in names.by or attribute not in domains:
        report.add(
            "study-measure", place.on(f"where {attribute}"), f"'{match['measure']}' is not told apart by '{attribute}'",
            f"one of {listed(_BY_GROUP)}, and an attribute of the pathway under 'measured: {{by: ...}}'",
            f"add 'measured: {{by: [{attribute}]}}', or leave this out",
        )  # fmt: skip
        return None
    if value not in domains[attribute]:
        expected, _ = one_of(value, domains[attribute], "values")
        report.add(
            "study-measure", place.on(value), f"'{attribute}' has no value '{value}'", expected, "correct the value"
        )
        return None
    return f"{attribute}={value}"


def _measure(statistic: str | None, words: str) -> str | None:
    """The measure's name; `share within target` has its statistic in its words."""
    for said in (
        words,
        f"share {words}" if statistic in ("share", "yearly") else "",
        "time in state" if words == "time" else "",
    ):
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
    attribute, _, value = key.group.partition("=")
    where = f" where {attribute} is {value}" if key.group else ""
    if key.measure == "within_target" and " within " in key.of:  # an expectation's
        return f"share of {key.pathway} referrals: {key.of}{where}"
    measure = MEASURES.get(key.measure)
    words, link = (key.measure.replace("_", " "), "of") if measure is None else (measure.words, measure.link)
    name = ".".join(part for part in (key.pathway, key.of) if part)
    is_said = key.statistic == "share" or (measure is not None and len(measure.statistics) == 1)
    statistic = "" if is_said else f"{key.statistic.replace('_', ' ')} "
    if key.statistic == "per_year" and not is_said:
        statistic, words = "yearly ", words.removeprefix("share ")
    return f"{statistic}{words} {link} {name}{where}"


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
