"""Pathways to pictures seen in another way than those in `diagrams/`: PATHWAY.landscape.svg and so on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Final

from pathways.commands.draw import ALL_FORMATS, FORMATS, PICTURES, Drawn, ending_of, the_one, write_drawing
from pathways.diagram.view import View
from pathways.errors import WorkspaceError
from pathways.workspace import load_pathways

OPENED: Final = (*PICTURES, "dot", "pptx", "mermaid")  # what can show pieces from inside


def draw_view(
    names: Sequence[str], start: Path, view: View, *, formats: Sequence[str] = FORMATS, to: Path | None = None
) -> tuple[Drawn, ...]:
    """Draw pathways as a view shows them.

    Parameters
    ----------
    names : ids or paths; every pathway of the workspace when empty.
    start : where ids and the workspace are looked for, and the folder for the pictures.
    formats : of `ALL_FORMATS`.
    to : another folder, or for one pathway a file whose ending says the format.

    Raises
    ------
    DefinitionError, WorkspaceError
    """
    from pathways.diagram import draw

    asked = [ending_of(to)] if to is not None and ending_of(to) in ALL_FORMATS else formats
    closed = [ending for ending in asked if ending not in OPENED]
    if closed and (view.opened or view.depth):
        raise WorkspaceError(f"pieces cannot be opened in a {closed[0]} file\n    fix: use one of {', '.join(OPENED)}")
    pathways = load_pathways(names, start).require()
    drawn: list[Drawn] = []
    for pathway in pathways:
        if to is not None and ending_of(to) in ALL_FORMATS:
            the_one(pathways, to)
            paths = [to]
        else:
            paths = [(to or start) / f"{pathway.id}{view.name}.{ending}" for ending in formats]
        drawn += write_drawing(pathway, paths, draw(pathway.linked, **asdict(view)), view)
    return tuple(drawn)


__all__ = ["View", "draw_view"]
