"""Verdicts to the part of the report about rules: broken ones with a case, then each policy as a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from pathways.report.document import (
    Block,
    Bullets,
    Card,
    Cell,
    Column,
    Fold,
    Heading,
    Paragraph,
    Run,
    Section,
    Table,
)
from pathways.report.hardness import plain_hardness
from pathways.report.model import PathwayPart, Report
from pathways.rules import Policy, Verdict, told

# Word, sign and look of every verdict: never colour alone.
_LOOKS: Final = {
    "holds": ("kept", "\u2713", "holds"),
    "broken": ("broken", "\u2717", "broken"),
    "stale departure": ("declared broken, but is not", "\u2717", "broken"),
    "undecided": ("undecided", "?", "undecided"),
    "departed": ("broken as declared", "\u26a0", "departed"),
    "not applicable": ("does not apply", "\u2013", "none"),
}


def counts(part: PathwayPart) -> tuple[int, ...]:
    """Of a pathway's rules: broken, broken as declared, kept, not applicable, undecided."""
    found = Counter(verdict.verdict for verdict in part.verdicts)
    broken = sum(verdict.is_broken for verdict in part.verdicts)
    return (broken, *(found[name] for name in ("departed", "holds", "not applicable", "undecided")))


def rules_section(report: Report) -> Section:
    """The part about rules."""
    return Section("rules", "Rules", tuple(_blocks(report)), "rules")


def _blocks(report: Report) -> Iterator[Block]:
    titles = {part.linked.id: part.linked.title for part in report.pathways}
    verdicts = [verdict for part in report.pathways for verdict in part.verdicts]
    broken = [verdict for verdict in verdicts if verdict.is_broken]
    if not verdicts:
        yield Paragraph("No rule is held against what this report is about.")
    elif not broken:
        yield Paragraph("No rule is broken, other than those declared below.")
    undecided = [verdict for verdict in verdicts if verdict.verdict == "undecided"]
    for heading, chosen in (("Broken", broken), ("Undecided", undecided)):
        if chosen:
            yield Heading(heading)
        for verdict in chosen:
            yield Card(_LOOKS[verdict.verdict][2], (*_said(verdict, titles), _based(verdict), *_case(verdict)))
    departed = [verdict for verdict in verdicts if verdict.verdict == "departed"]
    if departed:
        yield Heading("Broken as declared")
    for verdict in departed:
        yield Card("departed", tuple(_departed(verdict, titles)))
    for policy in report.policies:
        yield Heading(policy.title)
        if policy.note:
            yield Paragraph(policy.note)
        yield _table(policy, report.pathways)


def _said(verdict: Verdict, titles: Mapping[str, str]) -> Iterator[Block]:
    word, sign, look = _LOOKS[verdict.verdict]
    yield Paragraph(
        (
            Run(f"{sign} {word.capitalize()}", f"strong {look}"),
            Run(" in "),
            Run(titles[verdict.pathway], link=f"pathway-{verdict.pathway}"),
            Run(": "),
            Run(verdict.says, "strong"),
        )
    )
    if verdict.verdict != "departed":
        yield Paragraph(f"{verdict.reason[:1].upper()}{verdict.reason[1:]}.")


def _case(verdict: Verdict) -> Iterator[Block]:
    """A counterexample as sentences, without the numbers that the list gives them."""
    steps = tuple(sentence.words for sentence in told(verdict.counterexample, verdict.loop, verdict.lost))
    second = tuple(sentence.words for sentence in told(verdict.second, None, verdict.second_lost))
    if steps:
        if verdict.verdict != "departed":
            yield Paragraph("One referral that breaks it, in as few steps as possible:")
        yield Bullets(steps, is_ordered=True)
        if second:
            yield Paragraph("Another referral, which is treated differently:")
            yield Bullets(second, is_ordered=True)


def _departed(verdict: Verdict, titles: Mapping[str, str]) -> Iterator[Block]:
    yield from _said(verdict, titles)
    departure = verdict.departure
    if departure is not None:
        source = (Run(" "), Run(f"({departure.source})", "soft")) if departure.source else ()
        yield Paragraph((Run(f"Why: {departure.reason}"), *source))
    yield _based(verdict)
    case = tuple(_case(verdict))
    if case:
        yield Fold("A referral that breaks it", case)


def _based(verdict: Verdict) -> Paragraph:
    return Paragraph(f"Rule {verdict.rule} \u00b7 {plain_hardness(verdict.hardness)} \u00b7 {verdict.source}", "meta")


def _table(policy: Policy, pathways: Sequence[PathwayPart]) -> Table:
    """Every rule of a policy, with its verdict for each pathway that it is held against."""
    held = [part for part in pathways if any(verdict.policy == policy.id for verdict in part.verdicts)]
    by_rule = {(part.linked.id, v.rule): v for part in held for v in part.verdicts if v.policy == policy.id}
    return Table(
        f"{policy.title}: every rule and pathway",
        (Column("Rule"), *(Column(part.linked.title, "verdict") for part in held)),
        tuple(
            (
                Cell(
                    (
                        Run(rule.spec.says),
                        Run("\n"),
                        Run(rule.id, "code soft small"),
                        Run(f" \u00b7 {plain_hardness(rule.spec.hardness)} \u00b7 {rule.spec.source}", "soft small"),
                    )
                ),
                *(_cell(by_rule.get((part.linked.id, rule.id))) for part in held),
            )
            for rule in policy.rules
        ),
        "rules",
    )


def _cell(verdict: Verdict | None) -> Cell:
    if verdict is None:
        return Cell("\u2013", "none")
    word, sign, look = _LOOKS[verdict.verdict]
    return Cell(f"{sign} {word}", look)
