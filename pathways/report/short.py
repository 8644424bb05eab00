"""A study's result to a document of a few pages: what was tried, the answer, its figures, and what it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pathways.report.better import SIGNS
from pathways.report.digest import digest
from pathways.report.document import (
    Block,
    Bullets,
    Card,
    Cell,
    Column,
    Document,
    Heading,
    Paragraph,
    Run,
    Section,
    Table,
)
from pathways.report.model import StudyPart
from pathways.report.reading import SYNTHETIC, Line, Reading, Side, reading
from pathways.report.studies import group_blocks

_VERDICTS = {"met": ("\u2713 met", "holds"), "not met": ("\u2717 not met", "broken")}
_WAITING = "Waiting"


def to_short(part: StudyPart, minded: Sequence[str] = ()) -> Document:
    """What a board needs of one study.

    Parameters
    ----------
    minded : sentences about what was tried that must stand beside the answer.
    """
    said = reading(part)
    return Document(
        title=said.title,
        about=said.question or said.title,
        front=(Paragraph(SYNTHETIC, "synthetic"),),
        sections=(
            Section("answer", "The answer", tuple(_answer(said, minded)), "study small"),
            Section("figures", "The figures", tuple(_figures(part, said)), "small"),
            Section("basis", "What this rests on", tuple(_basis(said)), "small basis"),
        ),
    )


def _answer(said: Reading, minded: Sequence[str]) -> Iterator[Block]:
    if said.question:
        yield Paragraph((Run("The study asks: ", "strong"), Run(said.question)), "lead")
    for name, changes in said.tried:
        head = "Tried: " if len(said.tried) == 1 else f"Tried as '{name}': "
        yield Paragraph((Run(head, "strong"), Run(" ".join(map(_sentence, changes)))), "answer")
    for sentence in minded:
        yield Paragraph((Run("Mind: ", "strong"), Run(_sentence(sentence))), "answer")
    for sentence in said.answer:
        yield Paragraph(_plain(sentence), "answer")
    for warning in said.warnings:
        yield Card("departed", (Paragraph(_plain(warning)),))
    if said.asked:
        yield Table(
            "What the study asks for (synthetic)",
            (Column("Asked for"), Column("In"), Column("Found (95% interval)"), Column("Verdict", "verdict")),
            tuple(
                (
                    Cell(row.says),
                    Cell(row.scenario),
                    Cell(row.found),
                    Cell(*_VERDICTS.get(row.verdict, (f"? {row.verdict}", "undecided"))),
                )
                for row in said.asked
            ),
            "short",
        )


def _figures(part: StudyPart, said: Reading) -> Iterator[Block]:
    if said.lines:
        yield Table(
            "Main figures (synthetic); times in working days, 95% intervals in brackets",
            (Column("Figure"), Column("As things stand"), *map(Column, map(str.capitalize, said.scenarios))),
            tuple((Cell(_label(line)), Cell(line.baseline), *map(_side, line.sides)) for line in said.lines),
        )
    found = digest(part.study, part.result, part.pathways)
    for group in found.groups:
        if group.title == _WAITING:
            yield from group_blocks(part, found, group)


def _label(line: Line) -> str | tuple[Run, ...]:
    return (Run(line.label), Run("\n"), Run(line.note, "soft small")) if line.note else line.label


def _side(side: Side | None) -> Cell:
    if side is None:
        return Cell("not seen")
    change = f", {side.change}" if side.change and side.word != "no change" else ""
    return Cell(f"{side.value}; {SIGNS[side.word]}{change}".replace("-", "\u2212"))


def _basis(said: Reading) -> Iterator[Block]:
    yield Paragraph(said.sureness)
    yield Bullets(tuple((Run(f"{basis.title}.", "strong"), Run(f" {basis.explains}")) for basis in said.bases))
    yield Heading("How it was made")
    yield Paragraph(said.made, "meta")
    yield Paragraph("The full report has the drawings, the rules and every number that went in.", "meta")


def _plain(sentence: str) -> str:
    """A scenario that the page made has no name of its own."""
    return sentence.replace("'what if'", "the what-if")


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}{'' if words[-1:] in '.?!' else '.'}"
