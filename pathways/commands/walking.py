"""A pathway's name and a file of answers to a walk, whose answers may be kept."""

from __future__ import annotations

from pathlib import Path

from pathways.commands.walk import Ask, Say, WalkResult, run_walk
from pathways.commands.write import write_file
from pathways.errors import DefinitionError, Finding
from pathways.source import read_document
from pathways.workspace import load_pathways, read_text


def walk(
    name: str, start: Path, *, answers: Path | None, save: Path | None, ask: Ask, say: Say
) -> tuple[WalkResult, Path | None]:
    """Walk a pathway given by id or path; where the answers were kept, if they were.

    Raises
    ------
    WorkspaceError, DefinitionError
    """
    (pathway,) = load_pathways([name], start).require()
    document = None
    if answers is not None:
        text = read_text(start / answers, answers.as_posix())
        if isinstance(text, Finding):
            raise DefinitionError([text])
        document = read_document(text, answers.as_posix())
    result = run_walk(pathway.compiled, answers=document, ask=ask, say=say)
    if save is not None:
        write_file(start / save, result.answers)
    return result, save
