"""The entries of `arrivals`, and who of them comes back, to streams of referrals; or what is wrong in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from pathways.calendars import Calendar
from pathways.definition.report import Report, listed, one_of
from pathways.machine.compiled import CompiledPathway
from pathways.simulation.binding.arrivals import DAY, Expected, Profiles
from pathways.simulation.binding.attributes import Attributes
from pathways.simulation.binding.returns import first_time, returns_of
from pathways.simulation.binding.shares import thresholds
from pathways.simulation.language.arriving import ArrivalSpec, ReturnsSpec
from pathways.simulation.language.spec import StudySpec
from pathways.simulation.model import CERTAIN, Entering, Finding
from pathways.source import Document, Key

_MOST_ARRIVALS: Final = 1_000_000


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
            attributes_of = Attributes(pathway, self.document, self.report)
            returns = returns_of(again, attributes or (), attributes_of, self.calendar, ("returns", name))
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
        known = Attributes(pathway, self.document, self.report)
        given = first_time(again, known)
        missing = [name for name in known.on_arrival if name not in spec.attributes and name not in given]
        if missing:
            self._add(
                "study-missing",
                path,
                f"nothing says what {listed(missing, last='and')} is when a referral arrives",
                "shares for each of its values",
                f"add 'attributes: {{{missing[0]}: {{value: share}}}}'",
            )
            return None
        drawn = known.drawn(spec.attributes, (*path, "attributes"))
        if drawn is None:
            return None
        # What only coming back changes is known first, so that shares may depend on it.
        return (*(each for name, each in given.items() if name not in spec.attributes), *drawn)

    def _add(self, id: str, path: tuple[Key, ...], message: str, expected: str | None, remedy: str) -> None:
        self.report.add(id, self.document.place(path, key=True), message, expected, remedy)
