"""What a report says, in order and with its meaning, before anything makes a page, a Word file or a workbook of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathways.definition import LinkedPathway
    from pathways.diagram import Drawing

LANGUAGE: Final = "en-GB"
SYNTHETIC_PAGE: Final = "Simulated figures in this document are synthetic"


@dataclass(frozen=True)
class Run:
    """A stretch of text.

    `look` holds words of what it is (`strong`, `soft`, `small`, `code`, or a verdict's: `holds`, `broken`, `departed`,
    `undecided`); `link` names the section that it leads to; in a table it may speak of the columns of one `part` alone.
    """

    text: str
    look: str = ""
    link: str = ""
    part: str = ""


Words = str | tuple[Run, ...]  # a run that is a line feed alone begins a new line


def plain_words(words: Words) -> str:
    """The text without its looks."""
    return words if isinstance(words, str) else "".join(run.text for run in words)


@dataclass(frozen=True)
class Heading:
    """A heading within a section."""

    text: str


@dataclass(frozen=True)
class Paragraph:
    """`look`: `lead`, `answer`, `synthetic`, `soft`, `meta`, `sources` or nothing."""

    words: Words
    look: str = ""


@dataclass(frozen=True)
class Bullets:
    """A list; with numbers if it `is_ordered`."""

    items: tuple[Words, ...]
    is_ordered: bool = False


@dataclass(frozen=True)
class Facts:
    """Names, each with what is so called."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Column:
    """A column of a table.

    `look` is `number` for what stands at the right, `unit` for short words, `verdict` for one. Columns with a `part`
    may be told apart: a page that has no room for all shows those without one, and those of one part after the other.
    """

    title: str
    look: str = ""
    part: str = ""


@dataclass(frozen=True)
class Cell:
    """A cell, with its number and the ends of its interval where a program is to reckon with it."""

    words: Words = ""
    look: str = ""
    value: float | None = None
    low: float | None = None
    high: float | None = None

    def only(self, *parts: str) -> Cell:
        """The cell without what it says of other parts."""
        if isinstance(self.words, str):
            return self
        return replace(self, words=tuple(run for run in self.words if run.part in parts))


@dataclass(frozen=True)
class Table:
    """A table with a heading for each column; the first cell of a row is the row's own heading.

    `look` is `short` where it should not be torn apart, or the name of widths that a page has for its columns.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    look: str = ""

    def split(self, most: int) -> tuple[Table, ...]:
        """The table as several with no more than `most` columns, as far as its parts allow that."""
        parts = list(dict.fromkeys(column.part for column in self.columns if column.part))
        if len(self.columns) <= most or len(parts) < 2:
            return (self,)
        shared = sum(not column.part for column in self.columns)
        wide = max(sum(column.part == part for column in self.columns) for part in parts)
        together = max(1, (most - shared) // wide)
        chosen = [("", *parts[at : at + together]) for at in range(0, len(parts), together)]
        return tuple(self._only(*names) for names in chosen)

    def _only(self, *parts: str) -> Table:
        places = [place for place, column in enumerate(self.columns) if column.part in parts]
        return Table(
            f"{self.caption}: {' and '.join(parts[1:])}",
            tuple(self.columns[place] for place in places),
            tuple(tuple(row[place].only(*parts) for place in places) for row in self.rows),
            self.look,
        )


@dataclass(frozen=True)
class Picture:
    """A drawing. `name` begins with a letter and is no other picture's; `alt` is read out instead of it.

    `pathway` is what it shows, where that can also be drawn with shapes that are moved by hand.
    """

    name: str
    title: str
    alt: str
    drawing: Drawing
    pathway: LinkedPathway | None = None


@dataclass(frozen=True)
class Point:
    """A number with its interval."""

    value: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class IntervalChart:
    """A dot with its interval for each label and series. `points[label][series]`; `limit` is where a line stands."""

    name: str
    title: str
    about: str
    axis: str
    labels: tuple[str, ...]
    series: tuple[str, ...]
    points: tuple[tuple[Point | None, ...], ...]
    limit: float | None = None

    @property
    def alt(self) -> str:
        return f"{self.title}: {self.about}. {self.axis}. The table below has the same numbers."

    @property
    def caption(self) -> str:
        return f"{self.title} (synthetic). The same numbers are in the table."

    @cached_property
    def svg(self) -> str:
        from pathways.report.charts import interval_chart

        return interval_chart(self)


@dataclass(frozen=True)
class RunChart:
    """One value for each period, with mean and process limits; `kinds` tells common variation from special causes.

    A kind is `common`, `better`, `worse` or `special` (neither).
    """

    name: str
    title: str
    about: str
    axis: str
    labels: tuple[str, ...]
    values: tuple[float, ...]
    mean: float
    lower: float
    upper: float
    kinds: tuple[str, ...]
    told: str

    @property
    def alt(self) -> str:
        return f"{self.title}, {self.about}. {self.axis}. {self.told}"

    @property
    def caption(self) -> str:
        return f"{self.title} (synthetic). {self.told}"

    @cached_property
    def svg(self) -> str:
        from pathways.report.charts import run_chart

        return run_chart(self)


@dataclass(frozen=True)
class Card:
    """What stands out from the text, in the look of a verdict."""

    look: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Fold:
    """What may be folded away behind a line. `is_text` where it is a text version, kept off paper."""

    summary: str
    blocks: tuple[Block, ...]
    is_text: bool = False


Chart = IntervalChart | RunChart
Block = Heading | Paragraph | Bullets | Facts | Table | Picture | IntervalChart | RunChart | Card | Fold


@dataclass(frozen=True)
class Section:
    """A part with a heading. `name` is what links lead to; `look` says what kind of part it is."""

    name: str
    title: str
    blocks: tuple[Block, ...]
    look: str = ""

    def all_blocks(self) -> Iterator[Block]:
        """Every block, also those within others."""
        yield from _all(self.blocks)


@dataclass(frozen=True)
class Document:
    """The whole. `about` is a sentence for whoever looks for it among files."""

    title: str
    about: str
    front: tuple[Paragraph, ...]
    sections: tuple[Section, ...]
    language: str = field(default=LANGUAGE)


def _all(blocks: Sequence[Block]) -> Iterator[Block]:
    for block in blocks:
        yield block
        if isinstance(block, Card | Fold):
            yield from _all(block.blocks)
