"""Names of measures, states, teams and targets to the words a reader knows them by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatchcase
from functools import cached_property

from pathways.definition import LinkedPathway
from pathways.simulation import Study

Name = tuple[str, str, str, str]  # measure, pathway, of, statistic


def with_scenario(study: Study, scenario: str) -> str:
    """The title of a study that has scenarios, with which of them is meant: `Waits, with 'two people'`."""
    if not study.scenarios:
        return study.title
    side = "as things stand" if scenario == study.baseline.name else f"with '{plain(scenario)}'"
    return f"{study.title}, {side}"


class Names:
    """The titles that a study and its pathways give their parts."""

    def __init__(self, study: Study, pathways: Mapping[str, LinkedPathway]) -> None:
        self.study, self.pathways = study, pathways
        self._titles: dict[str, dict[str, str]] = {}  # of states, by role

    def label(self, name: Name) -> str:
        """A measure in words, with its pathway where the study has several."""
        measure, role, of, _ = name
        where = f" ({self.role(role)})" if role and self.has_roles else ""
        match measure:
            case "time_to_end":
                return f"From arrival to the end{where}"
            case "time_to_milestone":
                return f"{self._stretch(role, of)}{where}"
            case "within_target":
                return f"{self._standard(role, of)}{where}"
            case "reached":
                return f"{self._stretch(role, of)}: ever{where}"
            case "wait":
                return f"{self.state(role, of) if role else self.resource(of)}{where}"
            case "utilisation":
                return f"{self.resource(of)}: time in use"
            case "queue":
                return f"{self.resource(of)}: waiting on average"
            case "slots_used":
                panel = self.study.baseline.spec.panels.get(of)
                return f"{self.resource(of)}: {'slots' if panel is None or panel.agenda is None else 'agenda'} in use"
            case "left_over":
                return f"{self.resource(of)}: still waiting after a meeting"
            case "arrivals":
                return f"Arriving{where}"
            case "open":
                return f"Open on average{where}"
            case "outcome":
                return f"Ending as '{self.outcome(role, of)}'{where}"
            case "visits":
                return f"Coming to '{self.state(role, of)}', first or again{where}"
            case "caseload":
                return f"In '{self.state(role, of)}' on average{where}"
            case "time_in_state":
                return f"Time in '{self.state(role, of)}'{where}"
            case "time_to_start":
                return f"Until work begins: {self.state(role, of) if role else self.resource(of)}{where}"
            case "breached":
                return f"{self._standard(role, of)}: broken{where}"
            case "ended_with":
                return f"Ending with {plain(of.replace('=', ': '))}{where}"
            case "heard" | "held" | "places_used":
                words = {"heard": "hearings", "held": "places held on average", "places_used": "places in use"}
                return f"{self.resource(of)}: {words[measure]}"
            case _:
                return f"{measure.replace('_', ' ')} {of}{where}".strip()

    def _pathways_of(self, role: str) -> Iterator[LinkedPathway]:
        for scenario in self.study.all_scenarios:
            pathway = self.pathways.get(scenario.spec.pathways.get(role, ""))
            if pathway is not None:
                yield pathway
        # One that is swapped for another at a date is simulated under its id, where that is no other's name.
        swapped = role.rpartition(".")[2]
        if role not in self.study.baseline.spec.pathways and swapped in self._later and swapped in self.pathways:
            yield self.pathways[swapped]

    @cached_property
    def _later(self) -> frozenset[str]:
        """The ids of pathways that are in force from a date on."""
        return frozenset(name for scenario in self.study.all_scenarios for _, name in scenario.later_pathways)

    @property
    def has_roles(self) -> bool:
        """Whether the study has several pathways, so that it matters which is meant."""
        return len(self.study.baseline.spec.pathways) > 1 or bool(self._later)

    def role(self, role: str) -> str:
        """What the study calls a pathway."""
        return plain(role)

    def state(self, role: str, name: str) -> str:
        """A state's title; with where it stands, if another state that was there before it has the same one."""
        if role not in self._titles:
            self._titles[role] = _told_apart(self._pathways_of(role))
        return self._titles[role].get(name) or plain(name)

    def _way(self, role: str, name: str) -> tuple[str | None, str | None, str]:
        """Where a stretch begins (None: with the arrival) and ends (None: with the end), and the time it may take."""
        for pathway in self._pathways_of(role):
            if name in pathway.targets:
                target = pathway.targets[name]
                within = target.standard.within if target.standard is not None else None
                return target.start, target.end, str(within or "")
        named = self.study.baseline.spec.milestones.get(name)
        if named is not None and named.pathway == role:
            return named.from_, named.to, str(named.within or "")
        state, _, allowed = name.partition(" within ")  # an expectation's
        return None, None if state == "end" else state.removesuffix(" at all"), allowed

    def _stretch(self, role: str, name: str) -> str:
        """From where to where a milestone runs; an expectation's runs from the arrival."""
        start, end, _ = self._way(role, name)
        first = "arrival" if start is None or self._is_first(role, start) else f"'{self.state(role, start)}'"
        last = "the end" if end is None else f"'{self.state(role, end)}'"
        return f"From {first} to {last}"

    def _standard(self, role: str, name: str) -> str:
        """What is to be done within what time."""
        within = self.within(("", role, name, ""))
        at_state = any(name in pathway.states for pathway in self._pathways_of(role))
        what = self.state(role, name) if at_state else self._stretch(role, name)
        return f"{what} within {within}" if within else what

    def ends(self, name: Name) -> tuple[str | None, str]:
        """The titles, in quotes, of the states where a milestone begins (None: arrival) and ends."""
        start, end, _ = self._way(name[1], name[2])
        first = None if start is None or self._is_first(name[1], start) else f"'{self.state(name[1], start)}'"
        return first, "the end" if end is None else f"'{self.state(name[1], end)}'"

    def _is_first(self, role: str, state: str) -> bool:
        """Whether every referral begins in this state, so that what runs from it runs from the arrival."""
        return any(pathway.starts == (state,) for pathway in self._pathways_of(role))

    def is_end(self, name: Name) -> bool:
        """Whether a standard is about the end of a referral."""
        return self._way(name[1], name[2])[1] is None

    def within(self, name: Name) -> str:
        """The time that a standard allows."""
        for pathway in self._pathways_of(name[1]):
            if name[2] in pathway.states:
                standard = pathway.states[name[2]].target
                if standard is not None and standard.within:
                    return str(standard.within)
        return self._way(name[1], name[2])[2]

    def outcome(self, role: str, outcome: str) -> str:
        """The titles of the ends that have this outcome."""
        for pathway in self._pathways_of(role):
            titles = dict.fromkeys(state.title for state in pathway.states.values() if state.outcome == outcome)
            if titles:
                return " / ".join(titles)
        return plain(outcome)

    def attribute(self, name: str) -> str:
        """The title of what is known about a referral."""
        found = (pathway.attributes[name].title for pathway in self.pathways.values() if name in pathway.attributes)
        return next(found, plain(name))

    def entry(self, section: str, name: str) -> str:
        """What an entry of a study is about: titles of states with their pathways, of teams, of interrupts."""
        if section in ("teams", "places", "panels"):
            return self.resource(name)
        if section == "arrivals":
            return self.role(name)
        if section == "clock":
            return "simulated"
        if name.startswith("lane:"):
            lane = name.removeprefix("lane:")
            titles = {id_: title for pathway in self.pathways.values() for id_, title in pathway.lanes.items()}
            return f"{titles.get(lane, plain(lane))}: every other task"
        found: dict[str, list[str]] = {}
        for role in self.study.baseline.spec.pathways:
            for pathway in self._pathways_of(role):
                named = pathway.interrupts if section == "interrupts" else pathway.states
                for id_, title in ((id_, thing.title) for id_, thing in named.items()):
                    if fnmatchcase(f"{role}.{id_}", name) and role not in found.setdefault(title, []):
                        found[title].append(role)
        if not found:
            return plain(name)
        roles = list(dict.fromkeys(role for several in found.values() for role in several))
        where = f" ({' and '.join(map(self.role, roles))})" if self.has_roles else ""
        return f"{', '.join(found)}{where}"

    def told(self, of: str, says: str) -> str:
        """The words of a check, with the team's or panel's title instead of its name."""
        return says.replace(f"'{of}'", f"'{self.resource(of)}'") if of and "." not in of else says

    def resource(self, name: str) -> str:
        """The title of a team, a panel or places."""
        spec = self.study.baseline.spec
        entry = spec.teams.get(name) or spec.panels.get(name) or spec.places.get(name)
        if entry is not None and entry.title:
            return entry.title
        # Pathways that are in force name their lanes before those that a scenario puts in their place.
        own = [self.pathways[id_] for id_ in spec.pathways.values() if id_ in self.pathways]
        lanes = {lane: title for each in (*self.pathways.values(), *own[::-1]) for lane, title in each.lanes.items()}
        if name in lanes:
            return lanes[name]
        # Words such as "pcm" keep the capitals that the pathways give them.
        words = [lanes[w] if lanes.get(w, "").lower() == w else w for w in plain(name).split(" ")]
        return " ".join([words[0][:1].upper() + words[0][1:], *words[1:]])


def number(value: float) -> str:
    """A number with as many digits as its size deserves."""
    size = abs(value)
    text = f"{value:.0f}" if size >= 100 else f"{value:.1f}" if size >= 1 or size < 0.005 else f"{value:.2f}"
    return "0.0" if text in ("-0.0", "-0.00", "0.00") else text


def capital(text: str) -> str:
    """A sentence's beginning, whatever stood before it."""
    return text[:1].upper() + text[1:]


def plain(name: str) -> str:
    """A name without the signs that stand for spaces."""
    return name.replace("_", " ").replace("-", " ")


def _told_apart(pathways: Iterable[LinkedPathway]) -> dict[str, str]:
    """A title for each state of pathways that stand in for each other: that of the first to have it is left alone."""
    found: dict[str, str] = {}
    for pathway in pathways:
        taken = set(found.values())
        mine = Counter(state.title for name, state in pathway.states.items() if name not in found)
        for name, state in pathway.states.items():
            is_alone = mine[state.title] == 1 and state.title not in taken
            place = plain(name.rpartition(".")[0] or name)
            found.setdefault(name, state.title if is_alone else f"{state.title} [{place}]")
    return found
