"""The verbs that ask a study many times over: `seek`, `sweep`, `sensitivity`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pathways.cli.guard import guarded
from pathways.cli.numbers import share, whole

_Study = Annotated[str, typer.Argument(metavar="STUDY", help="Id or file.")]
_Scenario = Annotated[
    str | None, typer.Option("--scenario", help="Start from this scenario instead of the study as it stands.")
]
_Seed = Annotated[int | None, typer.Option("--seed", parser=whole(0), metavar="NUMBER", help="Instead of the study's.")]
_Workers = Annotated[
    int | None, typer.Option("--workers", parser=whole(1), metavar="NUMBER", help="Threads; the result is the same.")
]
_Replications = Annotated[
    int | None, typer.Option("--replications", parser=whole(2), metavar="NUMBER", help="Instead of the study's.")
]
_Json = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]


def add_experiments(app: typer.Typer) -> None:
    """Add these verbs to the command line."""
    app.command("seek")(guarded(_seek))
    app.command("sweep")(guarded(_sweep))
    app.command("sensitivity")(guarded(_sensitivity))


def _seek(
    study: _Study,
    vary: Annotated[
        list[str],
        typer.Option(
            "--vary", help="What varies, from least to most: teams.mash.staff=1..10, or NAME=4|6|8; once or twice."
        ),
    ],
    confidence: Annotated[
        float | None,
        typer.Option("--confidence", parser=share, metavar="SHARE", help="Of all verdicts; 95% if left out."),
    ] = None,
    at_most: Annotated[
        int | None,
        typer.Option(
            "--at-most", parser=whole(2), metavar="NUMBER", help="Replications of one candidate; 1,280 if left out."
        ),
    ] = None,
    scenario: _Scenario = None,
    seed: _Seed = None,
    workers: _Workers = None,
    as_json: _Json = False,
) -> None:
    """Find the least capacity that meets what a study expects."""
    from pathways.cli.watching import watching
    from pathways.commands.seek import seek

    with watching(quietly=as_json) as watcher:
        outcome = seek(
            study, Path.cwd(), vary, scenario=scenario, confidence=confidence, at_most=at_most, seed=seed,
            workers=workers, tell=watcher.tell,
        )  # fmt: skip
    if as_json:
        typer.echo(outcome.found.to_json(), nl=False)
    else:
        from pathways.cli.experiment_text import seek_text

        typer.echo(seek_text(outcome))
    raise typer.Exit(outcome.exit_code)


def _sweep(
    study: _Study,
    which: Annotated[str, typer.Argument(metavar="SWEEP", help="Its name in the study.")],
    scenario: _Scenario = None,
    replications: _Replications = None,
    seed: _Seed = None,
    workers: _Workers = None,
    as_json: _Json = False,
) -> None:
    """Run a study at every point of one of its sweeps."""
    from pathways.cli.watching import watching
    from pathways.commands.sweep import sweep

    with watching(quietly=as_json) as watcher:
        outcome = sweep(
            study, Path.cwd(), which, scenario=scenario, replications=replications, seed=seed, workers=workers,
            tell=watcher.tell, progress=watcher.progress,
        )  # fmt: skip
    if as_json:
        typer.echo(outcome.found.to_json(), nl=False)
    else:
        from pathways.cli.experiment_text import sweep_text

        typer.echo(sweep_text(outcome))
    raise typer.Exit(outcome.exit_code)


def _sensitivity(
    study: _Study,
    measure: Annotated[
        str | None, typer.Option("--measure", help="Which answer; what the first expectation is about if left out.")
    ] = None,
    by: Annotated[
        float | None, typer.Option("--by", parser=share, metavar="SHARE", help="How far numbers move; 25% if left out.")
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option("--only", help="Only assumptions with this word in their name (may be repeated)."),
    ] = None,
    scenario: _Scenario = None,
    replications: _Replications = None,
    seed: _Seed = None,
    workers: _Workers = None,
    as_json: _Json = False,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="A file for the chart: .svg, .png or .pdf.")
    ] = None,
) -> None:
    """Find which assumption moves an answer most."""
    from pathways.cli.guard import complain
    from pathways.cli.watching import watching
    from pathways.commands.sensitivity import save_chart, sensitivity
    from pathways.commands.write import check_place

    if output is not None:
        check_place(output)
    with watching(quietly=as_json) as watcher:
        outcome = sensitivity(
            study, Path.cwd(), measure=measure, by=by, only=only or (), scenario=scenario, replications=replications,
            seed=seed, workers=workers, tell=watcher.tell, progress=watcher.progress,
        )  # fmt: skip
    if as_json:
        typer.echo(outcome.found.to_json(), nl=False)
    else:
        from pathways.cli.experiment_text import sensitivity_text

        typer.echo(sensitivity_text(outcome))
    if output is not None:
        save_chart(outcome, output)
        complain(f"wrote {output}")
