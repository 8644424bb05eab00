"""A pathway as it is and as it is typed to the rules that cannot be decided any more, since what they ask for is gone.

Such a rule has no verdict, so that without this nothing would be said of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from pathways.definition.report import listed
from pathways.rules.policy import rules_for
from pathways.rules.selectors import select
from pathways.web.labels import labelled

if TYPE_CHECKING:
    from pathways.errors import Finding
    from pathways.machine import CompiledPathway
    from pathways.rules import Rule, Verdict
    from pathways.web.desk import View

_FEW: Final = 3  # rules that the status names
UNKNOWN: Final = "unknown-in-rule"


@dataclass(frozen=True)
class Lost:
    """A rule without a verdict: what it says, why it has none, and the pathways it is lost for."""

    rule: Rule
    reason: str
    pathways: tuple[str, ...] = ()


def lost(view: View, name: str, verdicts: Iterable[Verdict], now: CompiledPathway) -> Iterator[Lost]:
    """The rules of pathway `name` that could be decided as its files are, and have no verdict on what is typed."""
    decided, former = {verdict.rule for verdict in verdicts}, view.loading(name).pathways
    if not former:
        return
    before = former[0]
    for rule in rules_for(name, view.policies[0]):
        if rule.id in decided:
            continue
        asked = dict.fromkeys(each for names in rule.spec.selectors().values() for each in names)
        gone = [each for each in asked if select(before.compiled, (each,)) and not select(now, (each,))]
        if gone or (view.is_checked(name) and view.verdict(name, rule.id) is not None):
            named = f", {labelled(listed(gone, last='and'), before.linked)}," if gone else ""
            reason = f"what it asks for{named} was taken out by this change: put it back, or change the rule"
            yield Lost(rule, f"{reason} ({rule.place.file}, line {rule.place.line})")


def grouped(found: Iterable[tuple[Lost, str]]) -> tuple[Lost, ...]:
    """Each rule once, with the titles of all the pathways it is lost for."""
    groups: dict[str, Lost] = {}
    for one, title in found:
        known = groups.setdefault(one.rule.id, one)
        groups[one.rule.id] = replace(known, pathways=(*known.pathways, title))
    return tuple(groups.values())


def lost_words(rules: Sequence[Lost]) -> str:
    """The sentences that the status begins with, by what the rules say; nothing where none is lost."""
    says = list(dict.fromkeys(one.rule.spec.says for one in rules))
    if not says:
        return ""
    if len(says) == 1:
        return f"The rule '{says[0]}' can no longer be decided: what it asks for was taken out by this change. "
    return (
        f"{len(says)} rules can no longer be decided, for what they ask for was taken out by this change: "
        f"{listed(says, limit=_FEW, last='and')}. "
    )


def made_by_change(finding: Finding) -> Finding:
    """What is said of a name in a rule that was right before: not how else it may be spelt."""
    if finding.id != UNKNOWN:
        return finding
    expected = None if finding.expected is None else finding.expected.split("; nearest is")[0]
    return replace(finding, expected=expected, remedy="put back what was taken out by this change, or change the rule")
