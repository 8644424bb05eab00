"""A study to what it is about, the part of it that asks, and whether words somebody looks for are in it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathways.errors import FindingsError
    from pathways.simulation import Study
    from pathways.workspace import SourceFile

# What a scenario changes, to what the study is about: the first that fits.
SUBJECTS: Final = {
    "panels": "How panels meet",
    "pathways": "A different pathway",
    "arrivals": "How many are referred",
    "places": "Providers and other places",
    "teams": "Who does the work",
    "findings": "What is found and decided",
    "service_times": "How long the work takes",
}
_OTHER: Final = "Other questions"
_NONE: Final = "How things stand"
_SENTENCE: Final = re.compile(r"(?<=[.?!])\s+(?=[A-Z'\"])")

Listed = tuple["SourceFile", "Study | None"]  # None where the file has faults


def subject(study: Study) -> str:
    """What the first of its scenarios that changes anything changes."""
    before = study.baseline.plain
    for scenario in study.scenarios.values():
        after = scenario.plain
        for section, title in SUBJECTS.items():
            if before.get(section) != after.get(section):
                return title
    return _OTHER if study.scenarios else _NONE


def asking(question: str) -> str:
    """The sentences that ask; all of them where none does."""
    sentences = _SENTENCE.split(question)
    return " ".join([each for each in sentences if each.endswith("?")] or sentences)


def grouped(rows: Iterable[tuple[SourceFile, Study | FindingsError]], words: str) -> list[tuple[str, list[Listed]]]:
    """The studies that have all of the words, by what they are about; those with faults come first."""
    from pathways.errors import FindingsError

    found: dict[str, list[Listed]] = {title: [] for title in ("Faulty", *SUBJECTS.values(), _OTHER, _NONE)}
    wanted = words.lower().split()
    for file, each in rows:
        study = None if isinstance(each, FindingsError) else each
        title = "Faulty" if study is None else subject(study)
        text = _searched(file, study, title)
        if all(word in text for word in wanted):
            found[title].append((file, study))
    return [(title, several) for title, several in found.items() if several]


def _searched(file: SourceFile, study: Study | None, title: str) -> str:
    parts = [file.subject, title]
    if study is not None:
        parts += [study.title, study.question or "", study.baseline.spec.note or "", *study.scenarios, *study.pathways]
    return " ".join(parts).replace("_", " ").replace("-", " ").lower()
