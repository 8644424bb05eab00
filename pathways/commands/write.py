"""Text or bytes to a file, whole or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from pathways.errors import WorkspaceError


def write_file(path: Path, content: str | bytes) -> bool:
    """Write `content` to `path`, making its folder; False where the file already held just that.

    The new content goes to a file beside it first and takes its place in one step, so that a full disk or
    an interruption leaves the old file as it was. Text is written as UTF-8 with plain line feeds everywhere.

    Raises
    ------
    WorkspaceError
        If the file cannot be written; names the file and the reason.
    """
    check_place(path)
    data = content.encode("utf-8") if isinstance(content, str) else content
    path = path.resolve()
    try:
        if path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data:
            return False
        path.parent.mkdir(parents=True, exist_ok=True)
        _replace(path, data)
    except OSError as error:
        reason = error.strerror or str(error)
        raise WorkspaceError(
            f"{path} could not be written: {reason}\n"
            "    fix: check that the disk has room, that you may write there, and that no other program has it open"
        ) from error
    return True


def check_place(path: Path) -> None:
    """See that `path` can be the name of a file, before work is spent on what it will hold.

    Raises
    ------
    WorkspaceError
        If it is a folder, or lies in something that is none.
    """
    if path.is_dir():
        raise WorkspaceError(
            f"{path} is a folder, but a file is to be written there\n    fix: give the name of a file in it"
        )
    above = next((folder for folder in path.absolute().parents if folder.exists()), None)
    if above is not None and not above.is_dir():
        raise WorkspaceError(
            f"{above} is a file, but a folder is needed there\n    fix: rename that file, or write to another place"
        )


def _replace(path: Path, data: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        # mkstemp makes files that only their owner may read; a file of the workspace is shared like its neighbours.
        part.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask())
        part.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            part.unlink()
        raise


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
