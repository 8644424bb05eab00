"""`overlapping-branches`: two branches apply at once and lead to different things."""

from __future__ import annotations

from collections.abc import Iterator

from pathways.definition.linked import Branch
from pathways.errors import Finding
from pathways.rules.knowing import truth
from pathways.rules.lints.base import Ground, Lint, told
from pathways.rules.lints.branch_never_taken import winner


def find(ground: Ground) -> Iterator[Finding]:
    for decision, arriving in ground.decisions.items():
        state = ground.state(decision)
        if state.order_matters or not ground.is_own(state.origin):
            continue
        first: dict[tuple[int, int], int] = {}
        example = {}
        wins = {winner(state, values) for values in arriving}
        for values, index in arriving.items():
            first_match = winner(state, values)
            for number, branch in enumerate(state.choose):
                # A branch that never wins is reported as never taken: one fault, one finding.
                if first_match is None or number <= first_match or number not in wins or branch.when is None:
                    continue
                pair = (first_match, number)
                if truth(branch.when, dict(values)) and index < first.get(pair, index + 1):
                    first[pair], example[pair] = index, values
        for (one, other), index in sorted(first.items()):
            early, late = state.choose[one], state.choose[other]
            if _same(early, late):
                continue
            yield Finding(
                "overlapping-branches",
                late.origin.place(),
                f"at '{state.name}' two branches apply when {told(example[one, other])}: the one to '{early.arrow.to}' "
                f"({early.origin.place()}) and the one to '{late.arrow.to}'; this can arrive by {ground.route(index)}",
                "one branch for each combination, or 'order: matters' on the decision",
                "narrow one of the two, or write 'order: matters' if the first is meant to win",
            )


def _same(one: Branch, other: Branch) -> bool:
    return one.arrow.to == other.arrow.to and one.arrow.effects == other.arrow.effects


LINT = Lint(
    id="overlapping-branches",
    title="Branches that overlap and differ",
    why="The first that matches wins, so the order of lines silently decides policy. If that is meant, say so.",
    good="""attributes: {consent: {values: [granted, refused]}, risk: {values: [low, high]}}
states:
  talk: {lane: prevent, finds: [consent, risk], then: route}
  route:
    kind: decision
    order: matters               # whoever has a high risk goes to PCM, consent or not
    choose:
      - {when: {risk: high}, then: pcm}
      - {when: {consent: granted}, then: channel}
      - {otherwise: closed}""",
    bad="""attributes: {consent: {values: [granted, refused]}, risk: {values: [low, high]}}
states:
  talk: {lane: prevent, finds: [consent, risk], then: route}
  route:
    kind: decision
    choose:                      # what if risk is high and consent granted?
      - {when: {risk: high}, then: pcm}
      - {when: {consent: granted}, then: channel}
      - {otherwise: closed}""",
    find=find,
)
