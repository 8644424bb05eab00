"""A report to its document: what is said, and in which order, whatever the document is written as."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from pathways.report.document import Block, Cell, Column, Document, Heading, Paragraph, Run, Section, Table
from pathways.report.model import PathwayPart, Report
from pathways.report.pathway_section import STATUS, pathway_section
from pathways.report.rules_section import counts, rules_section
from pathways.report.versions import manifest_section

_DECIDED: Final = (
    "A rule is decided over every case that can occur, not by sampling. \u201cBroken as declared\u201d means that the "
    "pathway is known to break the rule and says why. \u201cUndecided\u201d means that the rule is written down, "
    "but the tool cannot check its kind of rule yet."
)
_NUMBERS: Final = ("Broken", "Broken as declared", "Kept", "Do not apply", "Undecided")


def to_document(report: Report) -> Document:
    """Everything that the report says."""
    from pathways.report.stress import stress_section
    from pathways.report.studies import inputs_sections, study_section

    sources = tuple(dict.fromkeys(source for part in report.pathways for source in part.linked.sources))
    told = "and what would change if they were organised differently." if report.studies else "and which they break."
    return Document(
        title=f"{report.workspace}: referral pathways",
        about=f"Referral pathways of {report.workspace}: drawings, rules and what-if studies",
        front=(
            Paragraph(f"How referrals travel, which rules the pathways keep, {told}", "lead"),
            Paragraph(
                "This report describes processes. It holds nothing about any person, says nothing about any single "
                "referral, and recommends no decision on one. Everything in it is made from the text files named at "
                "the end, and can be made again from them."
            ),
        ),
        sections=(
            _short(report),
            *(pathway_section(part, sources) for part in report.pathways),
            rules_section(report),
            *(study_section(part) for part in report.studies),
            *inputs_sections(report.studies),
            *(stress_section(part, report) for part in report.studies),
            manifest_section(report),
        ),
    )


def _short(report: Report) -> Section:
    return Section("short", "In short", tuple(_short_blocks(report)), "start")


def _short_blocks(report: Report) -> Iterator[Block]:
    from pathways.report.studies import answers

    judged = [part for part in report.pathways if part.verdicts]
    if judged:
        yield _counts(judged)
    bare = [part for part in report.pathways if not part.verdicts]
    if bare:
        is_shared = all(part.linked.status == "shared" for part in bare)
        parts = ", but as parts of the pathways that use them" if is_shared else ""
        links = [run for part in bare for run in (*_linked(part), Run(", "))][:-1]
        yield Paragraph((Run(f"Held against no rule of their own{parts}: "), *links, Run(".")), "meta")
    if judged:
        yield Paragraph(_DECIDED, "meta")
    for part in report.studies:
        yield Heading(part.study.title)
        yield Paragraph("Synthetic: simulated, not observed", "synthetic")
        yield from (Paragraph(answer, "answer") for answer in answers(part))


def _counts(judged: Sequence[PathwayPart]) -> Table:
    return Table(
        _rule_words(judged),
        (Column("Pathway"), Column("Kind"), *(Column(title, "number") for title in _NUMBERS)),
        tuple(
            (
                Cell(_linked(part)),
                Cell(STATUS[part.linked.status]),
                *(Cell(str(count), value=count) for count in counts(part)),
            )
            for part in judged
        ),
        "short",
    )


def _linked(part: PathwayPart) -> tuple[Run, ...]:
    return (Run(part.linked.title, link=f"pathway-{part.linked.id}"),)


def _rule_words(parts: Sequence[PathwayPart]) -> str:
    """`76 rules, held against 3 pathways`: a rule counts once, however many pathways it is held against."""
    verdicts = [verdict for part in parts for verdict in part.verdicts]
    rules = len({(verdict.policy, verdict.rule) for verdict in verdicts})
    pathways = len({verdict.pathway for verdict in verdicts})
    return (
        f"{rules} rule{'' if rules == 1 else 's'}, held against {pathways} pathway{'' if pathways == 1 else 's'}: "
        "how many each pathway keeps"
    )
