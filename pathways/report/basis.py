"""The numbers of a study to what is measured, what is published and what is assumed, each with its source."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from pathways.report.hardness import plain_hardness
from pathways.report.model import StudyPart
from pathways.report.names import Names, plain

if TYPE_CHECKING:
    from pathways.simulation.language.inputs import Input

SECTIONS: Final = {
    "arrivals": "Arrivals",
    "teams": "Staff",
    "places": "Places",
    "panels": "Meetings",
    "service_times": "Time taken",
    "findings": "Findings",
    "interrupts": "Interruptions",
    "returns": "Coming back",
    "changes": "Changes at a date",
    "start": "Open at the start",
    "school_terms": "School terms",
    "clock": "Dates",
}
_MEASURED: Final = "measured"  # a source that begins so says where and when

Standing = Literal["measured", "published", "assumed"]


@dataclass(frozen=True)
class Given:
    """One number, or a few that belong together, in words."""

    section: str
    name: str
    says: str
    hardness: str
    source: str


@dataclass(frozen=True)
class Basis:
    """All numbers of one standing."""

    title: str
    explains: str
    rows: tuple[Given, ...]


def bases(part: StudyPart, names: Names) -> tuple[Basis, ...]:
    """The inputs of a study in three groups, the firmest first."""
    rows: dict[Standing, list[Given]] = {"measured": [], "published": [], "assumed": []}
    for entry in part.result.inputs:
        rows[standing(entry.hardness, entry.source)].append(given(entry, part, names))
    measured, published, assumed = rows.values()
    with_reason = sum(bool(row.source) for row in assumed)
    return (
        Basis("Measured", _explained(measured, "taken from records, as the source says", "No number was measured."),
              tuple(measured)),
        Basis("Published or agreed", _explained(published, "from law, guidance, national figures or local agreement",
              "No number is published as it stands."), tuple(published)),
        Basis("Assumed", _explained(assumed, f"assumed; for {with_reason} of them the study gives a source or a reason",
              "No number is assumed."), tuple(assumed)),
    )  # fmt: skip


def standing(hardness: str | None, source: str | None) -> Standing:
    """Whether a number was measured, is published or agreed, or is assumed; one without a hardness is assumed."""
    if (source or "").lower().startswith(_MEASURED):
        return "measured"
    return "assumed" if hardness in (None, "ASSUMPTION") else "published"


def given(entry: Input, part: StudyPart, names: Names) -> Given:
    """An entry of a study with the titles of what it is about."""
    parts = [text.rstrip(".") for text in (entry.source, entry.note) if text]
    return Given(
        SECTIONS.get(entry.section, entry.section.replace("_", " ").capitalize()),
        names.entry(entry.section, entry.name),
        resources(entry.says, part, names),
        plain_hardness(entry.hardness),
        ". ".join(parts),
    )


def resources(says: str, part: StudyPart, names: Names) -> str:
    """The words of an entry with the titles of teams, panels and states, and no underscores."""

    def titled(found: re.Match[str]) -> str:
        told = names.entry("states", found[0])
        return found[0] if told == plain(found[0]) else f"'{told}'"

    says = _STATES.sub(titled, says)
    spec = part.study.baseline.spec
    for kind, known in (("team", spec.teams), ("panel", spec.panels)):
        for name in sorted(known, key=len, reverse=True):
            if says == f"{kind} {name}" or says.startswith(f"{kind} {name}, "):
                return f"{kind} '{names.resource(name)}'{says[len(f'{kind} {name}') :]}"
    return says.replace("_", " ")


# Names of states with the pathway before them, as a study writes them: `child.mash_check`, `*.channel.exit`.
_STATES: Final = re.compile(r"(?<![\w.])[a-z*][\w*]*(?:\.[a-z*][\w*]*)+")


def _explained(rows: Sequence[Given], what: str, none: str) -> str:
    if not rows:
        return none
    return f"{len(rows)} entr{'y' if len(rows) == 1 else 'ies'} of the study, {what}."
