"""A reading to Markdown, and to one HTML page: no script, nothing loaded from anywhere, the same bytes every time."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

from pathways.report.basis import Given
from pathways.report.better import SIGNS
from pathways.report.reading import SYNTHETIC, Line, Reading, Side
from pathways.report.theory import FAR

_MARKS: Final = re.compile(r"([\\`*_\[\]<>|#])")


def to_markdown(reading: Reading) -> str:
    """The page as Markdown, one sentence or table row a line."""
    return "\n".join(_markdown(reading)) + "\n"


def to_page(reading: Reading, charts: Sequence[Any] = ()) -> str:
    """The page as HTML.

    Parameters
    ----------
    charts
        SVG drawings with their captions, as pairs, to stand with what is said of the time after a date.
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=PackageLoader("pathways.report"), autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True
    )
    return environment.get_template("reading.html").render(
        reading=reading,
        synthetic=SYNTHETIC,
        signs=SIGNS,
        far=FAR if any(row.is_far for row in reading.theory) else None,
        charts=[(Markup(svg), caption) for svg, caption in charts],
        style=Markup(environment.get_template("style.css").render()),
    )


def _markdown(reading: Reading) -> Iterator[str]:
    yield f"# {_plain(reading.title)}"
    yield f"\n> **{SYNTHETIC}**"
    if reading.question:
        yield f"\n**Question.** {_plain(reading.question)}"
    yield "\n## Answer\n"
    yield from (f"{_plain(sentence)}  " for sentence in reading.answer)
    yield f"\n{_plain(reading.sureness)}"
    if reading.warnings:
        yield "\n## Mind\n"
        yield from (f"- {_plain(warning)}" for warning in reading.warnings)
    if reading.asked:
        yield "\n## What was asked for\n"
        yield from _table(
            ("Asked for", "In", "Found (95% interval)", "Verdict"),
            [(asked.says, asked.scenario, asked.found, asked.verdict) for asked in reading.asked],
        )
    if reading.tried:
        yield "\n## What was tried\n"
        for name, changes in reading.tried:
            yield f"- **'{_plain(name)}'**"
            yield from (f"  - {_plain(change)}" for change in changes)
    if reading.lines:
        yield "\n## Main figures\n"
        yield "Times in working days. In brackets: 95% intervals; of a change, those of the difference.\n"
        heads = ("Figure", "As things stand", *(f"'{name}'" for name in reading.scenarios))
        yield from _table(heads, [_cells(line) for line in reading.lines])
        notes = dict.fromkeys(line.note for line in reading.lines if line.note)
        yield from (f"\n{_plain(note[:1].upper() + note[1:])}." for note in notes if len(notes) == 1)
    if reading.told:
        yield "\n## What each change does\n"
        yield from (f"- {_plain(sentence)}" for sentence in reading.told)
    if reading.recovery:
        yield "\n## Through time\n"
        yield "Weeks count from the end of the warm-up.\n"
        yield from (f"- {_plain(sentence)}" for sentence in reading.recovery)
    if reading.theory:
        yield "\n## Held against theory\n"
        yield "These figures of the study as it stands are also known without simulating.\n"
        heads = ("Figure", "By theory", "Simulated", "Apart by", "Theory")
        rows = [(row.label, row.exact, row.simulated, row.apart, row.theory) for row in reading.theory]
        yield from _table(heads, rows)
        if any(row.is_far for row in reading.theory):
            yield f"\n{FAR}"
    yield "\n## What this rests on\n"
    for basis in reading.bases:
        yield f"- **{basis.title}.** {_plain(basis.explains)}"
    for basis in reading.bases:
        if basis.rows:
            yield f"\n### {basis.title}\n"
            yield from _table(("What", "Value", "Rests on", "Source or reason"), list(map(_given, basis.rows)))
    yield f"\n{_plain(reading.made)}"


def _cells(line: Line) -> tuple[str, ...]:
    return (line.label, line.baseline, *map(_side, line.sides))


def _side(side: Side | None) -> str:
    if side is None:
        return "not seen"
    told = f"{side.value}; {SIGNS[side.word]}"
    return told if not side.change or side.word == "no change" else f"{told}, {side.change}"


def _given(row: Given) -> tuple[str, str, str, str]:
    return (f"{row.section}: {row.name}", row.says, row.hardness, row.source or "no reason given")


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    for number, row in enumerate((heads, *rows)):
        yield f"| {' | '.join(map(_plain, row))} |"
        if number == 0:
            yield f"|{'---|' * len(heads)}"


def _plain(text: str) -> str:
    """Text whose signs are not taken for Markdown's."""
    return _MARKS.sub(r"\\\1", " ".join(text.split()))
