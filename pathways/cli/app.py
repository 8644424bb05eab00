"""The verbs of the command line, in the order of the help. Each imports what it needs when it runs, to stay quick."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pathways.cli.checking import add_check
from pathways.cli.documents import add_documents
from pathways.cli.drawing import add_draw
from pathways.cli.experiments import add_experiments
from pathways.cli.guard import ExitCode, complain, guarded
from pathways.cli.numbers import whole
from pathways.cli.screen import ask, short
from pathways.cli.simulating import add_simulate

app = typer.Typer(
    name="pathways",
    help="Draw, check and simulate referral pathways written as plain text.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _show_version(wanted: bool) -> None:
    if wanted:
        from pathways.version import __version__

        typer.echo(f"pathways {__version__}")
        raise typer.Exit()


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and stop.")
    ] = False,
) -> None:
    """Draw, check and simulate referral pathways written as plain text."""


@app.command("run")
@guarded
def _run(
    quick: Annotated[bool, typer.Option("--quick", help="Fewer replications: rougher numbers, sooner.")] = False,
) -> None:
    """Check, draw and simulate the workspace, and write a report."""
    from pathways.cli.show import run_text
    from pathways.commands.run import run

    outcome = run(Path.cwd(), quick=quick, tell=complain)
    typer.echo(run_text(outcome))
    raise typer.Exit(outcome.exit_code)


@app.command("new")
@guarded
def _new(folder: Annotated[Path, typer.Argument(help="A folder that does not exist yet.")]) -> None:
    """Make a small starter workspace."""
    from pathways.commands.new import new

    for path in new(folder):
        typer.echo(f"wrote {path}")
    typer.echo(f"\nNext: cd {folder}, then: pathways run")


add_check(app)


@app.command("explain")
@guarded
def _explain(
    id_: Annotated[str, typer.Argument(metavar="ID", help="Of a rule, a kind of rule, or a finding.")],
) -> None:
    """Say more about a rule or a finding."""
    from pathways.commands.explain import explain

    typer.echo(explain(id_, Path.cwd()))


add_draw(app)


@app.command("import")
@guarded
def _import(
    source: Annotated[Path, typer.Argument(metavar="FILE", help="A BPMN 2.0 file.")],
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="The definition; a file in definitions/ when left out.")
    ] = None,
    process: Annotated[
        str | None, typer.Option("--process", metavar="NAME", help="Which, where the file holds several: name or id.")
    ] = None,
) -> None:
    """Make a definition of a BPMN file; tell what was left out."""
    from pathways.commands.importing import import_file

    outcome = import_file(source, Path.cwd(), to=output, process=process)
    typer.echo(f"{'wrote' if outcome.changed else 'unchanged'} {short(outcome.path)}")
    for heading, notes in (("left out", outcome.left_out), ("added", outcome.added)):
        for note in notes:
            complain(f"{heading}: {note}")
    if outcome.faults:
        complain("\n" + "\n\n".join(map(str, outcome.faults)))
        raise typer.Exit(ExitCode.BROKEN)


@app.command("walk")
@guarded
def _walk(
    name: Annotated[str, typer.Argument(metavar="PATHWAY", help="Id or file.")],
    answers: Annotated[
        Path | None, typer.Option("--answers", help="A file of answers to replay instead of asking.")
    ] = None,
    save: Annotated[Path | None, typer.Option("--save", help="Keep the answers in this file.")] = None,
) -> None:
    """Step one made-up referral through a pathway.

    A table-top exercise: you are asked what is found, and see where it leads. Enter nothing about a real person.
    """
    from pathways.commands.walking import walk

    result, kept = walk(name, Path.cwd(), answers=answers, save=save, ask=ask, say=typer.echo)
    if kept is not None:
        typer.echo(f"answers kept in {short(kept)}")
    if result.is_cut_short:
        complain(
            f"{answers}: these answers end before the referral does, and nobody went on\n"
            "    fix: add what happens next, or use them where somebody can answer"
        )
        raise typer.Exit(ExitCode.BAD_INPUT)


add_simulate(app)
add_experiments(app)
add_documents(app)


@app.command("serve")
@guarded
def _serve(
    port: Annotated[
        int | None, typer.Option("--port", parser=whole(0), metavar="NUMBER", help="Any that is free if left out.")
    ] = None,
    no_open: Annotated[bool, typer.Option("--no-open", help="Open no browser; only say the address.")] = False,
) -> None:
    """Show the workspace in your browser.

    Drawings, rules, walks and more, for this computer alone. Ctrl-C ends it.
    """
    from pathways.web.server import serve

    serve(Path.cwd(), port=port or 0, opens=not no_open, say=complain)


@app.command("schema")
@guarded
def _schema(
    policy: Annotated[bool, typer.Option("--policy", help="Of policies instead of pathways.")] = False,
    study: Annotated[bool, typer.Option("--study", help="Of studies instead of pathways.")] = False,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="A file instead of the screen.")] = None,
) -> None:
    """JSON Schema of definitions, policies or studies, for editors."""
    from pathways.commands.schema import What, schema, write_schema

    if policy and study:
        raise typer.BadParameter("a schema is of policies or of studies: leave one of --policy and --study out")
    what: What = "policy" if policy else "study" if study else "pathway"
    if output is None:
        typer.echo(schema(what), nl=False)
        return
    changed = write_schema(output, what)
    typer.echo(f"{'wrote' if changed else 'unchanged'} {short(output)}")
