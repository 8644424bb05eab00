"""Text from other programs' files to text as a definition may hold it, and to names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container
from typing import Final

LONGEST: Final = 500
LONGEST_NOTE: Final = 5_000
_RESERVED: Final = ("done", "anywhere", "all", "any", "not", "complete", "timeout")


def tidy(text: str, longest: int = LONGEST) -> str:
    """One line, without characters that nobody sees, cut where it is longer than `longest`."""
    kept = [" " if c.isspace() else c for c in text if c.isspace() or unicodedata.category(c)[0] != "C"]
    return " ".join("".join(kept).split())[:longest].strip()


def name_of(text: str, otherwise: str, taken: Container[str] = ()) -> str:
    """A name in the letters that names may have, unlike those already taken."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:40].strip("_")
    name = words or otherwise
    if name in _RESERVED:
        name = f"{name}_state"
    number, made = 2, name
    while made in taken:
        made, number = f"{name}_{number}", number + 1
    return made
