"""A place on disk to the workspace it lies in, and a workspace to the files it is made of."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pathways.errors import WorkspaceError
from pathways.workspace.read import ENDINGS, FileKind, SourceFile, read_source

SETTINGS: Final = "pyproject.toml"
_KNOWN_SETTINGS: Final = {"name"}


@dataclass(frozen=True)
class Workspace:
    """A folder of pathways. `loose` is one without settings: the folder of a file that was named by its path."""

    root: Path
    name: str
    loose: bool = False

    @property
    def definitions(self) -> Path:
        return self.root if self.loose else self.root / "definitions"

    @property
    def simulations(self) -> Path:
        return self.root if self.loose else self.root / "simulations"

    @property
    def diagrams(self) -> Path:
        return self.root if self.loose else self.root / "diagrams"

    @property
    def reports(self) -> Path:
        return self.root if self.loose else self.root / "reports"

    def shown(self, path: Path) -> str:
        """How messages name a file: from the workspace's folder, always with `/`."""
        try:
            return path.relative_to(self.root).as_posix()
        except ValueError:
            return path.as_posix()

    def sources(self) -> list[SourceFile]:
        """Every YAML file that may hold a pathway or a policy, in order of name."""
        folder = self.definitions
        paths = _yaml_files([folder, folder / "policies"] if self.loose else [folder], deep=not self.loose)
        return [self._read(path, "policy" if path.parent.name == "policies" else "pathway") for path in paths]

    def studies(self) -> list[SourceFile]:
        """Every study, in order of name."""
        files = [self._read(path, "study") for path in _yaml_files([self.simulations], deep=not self.loose)]
        return [file for file in files if file.kind == "study"] if self.loose else files

    def unread(self) -> list[Path]:
        """Files that look like YAML files but for a second ending, as an editor may add it: `child.yaml.txt`."""
        folders = dict.fromkeys([self.definitions, self.simulations])
        found = [path for folder in folders if folder.is_dir() for path in folder.rglob("*.txt") if not self.loose]
        return sorted(path for path in found if path.stem.lower().endswith(ENDINGS))

    def _read(self, path: Path, kind: FileKind) -> SourceFile:
        return read_source(path, self.shown(path), kind, within=self.root)


def find_workspace(start: Path) -> Workspace | None:
    """The nearest folder, from `start` upwards, whose `pyproject.toml` has a `[tool.pathways]` table."""
    start = start.resolve()
    for folder in (start, *start.parents):
        settings = folder / SETTINGS
        if settings.is_file():
            found = _settings(settings)
            if found is not None:
                return Workspace(folder, str(found.get("name", folder.name)))
    return None


def workspace_of(start: Path) -> Workspace:
    """The workspace that `start` lies in.

    Raises
    ------
    WorkspaceError
        If there is none.
    """
    workspace = find_workspace(start)
    if workspace is None:
        raise WorkspaceError(
            f"{start} is not in a workspace: neither it nor any folder above it has a {SETTINGS} with [tool.pathways]\n"
            "    fix: change to the folder of your pathways, or make one with: pathways new my-pathways"
        )
    return workspace


def folder_in_repository(start: Path) -> str:
    """Where the workspace of `start` lies in the repository that holds it, with `/`; empty where that is the same."""
    workspace = find_workspace(start)
    if workspace is None:
        return ""
    for folder in (workspace.root, *workspace.root.parents):
        if (folder / ".git").exists():
            inside = workspace.root.relative_to(folder).as_posix()
            return "" if inside == "." else inside
    return ""


def _settings(path: Path) -> dict[str, Any] | None:
    """The `[tool.pathways]` table; None where the file has none."""
    try:
        text = path.read_text(encoding="utf-8-sig", errors="replace")
    except OSError as error:
        raise WorkspaceError(f"{path} cannot be read: {error.strerror}\n    fix: check that you may open it") from error
    if "pathways" not in text:  # someone else's project, whatever state it is in
        return None
    try:
        settings = tomllib.loads(text).get("tool", {}).get("pathways")
    except tomllib.TOMLDecodeError as error:
        raise WorkspaceError(f"{path} is not a TOML file that can be read: {error}\n    fix: mend that line") from error
    if settings is None:
        return None
    if not isinstance(settings, dict):
        raise WorkspaceError(f"{path}: [tool.pathways] must be a table\n    fix: write [tool.pathways] on its own line")
    unknown = sorted(settings.keys() - _KNOWN_SETTINGS)
    if unknown:
        raise WorkspaceError(
            f"{path}: [tool.pathways] has the unknown setting {', '.join(map(repr, unknown))}\n"
            f"    expected only {', '.join(sorted(_KNOWN_SETTINGS))}\n    fix: take it out"
        )
    return settings


def _yaml_files(folders: Iterable[Path], *, deep: bool) -> list[Path]:
    found = [
        path
        for folder in folders
        if folder.is_dir()
        for path in (folder.rglob("*") if deep else folder.iterdir())
        if path.suffix.lower() in ENDINGS and not path.name.startswith(".")
    ]
    return sorted(found, key=lambda path: path.as_posix())
