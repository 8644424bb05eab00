"""How long the rule checker takes, beside others that answer the same: run `python -m tests.benchmarks.rules`.

Not a test: machines differ. Medians of rounds in which everything is measured in turn, in processor seconds. The
peers answer a part of what ours does: one rule or one question, on the same seeded pathway (see `made`); before any
time is told, their answers are compared with ours.

- `transitions`, one referral copied and moved event by event by brute force (`pathways.machine.Case`);
- `minicheck`, an explicit-state model checker, given the stepper and one rule's bit as its model;
- `minictl`, a CTL checker on Kripke structures, given our space and AG EF ended.
"""

from __future__ import annotations

import copy
import resource
import statistics
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable
from importlib.util import find_spec
from typing import Final, TypeVar

from pathways.definition import link, parse_pathway
from pathways.machine import Case, CompiledPathway, Configuration, all_starting, apply, compile_pathway, is_ended, moves
from pathways.rules import Policy, check, lint
from pathways.rules.exploration import explore
from pathways.rules.selectors import entered_states
from pathways.rules.sight import Sight
from pathways.testing import to_document
from tests.benchmarks.made import Shape, one_rule, pathway, rules

Result = TypeVar("Result")

PEERS: Final = ("minicheck", "minictl")
ROUNDS: Final = 5
LARGE: Final = (
    ("1,000 states in a line", Shape(1_000)),
    ("1,000 states, 10 times 4 branches of 9", Shape(1_000, parallels=10)),
    ("10,000 states in a line", Shape(10_000)),
    ("12 branches of 2, waiting", Shape(40, parallels=1, branches=12, length=2)),
    ("24 branches of 4, waiting", Shape(120, parallels=1, branches=24, length=4)),
)
SMALL: Final = (
    ("10 states", Shape(10)),
    ("100 states", Shape(100)),
    ("100 states, 2 times 3 branches of 4", Shape(100, parallels=2, branches=3, length=4)),
    ("300 states, 2 times 4 branches of 6", Shape(300, parallels=2, branches=4, length=6)),
    ("1,000 states", Shape(1_000)),
)


def main() -> None:
    if sys.argv[1:2] == ["--one"]:
        print(*measured(LARGE[int(sys.argv[2])][1]))
        return
    print(f"30 rules of all kinds that need no study, medians of {ROUNDS} processes; seconds of processor time;")
    print("'open' counts the rules that a stated limit leaves undecided\n")
    print(
        f"{'pathway':40}{'configurations':>16}{'parse':>7}{'link':>7}{'explore':>9}{'lint':>7}{'rules':>7}{'open':>6}{'MB':>6}"
    )
    rounds: list[list[list[float]]] = [[] for _ in LARGE]
    for _ in range(ROUNDS):
        for number in range(len(LARGE)):
            command = [sys.executable, "-m", "tests.benchmarks.rules", "--one", str(number)]
            found = subprocess.run(command, capture_output=True, check=True, text=True).stdout
            rounds[number].append([float(word) for word in found.split()])
    for (name, _), measures in zip(LARGE, rounds, strict=True):
        size, *times, left, memory = (statistics.median(each) for each in zip(*measures, strict=True))
        cells = "".join(f"{t:{w}.2f}" for t, w in zip(times, (7, 7, 9, 7, 7), strict=True))
        print(f"{name:40}{size:16,.0f}{cells}{left:6.0f}{memory:6.0f}")
    print("\nthe same question answered by others, as multiples of ours\n")
    missing = [peer for peer in PEERS if find_spec(peer) is None]
    if missing:
        print(f"not measured: {', '.join(missing)}; to measure them too: pip install {' '.join(missing)}\n")
    for name, shape in SMALL:
        compare(name, shape)


def measured(shape: Shape) -> list[float]:
    """Configurations, the time that each stage takes, the rules left undecided, and the peak memory in MB.

    Where there are many branches, those that nobody looks at wait (see `pathways.rules.delay`).
    """
    written = pathway(shape)
    policy = rules(written)
    document = to_document(written.plain["made"], "made.yaml")
    parsed, definition = timed(lambda: parse_pathway(document))
    linked, compiled = timed(lambda: compile_pathway(link(definition, {"made": definition})))
    explored, space = timed(lambda: explore(compiled, sight=None if shape.branches <= 4 else Sight()))
    size = len(space)
    del space
    linted, _ = timed(lambda: lint(compiled))
    decided, verdicts = timed(lambda: check(compiled, [policy], others=[compiled]))
    left = [verdict for verdict in verdicts if verdict.verdict == "undecided"]
    assert all(verdict.is_too_large for verdict in left)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return [size, parsed, linked, explored, linted, decided, len(left), memory]


def timed(work: Callable[[], Result]) -> tuple[float, Result]:
    begun = time.process_time()
    done = work()
    return time.process_time() - begun, done


