"""What `import pathways as pw` offers: a pathway by name, what may happen in it, and studies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import networkx

    from pathways.definition import LinkedPathway
    from pathways.machine import Case, CompiledPathway
    from pathways.rules import Verdict
    from pathways.simulation import Result


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

    def check(self, *, policies: Sequence[str] = ()) -> list[Verdict]:
        """A verdict on every rule that speaks of this pathway, each with `.is_broken` and `.counterexample`.

        Raises
        ------
        DefinitionError
            If a policy has faults.
        """
        from pathways.commands.check import check
        from pathways.errors import DefinitionError

        outcome = check([self.name], self.start, policies=policies)
        errors = [finding for finding in outcome.all_findings if finding.severity == "error"]
        if errors:
            raise DefinitionError(errors)
        return list(outcome.verdicts)

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
) -> Result:
    """Run a study by its id in the workspace, or by the path of its file.

    Parameters
    ----------
    start : where ids and the workspace are looked for; the current folder when None.
    replications, seed : instead of the study's own.
    workers : processes. With more than one, a script that calls this needs `if __name__ == "__main__":`.
    scenarios : those to run beside the baseline; all when None.

    Raises
    ------
    WorkspaceError, DefinitionError, StudyError
    """
    from pathways.commands.simulate import simulate as run

    where = Path.cwd() if start is None else Path(start)
    return run(str(study), where, replications=replications, seed=seed, workers=workers, scenarios=scenarios).result
