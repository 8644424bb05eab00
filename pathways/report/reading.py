"""A study's result to what one page says of it: question, answer, what was asked, what changes, what it rests on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from pathways.measures import Key
from pathways.report.answering import answer
from pathways.report.basis import Basis, bases
from pathways.report.better import Word, better
from pathways.report.changed import changed
from pathways.report.digest import Digest, Row, Value, digest
from pathways.report.figure_words import DAYS, label, titled, told
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
    """A figure as things stand, and in each scenario (None where it was not seen).

    `is_about` where it is one of those that the study names, or expects something of.
    """

    label: str
    baseline: str
    sides: tuple[Side | None, ...]
    note: str = ""
    is_about: bool = False


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
        answer=tuple(answer(part, found, names)),
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


# --- how sure it is


def _sureness(part: StudyPart) -> str:
    result = part.result
    rough = f", fewer than the {part.study.replications} that the study asks for" if part.is_quick else ""
    return (
        f"The study was played through {result.replications} times with different random numbers{rough}. "
        "An interval shows how far chance alone may move a figure, with 95% confidence. "
        "It does not show how sure the numbers are that went in."
        + (
            " Every change meets the same referrals as things as they stand, so that what differs is its doing."
            if result.comparisons
            else ""
        )
        + "".join(f" {note}" for note in result.notes())
    )


# --- the tables


def _asked(verdict: ExpectationVerdict, names: Names) -> Asked:
    found = "none was seen" if verdict.value is None else told(verdict.value, verdict)
    if verdict.value is not None and verdict.low is not None and verdict.high is not None:
        low, high = (told(end, verdict).removesuffix(DAYS) for end in (verdict.low, verdict.high))
        found += f" ({low} to {high})"
    scenario = "as things stand" if verdict.scenario == "baseline" else plain(verdict.scenario)
    return Asked(scenario, titled(verdict.says, verdict, names), found, VERDICTS[verdict.verdict])


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
    labels = {label(row) for row in rows if row.baseline is not None}
    for row in (
        *first,
        *(about if has_measures else [row for row in about if row not in first][:_MOST]),
        *(row for row in rows if row.name[0] in ("time_to_milestone", "time_to_end")),
        *standards[:_MOST],
        *[row for row in rows if row.name[0] == "wait" and row.name[3] == "mean"][:_MOST],
    ):
        is_about = row in first or (has_measures and row in about)
        line = Line(label(row), _value(row.baseline, row.unit), tuple(_sides(row)), row.reached, is_about)
        # A target and an expectation may be about the same stretch; and a piece that is used twice has each state
        # twice, of which one may be new.
        is_stretch = row.name[0] in ("within_target", "time_to_milestone") or row.name[0] == "wait"
        same = (row.name[0], row.name[1], row.name[3], line.baseline, line.sides, "" if is_stretch else line.label)
        named = (line.label, line.baseline, *(None if side is None else side.value for side in line.sides))
        if not seen & {same, named} and (row.baseline is not None or line.label not in labels):
            seen |= {same, named}
            yield line


def _sides(row: Row) -> Iterator[Side | None]:
    for change in row.scenarios:
        if change is None:
            yield None
            continue
        value = _value(Value(change.value, None, None), row.unit)
        word: Word = "new" if row.baseline is None else better(change.says, change.better)
        difference = _difference(change.difference, row.unit)
        yield Side(value, "; ".join(filter(None, (difference, change.note))), word)


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


# --- what to know besides


def _made(part: StudyPart) -> str:
    from hashlib import sha256

    from pathways.version import __version__

    mark = sha256(part.study.text.encode()).hexdigest()[:16]
    return (
        f"Made by pathways {__version__} from {part.file} (fingerprint {mark}), seed {part.result.seed}, "
        f"{part.result.replications} replications. The same file, seed and version give the same page."
    )