def compare(name: str, shape: Shape) -> None:
    """One size: our time for one rule and for AG EF ended, and what the others take for the same."""
    written = pathway(shape)
    compiled = written.compiled
    first, then, policy = one_rule(written)
    contests: list[tuple[str, Callable[[], object], Callable[[], object]]] = []
    if shape.states <= 100:
        contests.append(
            ("transitions", lambda: by_ours(compiled, policy), lambda: by_transitions(compiled, first, then))
        )
    if find_spec("minicheck"):
        contests.append(("minicheck", lambda: by_ours(compiled, policy), lambda: by_minicheck(compiled, first, then)))
    if find_spec("minictl"):
        contests.append(("minictl", lambda: ends_by_ours(compiled), lambda: ends_by_minictl(compiled)))
    for peer, ours, theirs in contests:
        assert ours() == theirs(), f"{peer} says {theirs()}, and not {ours()}"
        times = [(timed(ours)[0], timed(theirs)[0]) for _ in range(ROUNDS)]
        mine, other = (statistics.median(each) for each in zip(*times, strict=True))
        print(f"{name:40}{peer:14}{mine:9.4f} s{other:10.4f} s{other / mine:9.1f} times ours")


def by_ours(compiled: CompiledPathway, policy: Policy) -> int | None:
    """The number of moves of the shortest offence; None where the rule is kept."""
    (verdict,) = check(compiled, [policy])
    return len(verdict.counterexample) - 1 if verdict.verdict == "broken" else None


def by_minicheck(compiled: CompiledPathway, first: int, then: int) -> int | None:
    from minicheck import Protocol, check_safety

    # A state is a configuration, whether `first` has been entered, and whether `then` came too early.
    def onward(state: tuple[Configuration, bool, bool]) -> list[tuple[str, tuple[Configuration, bool, bool]]]:
        here, was_first, _ = state
        found = []
        for move in moves(compiled, here):
            entered = entered_states(compiled, compiled.arrows[move.arrow].target)
            is_first = was_first or first in entered
            found.append((str(move.arrow), (apply(compiled, here, move), is_first, then in entered and not is_first)))
        return found

    (start,) = all_starting(compiled)
    model = Protocol(
        name="made",
        candidate=False,
        fields=("at", "first", "early"),
        initial=(start, first == compiled.starts[0], False),
        transitions=onward,
        invariants={"precedes": lambda values: not values["early"]},
    )
    trace = check_safety(model, 10_000_000)["properties"]["precedes"]["counterexample"]
    return None if trace is None else len(trace) - 1


def by_transitions(compiled: CompiledPathway, first: int, then: int) -> int | None:
    """Every situation, breadth first, by copies of one referral; the first that enters `then` before `first`."""
    names = [compiled.states[first].name, compiled.states[then].name]
    begin = Case(compiled)
    todo = deque([(begin, 0, False)])
    known = {(begin.marking, tuple(begin.values.values()), False)}
    shortest: int | None = None
    while todo:
        case, steps, was_first = todo.popleft()
        for possible in case.allowed:
            for finding in _findings(possible.finds):
                after = _twin(case)
                after.fire(possible.event, at=possible.at, **finding)
                is_first, moved = was_first, 0
                for step in after.trace[len(case.trace) :]:
                    moved += 1
                    is_first = is_first or step.target == names[0]
                    if step.target == names[1] and not is_first and shortest is None:
                        shortest = steps + moved
                key = (after.marking, tuple(after.values.values()), is_first)
                if key not in known:
                    known.add(key)
                    todo.append((after, steps + moved, is_first))
    return shortest


def _findings(finds: tuple[tuple[str, tuple[str, ...]], ...]) -> list[dict[str, str]]:
    return [{finds[0][0]: value} for value in finds[0][1]] if finds else [{}]


def _twin(case: Case) -> Case:
    other = copy.copy(case)
    other._standing = copy.copy(case._standing)
    other._standing.values = dict(case._standing.values)
    other._trace = list(case._trace)
    return other


def ends_by_ours(compiled: CompiledPathway) -> bool:
    return explore(compiled).can_end.find(0) < 0


def ends_by_minictl(compiled: CompiledPathway) -> bool:
    from minictl import CTLChecker, CTLFormula, Model, State

    space = explore(compiled)
    states = [State(f"s{i}", {"ended"} if is_ended(compiled, Configuration(space.marking(i), ())) else set())
              for i in range(len(space))]  # fmt: skip
    edges = {f"s{i}": [f"s{target}" for _, target in space.out(i)] or [f"s{i}"] for i in range(len(space))}
    return "s0" in CTLChecker(Model(states, edges)).check(CTLFormula.parse("AG(EF ended)"))


if __name__ == "__main__":
    main()
