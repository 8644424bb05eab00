"""A study's result to what one page says of it: question, answer, what was asked, what changes, what it rests on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from pathways.measures import Key
from pathways.report.basis import Basis, bases
from pathways.report.better import Word, better
from pathways.report.changed import changed
from pathways.report.digest import Digest, Row, Value, digest
from pathways.report.model import StudyPart
from pathways.report.names import Names, number, plain
from pathways.report.recovery import recovery
from pathways.report.theory import Theory, theory
from pathways.report.warned import warned
from pathways.simulation.answers.expectations import ExpectationVerdict
from pathways.simulation.answers.result import Result

SYNTHETIC: Final = (
    "Synthetic: every figure here is simulated, none was observed, and none is of a real place or person."
)
VERDICTS: Final = {"met": "met", "unmet": "not met", "undecided": "cannot tell"}
_MOST: Final = 5  # standards, and waits, that are shown
_DAYS: Final = " working days"


@dataclass(frozen=True)
class Asked:
    """One expectation in one scenario: what was found, and whether that is what was asked for."""

    scenario: str
    says: str
    found: str
    verdict: str


@dataclass(frozen=True)
class Side:
    """A figure in one scenario, and what the change to it means."""

    value: str
    change: str
    word: Word


@dataclass(frozen=True)
class Line:
    """A figure as things stand, and in each scenario (None where it was not seen)."""

    label: str
    baseline: str
    sides: tuple[Side | None, ...]
    note: str = ""


@dataclass(frozen=True)
class Reading:
    """What the page says.

    Attributes
    ----------
    tried
        Each scenario with what it changes.
    told
        For each scenario, what it does to waits and queues.
    recovery
        Where something has a date, how large a backlog gets, and when it is over.
    theory
        Figures that are known without simulating, beside the simulated ones.
    """

    study: str
    title: str
    file: str
    question: str | None
    answer: tuple[str, ...]
    sureness: str
    asked: tuple[Asked, ...]
    scenarios: tuple[str, ...]
    tried: tuple[tuple[str, tuple[str, ...]], ...]
    lines: tuple[Line, ...]
    told: tuple[str, ...]
    recovery: tuple[str, ...]
    warnings: tuple[str, ...]
    theory: tuple[Theory, ...]
    bases: tuple[Basis, ...]
    made: str


def reading(part: StudyPart) -> Reading:
    """What a result says to somebody who has to decide something, and has one page's patience."""
    study, result = part.study, part.result
    found, names = digest(study, result, part.pathways), Names(study, part.pathways)
    asked = tuple(_asked(verdict, names) for verdict in result.expectations)
    return Reading(
        study=study.id,
        title=study.title,
        file=part.file,
        question=study.question,
        answer=tuple(_answer(part, found, names)),
        sureness=_sureness(part),
        asked=asked,
        scenarios=tuple(plain(name) for name in found.scenarios),
        tried=tuple((plain(name), changed(study, study.scenarios[name], names)) for name in found.scenarios),
        lines=tuple(_lines(found, result, has_measures=bool(study.baseline.spec.measures))),
        told=found.answers if found.scenarios else (),
        recovery=recovery(study, result, names),
        warnings=tuple(warned(result.checks, names)),
        theory=tuple(theory(result, names)),
        bases=bases(part, names),
        made=_made(part),
    )


# --- the answer


def _answer(part: StudyPart, found: Digest, names: Names) -> Iterator[str]:
    """How things stand, then which changes make it better."""
    baseline = part.study.baseline.name
    verdicts = [verdict for verdict in part.result.expectations if verdict.scenario == baseline]
    if not verdicts:
        yield from map(_capital, found.answers)
        return
    # What is not met matters most, then what cannot be told.
    verdict = min(verdicts, key=lambda v: ("unmet", "undecided", "met").index(v.verdict))
    met = sum(v.verdict == "met" for v in verdicts)
    if len(verdicts) > 1:
        yield f"As things stand, {_how_many(met, len(verdicts))} met. {_capital(_stands(verdict, names))}"
    else:
        yield f"As things stand, {_stands(verdict, names)}"
    row = _row_of(verdict, found)
    if row is not None and found.scenarios:
        yield _of_changes(row, found.scenarios)
    turned = "; ".join(_turned(part.result.expectations, verdicts, found.scenarios))
    if turned:
        yield f"{_capital(turned)}."


