"""`pathways simulate`: its options to a result on the screen and in files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pathways.cli.guard import complain, guarded
from pathways.cli.numbers import whole
from pathways.cli.screen import short


def add_simulate(app: typer.Typer) -> None:
    """Add this verb to the command line."""
    app.command("simulate")(guarded(_simulate))


def _simulate(
    study: Annotated[str, typer.Argument(metavar="STUDY", help="Id or file.")],
    replications: Annotated[
        int | None, typer.Option("--replications", parser=whole(2), metavar="NUMBER", help="Instead of the study's.")
    ] = None,
    seed: Annotated[
        int | None, typer.Option("--seed", parser=whole(0), metavar="NUMBER", help="Instead of the study's.")
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option("--workers", parser=whole(1), metavar="NUMBER", help="At the same time; the result is the same."),
    ] = None,
    scenario: Annotated[
        list[str] | None, typer.Option("--scenario", help="Only this one beside the baseline (may be repeated).")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
    weekly: Annotated[
        bool, typer.Option("--weekly", help="With --json or -o: queues, caseload and places of every week, too.")
    ] = False,
    whole: Annotated[bool, typer.Option("--all", help="Show every measure, not only those a board asks for.")] = False,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="A folder for STUDY.json and the page, STUDY.md and .html.")
    ] = None,
    log: Annotated[
        Path | None, typer.Option("--log", help="A folder for every event of every replication, a file for each.")
    ] = None,
    log_format: Annotated[
        str, typer.Option("--log-format", metavar="csv|parquet", help="How --log writes; csv when left out.")
    ] = "csv",
    engine: Annotated[
        str,
        typer.Option("--engine", metavar="compiled|reference", help="The reference is slow and plain: for doubt."),
    ] = "compiled",
) -> None:
    """Run a study: its baseline and its scenarios, compared.

    Ctrl-C stops it and keeps the replications that are finished: the result is theirs, and the exit code 130.
    """
    from pathways.cli.watching import watching
    from pathways.commands.log_files import FORMATS
    from pathways.commands.simulate import check_format, save_logs, save_result, simulate
    from pathways.commands.write import check_place

    if weekly and not as_json and output is None:
        raise typer.BadParameter("weeks are told in the document alone: add --json or -o DIR", param_hint="--weekly")
    if output is not None:
        check_place(output / "STUDY.json")
    form = next((known for known in FORMATS if known == log_format), None)
    if form is None:
        raise typer.BadParameter(
            f"'{log_format}' is not a format: use {' or '.join(FORMATS)}", param_hint="--log-format"
        )
    if log is not None:
        check_place(log / "STUDY.csv")
        check_format(form)
    if engine not in ("compiled", "reference"):
        raise typer.BadParameter(f"'{engine}' is not an engine: use compiled or reference", param_hint="--engine")
    with watching(quietly=as_json) as watcher:
        outcome = simulate(
            study, Path.cwd(), replications=replications, seed=seed, workers=workers, scenarios=scenario,
            tell=watcher.tell, progress=watcher.progress, engine="reference" if engine == "reference" else "compiled",
            weekly=weekly,
        )  # fmt: skip
    if as_json:
        typer.echo(outcome.document, nl=False)
    else:
        from pathways.cli.study_text import study_text

        typer.echo(study_text(outcome, whole=whole))
    if output is not None:
        for path in save_result(outcome, output):
            complain(f"wrote {short(path)}")
    if log is not None:
        written = save_logs(outcome, log, form)
        complain(f"wrote {len(written)} logs into {short(log)}")
    raise typer.Exit(outcome.exit_code)
