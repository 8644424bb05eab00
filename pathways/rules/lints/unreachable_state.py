"""`unreachable-state`: no referral ever gets there."""

from __future__ import annotations

from collections.abc import Iterator

from pathways.errors import Finding
from pathways.rules.lints.base import Ground, Lint, quoted


def find(ground: Ground) -> Iterator[Finding]:
    reach, visited = ground.reach, ground.space.visited
    for root, behind in reach.orphans.items():
        finding = _finding(ground, root, [], len(behind))
        if finding is not None:
            yield finding
    told = {state for root, behind in reach.orphans.items() for state in (root, *behind)}
    # What lies behind an unreachable state is no fault of its own: report where the way in breaks off.
    for index in reach.missing:
        sources = sorted(source for source in reach.into[index] if source in visited)
        if index in told or not sources or any(source in ground.stuck_at for source in sources):
            continue
        if not ground.whole and any(_is_told(ground, source) for source in sources):
            continue
        finding = _finding(ground, index, sources, 0)
        if finding is not None:
            yield finding


def _is_told(ground: Ground, source: int) -> bool:
    """Whether what is wrong at the state before is told there: a decision whose branch is never taken."""
    return source in ground.decisions and ground.is_own(ground.state(source).origin)


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
  triage: {lane: so15, then: closed}""",
    bad="""states:
  mash_check: {lane: mash, then: closed}
  triage: {lane: so15, then: closed}      # nothing leads here""",
    find=find,
)
