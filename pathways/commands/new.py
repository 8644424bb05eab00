"""The starter workspace to a folder of one's own."""

from __future__ import annotations

from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from pathways.commands.write import write_file
from pathways.errors import WorkspaceError


def new(folder: Path) -> tuple[Path, ...]:
    """Copy the starter workspace into `folder`, which must not exist or be empty; the files it wrote.

    Raises
    ------
    WorkspaceError
        If the folder holds anything, or cannot be written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise WorkspaceError(
            f"{folder} is there already and is not an empty folder\n"
            "    expected a folder that does not exist yet\n    fix: choose another name"
        )
    starter = resources.files("pathways").joinpath("starter")
    written = []
    for relative, source in sorted(_files(starter), key=lambda item: item[0].as_posix()):
        target = folder / relative
        write_file(target, source.read_bytes())
        written.append(target)
    from pathways.commands.schema import write_schema

    schemas = folder / "pathways.schema.json", folder / "study.schema.json"
    write_schema(schemas[0])
    write_schema(schemas[1], "study")
    return (*written, *schemas)


def _files(folder: Traversable, below: Path = Path()) -> list[tuple[Path, Traversable]]:
    found: list[tuple[Path, Traversable]] = []
    for item in folder.iterdir():
        if item.name in ("__pycache__", "reports", ".pytest_cache"):
            continue
        # A file named `.gitignore` in the package would hide files of the starter from git itself.
        name = ".gitignore" if item.name == "gitignore" else item.name
        if item.is_dir():
            found += _files(item, below / name)
        else:
            found.append((below / name, item))
    return found
