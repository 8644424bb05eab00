"""An Office file to the same one without the time and the person: equal content gives equal bytes."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

MOMENT: Final = datetime(1980, 1, 1)  # the earliest that a zip file can tell
MAKER: Final = "pathways"
LONGEST_PROPERTY: Final = 255  # python-docx and python-pptx refuse longer ones


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


def set_properties(properties: Any, title: str, subject: str, language: str = "en-GB") -> None:
    """Set what a Word file or slides say of themselves; `properties` are those of python-docx or python-pptx."""
    properties.title = brief(title)
    properties.subject = brief(subject)
    properties.language = language
    properties.author = properties.last_modified_by = MAKER
    properties.comments = properties.keywords = properties.category = ""
    properties.revision = 1
    properties.created = properties.modified = MOMENT


def brief(text: str) -> str:
    return text if len(text) <= LONGEST_PROPERTY else text[: LONGEST_PROPERTY - 1].rstrip() + "\u2026"
