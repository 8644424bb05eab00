"""Names of measures, states, teams and targets to the words a reader knows them by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pathways.definition import LinkedPathway
from pathways.simulation import Study

Name = tuple[str, str, str, str]  # measure, pathway, of, statistic


class Names:
    """The titles that a study and its pathways give their parts."""

    def __init__(self, study: Study, pathways: Mapping[str, LinkedPathway]) -> None:
        self.study, self.pathways = study, pathways

    def label(self, name: Name) -> str:
        """A measure in words, with its pathway where the study has several."""
        measure, role, of, _ = name
        where = f" ({self._role_title(role)})" if role and len(self.study.baseline.spec.pathways) > 1 else ""
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
                return f"{self._state(role, of)}{where}"
            case "utilisation":
                return f"{self._resource(of)}: time in use"
            case "queue":
                return f"{self._resource(of)}: waiting on average"
            case "slots_used":
                return f"{self._resource(of)}: slots in use"
            case "left_over":
                return f"{self._resource(of)}: left over after a meeting"
            case "arrivals":
                return f"Arriving{where}"
            case "open":
                return f"Open on average{where}"
            case _:
                return f"{measure.replace('_', ' ')} {of}{where}".strip()

    def _pathways_of(self, role: str) -> Iterator[LinkedPathway]:
        for scenario in self.study.all_scenarios:
            pathway = self.pathways.get(scenario.spec.pathways.get(role, ""))
            if pathway is not None:
                yield pathway

    def _role_title(self, role: str) -> str:
        return plain(role)

    def _state(self, role: str, name: str) -> str:
        for pathway in self._pathways_of(role):
            if name in pathway.states:
                return pathway.states[name].title
        return plain(name)

    def _stretch(self, role: str, name: str) -> str:
        """From where to where a milestone runs; an expectation's runs from the arrival."""
        for pathway in self._pathways_of(role):
            if name in pathway.targets:
                target = pathway.targets[name]
                return f"From '{self._state(role, target.start)}' to '{self._state(role, target.end)}'"
        state = name.partition(" within ")[0]
        return "From arrival to the end" if state == "end" else f"From arrival to '{self._state(role, state)}'"

    def _standard(self, role: str, name: str) -> str:
        """What is to be done within what time."""
        for pathway in self._pathways_of(role):
            if name in pathway.targets or name in pathway.states:
                at_state = name in pathway.states
                standard = pathway.states[name].target if at_state else pathway.targets[name].standard
                within = f" within {standard.within}" if standard is not None and standard.within else ""
                return f"{self._state(role, name) if at_state else self._stretch(role, name)}{within}"
        return f"{self._stretch(role, name)} within {name.partition(' within ')[2]}"

    def _resource(self, name: str) -> str:
        spec = self.study.baseline.spec
        entry = spec.teams.get(name) or spec.panels.get(name)
        if entry is not None and entry.title:
            return entry.title
        lanes = {lane: title for pathway in self.pathways.values() for lane, title in pathway.lanes.items()}
        if name in lanes:
            return lanes[name]
        # Words such as "pcm" keep the capitals that the pathways give them.
        words = [lanes[w] if lanes.get(w, "").lower() == w else w for w in plain(name).split(" ")]
        return " ".join([words[0][:1].upper() + words[0][1:], *words[1:]])


def plain(name: str) -> str:
    """A name without the signs that stand for spaces."""
    return name.replace("_", " ").replace("-", " ")
