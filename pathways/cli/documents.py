"""The verbs that write documents for a board: `report`, `pack`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import typer

from pathways.cli.guard import complain, guarded
from pathways.cli.numbers import whole
from pathways.cli.screen import short

_FORMATS_HELP: Final = "Of html, docx, xlsx and pptx, with commas; else by -o, or html."
_TEMPLATE_HELP: Final = "A Word file whose page, footer and styles to take (docx)."


def add_documents(app: typer.Typer) -> None:
    """Add these verbs to the command line."""
    app.command("report")(guarded(_report))
    app.command("pack")(guarded(_pack))


def _report(
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", help="A file; with --format also a folder. reports/ when left out."),
    ] = None,
    formats: Annotated[str | None, typer.Option("--format", help=_FORMATS_HELP)] = None,
    template: Annotated[Path | None, typer.Option("--template", help=_TEMPLATE_HELP)] = None,
    study: Annotated[
        list[str] | None, typer.Option("--study", help="Only this one, id or file (may be repeated).")
    ] = None,
    quick: Annotated[bool, typer.Option("--quick", help="Fewer replications: rougher numbers, sooner.")] = False,
) -> None:
    """Write the report alone: HTML, Word, Excel or PowerPoint."""
    from pathways.cli.show import run_text
    from pathways.commands.run import write_report

    outcome = write_report(
        Path.cwd(),
        to=output,
        formats=_endings(formats),
        template=template,
        studies=study or [],
        quick=quick,
        tell=complain,
    )
    typer.echo(run_text(outcome))
    raise typer.Exit(outcome.exit_code)


def _pack(
    study: Annotated[str, typer.Argument(metavar="STUDY", help="Id or file.")],
    scenario: Annotated[
        str, typer.Option("--scenario", help="Whose history; the baseline when left out.")
    ] = "baseline",
    quarters: Annotated[
        int | None, typer.Option("--quarters", parser=whole(1), metavar="NUMBER", help="To count; 12 when left out.")
    ] = None,
    replication: Annotated[
        int | None, typer.Option("--replication", parser=whole(0), metavar="NUMBER", help="Which history, from 0 on.")
    ] = None,
    seed: Annotated[
        int | None, typer.Option("--seed", parser=whole(0), metavar="NUMBER", help="Instead of the study's.")
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", help="A file; with --format also a folder. reports/ when left out."),
    ] = None,
    formats: Annotated[str | None, typer.Option("--format", help=_FORMATS_HELP)] = None,
    template: Annotated[Path | None, typer.Option("--template", help=_TEMPLATE_HELP)] = None,
) -> None:
    """Write the quarterly data pack of a study, for the boards."""
    from pathways.commands.pack import write_pack

    files = write_pack(
        study, Path.cwd(), scenario=scenario, quarters=quarters or 12, replication=replication or 0, seed=seed,
        to=output, formats=_endings(formats), template=template,
    )  # fmt: skip
    for file in files:
        typer.echo(f"wrote {short(file)}")


def _endings(formats: str | None) -> list[str]:
    """The kinds of document that are asked for."""
    from pathways.report.formats import ENDINGS

    chosen = [name.strip() for name in (formats or "").split(",") if name.strip()]
    if formats is not None and (not chosen or set(chosen) - set(ENDINGS)):
        raise typer.BadParameter(f"'{formats}': use {', '.join(ENDINGS)}, separated by commas", param_hint="--format")
    return chosen
