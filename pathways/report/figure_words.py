"""Figures, expectations and changes of a result to the words that answers are made of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pathways.report.better import better
from pathways.report.digest import Change, Digest, Row, Value
from pathways.report.names import Names, number, plain
from pathways.simulation.answers.expectations import ExpectationVerdict

DAYS: Final = " working days"
_POINTS: Final = 0.5
_PART: Final = 50  # a fiftieth of a time or a number
_SHARES: Final = 10  # a tenth of a share


def stands(verdict: ExpectationVerdict, names: Names) -> str:
    """Whether an expectation is met, with what was found: a whole sentence."""
    sentence, _, asked = titled(verdict.finding, verdict, names).rpartition("; ")
    sure = ""
    if verdict.low is not None and verdict.high is not None:
        sure = f" (95% interval: {told(verdict.low, verdict)} to {told(verdict.high, verdict)})"
        sure = sure.replace(f"{DAYS} to ", " to ")
    end = {
        "met": f"{asked}, which is met.",
        "unmet": f"{asked}, which is not met.",
        "undecided": f"{asked}, and whether that is met cannot be told from this many replications.",
    }[verdict.verdict]
    return f"{sentence}{sure}; {end}"


def row_of(verdict: ExpectationVerdict, found: Digest) -> Row | None:
    """The row of the table that has what the expectation asks for."""
    rows = (row for group in found.groups for row in group.rows if not row.part)
    wanted = (verdict.measure, verdict.pathway, verdict.of, verdict.statistic)
    return next((row for row in rows if row.name == wanted), None)


def titled(text: str, verdict: ExpectationVerdict, names: Names) -> str:
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


def told(value: float, verdict: ExpectationVerdict) -> str:
    """A figure in the unit of what was asked for."""
    if verdict.unit == "share":
        return f"{100 * value:.1f}%" if 0 < value < 1 else f"{100 * value:.0f}%"
    return f"{number(value)}{DAYS}" if verdict.unit == "working days" else number(value)


def label(row: Row) -> str:
    """`Wait for Review, on average`: what a row of a table is about."""
    head = "Wait for " if row.name[0] == "wait" else ""
    return f"{head}{row.label}, {'a year' if row.unit == 'a year' else row.statistic}".rstrip(", ")


def named(row: Row) -> str:
    """The label of a row, for a sentence that has a colon of its own."""
    return label(row).replace(": ", ", ")


def figure(value: float, row: Row) -> str:
    """`7.8 working days`: a figure of a row with its unit."""
    return f"{number(value)}{'%' if row.unit == '%' else DAYS if row.unit == 'working days' else ''}"


def size_of(difference: Value | None, unit: str) -> str:
    """` by 9.0 to 12.6 percentage points`: the interval of a difference whose direction is told beside it."""
    if difference is None or difference.low is None or difference.high is None:
        return ""
    low, high = sorted((abs(difference.low), abs(difference.high)))
    span = number(low) if number(low) == number(high) else f"{number(low)} to {number(high)}"
    return f" by {span} {'percentage points' if unit == '%' else unit}".rstrip()


def is_small(change: Change, unit: str) -> bool:
    """Whether a difference is too small for a sentence of its own: a small part, and of a share under half a point."""
    if change.difference is None:
        return False
    size = abs(change.difference.value)
    return size < (min(_POINTS, abs(change.value) / _SHARES) if unit == "%" else abs(change.value) / _PART)


def word_of(row: Row, change: Change) -> str:
    """`better`, `higher`; of a team that has nothing to do any more, that this is so, as it is no spare time."""
    idle = ": nothing is left for it to do" if row.name[0] == "utilisation" and change.value == 0 else ""
    return f"{better(change.says, change.better)}{idle}"


def as_it_is(row: Row) -> str:
    """What does not change, with its figure: `Wait for Review, on average (7.8)`."""
    return (
        named(row) if row.baseline is None else f"{named(row)} ({figure(row.baseline.value, row).removesuffix(DAYS)})"
    )


def is_new(row: Row, change: Change | None) -> bool:
    """Whether there is such a figure with the change only: of a step or a team that is new."""
    return row.baseline is None and change is not None


def is_clear(change: Change | None) -> bool:
    return change is not None and change.says in ("higher", "lower")


def quoted(scenario: str) -> str:
    return f"'{plain(scenario)}'"


def in_a_row(words: Sequence[str]) -> str:
    return " and ".join(words) if len(words) < 3 else f"{', '.join(words[:-1])} and {words[-1]}"
