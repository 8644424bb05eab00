"""A study's result to what one page says of it: question, answer, what was asked, what changes, what it rests on."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from pathways.report.basis import Basis, bases
from pathways.report.better import Word, better
from pathways.report.changed import changed
from pathways.report.digest import Digest, Row, Value, digest
from pathways.report.model import StudyPart
from pathways.report.names import Name, Names, number, plain
from pathways.report.recovery import recovery
from pathways.report.theory import Theory, theory
from pathways.report.warned import warned
from pathways.simulation.expectations import ExpectationVerdict

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
        answer=tuple(_answer(part, found)),
        sureness=_sureness(part),
        asked=asked,
        scenarios=tuple(plain(name) for name in found.scenarios),
        tried=tuple((plain(name), changed(study, study.scenarios[name], names)) for name in found.scenarios),
        lines=tuple(_lines(found, result.expectations, [each.key[:4] for each in result.asked])),
        told=found.answers if found.scenarios else (),
        recovery=recovery(study, result, names),
        warnings=tuple(warned(result.checks, names)),
        theory=tuple(theory(result, names)),
        bases=bases(part, names),
        made=_made(part),
    )


# --- the answer


def _answer(part: StudyPart, found: Digest) -> Iterator[str]:
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
        yield f"As things stand, {_how_many(met, len(verdicts))} met. {_capital(_stands(verdict))}"
    else:
        yield f"As things stand, {_stands(verdict)}"
    row = _row_of(verdict, found)
    if row is not None and found.scenarios:
        yield _of_changes(row, found.scenarios)


def _how_many(met: int, asked: int) -> str:
    if met == asked:
        return "both things asked for are" if asked == 2 else f"all {asked} things asked for are"
    return f"{met or 'none'} of the {asked} things asked for {'is' if met < 2 else 'are'}"


def _stands(verdict: ExpectationVerdict) -> str:
    sentence, _, asked = verdict.finding.rpartition("; ")
    sure = ""
    if verdict.low is not None and verdict.high is not None:
        sure = f" (95% interval: {_told(verdict.low, verdict)} to {_told(verdict.high, verdict)})"
    end = {
        "met": f"{asked}, which is met.",
        "unmet": f"{asked}, which is not met.",
        "undecided": f"{asked}, and whether that is met cannot be told from this many replications.",
    }[verdict.verdict]
    return f"{sentence}{sure}; {end}"


def _row_of(verdict: ExpectationVerdict, found: Digest) -> Row | None:
    """The row of the table that has what the expectation asks for."""
    rows = (row for group in found.groups for row in group.rows)
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
        name, word = f"'{plain(scenario)}'", better(row.name, change.says)
        if word in ("better", "worse"):
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
        found += f" ({_told(verdict.low, verdict)} to {_told(verdict.high, verdict)})"
    scenario = "as things stand" if verdict.scenario == "baseline" else plain(verdict.scenario)
    says, state = verdict.says, verdict.of.partition(" within ")[0]
    if verdict.measure == "within_target" and state != "end":
        says = says.replace(state, f"'{names.state(verdict.pathway, state)}'")
    elif not verdict.pathway and verdict.of:
        says = says.replace(verdict.of, f"'{names.resource(verdict.of)}'")
    return Asked(scenario, says, found, VERDICTS[verdict.verdict])


def _lines(found: Digest, expected: Sequence[ExpectationVerdict], figures: Container[Name]) -> Iterator[Line]:
    """What was asked for, what the study is about, then times, the standards least kept, and the longest waits."""
    rows = [row for group in found.groups for row in group.rows]
    asked = {(verdict.pathway, verdict.of) for verdict in expected}
    first = [row for row in rows if row.name[0] == "within_target" and row.name[1:3] in asked]
    standards = [row for row in rows if row.name[0] == "within_target" and row not in first]
    seen: set[tuple[object, ...]] = set()
    labels = {_label(row) for row in rows if row.baseline is not None}
    for row in (
        *first,
        *[row for row in rows if row.name in figures and row not in first][:_MOST],
        *(row for row in rows if row.name[0] in ("time_to_milestone", "time_to_end")),
        *standards[:_MOST],
        *[row for row in rows if row.name[0] == "wait" and row.name[3] == "mean"][:_MOST],
    ):
        line = Line(_label(row), _value(row.baseline, row.unit), tuple(_sides(row)), row.reached)
        # A target and an expectation may be about the same stretch; and a piece that is used twice has each state
        # twice, of which one may be new.
        same = (row.name[0], row.name[1], row.name[3], line.baseline, line.sides)
        if same not in seen and (row.baseline is not None or line.label not in labels):
            seen.add(same)
            yield line


def _label(row: Row) -> str:
    head = "Wait for " if row.name[0] == "wait" else ""
    return f"{head}{row.label}, {row.statistic}".rstrip(", ")


def _sides(row: Row) -> Iterator[Side | None]:
    for change in row.scenarios:
        if change is None:
            yield None
            continue
        value = _value(Value(change.value, None, None), row.unit)
        word: Word = "new" if row.baseline is None else better(row.name, change.says)
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
    return f"{number(value)} days" if verdict.unit == "working days" else number(value)


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
