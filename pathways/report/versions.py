"""A report to what it was made from: files with their fingerprints, seeds, and the versions of what wrote it."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from importlib.metadata import version
from typing import Final

from pathways.report.document import Cell, Column, Paragraph, Run, Section, Table
from pathways.report.model import Report

# What decides over the bytes of a report: figures and their intervals, charts, pictures, and each kind of document.
_LIBRARIES: Final = (
    "numpy", "scipy", "numba", "matplotlib", "resvg-py", "jinja2", "python-docx", "python-pptx", "xlsxwriter",
)  # fmt: skip


def manifest_section(report: Report) -> Section:
    """The part that says how to make the report again."""
    rows = tuple(
        (Cell(what), Cell((Run(file, "code"),)), Cell((Run(mark, "code"),))) for what, file, mark in _rows(report)
    )
    return Section(
        "manifest",
        "What this report was made from",
        (
            Paragraph(
                f"Made by pathways {report.version}. The same files, seed and versions give this same document, byte "
                "for byte. A fingerprint changes when the meaning of the file changes."
            ),
            Table(
                "Files, fingerprints and seeds",
                (Column("What"), Column("File"), Column("Fingerprint or seed")),
                rows,
            ),
            Paragraph(f"Written with {', '.join(versions())}.", "meta"),
        ),
    )


def fingerprint(text: str) -> str:
    """Of a file's text, as short as it can be told apart by."""
    return sha256(text.encode()).hexdigest()[:16]


def _rows(report: Report) -> Iterator[tuple[str, str, str]]:
    for part in report.pathways:
        yield f"Pathway {part.linked.id}", part.file, part.fingerprint[:16]
    for policy in report.policies:
        yield f"Policy {policy.id}", policy.document.name, fingerprint(policy.document.text)
    for study in report.studies:
        mark = f"{fingerprint(study.study.text)}, seed {study.result.seed}, {study.result.replications} replications"
        yield f"Study {study.study.id}", study.file, mark


def versions() -> Iterator[str]:
    """`numpy 2.4.1`, and so on, and of the library that packs files."""
    import zlib

    for name in _LIBRARIES:
        yield f"{name} {version(name)}"
    yield f"zlib {zlib.ZLIB_RUNTIME_VERSION}"
