"""A pathway to its part of the report: drawing, chart of who does what, both in words, assumptions and sources."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from pathways.report.document import Block, Bullets, Fold, Heading, Paragraph, Picture, Run, Section, Words
from pathways.report.model import PathwayPart
from pathways.report.names import plain

STATUS: Final = {"as-is": "as it is", "proposed": "proposed", "shared": "a piece that others use"}
_SMALL: Final = 0.6  # height over width of a drawing that leaves room on the page for another


def pathway_section(part: PathwayPart, sources: Iterable[str]) -> Section:
    """The part about one pathway; `sources` are those of all pathways."""
    is_small = part.drawing.height_pt < _SMALL * part.drawing.width_pt
    name, look = f"pathway-{part.linked.id}", "pathway small" if is_small else "pathway"
    return Section(name, part.linked.title, tuple(_blocks(part, sources)), look)


def _blocks(part: PathwayPart, sources: Iterable[str]) -> Iterator[Block]:
    linked = part.linked
    guidance = _guidance(linked.guidance, sources)
    about = [STATUS[linked.status], f"version {linked.version}", *([guidance] if guidance else [])]
    yield Paragraph((Run("".join(f"{words} \u00b7 " for words in about)), Run(part.file, "code")), "meta")
    yield Picture(
        f"pathway-{linked.id}",
        linked.title,
        f"Drawing of the pathway '{linked.title}', a lane for each agency. The same in words is below it.",
        part.drawing,
        linked,
    )
    if linked.note:
        yield Paragraph(linked.note)
    yield Fold(f"The same in words: {linked.title}", (Paragraph(part.drawing.text, "text"),), is_text=True)
    if part.roles is not None:
        title = f"Who does what: {linked.title}"
        alt = f"Chart of who does what in the pathway '{linked.title}'. The same in words is below it."
        yield Heading(title)
        yield Picture(f"roles-{linked.id}", title, alt, part.roles)
        yield Fold(f"The same in words: who does what in {linked.title}", (Paragraph(part.roles.text, "text"),), True)
    assumed = [s for s in linked.states.values() if s.hardness == "ASSUMPTION" and s.origin.pathway == linked.id]
    items: list[Words] = [(Run(s.title, "strong"), Run(f": {s.note}")) for s in assumed if s.note]
    bare = ", ".join(state.title for state in assumed if not state.note)
    if bare:
        items.append((Run("\u26a0 No reason given for:", "departed"), Run(f" {bare}")))
    if items:
        yield Heading("Assumptions in this pathway")
        yield Bullets(tuple(items))
    if part.warnings:
        yield Heading("Remarks on the definition")
        yield Bullets(tuple(f"{finding.message} ({finding.place})" for finding in part.warnings))
    if linked.sources:
        yield Paragraph((Run("Sources:", "strong"), Run(f" {'; '.join(linked.sources)}.")), "sources")


def _guidance(name: str | None, sources: Iterable[str]) -> str:
    """`cdg_2015` as the source that it is short for, of any pathway; or in plain words."""
    if name is None:
        return ""
    letters, _, year = name.replace("-", "_").partition("_")
    for source in sources:
        words = re.findall(r"[A-Za-z]+|[0-9]{4}", source)
        initials = "".join(word[0] for word in words if word.isalpha()).lower()
        if year in words and initials == letters.lower():
            return source
    return f"guidance {plain(name)}"
