"""Pathways to pictures of their targets, and of what their numbers rest on."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pathways.commands.draw import FORMATS, PICTURES, Drawn, ending_of, overlay_paths, the_one, write_drawing
from pathways.workspace import load_pathways

if TYPE_CHECKING:
    from pathways.diagram.standards import Shown
    from pathways.diagram.view import View


def draw_shown(
    names: Sequence[str],
    what: Sequence[Shown],
    start: Path,
    *,
    formats: Sequence[str] = FORMATS,
    to: Path | None = None,
    view: View | None = None,
) -> tuple[Drawn, ...]:
    """Draw pathways with their targets or hardness, as PATHWAY.targets.svg and so on.

    Parameters
    ----------
    names : ids or paths; every pathway of the workspace when empty.
    what : of `targets` and `hardness`.
    start : where ids and the workspace are looked for, and the folder for the pictures.
    formats : of `PICTURES`.
    to : another folder, or for one pathway a file whose ending says the format.
    view : lanes as rows, and pieces that are opened.

    Raises
    ------
    DefinitionError, WorkspaceError
    """
    from pathways.diagram import show

    pathways = load_pathways(names, start).require()
    if to is not None and ending_of(to) in PICTURES:
        the_one(pathways, to)
    return tuple(
        drawn
        for pathway in pathways
        for drawn in write_drawing(
            pathway,
            overlay_paths(pathway.id, "-".join(what), start, formats, to, view),
            show(pathway.linked, what, view),
        )
    )
