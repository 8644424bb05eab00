"""A pack to its document: tables by quarter with small numbers hidden, charts with process limits, definitions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from statistics import median
from typing import Final

from pathways.report.changed import changed
from pathways.report.document import (
    Block,
    Bullets,
    Cell,
    Column,
    Document,
    Facts,
    Heading,
    Paragraph,
    Run,
    Section,
    Table,
)
from pathways.report.names import Names, number, plain, with_scenario
from pathways.report.pack.definitions import BOARDS, DEFINITIONS, LEAST_AVERAGED, LEAST_SHARED
from pathways.report.pack.figures import CHANNEL, POLICE_LED, Done, Standard
from pathways.report.pack.gather import CONSENT, FEEDBACK, SOURCE, Pack, values_of
from pathways.report.pack.periods import Period
from pathways.report.pack.series import charts
from pathways.report.suppress import HIDDEN, is_small, shown, shown_table
from pathways.report.versions import versions
from pathways.simulation.language.study import BASELINE

_SYNTHETIC: Final = "Synthetic: one simulated history of an invented place; nothing here was observed"
_SHOWN_QUARTERS: Final = 4  # each by itself in a table; charts have all
_SMALL: Final = (
    "Numbers from 1 to 4 are shown as *, and so is the next smallest of a row or column, of totals too, where only "
    "one would be hidden; all others are rounded to the nearest 5. There is no percentage of fewer than "
    f"{LEAST_SHARED}, before they are rounded, nor one that would tell of 1 to 4, and no average of fewer than "
    f"{LEAST_AVERAGED}: \u2013. Real data packs are kept to this convention, and so are synthetic ones."
)


def pack_document(pack: Pack, title: str | None = None) -> Document:
    """Everything that the pack says; `title` is what it is of, else the study with the scenario's name."""
    first, last = pack.quarters[0], pack.quarters[-1]
    return Document(
        title=f"Performance data pack, {last.label}: {title or with_scenario(pack.study, pack.scenario)}",
        about=f"For {', '.join(BOARDS)}: referrals, outcomes, times, feedback and waits by quarter",
        front=(
            Paragraph(_SYNTHETIC, "synthetic"),
            *_tried(pack),
            Paragraph(
                f"For {', '.join(BOARDS[:-1])} and {BOARDS[-1]}: one set of figures and definitions for all four.",
                "lead",
            ),
            Paragraph(
                f"It counts {last.label} and the quarters before it, back to {first.label}, in one simulated history. "
                "It holds nothing about any person. What it says of common variation says that nothing special "
                "happened in a process; it does not say that the process is good enough."
            ),
            Paragraph(_SMALL, "soft"),
        ),
        sections=tuple(_sections(pack)),
    )


def _tried(pack: Pack) -> Iterator[Paragraph]:
    """What differs from things as they stand, beside the warning that nobody passes over."""
    if pack.scenario != BASELINE:
        names = Names(pack.study, {linked.id: linked for linked in pack.pathways.values()})
        changes = changed(pack.study, pack.study.scenarios[pack.scenario], names)
        yield Paragraph((Run("Not as things stand. Tried: ", "strong"), Run(f"{'; '.join(changes)}.")), "answer")


def _sections(pack: Pack) -> Iterator[Section]:
    for name, title, blocks in (
        ("received", "Referrals received", _received(pack)),
        ("outcomes", "Outcomes", _outcomes(pack)),
        ("targets", "Times against targets", _targets(pack)),
        ("police-led", "Police-led management, by reason", _police_led(pack)),
        ("feedback", "Feedback given", _feedback(pack)),
        ("waits", "Waits for a provider", _waits(pack)),
        ("definitions", "Definitions", _definitions()),
        ("manifest", "What this pack was made from", _manifest(pack)),
    ):
        kept = tuple(blocks)
        yield Section(name, title, kept or (Paragraph("The study has nothing to count here."),), "pack")


# --- the parts


def _received(pack: Pack) -> Iterator[Block]:
    found = [(at, _title(case.known.get(SOURCE, "not recorded"))) for at, case in pack.figures.received]
    sources = [_title(name) for name in values_of(pack, SOURCE)]
    yield _counts(pack, "Referrals received, by source sector", "Source sector", found, sources)
    roles = list(pack.pathways)
    if len(roles) > 1:
        by_role = [(at, _title(case.pathway)) for at, case in pack.figures.received]
        yield _counts(pack, "Referrals received, by pathway", "Pathway", by_role, list(map(_title, roles)))
    yield from charts(pack, "received")


