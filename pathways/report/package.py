"""An Office file to the same one without the time and the person: equal content gives equal bytes."""

from __future__ import annotations

import io
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

if TYPE_CHECKING:
    from pathways.report.document import Document

MOMENT: Final = datetime(1980, 1, 1)  # the earliest that a zip file can tell
_MAKER: Final = "pathways"


def repacked(data: bytes) -> bytes:
    """The parts of a zip file in their order, all of the same time, packed in the same way on every system."""
    made = io.BytesIO()
    with ZipFile(io.BytesIO(data)) as old, ZipFile(made, "w", ZIP_DEFLATED) as new:
        for entry in old.infolist():
            plain = ZipInfo(entry.filename, MOMENT.timetuple()[:6])
            plain.compress_type = ZIP_DEFLATED
            plain.create_system = 0
            new.writestr(plain, old.read(entry))
    return made.getvalue()


def describe(properties: Any, document: Document) -> None:
    """Set what a Word file or slides say of themselves; `properties` are those of python-docx or python-pptx."""
    properties.title = document.title
    properties.subject = document.about
    properties.language = document.language
    properties.author = properties.last_modified_by = _MAKER
    properties.comments = properties.keywords = properties.category = ""
    properties.revision = 1
    properties.created = properties.modified = MOMENT
