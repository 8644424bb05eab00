"""Seeded pathways and policies of any size, as an author would write them, for the benchmarks.

The shape is a line of tasks with skips, steps back, one attribute of three values and decisions (three states in
ten) that weigh it; `parallels` of its states are parallel ones, each with `branches` branches of `length` tasks.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from pathways.rules import Policy, parse_policy
from pathways.testing import WrittenPathway, to_document
from pathways.testing.written import Plain

VIEWS = ("low", "medium", "high")
FARTHEST = 12  # states that a skip or a step back passes


@dataclass(frozen=True)
class Shape:
    """How large a pathway is to be; `states` counts those of the branches too."""

    states: int
    parallels: int = 0
    branches: int = 4
    length: int = 9
    seed: int = 1


def pathway(shape: Shape) -> WrittenPathway:
    """A pathway of that shape; the same for the same seed."""
    dice = Random(shape.seed)
    line = shape.states - 1 - shape.parallels * shape.branches * shape.length
    step = max(1, line // (shape.parallels + 1))
    parallel = {step * (number + 1) for number in range(shape.parallels)}
    names = [f"s{number}" for number in range(line)]
    states: dict[str, Plain] = {}
    asked = names[0]  # the last task that finds the view: a decision that steps back leads there
    for number, name in enumerate(names):
        onward = names[number + 1] if number + 1 < line else "closed"
        skip = names[min(line - 1, number + dice.randrange(2, FARTHEST))] if number + 1 < line else "closed"
        if number in parallel:
            branches = {f"b{n}": _branch(shape) for n in range(shape.branches)}
            states[name] = {"kind": "parallel", "lane": "team", "branches": branches, "then": onward}
        elif number and dice.random() < 0.3:
            # Only one of the values ever leads back, so that there is always a way on.
            guarded = {"when": {"view": dice.choice(VIEWS)}, "then": skip}
            guarded = guarded if dice.random() < 0.7 else {"when": {"view": VIEWS[0]}, "then": asked}
            states[name] = {"kind": "decision", "lane": "team", "choose": [guarded, {"otherwise": onward}]}
        else:
            finds = {"finds": ["view"]} if number == 0 or dice.random() < 0.2 else {}
            asked = name if finds else asked
            late = {"after": {"3 days": asked}} if dice.random() < 0.1 else {}
            states[name] = {"lane": "team", **finds, **late, "then": onward}
    states["closed"] = {"kind": "end", "lane": "team", "outcome": "closed"}
    return WrittenPathway({"made": _definition(names[0], states)})


def _definition(start: str, states: dict[str, Plain]) -> dict[str, Plain]:
    return {
        "pathway": "made",
        "version": "1",
        "status": "as-is",
        "lanes": {"team": "Team"},
        "attributes": {"view": {"values": list(VIEWS), "starts": VIEWS[0]}},
        "start": start,
        "states": states,
    }


def _branch(shape: Shape) -> dict[str, Plain]:
    ways = [*(f"t{n}" for n in range(1, shape.length)), "done"]
    return {f"t{n}": {"lane": "team", "then": to} for n, to in enumerate(ways)}


def rules(made: WrittenPathway, number: int = 30, seed: int = 1) -> Policy:
    """So many rules of every kind in turn, about states of the line drawn at random."""
    dice = Random(seed)
    names = [name for name, state in made.plain["made"]["states"].items() if state.get("kind") in (None, "parallel")]
    decisions = [name for name, state in made.plain["made"]["states"].items() if state.get("kind") == "decision"]

    def three() -> list[str]:
        return sorted(dice.sample(names, 3), key=lambda name: int(name[1:]))

    def one(kind: int) -> dict[str, Plain]:
        first, middle, last = three()
        when = {"view": dice.choice(VIEWS)}
        return (
            {"kind": "precedes", "first": first, "then": last},
            {"kind": "followed_by", "state": first, "by": middle, "before": last},
            {"kind": "always_through", "state": middle, "from": first, "to": last},
            {"kind": "never", "state": first, "after": last},
            {"kind": "only_when", "state": middle, "when": when},
            {"kind": "followed_by", "state": middle, "by": "outcome:closed"},
            {"kind": "never", "state": middle, "when": when},
            {"kind": "always_through", "state": names[0]},
            {"kind": "default_outcome", "at": dice.choice(decisions), "outcome": last},
            {"kind": "can_always_end"},
        )[kind % 10]  # type: ignore[return-value]

    written = [
        {"id": f"r{n}", "says": "as it says", "hardness": "ASSUMPTION", "source": "made", **one(n)}
        for n in range(number)
    ]
    return parse_policy(to_document({"policy": "made", "applies_to": ["made"], "rules": written}, "made.yaml"))


def one_rule(made: WrittenPathway, seed: int = 1) -> tuple[int, int, Policy]:
    """Two tasks of the line (as state indices), and the rule that the second is never entered before the first."""
    dice = Random(seed)
    names = [name for name, state in made.plain["made"]["states"].items() if state.get("kind") is None]
    first, then = sorted(dice.sample(names, 2), key=lambda name: int(name[1:]))
    rule = {"id": "r", "says": "as it says", "kind": "precedes", "first": first, "then": then}
    whole = {**rule, "hardness": "ASSUMPTION", "source": "made"}
    policy = parse_policy(to_document({"policy": "made", "applies_to": ["made"], "rules": [whole]}, "made.yaml"))
    return made.compiled.index[first], made.compiled.index[then], policy
