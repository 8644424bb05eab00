"""`interrupt-never`: an interrupt that cannot happen. A warning."""

from __future__ import annotations

from collections.abc import Iterator

from pathways.definition.guards import words
from pathways.errors import Finding
from pathways.machine import MoveKind
from pathways.rules.lints.base import Ground, Lint, quoted


def find(ground: Ground) -> Iterator[Finding]:
    space, pathway = ground.space, ground.pathway
    happened = {space.moves[m].interrupt for m in space.used_moves if space.moves[m].kind is MoveKind.INTERRUPT}
    for number, row in enumerate(pathway.interrupts):
        interrupt = pathway.linked.interrupts[row.name]
        if number in happened or not ground.is_own(interrupt.origin):
            continue
        if not any(at in space.visited for at in row.during):
            why = f"no referral ever comes to {quoted(interrupt.during, 'or')}"
        else:
            why = (
                f"it is never so there that {words(interrupt.when)}"
                if interrupt.when
                else "its states are never at rest"
            )
        yield Finding(
            "interrupt-never",
            interrupt.origin.place(key=True),
            f"the interrupt '{interrupt.name}' never happens: {why}",
            None,
            "correct its 'during' or its 'when', or take it out",
            severity="warning",
        )


LINT = Lint(
    id="interrupt-never",
    title="An interrupt that never happens",
    why="The definition promises a way out that no referral can ever take.",
    good="""attributes: {consent: {values: [granted, refused]}}
states:
  talk: {lane: prevent, finds: consent, then: consent_given}
  consent_given: {kind: decision, choose: [{when: {consent: granted}, then: support}, {otherwise: reassessment}]}
  support: {lane: channel, then: closed}
interrupts:
  consent_withdrawn: {during: [support], when: {consent: granted}, set: {consent: refused}, then: reassessment}""",
    bad="""attributes: {consent: {values: [granted, refused]}}
states:
  talk: {lane: prevent, finds: consent, then: consent_given}
  consent_given: {kind: decision, choose: [{when: {consent: granted}, then: support}, {otherwise: reassessment}]}
  support: {lane: channel, then: closed}
interrupts:
  consent_withdrawn: {during: [support], when: {consent: refused}, then: reassessment}      # support needs consent""",
    find=find,
)
