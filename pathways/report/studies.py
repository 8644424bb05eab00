"""A study and its result to its part of the report: question, answer, figures with intervals, what it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from pathways.report.answering import answer
from pathways.report.basis import SECTIONS, bases, resources
from pathways.report.better import SIGNS, better
from pathways.report.changed import changed
from pathways.report.clock import clock
from pathways.report.digest import Change, Digest, Group, Row, Value, digest
from pathways.report.document import (
    Block,
    Bullets,
    Card,
    Cell,
    Chart,
    Column,
    Facts,
    Heading,
    IntervalChart,
    Paragraph,
    Point,
    Run,
    Section,
    Table,
)
from pathways.report.figure_words import titled
from pathways.report.hardness import plain_hardness
from pathways.report.model import StudyPart
from pathways.report.names import Names, capital, number
from pathways.report.suppress import RULE, shown_counts
from pathways.report.warned import warned
from pathways.simulation import Result
from pathways.simulation.answers.expectations import ExpectationVerdict
from pathways.simulation.language.inputs import Input

_VERDICTS: Final = {
    "met": ("\u2713 met", "holds"),
    "unmet": ("\u2717 not met", "broken"),
    "undecided": ("? cannot tell", "undecided"),
}
_MEASURED: Final = ("STATUTE", "STAT_GUIDANCE", "NATIONAL_PRACTICE", "LOCAL_PROTOCOL", "PEER_REVIEW")
_SYNTHETIC: Final = "Synthetic: every number in this part is simulated, none was observed"


def answers(part: StudyPart) -> tuple[str, ...]:
    """The sentences that answer the study's question."""
    return tuple(answer(part, digest(part.study, part.result, part.pathways), Names(part.study, part.pathways)))


def study_section(part: StudyPart) -> Section:
    """The part about one study."""
    return Section(f"study-{part.study.id}", part.study.title, tuple(_blocks(part)), "study")


def _blocks(part: StudyPart) -> Iterator[Block]:
    study, result = part.study, part.result
    found = digest(study, result, part.pathways)
    names = Names(study, part.pathways)
    yield Paragraph(_SYNTHETIC, "synthetic")
    if part.is_quick:
        rough = f"{result.replications} replications instead of the {study.replications} that the study asks for"
        yield Paragraph(f"A rough run: {rough}", "synthetic")
    if study.question:
        yield Paragraph(study.question, "lead")
    yield from (Paragraph(said, "answer") for said in answer(part, found, names))
    yield from _tried(part, found, names)
    if study.baseline.spec.note:
        yield Paragraph(study.baseline.spec.note)
    yield Facts(tuple(_facts(part, found)))
    for warning in warned(result.checks, names):
        yield Card("broken", (Paragraph((Run("\u26a0 Note", "strong broken"), Run(f" {warning}"))),))
    if result.expectations:
        yield _expectations(result.expectations, names)
    for group in found.groups:
        yield from group_blocks(part, found, group)
    outcomes = tuple(_outcomes(part, names))
    if outcomes:
        yield Heading("How referrals end")
        yield Paragraph(f"Referrals of an average simulated year, as things stand. {RULE}", "soft")
        yield from outcomes
    yield Heading("What this rests on")
    yield Bullets(tuple((Run(f"{basis.title}.", "strong"), Run(f" {basis.explains}")) for basis in bases(part, names)))
    yield Paragraph(
        (
            Run("Every number that this study rests on stands in the "),
            Run("appendix", link=f"inputs-{study.id}"),
            Run("."),
        )
    )
    yield Heading("Checks of the simulation itself")
    yield Paragraph("What is asked of a team or panel is what it would be given if nobody had to wait for it.", "soft")
    yield Bullets(tuple(_checks(result, names)))


def _checks(result: Result, names: Names) -> Iterator[tuple[Run, ...]]:
    """Each check once, with the scenarios that it is true of; those that do not hold first."""
    found: dict[tuple[bool, str], list[str]] = {}
    for check in result.checks:
        found.setdefault((check.holds, names.told(check.of, check.says)), []).append(check.scenario)
    for (holds, says), scenarios in sorted(found.items(), key=lambda each: each[0][0]):
        sign = Run("\u2713", "holds") if holds else Run("\u26a0", "broken")
        where = "" if len(scenarios) == len(result.scenarios) else f" {', '.join(map(_plain, scenarios))}:"
        yield (sign, *([Run(where, "soft")] if where else []), Run(f" {says}"))


def group_blocks(part: StudyPart, found: Digest, group: Group) -> Iterator[Block]:
    """The figures of one kind: what they are, their chart, their table."""
    charts = {chart.name.rpartition("-")[2]: chart for chart in _charts(part, found)}
    yield Heading(group.title)
    yield Paragraph(group.explains, "soft")
    if group.title in _CHARTS and (chart := charts.get(_CHARTS[group.title])) is not None:
        yield chart
    yield _table(group, _scenarios(found))


