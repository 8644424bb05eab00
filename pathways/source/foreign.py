"""The first bytes of a file to what it is, where it is no plain text: a Word document, a web page, UTF-16."""

from __future__ import annotations

import re
from typing import Final

from pathways.errors import Finding, Place

_PLAIN: Final = "a text file with lines such as 'pathway: my_pathway'"
_AS_TEXT: Final = "copy the text into a plain text editor (Notepad, not Word) and save it there as UTF-8"
# How a file begins -> what it is; https://en.wikipedia.org/wiki/List_of_file_signatures
_BEGINNINGS: Final = (
    (b"PK\x03\x04", "a Word document or another packed file (.docx, .zip)"),
    (b"\xd0\xcf\x11\xe0", "an old Word document (.doc)"),
    (b"{\\rtf", "a document in Rich Text Format (.rtf), as WordPad or TextEdit saves it"),
    (b"%PDF", "a PDF"),
)
_WEB_PAGE: Final = re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype|html|head|body)\b", re.IGNORECASE)


def foreign(data: bytes, name: str) -> Finding | None:
    """The finding for a file that is no plain text at all; None where it may be."""
    begins = data.removeprefix(b"\xef\xbb\xbf")
    what = next((what for beginning, what in _BEGINNINGS if begins.startswith(beginning)), None)
    if what is not None:
        return Finding("not-plain-text", Place(name), f"the file is {what}, not plain text", _PLAIN, _AS_TEXT)
    if _WEB_PAGE.match(begins):
        return Finding(
            "not-plain-text",
            Place(name),
            "the file is a web page (HTML), not plain text",
            _PLAIN,
            "on the website use 'Raw' or 'Download' instead of saving the page, or copy the text by hand",
        )
    return None


def is_utf_16(data: bytes) -> bool:
    """Whether the bytes are UTF-16, with its mark or, as every second byte is nil, without."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return True
    head = data[:200]
    return len(head) >= 4 and max(head[0::2].count(0), head[1::2].count(0)) * 4 > len(head)
