"""What is known about one kind of finding."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Entry:
    """A kind of finding: its title, why it matters, and an example of each side ("" where none helps)."""

    title: str
    why: str
    bad: str = ""
    good: str = ""
