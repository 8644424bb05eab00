"""How far a number may be relied on, as a letter at the corner of a state and in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pathways.definition.linked import Hardness

LETTERS: Final[Mapping[Hardness, str]] = {
    "STATUTE": "S", "STAT_GUIDANCE": "G", "NATIONAL_PRACTICE": "N", "LOCAL_PROTOCOL": "L", "PEER_REVIEW": "R",
    "ASSUMPTION": "A",
}  # fmt: skip
WORDS: Final = {
    "S": "Statute", "G": "Statutory guidance", "N": "National practice", "L": "Local protocol", "R": "Peer review",
    "A": "Assumption",
}  # fmt: skip
