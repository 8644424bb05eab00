"""Two versions of a pathway to what becomes possible, what no longer is, and which rules change their verdict.

Exact, by inclusion of languages both ways over what can be seen: how a referral arrives, what is found and happens,
which states of both versions it enters, how it ends. States that only one version has are passed unseen.
Branches that run side by side are looked at one at a time, so that their order among each other is no
difference of its own; that nothing differs at all is said only if not even that does.
"""

from __future__ import annotations

from collections.abc import Sequence

from pathways.machine import CompiledPathway
from pathways.rules.behaviour.compare import BUDGET, UndecidedError
from pathways.rules.behaviour.matching import match
from pathways.rules.verdict import Verdict
from pathways.rules.versions.found import Change, Comparison, Difference, Turned
from pathways.rules.versions.pair import Pair

__all__ = ["Change", "Comparison", "Difference", "Turned", "compare"]


def compare(
    old: CompiledPathway,
    new: CompiledPathway,
    before: Sequence[Verdict] = (),
    now: Sequence[Verdict] = (),
    *,
    budget: int = BUDGET,
) -> Comparison:
    """What differs between two versions of a pathway.

    Parameters
    ----------
    before, now
        The verdicts on each, for the table of those that change.
    budget
        How many pairs of situations may be looked at. Beyond it nothing is claimed about what is possible.
    """
    matching = match(old.linked, new.linked)
    changes = tuple(_changes(before, now))
    pair = Pair(old, new, matching, budget)
    if not (pair.old_space.complete and pair.new_space.complete):
        return Comparison(old, new, matching, None, None, (), changes, False)
    try:
        possible, gone = pair.differences()
        is_same = not possible and not gone
        turned = () if is_same else pair.turned()
    except UndecidedError:
        return Comparison(old, new, matching, None, None, (), changes, False)
    return Comparison(old, new, matching, possible, gone, turned, changes, is_same)


def _changes(before: Sequence[Verdict], now: Sequence[Verdict]) -> list[Change]:
    old, new = {v.rule: v for v in before}, {v.rule: v for v in now}
    rules = list(dict.fromkeys([*new, *old]))
    return [
        Change(rule, (new.get(rule) or old[rule]).says, old.get(rule), new.get(rule))
        for rule in rules
        if (old[rule].verdict if rule in old else None) != (new[rule].verdict if rule in new else None)
    ]