def _turned(
    verdicts: Sequence[ExpectationVerdict], now: Sequence[ExpectationVerdict], scenarios: Sequence[str]
) -> Iterator[str]:
    """`with 'fortnightly' it is met`, for each scenario in which another verdict is given than as things stand."""
    stands = [verdict.verdict for verdict in now]
    same: dict[str, list[str]] = {}
    for scenario in scenarios:
        found = [verdict.verdict for verdict in verdicts if verdict.scenario == scenario]
        if found != stands:
            says = _how_many(found.count("met"), len(found)) + " met"
            if len(found) == 1:
                says = {"met": "it is met", "unmet": "it is not met"}.get(found[0], "whether it is met cannot be told")
            same.setdefault(says, []).append(f"'{plain(scenario)}'")
    for says, names in same.items():
        yield f"with {_and(names)} {says}"


def _how_many(met: int, asked: int) -> str:
    if met == asked:
        return "both things asked for are" if asked == 2 else f"all {asked} things asked for are"
    return f"{met or 'none'} of the {asked} things asked for {'is' if met < 2 else 'are'}"


def _stands(verdict: ExpectationVerdict, names: Names) -> str:
    sentence, _, asked = _titled(verdict.finding, verdict, names).rpartition("; ")
    sure = ""
    if verdict.low is not None and verdict.high is not None:
        sure = f" (95% interval: {_told(verdict.low, verdict)} to {_told(verdict.high, verdict)})"
        sure = sure.replace(f"{_DAYS} to ", " to ")
    end = {
        "met": f"{asked}, which is met.",
        "unmet": f"{asked}, which is not met.",
        "undecided": f"{asked}, and whether that is met cannot be told from this many replications.",
    }[verdict.verdict]
    return f"{sentence}{sure}; {end}"


def _row_of(verdict: ExpectationVerdict, found: Digest) -> Row | None:
    """The row of the table that has what the expectation asks for."""
    rows = (row for group in found.groups for row in group.rows if not row.part)
    wanted = (verdict.measure, verdict.pathway, verdict.of, verdict.statistic)
    return next((row for row in rows if row.name == wanted), None)


def _of_changes(row: Row, scenarios: Sequence[str]) -> str:
    """`Against this, 'fortnightly' is better by 19 to 27 percentage points; of 'surge' it cannot be told.`"""
    parts: list[str] = []
    even: list[str] = []
    open_: list[str] = []
    for scenario, change in zip(scenarios, row.scenarios, strict=True):
        if change is None:
            continue
        name, word = f"'{plain(scenario)}'", better(change.says, change.better)
        if word in ("better", "worse", "higher", "lower"):
            parts.append(f"{name} is {word}{_size(change.difference, row.unit)}")
        else:
            (even if word == "no change" else open_).append(name)
    if even:
        parts.append(f"{_and(even)} make{'s' if len(even) == 1 else ''} no visible difference")
    if open_:
        parts.append(f"of {_and(open_)} it cannot be told")
    return f"Against this, {'; '.join(parts)}." if parts else ""


def _size(difference: Value | None, unit: str) -> str:
    if difference is None or difference.low is None or difference.high is None:
        return ""
    low, high = sorted((abs(difference.low), abs(difference.high)))
    span = number(low) if number(low) == number(high) else f"{number(low)} to {number(high)}"
    return f" by {span} {'percentage points' if unit == '%' else unit}".rstrip()


def _sureness(part: StudyPart) -> str:
    result = part.result
    rough = f", fewer than the {part.study.replications} that the study asks for" if part.is_quick else ""
    return (
        f"The study was played through {result.replications} times with different random numbers{rough}. "
        "An interval holds chance, with 95% confidence; it does not hold doubt about the numbers that went in."
        + (
            " Every change meets the same referrals as things stand now, so that the difference is its own."
            if result.comparisons
            else ""
        )
        + "".join(f" {note}" for note in result.notes())
    )


# --- the tables


def _asked(verdict: ExpectationVerdict, names: Names) -> Asked:
    found = "none was seen" if verdict.value is None else _told(verdict.value, verdict)
    if verdict.value is not None and verdict.low is not None and verdict.high is not None:
        low, high = (_told(end, verdict).removesuffix(_DAYS) for end in (verdict.low, verdict.high))
        found += f" ({low} to {high})"
    scenario = "as things stand" if verdict.scenario == "baseline" else plain(verdict.scenario)
    return Asked(scenario, _titled(verdict.says, verdict, names), found, VERDICTS[verdict.verdict])


