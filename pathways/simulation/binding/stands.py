"""The entries of `start` to those who stand there as a study begins, or what is wrong in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from pathways.calendars import DAY, Calendar
from pathways.definition.report import Report, listed, one_of
from pathways.machine.compiled import NONE, CompiledPathway, Kind
from pathways.simulation.binding.attributes import Attributes
from pathways.simulation.binding.middles import written_durations
from pathways.simulation.binding.streams import Coming
from pathways.simulation.binding.times import time_taken
from pathways.simulation.binding.unknowns import unknown_later
from pathways.simulation.language.arriving import StandSpec, StartSpec
from pathways.simulation.language.lasting import DistributionSpec
from pathways.simulation.model import CERTAIN, Entering, Finding, Role, Stand, Stream, TimeTaken
from pathways.source import Document, Key

_STANDING: Final = (Kind.TASK, Kind.WAIT, Kind.PANEL, Kind.PARALLEL)


class StandBinder:
    """The open caseload of a scenario. Faults go to the report.

    Parameters
    ----------
    roles
        The pathways by the name that the study gives them.
    plans
        Of each of them, in the same order.
    """

    def __init__(
        self,
        roles: Mapping[str, CompiledPathway],
        plans: Sequence[Role],
        calendar: Calendar,
        document: Document,
        report: Report,
    ) -> None:
        self.roles, self.plans, self.calendar, self.document, self.report = roles, plans, calendar, document, report
        self.numbers = {name: number for number, name in enumerate(roles)}

    def streams(self, start: StartSpec, comings: Sequence[Coming]) -> list[Stream]:
        """Each entry as a stream of its own.

        Parameters
        ----------
        comings
            Those who arrive; what is known of them is by default known of those who stand there too.
        """
        found: list[Stream] = []
        for role, stands in start.open_caseload.items():
            path: tuple[Key, ...] = ("start", "open_caseload", role)
            if role not in self.roles:
                expected, _ = one_of(role, self.roles, "pathways")
                self._add("study-pathway", path, f"'{role}' is not a pathway of this study", expected, "correct it")
                continue
            of_role = [coming for coming in comings if coming.entering.role == self.numbers[role]]
            of_role.sort(key=lambda coming: coming.name != role)  # the stream of that name first
            usual = of_role[0].entering if of_role else None
            seen: dict[str, int] = {}
            for number, stand in enumerate(stands):
                seen[stand.state] = seen.get(stand.state, -1) + 1
                name = f"open:{role}:{stand.state}:{seen[stand.state]}"
                stream = self._stand(name, role, stand, usual, (*path, number))
                found += [] if stream is None else [stream]
        return found

    def _stand(
        self,
        name: str,
        role: str,
        spec: StandSpec,
        usual: Entering | None,
        path: tuple[Key, ...],
    ) -> Stream | None:
        pathway = self.roles[role]
        stands = [state.name for state in pathway.states if state.kind in _STANDING]
        if spec.state not in stands:
            expected, _ = one_of(spec.state, stands, "states where a referral can stand")
            self._add("study-state", (*path, "state"), f"no referral can stand in '{spec.state}' of '{role}'", expected,
                      "name a task, a wait, a panel or a state with branches")  # fmt: skip
            return None
        state = pathway.index[spec.state]
        age: TimeTaken | None = None
        if spec.age is not None:
            age = time_taken(spec.age, self.calendar, self.document, (*path, "age"), self.report)
            if age is None:
                return None
            stay = self.plans[self.numbers[role]].states[state].time
            if stay is not None and stay.is_working == age.is_working and stay.table.longest <= age.table.sample(0):
                self._add(
                    "study-time",
                    (*path, "age"),
                    f"nobody is in '{spec.state}' for as long as {_first(spec.age)}",
                    "an age below the longest time that the state takes",
                    "lower the age, or correct the time under 'service_times'",
                )
                return None
        attributes = self._known_of_standing(spec, state, pathway, usual, path)
        if attributes is None:
            return None
        inside: list[int] = []
        parallel = pathway.regions[pathway.states[state].region].parallel
        while parallel != NONE:
            inside.insert(0, parallel)
            parallel = pathway.regions[pathway.states[parallel].region].parallel
        starts = ((CERTAIN, pathway.starts[0]),) if usual is None else usual.starts
        returns = None if usual is None else usual.returns
        if returns is not None:
            given = {each.attribute: each for each in attributes}
            again = (e if e.attribute in returns.anew else given.get(e.attribute, e) for e in returns.attributes)
            returns = replace(returns, attributes=tuple(again))
        entering = Entering(self.numbers[role], starts, attributes, returns)
        return Stream(name, (0,), 0, DAY, (entering,), Stand(state, spec.count, age, tuple(inside)))

    def _known_of_standing(
        self,
        spec: StandSpec,
        state: int,
        pathway: CompiledPathway,
        usual: Entering | None,
        path: tuple[Key, ...],
    ) -> tuple[Finding, ...] | None:
        """What is known of them: by default, what is known on arrival is as in the stream of arrivals."""
        attributes = Attributes(pathway, self.document, self.report)
        own: list[Finding] = []
        for name, shares in spec.attributes.items():
            if name not in pathway.attributes:
                expected, _ = one_of(name, pathway.attributes, "attributes")
                message = f"'{pathway.id}' has no attribute '{name}'"
                self._add("study-value", (*path, "attributes", name), message, expected, "correct the name")
                return None
            each = attributes.one(name, shares, (*path, "attributes", name))
            if each is None:
                return None
            own.append(each)
        given = {each.attribute for each in own}
        taken = () if usual is None else tuple(each for each in usual.attributes if each.attribute not in given)
        known = given | {each.attribute for each in taken}
        lacking = [index for index in pathway.arrival if index not in known]
        lacking += [index for index in unknown_later(pathway, state, known) if index not in lacking]
        if lacking:
            names = [pathway.attributes[index] for index in lacking]
            self._add(
                "study-missing",
                path,
                f"nothing says what {listed(names, last='and')} is for those who stand in '{spec.state}', and it is "
                "asked for later",
                "shares for each of its values",
                f"add 'attributes: {{{names[0]}: {{value: share}}}}'",
            )
            return None
        return (*taken, *own)

    def _add(self, id: str, path: tuple[Key, ...], message: str, expected: str | None, remedy: str) -> None:
        self.report.add(id, self.document.place(path, key=True), message, expected, remedy)


def longest_age(streams: Iterable[Stream]) -> int:
    """Seconds, working or not, of the greatest age of those who stand there."""
    return max(
        (s.stand.age.table.longest for s in streams if s.stand is not None and s.stand.age is not None), default=0
    )


def _first(spec: DistributionSpec) -> str:
    """The first duration that the entry of a distribution gives."""
    return str(next(iter(written_durations(spec).values())))
