"""`unreachable-state`: no referral ever gets there."""

from __future__ import annotations

from collections.abc import Iterator

from pathways.errors import Finding
from pathways.machine import DONE, NONE, CompiledPathway
from pathways.rules.lints.base import Ground, Lint, quoted
from pathways.rules.selectors import entered_states


def find(ground: Ground) -> Iterator[Finding]:
    pathway, visited = ground.pathway, ground.space.visited
    missing = [index for index in range(len(pathway.states)) if index not in visited]
    leads = _leads(pathway)
    into: dict[int, set[int]] = {index: set() for index in missing}
    for source, targets in leads.items():
        for target in targets:
            if target in into and source != target:
                into[target].add(source)
    # What lies behind an unreachable state is no fault of its own: report where the way in breaks off.
    explained: set[int] = set()
    roots = [m for m in missing if not into[m] or any(s in visited for s in into[m])]
    for root in [*roots, *missing]:
        if root in explained:
            continue
        behind = _behind(root, leads, set(missing))
        explained |= behind | {root}
        if any(source in ground.stuck_at for source in into[root]):
            continue  # the decision before it gets stuck, and that is reported
        finding = _finding(ground, root, sorted(s for s in into[root] if s in visited), len(behind - {root}))
        if finding is not None:
            yield finding


def _leads(pathway: CompiledPathway) -> dict[int, set[int]]:
    """For each state, those that its arrows enter."""
    leads: dict[int, set[int]] = {}
    for index, state in enumerate(pathway.states):
        arrows = [a for a in (state.complete, state.timeout, *state.choices) if a != NONE]
        arrows += [i.arrow for i in pathway.interrupts if index in i.during]
        targets = [pathway.arrows[a].target for a in arrows]
        leads[index] = {s for target in targets if target != DONE for s in entered_states(pathway, target)}
    return leads


def _behind(root: int, leads: dict[int, set[int]], missing: set[int]) -> set[int]:
    seen: set[int] = set()
    todo = [root]
    while todo:
        fresh = (leads[todo.pop()] & missing) - seen
        seen |= fresh
        todo += fresh
    return seen


def _finding(ground: Ground, index: int, sources: list[int], behind: int) -> Finding | None:
    state = ground.state(index)
    place = state.origin.place(key=True)
    what = f"state '{state.name}'"
    if not ground.is_own(state.origin):
        # The piece may be sound: what is missing is the way into it, which is this pathway's to give.
        piece = next((p for p in ground.pathway.linked.pieces.values() if p.entry == state.name), None)
        if piece is None or not ground.is_own(piece.origin):
            return None
        place, what = piece.origin.place(key=True), f"'{piece.name}' ('{piece.pathway}')"
    names = [ground.pathway.states[s].name for s in sources]
    why = f"only {quoted(names)} leads to it, by a way that is never taken" if names else "nothing leads to it"
    more = f"; nor can {behind} state{'s' if behind > 1 else ''} behind it" if behind else ""
    return Finding(
        "unreachable-state",
        place,
        f"{what} cannot be reached: {why}{more}",
        "a way to it from a start",
        "correct the condition on that way" if names else f"lead some 'then' to '{state.name}', or take the state out",
    )


LINT = Lint(
    id="unreachable-state",
    title="A state that no referral can reach",
    why="A step that never happens is either a leftover or a sign that the way to it was forgotten or "
    "closed by a condition.",
    good="""states:
  mash_check: {lane: mash, then: triage}
  triage: ...""",
    bad="""states:
  mash_check: {lane: mash, then: closed}
  triage: ...                  # nothing leads here""",
    find=find,
)
