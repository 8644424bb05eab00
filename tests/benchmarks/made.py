"""Seeded pathways and policies of any size, as an author would write them, for the benchmarks.

The shape is a line of tasks with skips, steps back, one attribute of three values and decisions (three states in
ten) that weigh it; `parallels` of its states are parallel ones, each with `branches` branches of `length` tasks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

from pathways.rules import Policy, parse_policy
from pathways.testing import WrittenPathway, to_document
from pathways.testing.written import Plain

VIEWS = ("low", "medium", "high")
SECTORS = ("health", "education")  # which nothing looks at
TARGET = "2 working days"
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
            states[name] = {"lane": "team", "target": TARGET, **finds, **late, "then": onward}
    states["closed"] = {"kind": "end", "lane": "team", "outcome": "closed"}
    return WrittenPathway({"made": _definition(names[0], states)})


def _definition(start: str, states: dict[str, Plain]) -> dict[str, Plain]:
    return {
        "pathway": "made",
        "version": "1",
        "status": "as-is",
        "lanes": {"team": "Team"},
        "attributes": {
            "view": {"values": list(VIEWS), "starts": VIEWS[0]},
            "sector": {"values": list(SECTORS), "starts": SECTORS[0]},
        },
        "start": start,
        "states": states,
    }


def _branch(shape: Shape) -> dict[str, Plain]:
    ways = [*(f"t{n}" for n in range(1, shape.length)), "done"]
    return {f"t{n}": {"lane": "team", "target": TARGET, "then": to} for n, to in enumerate(ways)}


def rules(made: WrittenPathway, number: int = 30, seed: int = 1, kinds: Sequence[str] | None = None) -> Policy:
    """So many rules of these kinds in turn, about states of the line drawn at random.

    By default of every kind that needs no study, in the order of the catalogue; which kind comes first hangs on the
    seed, so that a few seeds hold every kind.
    """
    dice = Random(seed)
    names = [name for name, state in made.plain["made"]["states"].items() if state.get("kind") in (None, "parallel")]
    decisions = [name for name, state in made.plain["made"]["states"].items() if state.get("kind") == "decision"]
    asked = tuple(PARAMETERS) if kinds is None else tuple(kinds)
    written = []
    for rule in range(number):
        kind = asked[(rule + (seed - 1) * number) % len(asked)]
        first, middle, last = sorted(dice.sample(names, 3), key=lambda name: int(name[1:]))
        drawn = Drawn(first, middle, last, dice.choice(decisions), dice.choice(VIEWS))
        common = {"id": f"r{rule}", "says": "as it says", "hardness": "ASSUMPTION", "source": "made"}
        written.append({**common, "kind": kind, **PARAMETERS[kind](drawn)})
    return parse_policy(to_document({"policy": "made", "applies_to": ["made"], "rules": written}, "made.yaml"))


@dataclass(frozen=True)
class Drawn:
    """Three states of the line in order, a decision, and a view: what a rule speaks of."""

    first: str
    middle: str
    last: str
    decision: str
    view: str

    @property
    def when(self) -> dict[str, Plain]:
        return {"view": self.view}


# What a rule of each kind asks; only the kinds that weigh a study are missing.
PARAMETERS: Final[Mapping[str, Callable[[Drawn], dict[str, Plain]]]] = {
    "default_outcome": lambda d: {"at": d.decision, "outcome": d.last},
    "only_when": lambda d: {"state": d.middle, "when": d.when},
    "never": lambda d: {"state": d.first, "after": d.last},
    "always_through": lambda d: {"state": d.middle, "from": d.first, "to": d.last},
    "precedes": lambda d: {"first": d.first, "then": d.last},
    "followed_by": lambda d: {"state": d.first, "by": d.middle, "before": d.last},
    "single_entry": lambda d: {},
    "can_always_end": lambda d: {},
    "no_dead_end": lambda d: {},
    "no_livelock": lambda d: {},
    "ends_have_outcome": lambda d: {},
    "joins_complete": lambda d: {},
    "standing_option": lambda d: {"state": d.first, "to": d.last},
    "indifferent_to": lambda d: {"attribute": "sector"},
    "never_reads": lambda d: {"attributes": "sector"},
    "has_owner": lambda d: {},
    "roles_match": lambda d: {"state": d.first, "lanes": "team"},
    "every_lane_used": lambda d: {},
    "counterpart": lambda d: {"of": "made", "state": d.first},
    "sampled": lambda d: {"state": d.middle, "of": "view"},
    "within": lambda d: {"from": d.first, "to": d.last, "within": "60 working days"},
    "reviewed_after": lambda d: {"state": d.first, "reviews": {d.middle: "6 months", d.last: "12 months"}},
    "declare": lambda d: {"template": "alternate_response", "a": d.first, "b": d.last},
    "pattern": lambda d: {
        "pattern": "response", "state": d.first, "by": d.middle, "after": d.first, "until": d.last,
    },
    "formula": lambda d: {
        "formula": f"always (enter({d.first}) implies ((view known until enter({d.last})) or eventually in(closed)))"
    },
    "exclusive": lambda d: {"states": [d.first, d.last]},
    "at_most": lambda d: {"state": d.middle, "times": "3"},
    "at_least": lambda d: {"state": d.middle, "times": "1", "from": d.first},
    "exactly": lambda d: {"state": d.middle, "times": "2"},
    "repeats_until": lambda d: {"state": d.middle, "until": d.when, "before": d.last},
    "kept": lambda d: {"state": d.first, "when": d.when},
    "set_before_read": lambda d: {"attributes": "view", "unset": {"view": VIEWS[0]}},
    "separation_of_duties": lambda d: {"first": d.first, "second": d.last},
}  # fmt: skip


def one_rule(made: WrittenPathway, seed: int = 1) -> tuple[int, int, Policy]:
    """Two tasks of the line (as state indices), and the rule that the second is never entered before the first."""
    dice = Random(seed)
    names = [name for name, state in made.plain["made"]["states"].items() if state.get("kind") is None]
    first, then = sorted(dice.sample(names, 2), key=lambda name: int(name[1:]))
    rule = {"id": "r", "says": "as it says", "kind": "precedes", "first": first, "then": then}
    whole = {**rule, "hardness": "ASSUMPTION", "source": "made"}
    policy = parse_policy(to_document({"policy": "made", "applies_to": ["made"], "rules": [whole]}, "made.yaml"))
    return made.compiled.index[first], made.compiled.index[then], policy