def _outcomes(pack: Pack) -> Iterator[Block]:
    found = list(pack.figures.outcomes())
    ends = dict.fromkeys(
        state.title for pathway in pack.pathways.values() for state in pathway.states.values() if state.kind == "end"
    )
    known = {name for _, name in found}
    yield _counts(pack, "Referrals ended, by outcome", "Outcome", found, [name for name in ends if name in known])


def _targets(pack: Pack) -> Iterator[Block]:
    recent, whole = pack.quarters[-_SHOWN_QUARTERS:], pack.quarters
    rows = [
        (
            Cell((Run(each.title), Run("\n"), Run(f"within {each.within}", "soft small"))),
            *_kept(each, recent),
            *_kept(each, whole),
        )
        for each in pack.figures.standards()
        if _done(each, whole)
    ]
    spans = (_span(recent), _span(whole))
    heads = [Column("Standard")]
    for span in spans:
        heads += [
            Column(f"Done, {span}", "number", span),
            Column("Within, %", "number", span),
            Column("Half within", "number", span),
        ]
    if rows:
        yield Paragraph("Half within: the time in which half were done, in the target's own days.", "soft")
        yield Table("Standards, and how many were kept (synthetic)", tuple(heads), tuple(rows))
    yield from charts(pack, "targets")


def _kept(each: Standard, periods: Sequence[Period]) -> tuple[Cell, Cell, Cell]:
    done = _done(each, periods)
    share = _percent(sum(one.is_within for one in done), len(done))
    if len(done) < LEAST_AVERAGED:
        return _count(len(done)), share, Cell("\u2013")
    half = median(one.days for one in done)
    return _count(len(done)), share, Cell(f"{number(half)} {each.unit}", value=round(half, 3))


def _done(each: Standard, periods: Sequence[Period]) -> list[Done]:
    return [one for one in each.done if periods[0].start <= one.at < periods[-1].end]


def _police_led(pack: Pack) -> Iterator[Block]:
    channel = list(pack.figures.went_to(CHANNEL))
    police = list(pack.figures.went_to(POLICE_LED))
    if not channel and not police:
        return
    both = [(at, name) for found, name in zip((channel, police), _WAYS, strict=True) for at, _ in found]
    yield _counts(pack, "Where those went on to who needed support or management of a risk", "Way", both, _WAYS)
    facts = []
    for periods in (pack.quarters[-_SHOWN_QUARTERS:], pack.quarters):
        span = Period("", periods[0].start, periods[-1].end)
        led = {id(case) for at, case in police if span.has(at)}
        base = led | {id(case) for at, case in channel if span.has(at)}  # some come to both
        share = _percent(len(led), len(base))
        told = "too few for a percentage" if share.value is None else f"{share.value:.0f}%"
        facts.append((f"Police-led, {_span(periods)}", told))
    yield Facts(tuple(facts))
    reasons = [(at, _reason(case.told.get(CONSENT))) for at, case in police]
    yield _counts(pack, "Police-led management, by reason", "Reason", reasons, list(dict.fromkeys(_REASONS.values())))


_WAYS: Final = ("To Channel", "To police-led management")
_TITLES: Final = {"ack": "Acknowledged only"}
_REASONS: Final = {"refused": "Consent refused", "unlikely": "Consent unlikely", "granted": "Consent given later"}
_OTHER: Final = "Other, or still open"


def _reason(consent: str | None) -> str:
    return _REASONS.get(consent or "", _OTHER)


def _feedback(pack: Pack) -> Iterator[Block]:
    found = [(at, _title(value)) for at, value in pack.figures.told(FEEDBACK)]
    if found:
        names = [_title(value) for value in values_of(pack, FEEDBACK)]
        yield _counts(pack, "Referrals ended, by feedback to the referrer", "Feedback", found, names)
        facts = []
        for periods in (pack.quarters[-_SHOWN_QUARTERS:], pack.quarters):
            ended = [name for at, name in found if periods[0].start <= at < periods[-1].end]
            share = _percent(sum(name.startswith("Outcome") for name in ended), len(ended))
            told = "too few for a percentage" if share.value is None else f"{share.value:.0f}%"
            facts.append((f"Told the outcome, {_span(periods)}", told))
        yield Facts(tuple(facts))
    yield from charts(pack, "feedback")


