"""`no-way-to-end` and `no-end`: places from which no end can be reached."""

from __future__ import annotations

from collections.abc import Iterator

from pathways.errors import Finding
from pathways.machine import NONE, Configuration, Kind, is_ended
from pathways.rules.lints.base import Ground, Lint, quoted
from pathways.rules.rest import rounds


def find_no_end(ground: Ground) -> Iterator[Finding]:
    if _is_without_end(ground):
        ends = [state.name for state in ground.pathway.states if state.kind is Kind.END]
        yield Finding(
            "no-end",
            ground.pathway.linked.origin.place("states", key=True),
            f"no referral ever ends: none can reach {quoted(ends, 'or')}",
            "a way from the start to an end",
            "lead the way on to an end",
        )


def _is_without_end(ground: Ground) -> bool:
    """Whether no referral ever ends, and not because decisions hold it up, which is reported as such."""
    space = ground.space
    ends = any(ground.pathway.states[at].kind is Kind.END for at in space.visited)
    return not ends and not ground.stuck and not any(rounds(space))


def find_traps(ground: Ground) -> Iterator[Finding]:
    space, pathway = ground.space, ground.pathway
    if _is_without_end(ground):
        return
    # A referral stuck at a decision, or going round for ever in no time, is reported as such: count those as ways out.
    excused = {index for cycle in rounds(space) for index in cycle} | ground.stuck
    for marking, members in space.by_marking.items():
        if is_ended(pathway, Configuration(marking, ())):
            excused.update(members)
    free = space.can_reach(iter(excused))
    told: set[int] = set()
    trapped = free.find(0)
    while trapped >= 0:
        if trapped not in told:
            inside = _inside(ground, trapped)
            told |= inside
            yield _finding(ground, _plainest(ground, trapped, inside, free), inside)
        trapped = free.find(0, trapped + 1)


def _inside(ground: Ground, trapped: int) -> set[int]:
    """Every configuration that can still be reached, and every other trapped one that stands in one of its states."""
    seen, todo = {trapped}, [trapped]
    while todo:
        for _, target in ground.space.out(todo.pop()):
            if target not in seen:
                seen.add(target)
                todo.append(target)
    states = {at for index in seen for at in ground.space.marking(index) if at >= 0}
    for marking, members in ground.space.by_marking.items():
        if any(at in states for at in marking):
            seen.update(members)
    return seen


def _plainest(ground: Ground, trapped: int, inside: set[int], free: bytearray) -> int:
    """The nearest place of a trap whose state is always one; else its first, since a decision may lead on at times."""
    space = ground.space
    for index in sorted(inside):
        standing = [at for at in space.marking(index) if at >= 0]
        if all(not free[i] for marking in space.by_state[standing[-1]] for i in space.by_marking[marking]):
            return index
    return trapped


def _finding(ground: Ground, trapped: int, inside: set[int]) -> Finding:
    space, pathway = ground.space, ground.pathway
    standing = [at for at in space.marking(trapped) if at >= 0]
    state = ground.state(standing[-1])
    places = [at for at in standing if at != standing[-1]]
    onward = {target for _, target in space.out(trapped)}
    reached = sorted({at for index in inside for at in space.marking(index) if at >= 0} - set(places))
    if not onward - {trapped}:
        fact = f"'{state.name}' has no way out, and it is not an end"
    else:
        names = quoted([pathway.states[at].name for at in reached])
        fact = f"from '{state.name}' no end can be reached any more, only {names}"
    then = "then" if pathway.states[standing[-1]].complete != NONE else ""
    place = state.origin.place(then) if then else state.origin.place(key=True)
    return Finding(
        "no-way-to-end",
        place,
        f"{fact}; a referral gets there by {ground.route(trapped)}",
        "some way from every state to an end",
        "lead one of these states on towards an end, or make it an end with an outcome",
    )


NO_END = Lint(
    id="no-end",
    title="A pathway without an end",
    why="Final means finished. Without an end that can be reached, no referral is ever closed, and no rule about "
    "complete cases means anything.",
    good="""states:
  referral: {lane: referrer, then: triage}
  triage: {lane: so15, then: closed}
  closed: {kind: end, lane: so15, outcome: closed_nfa}""",
    bad="""states:
  referral: {lane: referrer, then: triage}
  triage: {lane: so15, then: referral}      # for ever round
  closed: {kind: end, lane: so15, outcome: closed_nfa}""",
    find=find_no_end,
)

TRAPS = Lint(
    id="no-way-to-end",
    title="A place from which no end can be reached",
    why="Whatever happens, a referral there is never closed. With every value considered, not only the arrows: a way "
    "that exists but whose condition can no longer come true is no way.",
    good="""attributes: {concern: {values: [none, some]}}
states:
  triage: {lane: so15, finds: concern, then: any_concern}
  any_concern: {kind: decision, choose: [{when: {concern: none}, then: closed}, {otherwise: parked}]}
  parked: {kind: wait, lane: so15, after: {28 days: triage}, then: triage}""",
    bad="""attributes: {concern: {values: [none, some]}}
states:
  triage: {lane: so15, finds: concern, then: any_concern}
  any_concern: {kind: decision, choose: [{when: {concern: none}, then: closed}, {otherwise: parked}]}
  parked: {kind: wait, lane: so15, then: parked}      # for ever""",
    find=find_traps,
)
