"""What `import pathways as pw` offers: a pathway by name, what may happen in it, and studies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, overload

if TYPE_CHECKING:
    import networkx

    from pathways.definition import LinkedPathway
    from pathways.machine import Case, CompiledPathway
    from pathways.rules import Verdict
    from pathways.simulation import Result, Seek, Sensitivity, Sweep


@dataclass(frozen=True)
class Pathway:
    """A pathway of a workspace, or of a file.

    Attributes
    ----------
    name
        Its id, or the path it was loaded from.
    start
        Where the workspace is looked for.
    compiled, linked
        The pathway as the other layers read it.
    """

    name: str
    start: Path
    compiled: CompiledPathway

    @property
    def id(self) -> str:
        return self.compiled.id

    @property
    def linked(self) -> LinkedPathway:
        return self.compiled.linked

    @overload
    def check(self, rule: None = None, *, policies: Sequence[str] = ()) -> list[Verdict]: ...
    @overload
    def check(self, rule: str, *, policies: Sequence[str] = ()) -> Verdict: ...
    def check(self, rule: str | None = None, *, policies: Sequence[str] = ()) -> list[Verdict] | Verdict:
        """A verdict on every rule that speaks of this pathway, or on one of them.

        Parameters
        ----------
        rule : the id of one rule.
        policies : ids of the policies to use; all when empty.

        Returns
        -------
        list of Verdict
            Each with `.is_broken`, `.counterexample` and more; with `rule` the one Verdict.

        Raises
        ------
        DefinitionError
            If a policy has faults.
        WorkspaceError
            If no rule of that id speaks of this pathway; names the nearest.
        """
        from pathways.commands.check import check
        from pathways.errors import DefinitionError, WorkspaceError

        outcome = check([self.name], self.start, policies=policies)
        errors = [finding for finding in outcome.all_findings if finding.severity == "error"]
        if errors:
            raise DefinitionError(errors)
        verdicts = list(outcome.verdicts)
        if rule is None:
            return verdicts
        found = next((verdict for verdict in verdicts if verdict.rule == rule), None)
        if found is None:
            raise WorkspaceError(_no_rule(rule, self.id, [verdict.rule for verdict in verdicts]))
        return found

    def draw(self, path: str | Path) -> Path:
        """Draw it into a file; the ending (`.svg`, `.png`, `.txt`) says what to write."""
        from pathways.commands.draw import draw

        (drawn,) = draw([self.name], self.start, to=Path(path).absolute())
        return drawn.path

    def graph(self) -> networkx.MultiDiGraph[str]:
        """Its states and arrows as a `networkx` graph, for questions of one's own."""
        from pathways.machine.graph import state_graph

        return state_graph(self.linked)

    def case(self, start: str | None = None, /, **arrival: str | int) -> Case:
        """A made-up referral with its arrival values, at the front door `start` (needed where there are several)."""
        from pathways.machine import Case

        return Case(self.compiled, start, arrival)


def assert_holds(pathway: Pathway, rule: str) -> None:
    """Raise `AssertionError` unless the pathway keeps the rule, with the verdict in words and its counterexample.

    Only `holds` passes. A rule that does not apply here is not kept by anything, and a declared departure is told
    with its reason: whoever expects either says so, as in `assert child.check(rule).verdict == "departed"`.

    Raises
    ------
    AssertionError
        If the verdict is any other than `holds`.
    DefinitionError, WorkspaceError
        As `Pathway.check` does.
    """
    __tracebackhide__ = True  # pytest shows the line of the test, not this one
    from pathways.rules.telling import verdict_text

    verdict = pathway.check(rule)
    if verdict.verdict != "holds":
        raise AssertionError(verdict_text(verdict))


def _no_rule(rule: str, pathway: str, known: Sequence[str]) -> str:
    from pathways.definition.report import nearest, one_of

    expected, _ = one_of(rule, known, "rules")
    near = nearest(rule, known)
    fix = f"write '{near}'" if near else "correct the id, or see that the rule applies to this pathway"
    return f"no rule '{rule}' speaks of '{pathway}'\n    expected {expected}\n    fix: {fix}"


def load(name: str | Path, start: str | Path | None = None) -> Pathway:
    """A pathway by its id in the workspace, or by the path of its file.

    Parameters
    ----------
    start : where ids and the workspace are looked for; the current folder when None.

    Raises
    ------
    WorkspaceError
        If there is no such pathway.
    DefinitionError
        With every fault of its file and of the pieces it uses.
    """
    from pathways.workspace import load_pathways

    where = Path.cwd() if start is None else Path(start)
    (pathway,) = load_pathways([str(name)], where).require()
    return Pathway(str(name), where, pathway.compiled)