def _waits(pack: Pack) -> Iterator[Block]:
    names = Names(pack.study, {})
    for place, states in pack.places.items():
        waits = pack.figures.waits(states)
        title = names.resource(place)
        rows = []
        for period in (*pack.quarters[-_SHOWN_QUARTERS:],):
            got = [wait.days for wait in waits if period.has(wait.got) and wait.days is not None]
            still = sum(wait.since < period.end and (wait.until is None or wait.until >= period.end) for wait in waits)
            rows.append((Cell(period.label), _count(len(got)), *_averages(got), _count(still)))
        got = [
            wait.days
            for wait in waits
            if wait.days is not None and pack.quarters[0].start <= (wait.got or 0) < pack.quarters[-1].end
        ]
        rows.append((Cell(_span(pack.quarters)), _count(len(got)), *_averages(got), Cell("")))
        yield Table(
            f"{title}: waits for a place (synthetic)",
            (
                Column("Quarter"),
                Column("Had a place", "number"),
                Column("Working days, on average", "number"),
                Column("Half within, working days", "number"),
                Column("Still waiting", "number"),
            ),
            tuple(rows),
            "short",
        )
    yield from charts(pack, "waits")


def _averages(days: Sequence[float]) -> tuple[Cell, Cell]:
    if len(days) < LEAST_AVERAGED:
        return Cell("\u2013"), Cell("\u2013")
    mean, half = sum(days) / len(days), median(days)
    return Cell(number(mean), value=round(mean, 3)), Cell(number(half), value=round(half, 3))


def _definitions() -> Iterator[Block]:
    yield Paragraph("One set of definitions, the same in every quarter and for every board.")
    yield Table(
        "What each figure means",
        (Column("Figure"), Column("Counts in"), Column("What it is")),
        tuple(tuple(Cell(words) for words in row) for row in DEFINITIONS),
        "inputs",
    )
    yield Heading("How to read a chart")
    yield Bullets(
        (
            "The line in the middle is the mean; the dashed lines are the process limits, 2.66 times the average "
            "change from one point to the next away from it. Between them is common variation: how the process always "
            "varies.",
            "A special cause is a point outside the limits, seven points on one side of the mean, seven that rise or "
            "fall, or two of three points near one limit. It is worth asking what happened then.",
            "Single changes beyond 3.267 times the average change are left out of the limits, as NHS England does.",
            "With fewer than 12 points the limits are provisional.",
        )
    )


def _manifest(pack: Pack) -> Iterator[Block]:
    yield Paragraph(
        f"Made by pathways {pack.version} from replication {pack.replication} of the scenario "
        f"'{plain(pack.scenario)}', seed {pack.seed}. The same files, seed and versions give this same pack, byte for "
        "byte."
    )
    yield Table(
        "Files and fingerprints",
        (Column("What"), Column("File"), Column("Fingerprint")),
        tuple((Cell(what), Cell((Run(file, "code"),)), Cell((Run(mark, "code"),))) for what, file, mark in pack.marks),
    )
    yield Paragraph(f"Written with {', '.join(versions())}.", "meta")


# --- tables


def _counts(pack: Pack, caption: str, what: str, found: Iterable[tuple[int, str]], names: Sequence[str]) -> Table:
    """How many in each of the last quarters and in all, small numbers hidden."""
    told = list(found)
    names = [*names, *sorted({name for _, name in told} - set(names))]
    recent = pack.quarters[-_SHOWN_QUARTERS:]
    shown_counts = shown_table([[sum(q.has(at) and name == row for at, name in told) for q in recent] for row in names])
    whole = shown_table(
        [
            [sum(pack.quarters[0].start <= at < pack.quarters[-1].end and name == row for at, name in told)]
            for row in names
        ]
    )
    heads = (
        Column(what),
        *(Column(quarter.label, "number") for quarter in recent),
        Column(_span(recent), "number"),
        Column(_span(pack.quarters), "number"),
    )
    rows = [
        (
            Cell(name),
            *map(_shown, shown_counts.cells[place]),
            _shown(shown_counts.row_totals[place]),
            _shown(whole.cells[place][0]),
        )
        for place, name in enumerate(names)
    ]
    totals = (
        Cell((Run("All", "strong"),)),
        *map(_shown, shown_counts.column_totals),
        _shown(shown_counts.total),
        _shown(whole.total),
    )
    return Table(f"{caption} (synthetic)", heads, (*rows, totals))


def _title(name: str) -> str:
    """`local_authority` as a heading of a row."""
    return _TITLES.get(name, plain(name)[:1].upper() + plain(name)[1:])


def _shown(text: str) -> Cell:
    return Cell(text, value=None if text == HIDDEN else float(text))


def _count(count: int) -> Cell:
    return _shown(shown(count))


def _percent(part: int, base: int) -> Cell:
    if base < LEAST_SHARED or is_small(part) or is_small(base - part):
        return Cell("\u2013")
    return Cell(f"{100 * part / base:.0f}", value=round(100 * part / base))


def _span(periods: Sequence[Period]) -> str:
    """`4 quarters to Dec 2022`."""
    last = periods[-1].label.partition("\u2013")[2] or periods[-1].label
    return f"{len(periods)} quarters to {last}"
