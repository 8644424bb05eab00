"""`incomplete-decision`: a combination of values can arrive that no branch covers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pathways.errors import Finding
from pathways.rules.knowing import truth
from pathways.rules.lints.base import Combination, Ground, Lint, told


def find(ground: Ground) -> Iterator[Finding]:
    for decision, arriving in ground.decisions.items():
        state = ground.state(decision)
        guards = [branch.when for branch in state.choose]
        if None in guards:
            continue
        missing = {
            values: index
            for values, index in arriving.items()
            if all(when is not None and truth(when, dict(values)) is False for when in guards)
        }
        if not missing:
            continue
        first = min(missing, key=missing.__getitem__)
        least = _least(first, arriving, missing)
        rest = [c for c in missing if not set(least) <= set(c)]
        more = f" (and in {len(rest)} other combination{'s' if len(rest) > 1 else ''})" if rest else ""
        yield Finding(
            "incomplete-decision",
            state.origin.place("choose", key=True),
            f"at '{state.name}' nothing happens when {told(least)}{more}; "
            f"this can arrive by {ground.route(missing[first])}",
            "branches that cover every combination that can arrive, or a last branch 'otherwise'",
            "add a branch for it, or '- {otherwise: ...}' with the default",
        )


def _least(first: Combination, arriving: Mapping[Combination, int], missing: Mapping[Combination, int]) -> Combination:
    """The fewest of the values of a missing combination that already make every arriving one miss."""
    least = list(first)
    for value in first:
        fewer = {v for v in least if v != value}
        if fewer and all(c in missing for c in arriving if fewer <= set(c)):
            least.remove(value)
    return tuple(least)


LINT = Lint(
    id="incomplete-decision",
    title="A decision that does not cover everything",
    why="A referral with that combination would stand at the decision for ever: no branch takes it on. Only "
    "combinations that can really arrive there are counted.",
    good="""attributes: {consent: {values: [granted, refused, unlikely]}}
states:
  talk: {lane: prevent, finds: consent, then: consent_given}
  consent_given:
    kind: decision
    choose:
      - {when: {consent: granted}, then: support}
      - {otherwise: reassessment}""",
    bad="""attributes: {consent: {values: [granted, refused, unlikely]}}
states:
  talk: {lane: prevent, finds: consent, then: consent_given}
  consent_given:
    kind: decision
    choose:                      # consent may also be 'unlikely'
      - {when: {consent: granted}, then: support}
      - {when: {consent: refused}, then: reassessment}""",
    find=find,
)