def simulate(
    study: str | Path,
    start: str | Path | None = None,
    *,
    replications: int | None = None,
    seed: int | None = None,
    workers: int = 1,
    scenarios: Sequence[str] | None = None,
    weekly: bool = False,
) -> Result:
    """Run a study by its id in the workspace, or by the path of its file.

    Parameters
    ----------
    start : where ids and the workspace are looked for; the current folder when None.
    replications, seed : instead of the study's own.
    workers : threads; the result is the same for any number.
    scenarios : those to run beside the baseline; all when None.
    weekly : count queues and caseload week by week too, for `Result.series`.

    Raises
    ------
    WorkspaceError, DefinitionError, StudyError
    """
    from pathways.commands.simulate import simulate as run

    where = Path.cwd() if start is None else Path(start)
    return run(
        str(study), where, replications=replications, seed=seed, workers=workers, scenarios=scenarios, weekly=weekly
    ).result


def seek(
    study: str | Path,
    start: str | Path | None = None,
    *,
    vary: str | Sequence[str],
    scenario: str | None = None,
    confidence: float | None = None,
    at_most: int | None = None,
    seed: int | None = None,
    workers: int = 1,
) -> Seek:
    """The least capacity with which the expectations of a study hold.

    Parameters
    ----------
    start : where ids and the workspace are looked for; the current folder when None.
    vary : one or two quantities, such as `teams.mash.staff=1..10`, or `panels.p.slots=4|6|8`, from least to most.
    scenario : where to start from, instead of the baseline.
    confidence : of all verdicts together; 0.95 when None.
    at_most : replications of one candidate; 1,280 when None.
    seed : instead of the study's own.
    workers : threads; the result is the same for any number.

    Raises
    ------
    WorkspaceError, DefinitionError, StudyError
    """
    from pathways.commands.seek import seek as run

    where = Path.cwd() if start is None else Path(start)
    quantities = [vary] if isinstance(vary, str) else vary
    return run(
        str(study), where, quantities, scenario=scenario, confidence=confidence, at_most=at_most, seed=seed,
        workers=workers,
    ).found  # fmt: skip


def sweep(
    study: str | Path,
    which: str,
    start: str | Path | None = None,
    *,
    scenario: str | None = None,
    replications: int | None = None,
    seed: int | None = None,
    workers: int = 1,
) -> Sweep:
    """A study at every point of one of its sweeps.

    Parameters
    ----------
    which : the name of the sweep.
    start : where ids and the workspace are looked for; the current folder when None.
    scenario : where to start from, instead of the baseline.
    replications, seed : instead of the study's own.
    workers : processes. With more than one, a script that calls this needs `if __name__ == "__main__":`.

    Raises
    ------
    WorkspaceError, DefinitionError, StudyError
    """
    from pathways.commands.sweep import sweep as run

    where = Path.cwd() if start is None else Path(start)
    return run(
        str(study), where, which, scenario=scenario, replications=replications, seed=seed, workers=workers
    ).found  # fmt: skip


def sensitivity(
    study: str | Path,
    start: str | Path | None = None,
    *,
    measure: str | None = None,
    by: float | None = None,
    only: Sequence[str] = (),
    scenario: str | None = None,
    replications: int | None = None,
    seed: int | None = None,
    workers: int = 1,
) -> Sensitivity:
    """Which assumption of a study moves an answer most: each moved down and up, one at a time.

    Parameters
    ----------
    start : where ids and the workspace are looked for; the current folder when None.
    measure : which answer, such as `mean wait for child.check`; what the first expectation is about when None.
    by : the share by which each number moves, 0.25 when None; staff moves by one.
    only : only assumptions whose name holds one of these words; all when empty.
    scenario : where to start from, instead of the baseline.
    replications, seed : instead of the study's own.
    workers : processes. With more than one, a script that calls this needs `if __name__ == "__main__":`.

    Raises
    ------
    WorkspaceError, DefinitionError, StudyError
    """
    from pathways.commands.sensitivity import sensitivity as run

    where = Path.cwd() if start is None else Path(start)
    return run(
        str(study), where, measure=measure, by=by, only=only, scenario=scenario, replications=replications, seed=seed,
        workers=workers,
    ).found  # fmt: skip
