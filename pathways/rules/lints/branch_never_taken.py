"""`branch-never-taken`: no referral that comes to the decision can go that way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from pathways.definition.guards import holds, reads, words
from pathways.definition.linked import Branch, State
from pathways.errors import Finding
from pathways.rules.knowing import hanging
from pathways.rules.lints.base import Combination, Ground, Lint, quoted


def find(ground: Ground) -> Iterator[Finding]:
    for decision, arriving in ground.decisions.items():
        state = ground.state(decision)
        if not ground.is_own(state.origin):
            continue
        winners = {values: winner(state, values) for values in arriving}
        taken = set(winners.values())
        for number, branch in enumerate(state.choose):
            asked = state.weighed if branch.when is None else reads(branch.when)
            if number not in taken and not _hangs(state, number, arriving) and not ground.hangs_on_orphans(asked):
                yield _finding(state, branch, winners)


def _hangs(state: State, number: int, arriving: Iterable[Combination]) -> bool:
    """Whether it comes to the branch with something unset: `read-before-set` says that, and this may follow from it."""
    found = (hanging(state, dict(values)) for values in arriving)
    return any(first is not None and first[0] <= number for first in found)


def winner(state: State, values: Combination) -> int | None:
    """The number of the first branch that applies; None where none does."""
    known = dict(values)
    applies = (i for i, branch in enumerate(state.choose) if branch.when is None or holds(branch.when, known))
    return next(applies, None)


def _finding(state: State, branch: Branch, winners: Mapping[Combination, int | None]) -> Finding:
    place = branch.origin.place()
    if branch.when is None:
        return Finding(
            "branch-never-taken", place,
            f"'otherwise' at '{state.name}' is never taken: the branches before it cover every combination that can "
            "arrive",
            None, "take it out, or narrow the branch that should have left something for it",
        )  # fmt: skip
    covering = sorted({w for values, w in winners.items() if w is not None and holds(branch.when, dict(values))})
    if not covering:
        return Finding(
            "branch-never-taken", place,
            f"the branch to '{branch.arrow.to}' at '{state.name}' is never taken: it is never so there that "
            f"{words(branch.when)}",
            None, "take the branch out, or correct its condition, or let something before it find that value",
        )  # fmt: skip
    earlier = quoted([f"{words(when) if (when := state.choose[w].when) else 'otherwise'}" for w in covering])
    return Finding(
        "branch-never-taken", place,
        f"the branch to '{branch.arrow.to}' at '{state.name}' is never taken: whenever {words(branch.when)}, "
        f"an earlier branch applies ({earlier})",
        None, "put this branch first, narrow the earlier one, or take this one out",
    )  # fmt: skip


LINT = Lint(
    id="branch-never-taken",
    title="A branch that is never taken",
    why="The definition says that something can happen which cannot: either the condition is wrong, or an earlier "
    "branch swallows it, or nothing before the decision ever finds that value.",
    good="""attributes: {consent: {values: [granted, refused]}, risk: {values: [low, high]}}
states:
  talk: {lane: prevent, finds: [consent, risk], then: route}
  route:
    kind: decision
    order: matters
    choose:
      - {when: {consent: refused, risk: high}, then: pcm}
      - {when: {consent: refused}, then: reassessment}
      - {otherwise: channel}""",
    bad="""attributes: {consent: {values: [granted, refused]}, risk: {values: [low, high]}}
states:
  talk: {lane: prevent, finds: [consent, risk], then: route}
  route:
    kind: decision
    order: matters
    choose:
      - {when: {consent: refused}, then: reassessment}
      - {when: {consent: refused, risk: high}, then: pcm}      # the first branch has taken these
      - {otherwise: channel}""",
    find=find,
)