def inputs_sections(studies: Sequence[StudyPart]) -> Iterator[Section]:
    """The appendices with every number that each study rests on: of studies that are alike the first in full."""
    whole: list[StudyPart] = []
    for part in studies:
        like = _most_alike(part, whole)
        whole += [part] if like is None else []
        yield _inputs_section(part, like)


def _inputs_section(part: StudyPart, like: StudyPart | None) -> Section:
    names = Names(part.study, part.pathways)
    entries = part.result.inputs
    blocks: list[Block] = [
        Paragraph(
            "Every number that the study rests on. What is published or agreed names its source; the rest is assumed, "
            "and the answer is only as good as the assumptions.",
            "soft",
        )
    ]
    if like is not None:
        shared = set(like.result.inputs)
        entries = tuple(entry for entry in entries if entry not in shared)
        rest = "All" if not entries else f"{len(part.result.inputs) - len(entries)} of them"
        link = Run(f"what went into \u201c{like.study.title}\u201d", link=f"inputs-{like.study.id}")
        blocks.append(Paragraph((Run(f"{rest} are the same as in "), link, Run("."))))
    if entries:
        blocks.append(_inputs(part, entries, names))
    if any(", cv " in entry.says for entry in entries):
        blocks.append(
            Paragraph(
                "cv (coefficient of variation): how widely times differ, as the standard deviation over the mean. With "
                "cv 1 they differ by about as much as the mean itself.",
                "soft",
            )
        )
    title = f"Appendix: what went into \u201c{part.study.title}\u201d"
    return Section(f"inputs-{part.study.id}", title, tuple(blocks), "inputs small" if like is not None else "inputs")


def _most_alike(part: StudyPart, others: Sequence[StudyPart]) -> StudyPart | None:
    """The study that shares most numbers with this one, if that is more than half of them."""
    mine = set(part.result.inputs)
    best = max(others, key=lambda each: len(mine & set(each.result.inputs)), default=None)
    return best if best is not None and 2 * len(mine & set(best.result.inputs)) > len(mine) else None


def _inputs(part: StudyPart, entries: Sequence[Input], names: Names) -> Table:
    return Table(
        "Numbers of the study, and how far each may be relied on",
        (Column("What"), Column("Value"), Column("Rests on"), Column("Source or reason")),
        tuple(
            (
                Cell(
                    (
                        Run(f"{SECTIONS.get(entry.section, entry.section)}:", "soft"),
                        Run(f" {names.entry(entry.section, entry.name)}"),
                    )
                ),
                Cell(resources(entry.says, part, names)),
                Cell(plain_hardness(entry.hardness), "" if entry.hardness in _MEASURED else "departed"),
                Cell(". ".join(text for text in (entry.source, entry.note) if text))
                if entry.source or entry.note or entry.hardness in _MEASURED
                else Cell((Run("\u26a0 no reason given", "departed"),)),
            )
            for entry in entries
        ),
        "inputs",
    )


# --- what was done


def _facts(part: StudyPart, found: Digest) -> Iterator[tuple[str, str]]:
    yield "Simulated", clock(part)
    yield "Repeated", f"{part.result.replications} times, each with other random numbers; seed {part.result.seed}"
    yield "Intervals", "95% over the repetitions. They hold chance, not doubt about the assumptions."
    if found.scenarios:
        yield (
            "Differences",
            "paired: a scenario meets the same referrals as things as they stand; \u201cno visible change\u201d "
            "where the difference and its interval all read 0.0, or both figures read the same",
        )


def _tried(part: StudyPart, found: Digest, names: Names) -> Iterator[Block]:
    """What each scenario changes, then what that does."""
    if not found.scenarios:
        return
    yield Heading("What was tried")
    tried = []
    for name in found.scenarios:
        changes = "; ".join(changed(part.study, part.study.scenarios[name], names))
        tried.append((Run(f"{capital(_plain(name))}:", "strong"), Run(f" {changes}.")))
    yield Bullets(tuple(tried))
    yield Heading("What each change does")
    yield Bullets(tuple((Run(said),) for said in found.answers))


def _plain(scenario: str) -> str:
    return scenario.replace("_", " ")


def _scenarios(found: Digest) -> list[str]:
    return [_plain(name) for name in found.scenarios]


# --- tables


def _expectations(verdicts: Sequence[ExpectationVerdict], names: Names) -> Table:
    return Table(
        "Expectations (synthetic)",
        (
            Column("What was found, and asked for"),
            Column("In"),
            Column("Found, %", "number"),
            Column("Verdict", "verdict"),
        ),
        tuple(
            (
                Cell(f"{capital(titled(verdict.finding, verdict, names))}."),
                Cell(_plain(verdict.scenario)),
                _interval(_shown(verdict)),
                Cell(*_VERDICTS[verdict.verdict]),
            )
            for verdict in verdicts
        ),
        "short",
    )


