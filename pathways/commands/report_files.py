"""What is asked of a report to the names of its files, and a template to its bytes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from pathways.errors import WorkspaceError

_OTHERS: Final = (".pdf", ".doc", ".xls", ".ppt", ".odt", ".ods", ".odp", ".rtf", ".md", ".txt", ".csv", ".json")
_MOST_BYTES: Final = 50_000_000  # of a template: more is no file that somebody writes letters with


def report_paths(folder: Path, to: Path | None, formats: Sequence[str], *, name: str = "report") -> tuple[Path, ...]:
    """The files to write.

    Parameters
    ----------
    folder : where reports go if nothing else is said.
    to : a file, or with `formats` also a folder.
    formats : endings; none where that of `to` says it.
    name : of a file that is not named, without its ending.

    Raises
    ------
    WorkspaceError
        If the ending of `to` contradicts `formats`, or is that of a document which is not written.
    """
    from pathways.report.formats import ENDINGS

    if to is None:
        return tuple(folder / f"{name}.{ending}" for ending in dict.fromkeys(formats or ("html",)))
    if to.suffix.lower().lstrip(".") in ENDINGS:
        if set(formats) - {ending_of(to)}:
            raise WorkspaceError(
                f"{to} is one file of the format {ending_of(to)}, but {', '.join(formats)} is asked for\n"
                "    fix: give a folder, or leave the formats out"
            )
        return (to,)
    if to.suffix.lower() in _OTHERS and not to.is_dir():
        raise WorkspaceError(
            f"{to} would be of a format that is not written\n"
            f"    expected one of {', '.join(ENDINGS)}\n"
            "    fix: for a PDF, print the HTML from a browser, or save the Word file as one"
        )
    return tuple(to / f"{name}.{ending}" for ending in dict.fromkeys(formats)) or (to,)


def ending_of(file: Path) -> str:
    """The format of a file by its name; HTML where its name does not say."""
    from pathways.report.formats import ENDINGS

    ending = file.suffix.lower().lstrip(".")
    return ending if ending in ENDINGS else "html"


def template_bytes(template: Path | None, files: Sequence[Path]) -> bytes | None:
    """The template's content.

    Raises
    ------
    WorkspaceError
        If it cannot be read, or if no Word file is to be written.
    """
    if template is None:
        return None
    if all(ending_of(file) != "docx" for file in files):
        raise WorkspaceError(
            f"{template} is a template for Word, but no Word file is to be written\n    fix: add --format docx"
        )
    try:
        if template.stat().st_size > _MOST_BYTES:
            raise WorkspaceError(
                f"{template} is larger than {_MOST_BYTES:,} bytes\n    fix: take the pictures out of the template"
            )
        return template.read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        raise WorkspaceError(
            f"{template} could not be read: {reason}\n    fix: give the path of a Word file"
        ) from error
