"""Two versions of a pathway to a picture of what differs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pathways.commands.against import versions
from pathways.commands.draw import FORMATS, Drawn, overlay_paths, write_drawing

if TYPE_CHECKING:
    from pathways.diagram.view import View


def draw_against(
    names: Sequence[str],
    other: str,
    start: Path,
    *,
    formats: Sequence[str] = FORMATS,
    to: Path | None = None,
    view: View | None = None,
) -> tuple[Drawn, ...]:
    """Draw what differs between a pathway and another version of it, as PATHWAY.against-OTHER.svg and so on.

    Parameters
    ----------
    names : the id or path of the one pathway.
    other : the id or path of what it is compared with, such as a file kept from before.
    start : where ids and the workspace are looked for, and the folder for the pictures.
    formats : of `PICTURES`.
    to : another folder, or a file whose ending says the format.
    view : lanes as rows, and pieces that are opened in both versions.

    Raises
    ------
    DefinitionError, WorkspaceError
    """
    from pathways.diagram import compare
    from pathways.rules.behaviour.matching import match

    _, old, new = versions(names, other, start, verb="draw")
    matching = match(old.linked, new.linked)
    drawing = compare(old.linked, new.linked, matching.states, matching.interrupts, view)
    version = f"version-{old.linked.version}" if old.linked.version != new.linked.version else "before"
    name = f"against-{old.id if old.id != new.id else version}"
    return write_drawing(new, overlay_paths(new.id, name, start, formats, to, view), drawing)
