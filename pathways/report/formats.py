"""A document to the bytes of a file, by the ending of its name."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathways.report.document import Document

ENDINGS: Final = ("html", "docx", "xlsx", "pptx")


def written(document: Document, ending: str, template: bytes | None = None) -> bytes:
    """The document as one of `ENDINGS`; `template` is the Word file whose look a `docx` takes.

    Raises
    ------
    PathwaysError
        If the template cannot be used.
    """
    return _WRITERS[ending](document, template)


def _html(document: Document, _: bytes | None) -> bytes:
    from pathways.report.html import to_html

    return to_html(document).encode()


def _word(document: Document, template: bytes | None) -> bytes:
    from pathways.report.word import to_word

    return to_word(document, template)


def _excel(document: Document, _: bytes | None) -> bytes:
    from pathways.report.excel import to_excel

    return to_excel(document)


def _slides(document: Document, _: bytes | None) -> bytes:
    from pathways.report.slides import to_slides

    return to_slides(document)


_WRITERS: Final[dict[str, Callable[[Document, bytes | None], bytes]]] = {
    "html": _html,
    "docx": _word,
    "xlsx": _excel,
    "pptx": _slides,
}
