"""The entries about who comes (`arrivals`, `returns`, `start`) to streams of referrals, or what is wrong in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Final

from pathways.calendars import Calendar
from pathways.definition.report import Report, listed, one_of
from pathways.machine.compiled import NONE, CompiledPathway, Kind
from pathways.simulation.arrivals import DAY, Expected, Profiles
from pathways.simulation.draws import purpose_words
from pathways.simulation.middles import written_durations
from pathways.simulation.model import CERTAIN, Case, Entering, Finding, Returns, Role, Stand, Stream, TimeTaken
from pathways.simulation.shares import finding, thresholds
from pathways.simulation.spec import ArrivalSpec, DistributionSpec, ReturnsSpec, StandSpec, StudySpec
from pathways.simulation.times import time_taken
from pathways.simulation.unknowns import unknown_later
from pathways.source import Document, Key

_MOST_ARRIVALS: Final = 1_000_000
_STANDING: Final = (Kind.TASK, Kind.WAIT, Kind.PANEL, Kind.PARALLEL)


@dataclass(frozen=True)
class Coming:
    """A stream in one epoch: how many are expected on each day, within which hours, and as what."""

    name: str
    expected: Expected
    opens: int
    hours: int
    entering: Entering


class StreamBinder:
    """Who comes in one epoch of a scenario. Faults go to the report.

    Parameters
    ----------
    roles
        The pathways by the name that the study gives them.
    numbers
        The number of each of them in the model.
    """

    def __init__(
        self,
        spec: StudySpec,
        document: Document,
        roles: Mapping[str, CompiledPathway],
        numbers: Mapping[str, int],
        calendar: Calendar,
        profiles: Profiles,
        report: Report,
    ) -> None:
        self.spec, self.document, self.roles, self.numbers = spec, document, roles, numbers
        self.calendar, self.profiles, self.report = calendar, profiles, report

    def comings(self) -> list[Coming]:
        """Every stream, by name: so the order of a file decides nothing, not even between two in the same second."""
        for name in self.spec.returns:
            if name not in self.spec.arrivals:
                known, _ = one_of(name, self.spec.arrivals, "streams of arrivals")
                self._add("study-name", ("returns", name), f"'{name}' is not a stream of arrivals", known,
                          "name the stream whose referrals come back")  # fmt: skip
        found = (self._coming(name, spec) for name, spec in sorted(self.spec.arrivals.items()))
        return [coming for coming in found if coming is not None]

    def _coming(self, name: str, spec: ArrivalSpec) -> Coming | None:
        role, path = spec.pathway or name, ("arrivals", name)
        if role not in self.roles:
            if role not in self.spec.pathways:
                known, _ = one_of(role, self.spec.pathways, "pathways")
                where = (*path, "pathway") if spec.pathway else path
                self._add(
                    "study-pathway",
                    where,
                    f"'{role}' is not a pathway of this study",
                    known,
                    "correct the name, or say which with 'pathway: ...'",
                )
            return None
        pathway, again = self.roles[role], self.spec.returns.get(name)
        expected = self._expected(spec, path)
        starts = self._starts(spec, pathway, path)
        attributes = self._attributes(spec, again, pathway, path)
        returns = None
        if again is not None:
            returns = self._returns(again, attributes or (), pathway, ("returns", name))
        if expected is None or starts is None or attributes is None:
            return None
        in_working_time = spec.come == "working time" or spec.rate.is_working
        opens, hours = (self.calendar.opens, self.calendar.day_length) if in_working_time else (0, DAY)
        return Coming(name, expected, opens, hours, Entering(self.numbers[role], starts, attributes, returns))

    def _expected(self, spec: ArrivalSpec, path: tuple[Key, ...]) -> Expected | None:
        expected = self.profiles.expected(spec, self.document, path, self.report)
        if expected is not None and expected.total > _MOST_ARRIVALS:
            self._add(
                "study-arrivals",
                (*path, "rate"),
                f"about {float(expected.total):,.0f} referrals would arrive",
                f"at most {_MOST_ARRIVALS:,} in one replication",
                "lower the rate, or shorten the study",
            )
            return None
        return expected

    def _starts(
        self, spec: ArrivalSpec, pathway: CompiledPathway, path: tuple[Key, ...]
    ) -> tuple[tuple[int, int], ...] | None:
        names = [pathway.states[start].name for start in pathway.starts]
        if spec.starts is None:
            if len(names) == 1:
                return ((CERTAIN, pathway.starts[0]),)
            self._add(
                "study-missing",
                path,
                f"'{pathway.id}' has {len(names)} front doors",
                f"the share that comes in by each of {listed(names, last='and')}",
                "add 'starts: {door: share}'",
            )
            return None
        found = thresholds(spec.starts, names, self.document, (*path, "starts"), self.report)
        return None if found is None else tuple((threshold, pathway.index[name]) for name, threshold in found)

    # --- what is known on arrival

    def _attributes(
        self, spec: ArrivalSpec, again: ReturnsSpec | None, pathway: CompiledPathway, path: tuple[Key, ...]
    ) -> tuple[Finding, ...] | None:
        known = [pathway.attributes[index] for index in pathway.arrival]
        given = self._first_time(again, pathway)
        missing = [name for name in known if name not in spec.attributes and name not in given]
        if missing:
            self._add(
                "study-missing",
                path,
                f"nothing says what {listed(missing, last='and')} is when a referral arrives",
                "shares for each of its values",
                f"add 'attributes: {{{missing[0]}: {{value: share}}}}'",
            )
            return None
        drawn = self._drawn(spec.attributes, known, pathway, (*path, "attributes"))
        if drawn is None:
            return None
        # What only coming back changes is known first, so that shares may depend on it.
        return (*(each for name, each in given.items() if name not in spec.attributes), *drawn)

    def _drawn(
        self, written: Mapping[str, Any], known: list[str], pathway: CompiledPathway, path: tuple[Key, ...]
    ) -> tuple[Finding, ...] | None:
        found: list[Finding] = []
        for name, shares in written.items():
            if name not in known:
                expected, _ = one_of(name, known, "attributes known on arrival")
                message = f"'{name}' is not known when a referral arrives"
                self._add("study-value", (*path, name), message, expected, "take it out")
                return None
            each = self._finding(name, shares, pathway, (*path, name))
            if each is None:
                return None
            found.append(each)
        return tuple(found)

    def _finding(self, name: str, shares: Any, pathway: CompiledPathway, path: tuple[Key, ...]) -> Finding | None:
        domain = pathway.domains[pathway.attribute_index(name)]
        purpose = purpose_words("arrival", "attribute", name)
        return finding(name, shares, domain, purpose, pathway, self.document, path, self.report)

    def _first_time(self, again: ReturnsSpec | None, pathway: CompiledPathway) -> dict[str, Finding]:
        """What is certain of those who come for the first time, if nothing else is said."""
        found = {}
        if again is not None and again.counts in pathway.attributes:
            found[again.counts] = _certain(again.counts, 0, pathway)
        if again is not None and again.recent is not None and again.recent.attribute in pathway.attributes:
            domain = pathway.domains[pathway.attribute_index(again.recent.attribute)]
            if again.recent.otherwise in domain:
                value = domain.index(again.recent.otherwise)
                found[again.recent.attribute] = _certain(again.recent.attribute, value, pathway)
        return found

    # --- who comes back

    def _returns(
        self, spec: ReturnsSpec, first: tuple[Finding, ...], pathway: CompiledPathway, path: tuple[Key, ...]
    ) -> Returns | None:
        known = [pathway.attributes[index] for index in pathway.arrival]
        chances = self._chances(spec, pathway, path)
        delay = time_taken(spec.delay, self.calendar, self.document, (*path, "delay"), self.report)
        anew: tuple[Finding, ...] | None = ()
        if not isinstance(spec.attributes, str):
            anew = self._drawn(spec.attributes, known, pathway, (*path, "attributes"))
        counts, recent = NONE, None
        if spec.counts is not None:
            counts = self._known(spec.counts, known, pathway, (*path, "counts"))
            if counts != NONE and not pathway.linked.attributes[spec.counts].is_range:
                self._add("study-value", (*path, "counts"), f"'{spec.counts}' does not count: it has values with names",
                          "an attribute with a range, such as 'range: [0, 5]'", "name one that counts")  # fmt: skip
        if spec.recent is not None:
            attribute = self._known(spec.recent.attribute, known, pathway, (*path, "recent", "attribute"))
            values = {}
            for key in ("value", "otherwise") if attribute != NONE else ():
                value, domain = getattr(spec.recent, key), pathway.domains[attribute]
                if value not in domain:
                    expected, _ = one_of(value, domain, "values")
                    self._add("study-value", (*path, "recent"), f"'{spec.recent.attribute}' is never '{value}'",
                              expected, f"say which with '{key}: ...'")  # fmt: skip
                values[key] = domain.index(value) if value in domain else NONE
            if values:
                recent = attribute, values["value"], values["otherwise"], spec.recent.within
        if chances is None or delay is None or anew is None:
            return None
        fresh = {each.attribute: each for each in anew}
        attributes = tuple(fresh.get(each.attribute, each) for each in first)
        return Returns(chances, delay, attributes, frozenset(fresh), counts, recent)

    def _chances(self, spec: ReturnsSpec, pathway: CompiledPathway, path: tuple[Key, ...]) -> dict[int, int] | None:
        """By final state. A state that is named counts before its outcome."""
        ends = {
            state.name: pathway.linked.states[state.name].outcome for state in pathway.states if state.kind is Kind.END
        }
        names = [*ends, *(outcome for outcome in dict.fromkeys(ends.values()) if outcome is not None)]
        found: dict[int, int] = {}
        is_known = True
        for name, share in spec.after.items():
            if name not in names:
                expected, _ = one_of(name, names, "final states and outcomes")
                message = f"nothing on '{pathway.id}' ends as '{name}'"
                self._add("study-state", (*path, "after", name), message, expected, "name an outcome or a final state")
                is_known = False
            elif share == 1:
                self._add("study-shares", (*path, "after", name), "all would come back, again and again",
                          "a share below 100%", "lower it")  # fmt: skip
                is_known = False
        for state, outcome in ends.items():
            share = spec.after.get(state, spec.after.get(outcome or "", Fraction(0)))
            if share:
                found[pathway.index[state]] = int(share * CERTAIN)
        return found if is_known else None

    def _known(self, name: str, known: list[str], pathway: CompiledPathway, path: tuple[Key, ...]) -> int:
        if name in known:
            return pathway.attribute_index(name)
        expected, _ = one_of(name, known, "attributes known on arrival")
        message = f"'{name}' is not known when a referral arrives"
        self._add("study-value", path, message, expected, "give it 'from: arrival' in the pathway, or name another")
        return NONE

    # --- who is there as the study begins

    def standing(self, comings: list[Coming], plans: Sequence[Role]) -> list[Stream]:
        """The open caseload, each entry a stream of its own.

        Parameters
        ----------
        plans
            By number of role.
        """
        if self.spec.start is None:
            return []
        found: list[Stream] = []
        for role, stands in self.spec.start.open_caseload.items():
            path: tuple[Key, ...] = ("start", "open_caseload", role)
            if role not in self.roles:
                if role not in self.spec.pathways:
                    expected, _ = one_of(role, self.spec.pathways, "pathways")
                    self._add("study-pathway", path, f"'{role}' is not a pathway of this study", expected, "correct it")
                continue
            usual = next(
                (c.entering for c in comings if c.entering.role == self.numbers[role] and c.name == role), None
            )
            usual = usual or next((c.entering for c in comings if c.entering.role == self.numbers[role]), None)
            seen: dict[str, int] = {}
            for number, stand in enumerate(stands):
                seen[stand.state] = seen.get(stand.state, -1) + 1
                name = f"open:{role}:{stand.state}:{seen[stand.state]}"
                stream = self._stand(name, role, stand, usual, plans, (*path, number))
                found += [] if stream is None else [stream]
        return found

    def _stand(
        self,
        name: str,
        role: str,
        spec: StandSpec,
        usual: Entering | None,
        plans: Sequence[Role],
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
            stay = plans[self.numbers[role]].states[state].time
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
        own: list[Finding] = []
        for name, shares in spec.attributes.items():
            if name not in pathway.attributes:
                expected, _ = one_of(name, pathway.attributes, "attributes")
                message = f"'{pathway.id}' has no attribute '{name}'"
                self._add("study-value", (*path, "attributes", name), message, expected, "correct the name")
                return None
            each = self._finding(name, shares, pathway, (*path, "attributes", name))
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


def _certain(name: str, value: int, pathway: CompiledPathway) -> Finding:
    purpose = purpose_words("arrival", "attribute", name)
    return Finding(pathway.attribute_index(name), purpose, (Case(None, ((CERTAIN, value),), ((Fraction(1), value),)),))


def longest_age(streams: Iterable[Stream]) -> int:
    """Seconds, working or not, of the greatest age of those who stand there."""
    return max(
        (s.stand.age.table.longest for s in streams if s.stand is not None and s.stand.age is not None), default=0
    )


def _first(spec: DistributionSpec) -> str:
    """The first duration that the entry of a distribution gives."""
    return str(next(iter(written_durations(spec).values())))