def _table(group: Group, scenarios: Sequence[str]) -> Table:
    heads = [Column("Measure"), Column("Unit", "unit"), Column("As things stand (95% interval)", "number")]
    for name in scenarios:
        heads += [
            Column(name, "number", name),
            Column("Difference (95% interval)", "number", name),
            Column("In a word", "unit", name),
        ]
    rows = [
        (
            Cell(_measure(row, scenarios)),
            Cell(row.unit),
            _interval(row.baseline),
            *(cell for change in row.scenarios for cell in _scenario(change)),
        )
        for row in group.rows
    ]
    return Table(f"{group.title} (synthetic)", tuple(heads), tuple(rows))


def _measure(row: Row, scenarios: Sequence[str]) -> tuple[Run, ...]:
    """What the row is about, and below it in small print of whom."""
    runs = [Run(row.label), *([Run(f" {row.statistic}", "soft")] if row.statistic else [])]
    small = [(row.reached, "")] if row.reached else []
    for name, change in zip(scenarios, row.scenarios, strict=True):
        if change is not None and change.note:
            small.append((f"{name if len(scenarios) > 1 else 'difference'}: {change.note}", name))
    for words, part in small:
        runs += [Run("\n", part=part), Run(words, "soft small", part=part)]
    return tuple(runs)


def _scenario(change: Change | None) -> tuple[Cell, Cell, Cell]:
    """A scenario's value, its difference from the baseline, and that in a word."""
    if change is None:
        return Cell("\u2013"), Cell(""), Cell("not seen")
    difference = Cell("") if change.difference is None else _interval(change.difference, signed=True)
    return (
        Cell(number(change.value), value=change.value),
        difference,
        Cell(SIGNS[better(change.says, change.better)] if change.says else ""),
    )


def _interval(value: Value | None, *, signed: bool = False) -> Cell:
    """`12.3 (11.0 to 13.6)`."""
    if value is None:
        return Cell("\u2013")
    sign = "+" if signed and value.value > 0 else ""
    text = f"{sign}{number(value.value)}"
    if value.low is not None and value.high is not None:
        text += f" ({number(value.low)} to {number(value.high)})"
    return Cell(text.replace("-", "\u2212"), value=value.value, low=value.low, high=value.high)


def _shown(verdict: ExpectationVerdict) -> Value | None:
    """What was found, shares in percent."""
    if verdict.value is None:
        return None
    scale = 100 if verdict.unit == "share" else 1
    low, high = (None if end is None else end * scale for end in (verdict.low, verdict.high))
    return Value(verdict.value * scale, low, high)


# --- charts

_CHARTS: Final = {"Waiting": "waits", "Teams and panels": "use"}


def _charts(part: StudyPart, found: Digest) -> Iterator[Chart]:
    for name, title, axis, limit, rows in (
        ("waits", "Average waits", "Working days, with 95% intervals", None, _waits(found)),
        ("use", "Use of teams and panels", "% of working time or slots, with 95% intervals", 100.0, _uses(found)),
    ):
        if rows:
            yield IntervalChart(
                name=f"chart-{part.study.id}-{name}",
                title=title,
                about=part.study.title,
                axis=axis,
                labels=tuple(row.label for row in rows),
                series=("as things stand", *_scenarios(found)),
                points=tuple(
                    (_point(row.baseline), *(_side(part, row, scenario) for scenario in found.scenarios))
                    for row in rows
                ),
                limit=limit,
            )


def _point(value: Value | None) -> Point | None:
    return None if value is None else Point(value.value, value.low, value.high)


def _waits(found: Digest) -> list[Row]:
    return [row for group in found.groups for row in group.rows if row.name[0] == "wait" and row.name[3] == "mean"][:8]


def _uses(found: Digest) -> list[Row]:
    return [row for group in found.groups for row in group.rows if row.name[0] in ("utilisation", "slots_used")]


def _side(part: StudyPart, row: Row, scenario: str) -> Point | None:
    """A scenario's own value and interval (the tables show the paired difference instead)."""
    estimate = part.result.estimate(*row.name, scenario=scenario)
    if estimate is None:
        return None
    scale = 100 if row.unit == "%" else 1
    low, high = (None if end is None else end * scale for end in (estimate.low, estimate.high))
    return Point(estimate.value * scale, low, high)


def _outcomes(part: StudyPart, names: Names) -> Iterator[Table]:
    """How the referrals of an average year end, by pathway, as a data pack would show them."""
    for role, id_ in part.study.baseline.spec.pathways.items():
        found = [
            row
            for row in part.result.to_rows()
            if (row.measure, row.pathway, row.statistic, row.group) == ("outcome", role, "per_year", "")
        ]
        if not found:
            continue
        counts = shown_counts([row.value for row in found])
        title = part.pathways[id_].title if id_ in part.pathways else role
        rows = sorted(zip(found, counts, strict=True), key=lambda pair: -pair[0].value)
        yield Table(
            f"{title}: outcomes a year (synthetic)",
            (Column("Outcome"), Column("Referrals a year", "number")),
            tuple(
                (Cell(names.outcome(role, row.of)), Cell(count, value=float(count) if count.isdigit() else None))
                for row, count in rows
            ),
            "short",
        )
