"""Pathways to picture files, and picture files to which of them are stale."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pathways.commands.stamp import is_painted_from, stamped
from pathways.commands.write import write_file
from pathways.errors import WorkspaceError
from pathways.workspace import LoadedPathway, load_pathways

if TYPE_CHECKING:
    from pathways.diagram import Drawing
    from pathways.diagram.pptx import Deck
    from pathways.diagram.story import Story
    from pathways.diagram.view import View

FORMATS: Final = ("svg", "png", "txt")  # what `diagrams/` holds
PICTURES: Final = (*FORMATS, "pdf")  # what any picture can be, with whatever is laid over it
ALL_FORMATS: Final = (*PICTURES, "dot", "bpmn", "pptx", "mermaid")


@dataclass(frozen=True)
class Drawn:
    """One picture file; `changed` is False where it already showed just this.

    `warnings` say what of the picture will not print or read well; `printing` how it prints on A4.
    """

    pathway: str
    path: Path
    changed: bool
    warnings: tuple[str, ...] = ()
    printing: str = ""

    @property
    def picture(self) -> str:
        """The file's name without its ending: one picture may be written in several formats."""
        return self.path.stem


def draw(
    names: Sequence[str],
    start: Path,
    *,
    formats: Sequence[str] = FORMATS,
    to: Path | None = None,
    roles: bool = False,
) -> tuple[Drawn, ...]:
    """Draw pathways, and charts of who does what, into the workspace's `diagrams/`.

    Parameters
    ----------
    names : ids or paths; every pathway of the workspace when empty.
    start : where ids and the workspace are looked for.
    formats : of `ALL_FORMATS`.
    to : a folder, or for one pathway a file whose ending says the format, for its drawing alone.
    roles : only the charts of who does what.

    Raises
    ------
    DefinitionError, WorkspaceError
    """
    loading = load_pathways(names, start)
    pathways = loading.require()
    folder = to or loading.workspace.diagrams
    if to is not None and ending_of(to) in ALL_FORMATS:
        pathway = the_one(pathways, to)
        return (_write_one(pathway.id, to, _paint(pathway, ending_of(to), roles)),)
    return draw_loaded(pathways, folder, formats, roles=roles)


def draw_loaded(
    pathways: Sequence[LoadedPathway], folder: Path, formats: Sequence[str] = FORMATS, *, roles: bool = False
) -> tuple[Drawn, ...]:
    """Draw pathways already loaded into a folder, leaving files alone that show them already."""
    return tuple(
        _write_one(pathway.id, path, painted)
        for pathway in pathways
        for path, painted in _files(pathway, folder, formats, roles)
    )


def the_one(pathways: Sequence[LoadedPathway], to: Path) -> LoadedPathway:
    """The pathway that a file is to show.

    Raises
    ------
    WorkspaceError
        If there are several.
    """
    if len(pathways) != 1:
        raise WorkspaceError(
            f"{to} is one file, but {len(pathways)} pathways are to be drawn\n"
            "    fix: name one pathway, or give a folder"
        )
    return pathways[0]


def draw_story(
    pathway: LoadedPathway, paths: Sequence[Path], story: Story, view: View | None = None
) -> tuple[Drawn, ...]:
    """Draw a pathway with a story laid over it; the endings of `paths` say the formats."""
    from pathways.diagram import draw as draw_pathway

    seen = {} if view is None else asdict(view)
    return write_drawing(pathway, paths, draw_pathway(pathway.linked, story, **seen))


def write_drawing(
    pathway: LoadedPathway, paths: Sequence[Path], drawing: Drawing, view: View | None = None
) -> tuple[Drawn, ...]:
    """Write a drawing of a pathway; the endings of `paths` say the formats.

    A PNG longer than an A4 page also comes in pages: beside child.png stand child.page-1.png, child.page-2.png.
    """
    from pathways.diagram import sheets

    drawn = []
    for path in paths:
        drawn.append(_write_one(pathway.id, path, _painted(pathway, drawing, ending_of(path), view)))
        for number, svg in enumerate(sheets(drawing) if ending_of(path) == "png" else (), 1):
            page = Painted(svg, partial(_png, svg), (), is_png=True)
            drawn.append(_write_one(pathway.id, path.with_suffix(f".page-{number}.png"), page))
    return tuple(drawn)


