"""A study and a pathway to a picture of what the study says of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pathways.commands.draw import FORMATS, Drawn, overlay_paths, write_drawing
from pathways.commands.firmness import Firmness, firmness
from pathways.commands.flow import flow as flow_overlay
from pathways.commands.flow import yearly
from pathways.commands.heat import heat
from pathways.commands.simulate import simulate_loaded, study_and_pathways, tell_if_compiling
from pathways.commands.studied import Studied, place_of
from pathways.errors import WorkspaceError
from pathways.workspace import load_pathways

if TYPE_CHECKING:
    from pathways.commands.simulate import StudyOutcome
    from pathways.diagram.model import Diagram
    from pathways.diagram.overlay import Overlay
    from pathways.diagram.view import View
    from pathways.eventlog import EventLog
    from pathways.machine import CompiledPathway
    from pathways.simulation import Study
    from pathways.simulation.running.pool import Job
    from pathways.workspace import SourceFile


def draw_study(
    names: Sequence[str],
    study: str,
    start: Path,
    *,
    flow: bool = False,
    hardness: bool = False,
    scenario: str | None = None,
    replications: int | None = None,
    formats: Sequence[str] = FORMATS,
    to: Path | None = None,
    view: View | None = None,
    tell: Callable[[str], None] = lambda text: None,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> tuple[Drawn, ...]:
    """Run a study and draw what it says of a pathway, as PATHWAY.STUDY.svg and so on.

    Parameters
    ----------
    names : the id or path of the one pathway: one that the study runs, or a piece of it.
    study : id or path of the study.
    start : where ids and the workspace are looked for, and the folder for the pictures.
    flow : how many referrals take each way, instead of waits and use of teams; then PATHWAY.STUDY.flow.svg.
    hardness : what its numbers rest on, without running it; then PATHWAY.STUDY.hardness.svg.
    scenario : one of the study's; the study as it stands when None.
    replications : instead of the study's own.
    formats : of `PICTURES`.
    to : another folder, or a file whose ending says the format.
    view : lanes as rows, and pieces that are opened.
    tell, progress : take words about what is going on, and how many replications are done, of how many.

    Raises
    ------
    DefinitionError, WorkspaceError, StudyError
    """
    from pathways.diagram.build import build
    from pathways.diagram.view import View
    from pathways.simulation.run import prepare

    if len(names) != 1:
        how_many = "none is" if not names else f"{len(names)} are"
        raise WorkspaceError(
            f"'--study' draws what a study says of one pathway, and {how_many} named\n"
            f"    fix: name one, such as: pathways draw child --study {study}"
        )
    (pathway,) = load_pathways(names, start).require()
    asked, file, loaded = study_and_pathways(study, start)
    compiled = {each.id: each.compiled for each in loaded}
    side = asked.baseline.name if scenario is None else scenario
    setting = prepare(asked, compiled, [side], settled=False)[side].setting
    linked = {id_: each.linked for id_, each in compiled.items()}
    chosen, role, prefix = place_of(asked, side, linked, pathway.linked)
    if flow and prefix:
        raise WorkspaceError(
            f"how many referrals take each way is told of whole pathways, and '{pathway.id}' is a piece of another\n"
            f"    fix: draw {chosen.spec.pathways[role]}"
        )
    view = view or View()
    diagram = build(pathway.linked, view.pieces(pathway.linked))
    name = asked.id if scenario is None else f"{asked.id}-{scenario}"

    def written(more: str, diagram: Diagram, overlay: Overlay) -> tuple[Drawn, ...]:
        from pathways.diagram import lay_over

        paths = overlay_paths(pathway.id, f"{name}{more}", start, formats, to, view)
        return write_drawing(pathway, paths, lay_over(diagram, overlay, landscape=view.landscape))

    if hardness:
        numbers = Firmness(asked, chosen, role, prefix, pathway.linked, compiled)
        return written(".hardness", *firmness(numbers, diagram))

    def simulated() -> StudyOutcome:
        return simulate_loaded(
            asked, file, loaded, replications=replications, scenarios=[] if scenario is None else [scenario],
            tell=tell, progress=progress,
        )  # fmt: skip

    if not flow:
        return written("", diagram, heat(Studied(simulated(), chosen, role, prefix, pathway.linked), diagram, setting))
    if asked.until is not None and replications is None:  # its figures say how many replications are enough
        outcome = simulated()
    else:
        number = asked.replications if replications is None else replications
        tell_if_compiling(tell)
        tell(f"simulating {asked.id}: {number} replications of 1 scenario, seed {asked.seed}")
        outcome = _unmeasured(asked, file, compiled, number)
    job = prepare(asked, compiled, [side])[side]
    found = Studied(outcome, chosen, role, prefix, pathway.linked)
    ways = yearly(found, _logs(job, asked.seed, outcome.result.replications, progress), job.setting)
    return written(".flow", diagram, flow_overlay(found, diagram, ways))


def _unmeasured(study: Study, file: SourceFile, compiled: dict[str, CompiledPathway], number: int) -> StudyOutcome:
    """A study of which only the logs are read: all that is said of it but its figures."""
    from pathways.commands.simulate import StudyOutcome
    from pathways.simulation import Result
    from pathways.simulation.language.inputs import inputs

    result = Result(
        study.id, study.title, study.question, study.seed, number, scenarios={}, comparisons={}, expectations=(),
        checks=(), inputs=inputs(study.baseline),
    )  # fmt: skip
    return StudyOutcome(study, result, compiled, file, is_quick=number < study.replications)


def _logs(job: Job, seed: int, number: int, progress: Callable[[int, int], None]) -> Iterator[EventLog]:
    """What happened in each replication of a scenario."""
    progress(0, number)
    for replication in range(number):
        yield job.runner.log(seed, replication)
        progress(replication + 1, number)
