"""A study to its result: the baseline and every scenario, on the numbers written in the study's file."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pathways.commands.beside import compile_measures
from pathways.commands.write import write_file
from pathways.errors import DefinitionError, PathwaysError, StudyError
from pathways.workspace import LoadedPathway, SourceFile, load_pathways, load_study, pathway_ids

if TYPE_CHECKING:
    from pathways.commands.log_files import Format
    from pathways.definition import LinkedPathway
    from pathways.machine import CompiledPathway
    from pathways.report.model import StudyPart
    from pathways.report.names import Names
    from pathways.report.reading import Reading
    from pathways.simulation import Result, Study, Watch
    from pathways.simulation.run import Engine
    from pathways.simulation.running.checks import Check

_COMPILING: Final = "note: compiling the simulation, once on this computer; that takes about a quarter of a minute"
_COMPILING_AGAIN: Final = (
    "note: compiling the simulation, which takes about a quarter of a minute each time: no folder to keep it in can be "
    "written; set NUMBA_CACHE_DIR to one that can"
)
_LOOKED_AT: Final = 20_000  # situations of a pathway, before it is simulated without knowing whether it has faults


@dataclass(frozen=True)
class StudyOutcome:
    """A study, its result, and the pathways it ran. `is_quick` where it had fewer replications than it asks for.

    With `weekly` its document tells of every week.
    """

    study: Study
    result: Result
    compiled: dict[str, CompiledPathway]
    file: SourceFile
    is_quick: bool = False
    weekly: bool = False

    @property
    def pathways(self) -> dict[str, LinkedPathway]:
        """The pathways by their ids."""
        return {id_: pathway.linked for id_, pathway in self.compiled.items()}

    @property
    def part(self) -> StudyPart:
        """The same as the report takes it."""
        from pathways.report.model import StudyPart

        return StudyPart(self.study, self.result, self.pathways, self.file.shown, self.is_quick)

    @property
    def document(self) -> str:
        """The result as JSON."""
        return self.result.to_json(weekly=self.weekly)

    @property
    def exit_code(self) -> int:
        """1 if the baseline misses an expectation; 130 if it was stopped. What a scenario misses is an answer."""
        if self.result.stopped_of is not None:
            return 130
        baseline = self.study.baseline.name
        return int(any(v.verdict == "unmet" and v.scenario == baseline for v in self.result.expectations))


def simulate(
    name: str,
    start: Path,
    *,
    replications: int | None = None,
    seed: int | None = None,
    workers: int | None = None,
    scenarios: Sequence[str] | None = None,
    tell: Callable[[str], None] = lambda text: None,
    progress: Callable[[int, int], None] = lambda done, of: None,
    engine: Engine = "compiled",
    weekly: bool = False,
) -> StudyOutcome:
    """Run a study.

    Parameters
    ----------
    name : id or path of the study.
    start : where ids and the workspace are looked for.
    replications, seed : instead of the study's own.
    workers : threads to use; as many as there are processors when None. The result is the same.
    scenarios : those to run beside the baseline; all when None.
    tell : takes words about what is going on, and what to mind before it goes on.
    progress : takes how many replications are done, of how many.
    engine : `reference` runs the slow kernel that says what a simulation means, for whoever doubts the compiled one.
    weekly : tell of queues and caseload week by week in the result's document.

    Raises
    ------
    WorkspaceError, DefinitionError, StudyError
    """
    study, file, pathways = study_and_pathways(name, start)
    return simulate_loaded(
        study,
        file,
        pathways,
        replications=replications,
        seed=seed,
        workers=workers,
        scenarios=scenarios,
        tell=tell,
        progress=progress,
        engine=engine,
        weekly=weekly,
    )


def tell_if_compiling(tell: Callable[[str], None]) -> None:
    """Say so if the simulation is about to be compiled: for what runs many models, pilots among them."""
    from pathways.simulation.running.kernels import aside, is_compiled

    if not aside(is_compiled):
        tell(_compiling())


def _compiling() -> str:
    from pathways.simulation.running.kernels import can_keep_compiled

    return _COMPILING if can_keep_compiled() else _COMPILING_AGAIN


def study_and_pathways(name: str, start: Path) -> tuple[Study, SourceFile, Sequence[LoadedPathway]]:
    """A study by its id or path, and the pathways that it and its scenarios need.

    Raises
    ------
    WorkspaceError, StudyError
    DefinitionError
        If `pathways check` finds an error in a pathway: what stands in it is then not what would be simulated.
    """
    from pathways.rules import lint
    from pathways.simulation import unknown_pathways

    study, file = load_study(name, start)
    # A study named by its path brings the pathways of the folder it lies in.
    home = start if file.path.is_relative_to(start.resolve()) else file.path.parent
    unknown = unknown_pathways(study, pathway_ids(home))
    if unknown:
        raise StudyError(unknown)
    loaded = load_pathways(study.pathways, home).require()
    found = [finding for pathway in loaded for finding in lint(pathway.compiled, limit=_LOOKED_AT)]
    if errors := [finding for finding in found if finding.severity == "error"]:
        raise DefinitionError(errors)
    return study, file, loaded


def simulate_loaded(
    study: Study,
    file: SourceFile,
    loaded: Sequence[LoadedPathway],
    *,
    replications: int | None = None,
    seed: int | None = None,
    workers: int | None = None,
    scenarios: Sequence[str] | None = None,
    tell: Callable[[str], None] = lambda text: None,
    progress: Callable[[int, int], None] = lambda done, of: None,
    engine: Engine = "compiled",
    weekly: bool = False,
) -> StudyOutcome:
    """The same for a study and pathways already loaded."""
    from pathways.report.names import Names
    from pathways.report.recovery import is_dated
    from pathways.simulation import simulate as run_study

    pathways = {pathway.id: pathway.compiled for pathway in loaded}
    number = study.replications if replications is None else replications
    if number < 2:
        raise PathwaysError(f"{number} replications cannot tell how far chance goes\n    fix: ask for at least 2")
    linked = {id_: compiled.linked for id_, compiled in pathways.items()}
    result = run_study(
        study,
        pathways,
        replications=replications,
        seed=seed,
        workers=workers or min(os.cpu_count() or 1, 8),
        scenarios=scenarios,
        watch=_watch(study.id, Names(study, linked), tell, progress),
        engine=engine,
        weekly=weekly or is_dated(study),
    )
    is_quick = _is_quick(study, result, replications)
    return StudyOutcome(study, result, pathways, file, is_quick, weekly)


def _is_quick(study: Study, result: Result, asked: int | None) -> bool:
    """Whether it had fewer replications than the study asks for; one that asks for a precision had enough of them."""
    if study.until is not None and asked is None:
        return result.stopped_of is not None
    return result.replications < study.replications


def _watch(study: str, names: Names, tell: Callable[[str], None], progress: Callable[[int, int], None]) -> Watch:
    """Whoever gave us the two functions, as the simulation knows those who look on."""
    from pathways.report.warned import warned
    from pathways.simulation import Watch

    class Telling(Watch):
        def begin(self, scenarios: int, least: int, most: int, seed: int) -> None:
            often = f"{most} replications" if least == most else f"{least} to {most} replications"
            sides = f"{scenarios} scenario{'' if scenarios == 1 else 's'}"
            tell(f"simulating {study}: {often} of {sides}, seed {seed}")

        def compile(self) -> None:
            tell(_compiling())
            self.beside = compile_measures()

        def before(self, checks: Sequence[Check]) -> None:
            for warning in warned(checks, names):
                tell(f"note: {warning}")

        def progress(self, done: int, of: int) -> None:
            progress(done, of)

    return Telling()


def save_result(outcome: StudyOutcome, folder: Path) -> tuple[Path, ...]:
    """Write the result into a folder as JSON, and its reading; the files written."""
    path = folder / f"{outcome.study.id}.json"
    write_file(path, outcome.document)
    return (path, *save_reading(outcome, folder))


def save_reading(outcome: StudyOutcome, folder: Path) -> tuple[Path, ...]:
    """Write what the result says on one page, as Markdown and as HTML; the files written."""
    from pathways.report.reading import reading
    from pathways.report.reading_text import to_markdown, to_page

    found = reading(outcome.part)
    texts = {"md": to_markdown(found), "html": to_page(found, _charts(outcome, found))}
    paths = tuple(folder / f"{outcome.study.id}.{ending}" for ending in texts)
    for path, text in zip(paths, texts.values(), strict=True):
        write_file(path, text)
    return paths


def _charts(outcome: StudyOutcome, found: Reading) -> Sequence[tuple[str, str]]:
    """The chart of a backlog through time, where something has a date."""
    from pathways.report.charts import week_chart
    from pathways.report.inline import inline_svg
    from pathways.report.names import Names
    from pathways.report.recovery import backlog, labels

    drawn = backlog(outcome.study, outcome.result)
    if drawn is None:
        return ()
    title = "Week by week: means of replications, and bands that hold nine in ten of them"
    chart = week_chart(title, drawn, labels(drawn, Names(outcome.study, outcome.pathways)), found.recovery)
    return [(inline_svg(chart, "weeks"), title)]


def check_format(format_: Format) -> None:
    """See that logs can be written so, before work is spent on them.

    Raises
    ------
    PathwaysError
        If Parquet is asked for and pyarrow is not installed.
    """
    from importlib.util import find_spec

    if format_ == "parquet" and find_spec("pyarrow") is None:
        raise PathwaysError(
            "Parquet is written by the library pyarrow, which is not installed here\n"
            "    fix: install it with: pip install 'referral-pathways[parquet]', or leave --log-format out for CSV"
        )


def save_logs(outcome: StudyOutcome, folder: Path, format_: Format) -> tuple[Path, ...]:
    """Write what happened in every replication of the result, event by event; the files written."""
    from pathways.commands.log_files import write_logs
    from pathways.simulation import event_logs

    result, base = outcome.result, outcome.study.baseline.name
    logs = event_logs(
        outcome.study,
        outcome.compiled,
        scenarios=[name for name in result.scenarios if name != base],
        replications=result.replications,
        seed=result.seed,
    )
    return tuple(write_logs(folder, logs, [format_]))
