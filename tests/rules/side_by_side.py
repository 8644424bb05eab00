"""Random small pathways made of branches side by side, many of which touch each other a little or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import Any

from pathways.testing import WrittenPathway

VALUES = {"x": ["good", "bad"], "y": ["low", "high"], "z": ["no", "yes"], "n": ["0", "1", "2"]}
Plain = dict[str, Any]


def side_by_side(dice: Random) -> WrittenPathway:
    """A task, a parallel state of two to four branches, a decision; at times traps, loops and interrupts."""
    return WrittenPathway({"main": _Author(dice).pathway()})


class _Author:
    def __init__(self, dice: Random) -> None:
        self.dice = dice
        self.inner: list[str] = []  # what an interrupt may cut short inside branches, by full name
        self.interrupts: dict[str, Plain] = {}

    def perhaps(self, chance: float) -> bool:
        return self.dice.random() < chance

    def guard(self) -> dict[str, str]:
        name = self.dice.choice(list(VALUES))
        return {name: self.dice.choice(VALUES[name])}

    def changes(self, chance: float) -> Plain:
        """What a move out of a state finds, sets, or adds to."""
        name = self.dice.choice(list(VALUES))
        if not self.perhaps(chance):
            return {}
        if name == "n":
            return {"add": {"n": self.dice.choice(["1", "1", "-1"])}}
        return {"finds": [name]} if self.perhaps(0.6) else {"set": {name: self.dice.choice(VALUES[name])}}

    def pathway(self) -> Plain:
        after = ["decide", "decide", "one"]
        states: dict[str, Plain] = {
            "go": {"lane": "team", **self.changes(0.5), "then": "par"},
            "par": self.parallel("par.", 0, self.dice.choice(after)),
            "beside": {"lane": "team", **self.changes(0.3), "then": self.dice.choice(["one", "two", "decide", "go"])},
            "decide": self.decision(["one", "two", "beside"]),
            "one": {"kind": "end", "lane": "team", "outcome": "one"},
            "two": {"kind": "end", "lane": "team", "outcome": "two"},
        }
        if self.perhaps(0.2):
            states["beside"]["then"] = "beside"  # a trap
        for number in range(self.dice.choice([0, 0, 1, 1, 2])):
            during = self.dice.choice(["par", "par", *self.inner])
            prefix, _, name = during.rpartition(".")
            siblings = [s.rpartition(".")[2] for s in self.inner if s.rpartition(".")[0] == prefix]
            to = "done" if self.perhaps(0.3) else f"{prefix}.{self.dice.choice(siblings or [name])}"
            self.interrupts[f"event{number}"] = {
                "during": [during],
                **({"when": self.guard()} if self.perhaps(0.4) else {}),
                **({"set": self.guard()} if self.perhaps(0.2) else {}),
                "then": to if prefix else self.dice.choice(["beside", "decide", "one"]),
            }
        return {
            "pathway": "main",
            "version": "1",
            "status": "as-is",
            "lanes": {"team": "Team"},
            "attributes": {
                name: {"range": ["0", "2"], "starts": "0"} if name == "n" else {"values": values, "starts": values[0]}
                for name, values in VALUES.items()
            },
            "start": "go",
            "states": states,
            **({"interrupts": self.interrupts} if self.interrupts else {}),
        }

    def decision(self, targets: list[str], *, whole: bool = True) -> Plain:
        first = {"when": self.guard(), "then": self.dice.choice(targets)}
        rest = [{"otherwise": self.dice.choice(targets)}] if whole else []
        return {"kind": "decision", "lane": "team", "choose": [first, *rest]}

    def parallel(self, prefix: str, depth: int, then: str) -> Plain:
        number = self.dice.choice([2, 2, 3, 3, 4]) if depth == 0 else 2
        branches = {f"b{n}": self.branch(f"{prefix}b{n}.", depth) for n in range(number)}
        return {"kind": "parallel", "lane": "team", "branches": branches, "then": then}

    def branch(self, prefix: str, depth: int) -> Mapping[str, Plain]:
        names = [f"t{n}" for n in range(self.dice.choice([1, 1, 2, 2, 3] if depth == 0 else [1, 2]))]
        states: dict[str, Plain] = {}
        for number, name in enumerate(names):
            onward = [*names, "done"][number + 1 :]
            if self.perhaps(0.2):
                states[name] = self.decision(onward, whole=self.perhaps(0.9))
            elif depth == 0 and self.perhaps(0.15):
                states[name] = self.parallel(f"{prefix}{name}.", 1, onward[0])
                self.inner.append(prefix + name)
            else:
                late = {"after": {"2 days": self.dice.choice([*onward, name])}} if self.perhaps(0.15) else {}
                states[name] = {"lane": "team", **self.changes(0.4), **late, "then": onward[0]}
                self.inner.append(prefix + name)
                if self.perhaps(0.03):
                    states[name]["then"] = name  # for ever
        return states
