"""A PNG to one that remembers which drawing it shows, so that a stale one is known without painting it again."""

from __future__ import annotations

import hashlib
import struct
import zlib
from typing import Final

_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_HEADER_END: Final = len(_SIGNATURE) + 4 + 4 + 13 + 4  # signature, then the IHDR chunk, which always comes first
_KEYWORD: Final = b"Source\x00"


def stamped(png: bytes, svg: str) -> bytes:
    """The PNG with a text chunk that holds the SHA-256 of the SVG it was made from."""
    body = b"tEXt" + _stamp(svg)
    chunk = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    return png[:_HEADER_END] + chunk + png[_HEADER_END:]


def is_painted_from(png: bytes, svg: str) -> bool:
    """Whether `png` carries the stamp of just this SVG."""
    return png.startswith(_SIGNATURE) and png[_HEADER_END + 4 :].startswith(b"tEXt" + _stamp(svg))


def _stamp(svg: str) -> bytes:
    return _KEYWORD + hashlib.sha256(svg.encode()).hexdigest().encode()
