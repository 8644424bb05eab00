"""`pathways draw`: its options to drawings, or to those that are out of date."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pathways.cli.guard import ExitCode, complain, guarded
from pathways.cli.numbers import whole
from pathways.cli.options import Names
from pathways.cli.screen import short

if TYPE_CHECKING:
    from pathways.commands.draw import Drawn
    from pathways.diagram.view import View


def add_draw(app: typer.Typer) -> None:
    """Add this verb to the command line."""
    app.command("draw")(guarded(_draw))


def _draw(
    names: Names = None,
    formats: Annotated[
        str, typer.Option("--format", help="Of svg, png, txt, pdf, dot, bpmn, pptx and mermaid.")
    ] = "svg,png,txt",
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="A folder; for one pathway also a file.")
    ] = None,
    check: Annotated[bool, typer.Option("--check", help="Write nothing; exit 1 if a drawing is out of date.")] = False,
    rule: Annotated[
        str | None, typer.Option("--rule", metavar="ID", help="Show how this rule is broken, step by step.")
    ] = None,
    roles: Annotated[bool, typer.Option("--roles", help="Only the charts of who does what.")] = False,
    against: Annotated[
        str | None, typer.Option("--against", metavar="OTHER", help="What differs from another version (id or file).")
    ] = None,
    show: Annotated[
        str | None,
        typer.Option("--show", metavar="targets|hardness", help="All targets, or what its numbers rest on; or both."),
    ] = None,
    landscape: Annotated[
        bool, typer.Option("--landscape", help="Lanes as rows, time running to the right, for a page on its side.")
    ] = False,
    study: Annotated[
        str | None, typer.Option("--study", metavar="STUDY", help="What a study says: waits, shares in time, use.")
    ] = None,
    flow: Annotated[bool, typer.Option("--flow", help="With --study: how many take each way in a year.")] = False,
    scenario: Annotated[str | None, typer.Option("--scenario", help="With --study: of this scenario.")] = None,
    replications: Annotated[
        int | None,
        typer.Option("--replications", parser=whole(2), metavar="NUMBER", help="With --study: instead of its own."),
    ] = None,
    opened: Annotated[
        list[str] | None,
        typer.Option("--open", metavar="PIECE", help="Show the states of this piece in place (may be repeated)."),
    ] = None,
    depth: Annotated[
        int | None,
        typer.Option("--depth", parser=whole(0), metavar="NUMBER", help="Open all pieces, so many levels deep."),
    ] = None,
) -> None:
    """Draw pathways in swim-lanes, and who does what in them."""
    from pathways.cli.overlays import Run, asked_for, draw_overlay
    from pathways.commands.draw import ALL_FORMATS, draw, stale_drawings
    from pathways.commands.draw_view import View, draw_view
    from pathways.report.formats import ENDINGS

    chosen = [name.strip() for name in formats.split(",") if name.strip()]
    unknown = [name for name in chosen if name not in ALL_FORMATS]
    if unknown or not chosen:
        documents = [name for name in unknown if name in ENDINGS]
        instead = f"; drawings in a document: pathways report --format {','.join(documents)}" if documents else ""
        raise typer.BadParameter(
            f"'{formats}': use {', '.join(ALL_FORMATS)}, separated by commas{instead}", param_hint="--format"
        )
    asked = asked_for(rule=rule, against=against, study=study, show=show)
    if asked is not None:
        asked.allow(roles=roles, check=check, formats=chosen, output=output)
    of_study = Run(
        study, flow=flow, hardness=study is not None and show is not None, scenario=scenario, replications=replications
    )
    view = View(landscape, tuple(opened or ()), depth or 0)
    if not view.is_plain and (roles or check):
        raise typer.BadParameter(
            "for drawings only, not with --roles or --check",
            param_hint="--landscape" if landscape else "--open" if opened else "--depth",
        )
    if not view.is_plain and asked is None:
        _show_drawn(draw_view(names or [], Path.cwd(), view, formats=chosen, to=output))
        return
    if asked is not None and rule is None:
        _show_drawn(draw_overlay(names or [], chosen, output, against=against, show=show, run=of_study, view=view))
        return
    if rule is not None:
        _draw_rule(rule, names or [], chosen, output, view)
        return
    if check:
        stale = stale_drawings(names or [], Path.cwd(), formats=chosen, roles=roles)
        for path in stale:
            typer.echo(f"out of date: {short(path)}")
        if stale:
            complain("    fix: pathways draw")
            raise typer.Exit(ExitCode.BROKEN)
        typer.echo("every drawing is up to date")
        return
    _show_drawn(draw(names or [], Path.cwd(), formats=chosen, to=output, roles=roles))


def _draw_rule(rule: str, names: list[str], formats: list[str], output: Path | None, view: View) -> None:
    """The pictures of one rule, and in which of its pathways there was nothing to draw."""
    from pathways.commands.draw_rule import draw_rule

    outcome = draw_rule(rule, names, Path.cwd(), formats=formats, to=output, view=view)
    _show_drawn(outcome.files)
    drawn = {file.pathway for file in outcome.files}
    for pathway in outcome.unspoken:
        complain(f"note: {pathway}: not drawn, for the rule does not speak of it")
    for verdict in outcome.verdicts:
        if verdict.pathway not in drawn:
            complain(f"note: {verdict.pathway}: not drawn, for the rule's verdict here is '{verdict.verdict}'")


def _show_drawn(drawings: Sequence[Drawn]) -> None:
    for drawn in drawings:
        typer.echo(f"{'wrote' if drawn.changed else 'unchanged'} {short(drawn.path)}")
    for words in dict.fromkeys(f"{drawn.picture}: {drawn.printing}" for drawn in drawings if drawn.printing):
        typer.echo(words)
    for pathway, warning in dict.fromkeys((drawn.pathway, warning) for drawn in drawings for warning in drawn.warnings):
        complain(f"note: {pathway}: {warning}")