def _titled(text: str, verdict: ExpectationVerdict, names: Names) -> str:
    """A sentence about an expectation, with titles in place of ids."""
    state = verdict.of.partition(" within ")[0].removesuffix(" at all")
    where = f" ({names.role(verdict.pathway)})" if names.has_roles else ""
    if not verdict.of or (verdict.measure in ("within_target", "reached") and state == "end"):
        return text
    if not verdict.pathway:
        id_, title = verdict.of, f"'{names.resource(verdict.of)}'"
    elif state != verdict.of:  # an expectation's, which names the pathway besides
        id_, title = state, f"'{names.state(verdict.pathway, state)}'"
    elif verdict.measure == "outcome":
        id_, title = f"{verdict.pathway}.{verdict.of}", f"'{names.outcome(verdict.pathway, verdict.of)}'{where}"
    else:
        id_, title = f"{verdict.pathway}.{verdict.of}", f"'{names.state(verdict.pathway, verdict.of)}'{where}"
    return re.sub(rf"(?<![\w.'-]){re.escape(id_)}(?![\w.'-])", lambda _: title, text)


def _lines(found: Digest, result: Result, *, has_measures: bool) -> Iterator[Line]:
    """What was asked for, what the study is about, then times, the standards least kept, and the longest waits.

    Parameters
    ----------
    has_measures : what the study is about is written in it, so that all of it is wanted.
    """
    rows = [row for group in found.groups for row in group.rows]
    asked = {(verdict.pathway, verdict.of) for verdict in result.expectations}
    figures = {each.key for each in result.asked}
    about = [row for row in rows if Key(*row.name, row.part) in figures]
    first = [row for row in rows if row.name[0] == "within_target" and row.name[1:3] in asked]
    standards = [row for row in rows if row.name[0] == "within_target" and row not in first]
    seen: set[tuple[object, ...]] = set()
    labels = {_label(row) for row in rows if row.baseline is not None}
    for row in (
        *first,
        *(about if has_measures else [row for row in about if row not in first][:_MOST]),
        *(row for row in rows if row.name[0] in ("time_to_milestone", "time_to_end")),
        *standards[:_MOST],
        *[row for row in rows if row.name[0] == "wait" and row.name[3] == "mean"][:_MOST],
    ):
        line = Line(_label(row), _value(row.baseline, row.unit), tuple(_sides(row)), row.reached)
        # A target and an expectation may be about the same stretch; and a piece that is used twice has each state
        # twice, of which one may be new.
        is_stretch = row.name[0] in ("within_target", "time_to_milestone") or row.name[0] == "wait"
        same = (row.name[0], row.name[1], row.name[3], line.baseline, line.sides, "" if is_stretch else line.label)
        if same not in seen and (row.baseline is not None or line.label not in labels):
            seen.add(same)
            yield line


def _label(row: Row) -> str:
    head = "Wait for " if row.name[0] == "wait" else ""
    return f"{head}{row.label}, {'a year' if row.unit == 'a year' else row.statistic}".rstrip(", ")


def _sides(row: Row) -> Iterator[Side | None]:
    for change in row.scenarios:
        if change is None:
            yield None
            continue
        value = _value(Value(change.value, None, None), row.unit)
        word: Word = "new" if row.baseline is None else better(change.says, change.better)
        yield Side(value, _difference(change.difference, row.unit), word)


def _value(value: Value | None, unit: str) -> str:
    if value is None:
        return "not seen"
    sign = "%" if unit == "%" else ""
    text = f"{number(value.value)}{sign}"
    if value.low is not None and value.high is not None:
        text += f" ({number(value.low)} to {number(value.high)})"
    return text if sign or unit != "working days" else f"{text} days"


def _difference(value: Value | None, unit: str) -> str:
    if value is None:
        return ""
    sign = "+" if value.value > 0 else ""
    text = f"{sign}{number(value.value)}"
    if value.low is not None and value.high is not None:
        text += f" ({number(value.low)} to {number(value.high)})"
    return text


def _told(value: float, verdict: ExpectationVerdict) -> str:
    if verdict.unit == "share":
        return f"{100 * value:.1f}%" if 0 < value < 1 else f"{100 * value:.0f}%"
    return f"{number(value)}{_DAYS}" if verdict.unit == "working days" else number(value)


# --- what to know besides


def _made(part: StudyPart) -> str:
    from hashlib import sha256

    from pathways.version import __version__

    mark = sha256(part.study.text.encode()).hexdigest()[:16]
    return (
        f"Made by pathways {__version__} from {part.file} (fingerprint {mark}), seed {part.result.seed}, "
        f"{part.result.replications} replications. The same file, seed and version give the same page."
    )


def _and(words: Sequence[str]) -> str:
    return " and ".join(words) if len(words) < 3 else f"{', '.join(words[:-1])} and {words[-1]}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
