"""Words that begin like formulas, in workbooks and tables as LibreOffice opens them: it finds no formula in any."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from pathways.eventlog.tables import cell
from pathways.report.document import IntervalChart
from pathways.report.formats import written
from tests.outside.test_office import NASTY, everywhere

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed here"),
]
# Fields parted by commas, UTF-8, every cell as it comes, and formulas worked out (the last but the second `true`).
AS_CSV = "--infilter=CSV:44,34,76,1,,0,false,true,false,false,false,0,true"


def opened(folder: Path, files: Sequence[Path], *options: str) -> list[str]:
    """The files as LibreOffice reads them, in its own plain XML."""
    command = ["soffice", f"-env:UserInstallation={(folder / 'office').as_uri()}", "--headless", *options]
    subprocess.run(
        [*command, "--convert-to", "fods", "--outdir", str(folder / "read"), *map(str, files)],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    return [(folder / "read" / f"{file.stem}.fods").read_text(encoding="utf-8") for file in files]


def test_no_workbook_holds_a_formula(tmp_path: Path) -> None:
    """60 texts in every place where a workbook has words of somebody, each on a sheet that is named by it."""
    assert len(set(NASTY)) == 60
    sections = []
    for number, text in enumerate(NASTY):
        section = everywhere(text).sections[0]
        drawn = section.blocks if number % 10 == 0 else [b for b in section.blocks if not isinstance(b, IntervalChart)]
        sections.append(replace(section, name=f"part-{number}", blocks=tuple(drawn)))
    book = tmp_path / "book.xlsx"
    book.write_bytes(written(replace(everywhere(NASTY[0]), sections=tuple(sections)), "xlsx"))
    (read,) = opened(tmp_path, [book])
    assert read.count("<table:table ") >= 1 + len(NASTY)
    assert read.count('office:value-type="string"') > 10 * len(NASTY)
    assert "table:formula" not in read
    assert 'xlink:href="http' not in read


def test_no_table_of_an_event_log_holds_a_formula(tmp_path: Path) -> None:
    """The 60 texts in each of eight columns; and the same unguarded, to see that formulas would be found."""
    guarded, bare = tmp_path / "guarded.csv", tmp_path / "bare.csv"
    guarded.write_text("".join(",".join([cell(text)] * 8) + "\n" for text in NASTY), encoding="utf-8", newline="")
    made = io.StringIO()
    csv.writer(made, lineterminator="\n").writerows([text] * 8 for text in NASTY)
    bare.write_text(made.getvalue(), encoding="utf-8", newline="")
    read, plain = opened(tmp_path, [guarded, bare], AS_CSV)
    assert plain.count("table:formula") >= 8 * 3
    assert "table:formula" not in read
