"""The options of `pathways draw` that lay something over a drawing: which may stand together, and what they draw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from pathways.commands.draw import ALL_FORMATS, PICTURES, Drawn, ending_of

if TYPE_CHECKING:
    from pathways.diagram.standards import Shown
    from pathways.diagram.view import View


@dataclass(frozen=True)
class Asked:
    """The one thing that is laid over: the option that asks for it, and what it is called."""

    option: str
    what: str

    def allow(self, *, roles: bool, check: bool, formats: Sequence[str], output: Path | None) -> None:
        """Refuse what means nothing together with it."""
        if roles:
            raise typer.BadParameter(f"{self.what} is shown on the drawing, not on the chart", param_hint="--roles")
        if check:
            raise typer.BadParameter(
                f"the picture of {self.what} is not kept up to date, so it cannot be stale", param_hint="--check"
            )
        if not set(formats) <= set(PICTURES):
            raise typer.BadParameter(f"the picture of {self.what} is svg, png, txt or pdf", param_hint="--format")
        if output is not None and ending_of(output) in set(ALL_FORMATS) - set(PICTURES):
            raise typer.BadParameter(
                f"the picture of {self.what} is svg, png, txt or pdf, not {ending_of(output)}", param_hint="--output"
            )


@dataclass(frozen=True)
class Run:
    """A study to be run, and what is to be drawn of it."""

    study: str | None
    flow: bool
    hardness: bool
    scenario: str | None
    replications: int | None

    def __post_init__(self) -> None:
        others = (("--flow", self.flow), ("--scenario", self.scenario), ("--replications", self.replications))
        for option, value in others:
            if self.study is None and value:
                raise typer.BadParameter("it says what of a study is drawn: add --study STUDY", param_hint=option)
        if self.hardness and (self.flow or self.replications):
            raise typer.BadParameter(
                "what a study's numbers rest on is drawn without running it", param_hint="--flow or --replications"
            )


def asked_for(*, rule: str | None, against: str | None, study: str | None, show: str | None) -> Asked | None:
    """What is to be laid over the drawing; at most one thing at a time."""
    if study is not None and show is not None:
        if show.strip() != "hardness":
            raise typer.BadParameter("with --study only hardness is shown", param_hint="--show")
        show = None
    options = (
        ("--rule", "a rule", rule), ("--against", "a comparison", against), ("--study", "a study", study),
        ("--show", "targets or hardness", show),
    )  # fmt: skip
    given = [Asked(option, what) for option, what, value in options if value is not None]
    if len(given) > 1:
        raise typer.BadParameter(f"either {given[0].option} or {given[1].option}, not both", param_hint=given[1].option)
    return given[0] if given else None


def draw_overlay(
    names: Sequence[str],
    formats: Sequence[str],
    output: Path | None,
    *,
    against: str | None,
    show: str | None,
    run: Run,
    view: View,
) -> Sequence[Drawn]:
    """Draw what was asked for into the folder one stands in, or where `output` says."""
    if show is not None and run.study is None:
        from pathways.commands.draw_shown import draw_shown

        return draw_shown(names, _shown(show), Path.cwd(), formats=formats, to=output, view=view)
    if against is not None:
        from pathways.commands.draw_against import draw_against

        return draw_against(names, against, Path.cwd(), formats=formats, to=output, view=view)
    from pathways.cli.watching import watching
    from pathways.commands.draw_study import draw_study

    assert run.study is not None
    with watching() as watcher:
        return draw_study(
            names, run.study, Path.cwd(), flow=run.flow, hardness=run.hardness, scenario=run.scenario,
            replications=run.replications, formats=formats, to=output, view=view, tell=watcher.tell,
            progress=watcher.progress,
        )  # fmt: skip


def _shown(words: str) -> Sequence[Shown]:
    """`targets,hardness` as what is to be shown."""
    from pathways.diagram.standards import SHOWN

    asked = [word.strip() for word in words.split(",") if word.strip()]
    unknown = [word for word in asked if word not in SHOWN]
    if unknown or not asked:
        raise typer.BadParameter(f"'{words}': use {' or '.join(SHOWN)}, or both with a comma", param_hint="--show")
    return [word for word in SHOWN if word in asked]
