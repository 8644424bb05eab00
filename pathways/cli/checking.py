"""`pathways check`: its options to a text or a document, and an exit code."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pathways.cli.guard import guarded
from pathways.cli.numbers import whole
from pathways.cli.options import Names
from pathways.cli.screen import colour, unicode


def add_check(app: typer.Typer) -> None:
    """Add this verb to the command line."""
    app.command("check")(guarded(_check))


def _check(
    names: Names = None,
    policy: Annotated[list[str] | None, typer.Option("--policy", help="Only this policy (may be repeated).")] = None,
    format_: Annotated[
        str, typer.Option("--format", metavar="text|json|junit|github|sarif", help="How to print the result.")
    ] = "text",
    as_json: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Departures and warnings count as broken.")] = False,
    limit: Annotated[
        int | None,
        typer.Option(
            "--limit", parser=whole(1), metavar="NUMBER", help="Situations to look at; 1000000 when left out."
        ),
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="With a case for each rule that holds, and the nearest repair.")
    ] = False,
    against: Annotated[
        str | None, typer.Option("--against", metavar="OTHER", help="What differs from another version (id or file).")
    ] = None,
    mutants: Annotated[bool, typer.Option("--mutants", help="Which small edits no rule would notice.")] = False,
    at_most: Annotated[
        int | None,
        typer.Option("--at-most", parser=whole(1), metavar="NUMBER", help="Of edits for each pathway (--mutants)."),
    ] = None,
) -> None:
    """Check definitions for faults, and against the rules."""
    from pathways.commands.check import check
    from pathways.rules.exploration import LIMIT

    if against is not None or mutants or at_most is not None:
        from pathways.cli.about_rules import about_rules

        given = (("--strict", strict), ("--explain", explain), ("--limit", limit))
        others = [option for option, value in given if value]
        form = "json" if as_json else format_
        code = about_rules(
            names or [], policy or [], against=against, mutants=mutants, at_most=at_most, format_=form, others=others
        )
        raise typer.Exit(code)
    if as_json and format_ == "text":
        format_ = "json"
    if format_ != "text":
        from pathways.commands.formats import NAMES

        if format_ not in NAMES:
            raise typer.BadParameter(
                f"'{format_}' is not a format: use one of {', '.join(NAMES)}", param_hint="--format"
            )
        if as_json and format_ != "json":
            raise typer.BadParameter(f"either --json or --format {format_}, not both", param_hint="--json")
    outcome = check(
        names or [],
        Path.cwd(),
        policies=policy or [],
        witnesses=explain,
        repairs=explain,
        figures=explain or format_ != "text",  # the text tells no reason of a rule that holds
        limit=limit or LIMIT,
    )
    if format_ == "text":
        from pathways.cli.show import check_text

        typer.echo(check_text(outcome, strict=strict, explain=explain, colour=colour(), unicode=unicode()))
    else:
        from pathways.commands.formats import document

        typer.echo(document(outcome, format_, Path.cwd(), strict=strict))
    raise typer.Exit(outcome.exit_code(strict=strict))
