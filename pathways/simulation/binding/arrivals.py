"""An entry of `arrivals` to the number of referrals expected before each day: their cumulative intensity.

Arrivals are a Poisson process whose intensity differs by day. With the intensity added up over time, the gaps between
arrivals are independent exponentials with mean 1 (Cinlar 1975, Introduction to Stochastic Processes, 4.7), so one draw
gives the next arrival exactly, however the intensity changes before it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property
from math import lcm
from typing import Final

from pathways.calendars import Calendar
from pathways.calendars.terms import is_in_term, is_within
from pathways.definition.report import Report
from pathways.simulation.binding.dated import Stretch, date_after, stretch
from pathways.simulation.language.arriving import ArrivalSpec, ProfileSpec, SchoolTermsSpec, SurgeSpec
from pathways.simulation.model import UNIT
from pathways.source import Document, Key
from pathways.units import Duration, parse_duration

DAY: Final = 86_400
_MONTHS: Final = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
                  "november", "december")  # fmt: skip
_WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_LONGEST_HOLIDAY: Final = timedelta(weeks=10)
_ONE: Final = Fraction(1)
_YEAR: Final = parse_duration("1 year")


@dataclass(frozen=True)
class Expected:
    """How many referrals are expected on each day: `numbers`, each divided by `per`, exactly."""

    numbers: list[int]
    per: int = 1

    @property
    def total(self) -> Fraction:
        return Fraction(sum(self.numbers), self.per)

    def on(self, first: int, last: int) -> Expected:
        """On the days from `first` to before `last`."""
        return Expected(self.numbers[first:last], self.per)


class Profiles:
    """The days of a study, and how arrivals are spread over them.

    The rate of a stream is its mean over whole years from the study's first date: as many as the study has, at least
    one. Surges, and dates on which a stream begins or ends, change what comes on their days and nothing on others.

    Parameters
    ----------
    days
        How many days are simulated, a last part counted whole.
    terms
        The dates of school terms, if the study gives them; their faults go to the report.
    """

    def __init__(
        self, calendar: Calendar, days: int, terms: SchoolTermsSpec | None, document: Document, report: Report
    ) -> None:
        self.calendar, self.days, self.document, self.report = calendar, days, document, report
        self.first = calendar.first
        self.year_days = (self._whole_years() - self.first).days
        self.terms = None if terms is None else [(term.first, term.last) for term in terms.dates]

    def _whole_years(self) -> date:
        last, years = self.first + timedelta(days=self.days), 1
        while date_after(self.first, Duration(_YEAR.amount * (years + 1), "year")) <= last:
            years += 1
        return date_after(self.first, Duration(_YEAR.amount * years, "year"))

    def check_terms(self) -> None:
        """Report terms that run backwards, overlap, or do not cover the study."""
        if self.terms is None:
            return
        before, faults = self.first, len(self.report.faults)
        for number, (first, last) in enumerate(self.terms):
            path = ("school_terms", "dates", number)
            if last < first:
                self._add((*path, "last"), f"this term ends on {last}, before it begins on {first}", "swap the dates")
            elif number and first <= before:
                self._add((*path, "first"), f"this term begins on {first}, before the one above it is over on {before}",
                          "write the terms in order of their dates")  # fmt: skip
            elif first - before > _LONGEST_HOLIDAY:
                self._add((*path, "first"), f"no term is given from {before} to {first}: too long for a holiday",
                          "add the terms between")  # fmt: skip
            before = max(before, last)
        until = self.first + timedelta(days=max(self.days, self.year_days))
        if len(self.report.faults) == faults and until - before > _LONGEST_HOLIDAY:
            message = f"the last term is over on {before}, but dates are needed until {until}"
            self._add(("school_terms", "dates"), message, "add the terms that are missing")

    def _add(self, path: tuple[Key, ...], message: str, remedy: str) -> None:
        expected = "terms in order that cover the study, and at least one year, with at most 10 weeks between them"
        self.report.add("study-terms", self.document.place(path), message, expected, remedy)

    def expected(self, spec: ArrivalSpec, document: Document, path: tuple[Key, ...], report: Report) -> Expected | None:
        """How many referrals are expected on each day; None, with findings, if that cannot be told."""
        calendar, rate = self.calendar, spec.rate
        in_working_time = spec.come == "working time" or rate.is_working
        days = range(max(self.days, self.year_days))
        seconds = self._working_seconds if in_working_time else [DAY] * len(days)
        weights = seconds
        if spec.profile is not None:
            factors = [self._factor(spec.profile, day) for day in days]
            unit = lcm(*{factor.denominator for factor in factors})
            weights = [int(factor * unit) * length for factor, length in zip(factors, seconds, strict=True)]
        whole = sum(weights[: self.year_days])
        if not whole:
            at = (*path, "profile") if spec.profile is not None else path
            report.add(
                "study-arrivals",
                document.place(at, key=True),
                "by this profile there is no day on which any referral comes",
                "more than 0 for some day of a year",
                "raise one of its numbers",
            )
            return None
        # In the average year as many come as the rate says; the days share them by their weights.
        average = sum(seconds[: self.year_days]) if rate.is_working else self.year_days * DAY
        scale = average / rate.mean_gap(calendar) / whole
        for at, surge in _numbered(spec, path):
            if surge.from_ is None and surge.until is None and surge.for_ is None:
                report.add(
                    "study-dates", document.place((*at, "times")), "this surge has no dates", "when it begins, or ends",
                    f"add 'from: {self.first}', or change the rate",
                )  # fmt: skip
        surges = [
            (surge.times, stretch(surge, "a surge", self.first, self.days, document, at, report))
            for at, surge in _numbered(spec, path)
        ]
        present = stretch(spec, f"the stream '{path[-1]}'", self.first, self.days, document, path, report)
        if present is None or any(when is None for _, when in surges):
            return None
        found = [scale.numerator * weight for weight in weights[: self.days]]
        per = scale.denominator
        for times, when in surges:
            first, last = _known(when)
            per *= times.denominator
            found = [
                each * (times.numerator if first <= day < last else times.denominator) for day, each in enumerate(found)
            ]
        return Expected([each if present[0] <= day < present[1] else 0 for day, each in enumerate(found)], per)

    @cached_property
    def _working_seconds(self) -> list[int]:
        """Of each day, up to whole years."""
        days = range(max(self.days, self.year_days))
        return [self.calendar.between(day * DAY, day * DAY + DAY) for day in days]

    def _factor(self, profile: ProfileSpec, day: int) -> Fraction:
        today = self.first + timedelta(days=day)
        factor = _ONE
        if profile.months is not None:
            factor *= getattr(profile.months, _MONTHS[today.month - 1])
        if profile.weekdays is not None:
            factor *= getattr(profile.weekdays, _WEEKDAYS[today.weekday()])
        if profile.school_terms is not None:
            in_term = is_in_term(today) if self.terms is None else is_within(today, self.terms)
            factor *= profile.school_terms.term if in_term else profile.school_terms.holiday
        return factor


def cumulative(parts: Iterable[Expected]) -> tuple[int, ...]:
    """UNIT times the number expected before each day, and in all, from stretches of days that follow each other."""
    found, before = [0], Fraction(0)
    for part in parts:
        so_far, per = before.numerator * part.per, before.denominator * part.per
        for number in part.numbers:
            so_far += number * before.denominator
            found.append(so_far * UNIT // per)
        before = Fraction(so_far, per)
    return tuple(found)


def _numbered(spec: ArrivalSpec, path: tuple[Key, ...]) -> list[tuple[tuple[Key, ...], SurgeSpec]]:
    """Each surge with its path: one alone need not stand in a list."""
    if isinstance(spec.surge, tuple):
        return [((*path, "surge", number), surge) for number, surge in enumerate(spec.surge)]
    return [((*path, "surge"), spec.surge)]


def _known(when: Stretch | None) -> Stretch:
    assert when is not None
    return when
