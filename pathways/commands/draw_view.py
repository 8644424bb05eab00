"""Pathways to pictures seen in another way than those in `diagrams/`: PATHWAY.landscape.svg and so on."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pathways.commands.draw import ALL_FORMATS, FORMATS, Drawn, ending_of, write_drawing
from pathways.diagram.view import View
from pathways.errors import WorkspaceError
from pathways.workspace import load_pathways


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

    pathways = load_pathways(names, start).require()
    drawn: list[Drawn] = []
    for pathway in pathways:
        if to is not None and ending_of(to) in ALL_FORMATS:
            if len(pathways) != 1:
                raise WorkspaceError(
                    f"{to} is one file, but {len(pathways)} pathways are to be drawn\n"
                    "    fix: name one pathway, or give a folder"
                )
            paths = [to]
        else:
            paths = [(to or start) / f"{pathway.id}{view.name}.{ending}" for ending in formats]
        drawn += write_drawing(pathway, paths, draw(pathway.linked, landscape=view.landscape), view)
    return tuple(drawn)


__all__ = ["View", "draw_view"]
