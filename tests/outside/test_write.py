"""Files are written whole or not at all."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pytest

from pathways.commands.stamp import is_painted_from, stamped
from pathways.commands.write import write_file
from pathways.errors import WorkspaceError


def test_a_file_is_written_with_its_folders_and_plain_line_feeds(tmp_path):
    path = tmp_path / "new" / "deep" / "file.txt"
    assert write_file(path, "one\ntwo é\n") is True
    assert path.read_bytes() == "one\ntwo é\n".encode()


def test_an_unchanged_file_is_left_alone(tmp_path):
    path = tmp_path / "file.txt"
    write_file(path, "same")
    os.utime(path, (1, 1))
    assert write_file(path, "same") is False
    assert path.stat().st_mtime == 1
    assert write_file(path, "other") is True


def test_an_interruption_leaves_the_old_file_and_no_litter(tmp_path, monkeypatch):
    path = tmp_path / "file.txt"
    path.write_text("old", encoding="utf-8")

    def interrupted(handle):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_file(path, "new")
    assert path.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_full_disk_is_told_with_the_name_of_the_file(tmp_path, monkeypatch):
    path = tmp_path / "file.txt"
    path.write_text("old", encoding="utf-8")

    def full(handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(WorkspaceError, match=r"file\.txt could not be written: No space left on device"):
        write_file(path, "new")
    assert path.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_in_the_place_of_the_file_is_told(tmp_path):
    (tmp_path / "file.txt").mkdir()
    with pytest.raises(WorkspaceError, match=r"file\.txt is a folder, but a file is to be written there"):
        write_file(tmp_path / "file.txt", "new")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
def test_a_written_file_may_be_read_by_its_neighbours(tmp_path):
    """The temporary file that takes its place is made private by the system."""
    path: Path = tmp_path / "file.txt"
    before = os.umask(0o022)
    try:
        write_file(path, "new")
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o644


def test_a_png_remembers_the_drawing_it_shows_and_stays_a_png():
    """The chunk layout is that of the PNG specification (ISO/IEC 15948); zlib and Pillow check the sums."""
    import io

    from PIL import Image

    drawn = io.BytesIO()
    Image.new("RGB", (2, 1), "#00558c").save(drawn, "PNG")
    marked = stamped(drawn.getvalue(), "<svg>one</svg>")
    assert is_painted_from(marked, "<svg>one</svg>")
    assert not is_painted_from(marked, "<svg>two</svg>")
    assert not is_painted_from(drawn.getvalue(), "<svg>one</svg>")
    with Image.open(io.BytesIO(marked)) as image:
        image.load()
        assert image.getpixel((1, 0)) == (0, 0x55, 0x8C)
        assert set(image.info) == {"Source"}