def overlay_paths(
    pathway: str, name: str, start: Path, formats: Sequence[str], to: Path | None, view: View | None = None
) -> list[Path]:
    """Where a drawing with something laid over it is written: beside you, in a folder, or in a file."""
    if to is not None and ending_of(to) in PICTURES:
        return [to]
    word = re.sub(r"[^\w.-]+", "-", name).strip("-.")
    seen = "" if view is None else view.name
    return [(to or start) / f"{pathway}.{word}{seen}.{ending}" for ending in formats]


def ending_of(path: Path) -> str:
    return path.suffix.lower().lstrip(".")


def stale_drawings(
    names: Sequence[str], start: Path, *, formats: Sequence[str] = FORMATS, roles: bool = False
) -> tuple[Path, ...]:
    """The files in `diagrams/` that are missing or do not show their pathway as it is now."""
    loading = load_pathways(names, start)
    return tuple(
        path
        for pathway in loading.require()
        for path, painted in _files(pathway, loading.workspace.diagrams, formats, roles)
        if not _shows(path, painted)
    )


@dataclass(frozen=True)
class Painted:
    """A picture that is made only if the file does not show it already."""

    svg: str
    make: Callable[[], str | bytes]
    warnings: tuple[str, ...]
    is_png: bool = False
    printing: str = ""


def _files(pathway: LoadedPathway, folder: Path, formats: Sequence[str], roles: bool) -> Iterator[tuple[Path, Painted]]:
    """The files of a pathway: its drawing, unless only `roles` are asked for, and its chart of who does what."""
    for is_chart in (True,) if roles else (False, True):
        drawing = _drawing(pathway, is_chart)
        for ending in formats:
            if ending in PICTURES or not is_chart:
                yield (
                    folder / f"{pathway.id}{'.roles' if is_chart else ''}.{ending}",
                    _painted(pathway, drawing, ending),
                )


def _paint(pathway: LoadedPathway, ending: str, roles: bool) -> Painted:
    if roles and ending not in PICTURES:
        raise WorkspaceError(
            f"the chart of who does what cannot be written as {ending}\n    fix: use one of {', '.join(PICTURES)}"
        )
    return _painted(pathway, _drawing(pathway, roles), ending)


def content_of(pathway: LoadedPathway, ending: str, *, roles: bool = False) -> bytes:
    """The drawing of a pathway, or its chart of who does what, as the content of a file with that ending."""
    made = _paint(pathway, ending, roles).make()
    return made.encode() if isinstance(made, str) else made


def _drawing(pathway: LoadedPathway, is_chart: bool) -> Drawing:
    from pathways import diagram

    return diagram.roles(pathway.linked) if is_chart else diagram.draw(pathway.linked)


def _painted(pathway: LoadedPathway, drawing: Drawing, ending: str, view: View | None = None) -> Painted:
    """The drawing in the format that the ending says."""
    from pathways.diagram import bpmn, dot, mermaid

    made: dict[str, Callable[[], str | bytes]] = {
        "svg": lambda: drawing.svg,
        "txt": lambda: drawing.text,
        "dot": lambda: dot(pathway.linked, view),
        "bpmn": lambda: bpmn.to_bpmn(pathway.linked),
        "mermaid": lambda: mermaid(pathway.linked, view),
        "pdf": lambda: _pdf(drawing),
        "pptx": lambda: _deck(pathway, view).data,
        "png": lambda: _png(drawing.svg),
    }
    is_page = ending in PICTURES  # other programs lay out pages of their own
    warnings, printing = (drawing.warnings, drawing.printing) if is_page else ((), "")
    if ending == "pptx":
        warnings = _deck(pathway, view).warnings
    return Painted(drawing.svg, made[ending], warnings, ending == "png", printing)


def _deck(pathway: LoadedPathway, view: View | None) -> Deck:
    from pathways.diagram.pptx import to_pptx

    return to_pptx(pathway.linked, view)


def _pdf(drawing: Drawing) -> bytes:
    from pathways.diagram.pdf import to_pdf

    return to_pdf(drawing)


def _png(svg: str) -> bytes:
    from pathways.diagram import png

    return stamped(png(svg), svg)


def _write_one(pathway: str, path: Path, painted: Painted) -> Drawn:
    changed = not _shows(path, painted) and write_file(path, painted.make())
    return Drawn(pathway, path, changed, painted.warnings, painted.printing)


def _shows(path: Path, painted: Painted) -> bool:
    """Whether the file shows the drawing. Line ends do not count: git may have changed them."""
    try:
        data = path.read_bytes()
    except OSError:
        return False
    if painted.is_png:
        return is_painted_from(data, painted.svg)
    made = painted.make()
    if isinstance(made, bytes):
        return data == made
    return data.replace(b"\r\n", b"\n") == made.encode()
