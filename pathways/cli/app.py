"""The verbs of the command line. Each imports what it needs when it runs, so that `--help` stays quick."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from pathways.cli.experiments import add_experiments
from pathways.cli.guard import ExitCode, complain, guarded
from pathways.cli.numbers import whole as _whole

if TYPE_CHECKING:
    from pathways.commands.draw import Drawn
    from pathways.diagram.view import View

app = typer.Typer(
    name="pathways",
    help="Draw, check and simulate referral pathways written as plain text.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

_FORMATS_HELP: Final = "Of html, docx, xlsx and pptx, with commas; else by -o, or html."
_TEMPLATE_HELP: Final = "A Word file whose page, footer and styles to take (docx)."

Names = Annotated[
    list[str] | None, typer.Argument(metavar="[PATHWAY]...", help="Ids or files. All of them when left out.")
]


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


@app.command("check")
@guarded
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
            "--limit", parser=_whole(1), metavar="NUMBER", help="Situations to look at; 1000000 when left out."
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
        typer.Option("--at-most", parser=_whole(1), metavar="NUMBER", help="Of edits for each pathway (--mutants)."),
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

        typer.echo(check_text(outcome, strict=strict, explain=explain, colour=_colour(), unicode=_unicode()))
    else:
        from pathways.commands.formats import document

        typer.echo(document(outcome, format_, Path.cwd(), strict=strict))
    raise typer.Exit(outcome.exit_code(strict=strict))


@app.command("explain")
@guarded
def _explain(
    id_: Annotated[str, typer.Argument(metavar="ID", help="Of a rule, a kind of rule, or a finding.")],
) -> None:
    """Say more about a rule or a finding."""
    from pathways.commands.explain import explain

    typer.echo(explain(id_, Path.cwd()))


@app.command("draw")
@guarded
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
        typer.Option("--replications", parser=_whole(2), metavar="NUMBER", help="With --study: instead of its own."),
    ] = None,
    opened: Annotated[
        list[str] | None,
        typer.Option("--open", metavar="PIECE", help="Show the states of this piece in place (may be repeated)."),
    ] = None,
    depth: Annotated[
        int | None,
        typer.Option("--depth", parser=_whole(0), metavar="NUMBER", help="Open all pieces, so many levels deep."),
    ] = None,
) -> None:
    """Draw pathways in swim-lanes, and who does what in them."""
    from pathways.cli.overlays import Run, asked_for, draw_overlay
    from pathways.commands.draw import ALL_FORMATS, draw, stale_drawings
    from pathways.commands.draw_view import View, draw_view

    chosen = [name.strip() for name in formats.split(",") if name.strip()]
    unknown = [name for name in chosen if name not in ALL_FORMATS]
    if unknown or not chosen:
        raise typer.BadParameter(
            f"'{formats}': use {', '.join(ALL_FORMATS)}, separated by commas", param_hint="--format"
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
            typer.echo(f"out of date: {_short(path)}")
        if stale:
            complain("    fix: pathways draw")
            raise typer.Exit(ExitCode.BROKEN)
        typer.echo("every drawing is up to date")
        return
    _show_drawn(draw(names or [], Path.cwd(), formats=chosen, to=output, roles=roles))


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
    typer.echo(f"{'wrote' if outcome.changed else 'unchanged'} {_short(outcome.path)}")
    for heading, notes in (("left out", outcome.left_out), ("added", outcome.added)):
        for note in notes:
            complain(f"{heading}: {note}")
    if outcome.faults:
        complain("\n" + "\n\n".join(map(str, outcome.faults)))
        raise typer.Exit(ExitCode.BROKEN)


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
        typer.echo(f"{'wrote' if drawn.changed else 'unchanged'} {_short(drawn.path)}")
    for words in dict.fromkeys(f"{drawn.picture}: {drawn.printing}" for drawn in drawings if drawn.printing):
        typer.echo(words)
    for pathway, warning in dict.fromkeys((drawn.pathway, warning) for drawn in drawings for warning in drawn.warnings):
        complain(f"note: {pathway}: {warning}")


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

    result, kept = walk(name, Path.cwd(), answers=answers, save=save, ask=_ask, say=typer.echo)
    if kept is not None:
        typer.echo(f"answers kept in {_short(kept)}")
    if result.is_cut_short:
        complain(
            f"{answers}: these answers end before the referral does, and nobody went on\n"
            "    fix: add what happens next, or use them where somebody can answer"
        )
        raise typer.Exit(ExitCode.BAD_INPUT)


@app.command("simulate")
@guarded
def _simulate(
    study: Annotated[str, typer.Argument(metavar="STUDY", help="Id or file.")],
    replications: Annotated[
        int | None, typer.Option("--replications", parser=_whole(2), metavar="NUMBER", help="Instead of the study's.")
    ] = None,
    seed: Annotated[
        int | None, typer.Option("--seed", parser=_whole(0), metavar="NUMBER", help="Instead of the study's.")
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option("--workers", parser=_whole(1), metavar="NUMBER", help="At the same time; the result is the same."),
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
            complain(f"wrote {_short(path)}")
    if log is not None:
        written = save_logs(outcome, log, form)
        complain(f"wrote {len(written)} logs into {_short(log)}")
    raise typer.Exit(outcome.exit_code)


add_experiments(app)


@app.command("report")
@guarded
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


@app.command("pack")
@guarded
def _pack(
    study: Annotated[str, typer.Argument(metavar="STUDY", help="Id or file.")],
    scenario: Annotated[
        str, typer.Option("--scenario", help="Whose history; the baseline when left out.")
    ] = "baseline",
    quarters: Annotated[
        int | None, typer.Option("--quarters", parser=_whole(1), metavar="NUMBER", help="To count; 12 when left out.")
    ] = None,
    replication: Annotated[
        int | None, typer.Option("--replication", parser=_whole(0), metavar="NUMBER", help="Which history, from 0 on.")
    ] = None,
    seed: Annotated[
        int | None, typer.Option("--seed", parser=_whole(0), metavar="NUMBER", help="Instead of the study's.")
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
        typer.echo(f"wrote {_short(file)}")


def _endings(formats: str | None) -> list[str]:
    """The kinds of document that are asked for."""
    from pathways.report.formats import ENDINGS

    chosen = [name.strip() for name in (formats or "").split(",") if name.strip()]
    if formats is not None and (not chosen or set(chosen) - set(ENDINGS)):
        raise typer.BadParameter(f"'{formats}': use {', '.join(ENDINGS)}, separated by commas", param_hint="--format")
    return chosen


@app.command("serve")
@guarded
def _serve(
    port: Annotated[
        int | None, typer.Option("--port", parser=_whole(0), metavar="NUMBER", help="Any that is free if left out.")
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
    typer.echo(f"{'wrote' if changed else 'unchanged'} {_short(output)}")


def _ask(question: str) -> str:
    """One line from the person at the keyboard."""
    typer.echo(question, nl=False)
    sys.stdout.flush()
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line.rstrip("\r\n")


def _colour() -> bool:
    import os

    return sys.stdout.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"


def _unicode() -> bool:
    """Whether the screen can show ticks and crosses; an old Windows console cannot."""
    try:
        "\u2713\u2717\u2248\u2026\u25cb".encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return False
    return True


def _short(path: Path) -> str:
    """A path as one would type it from here."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)
