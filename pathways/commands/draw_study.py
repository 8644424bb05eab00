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
from pathways.commands.simulate import simulate_loaded, study_and_pathways
from pathways.commands.studied import Studied, place_of
from pathways.errors import WorkspaceError
from pathways.workspace import load_pathways

if TYPE_CHECKING:
    from pathways.commands.simulate import StudyOutcome
    from pathways.diagram.model import Diagram
    from pathways.diagram.overlay import Overlay
    from pathways.diagram.view import View
    from pathways.eventlog import EventLog


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
    outcome = simulate_loaded(
        asked, file, loaded, replications=replications, scenarios=[] if scenario is None else [scenario], tell=tell,
        progress=progress,
    )  # fmt: skip
    found = Studied(outcome, chosen, role, prefix, pathway.linked)
    if not flow:
        return written("", diagram, heat(found, diagram, setting))
    setting = prepare(asked, compiled, [side])[side].setting  # now with the warm-up that was found
    return written(".flow", diagram, flow_overlay(found, diagram, yearly(found, _logs(outcome, side), setting)))


def _logs(outcome: StudyOutcome, scenario: str) -> Iterator[EventLog]:
    from pathways.simulation import event_logs

    result = outcome.result
    scenarios = [] if scenario == outcome.study.baseline.name else [scenario]
    logs = event_logs(outcome.study, outcome.compiled, scenarios=scenarios, replications=result.replications,
                      seed=result.seed)  # fmt: skip
    return (log for name, log in logs if name == scenario)
