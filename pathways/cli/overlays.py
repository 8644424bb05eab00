"""The options of `pathways draw` that lay something over a drawing: which may stand together, and what they draw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import typer

from pathways.commands.draw import FORMATS, Drawn


@dataclass(frozen=True)
class Asked:
    """The one thing that is laid over: the option that asks for it, and what it is called."""

    option: str
    what: str

    def allow(self, *, roles: bool, check: bool, formats: Sequence[str]) -> None:
        """Refuse what means nothing together with it."""
        if roles:
            raise typer.BadParameter(f"{self.what} is shown on the drawing, not on the chart", param_hint="--roles")
        if check:
            raise typer.BadParameter(
                f"the picture of {self.what} is not kept up to date, so it cannot be stale", param_hint="--check"
            )
        if not set(formats) <= set(FORMATS):
            raise typer.BadParameter(f"the picture of {self.what} is svg, png or txt", param_hint="--format")


def asked_for(*, rule: str | None, against: str | None) -> Asked | None:
    """What is to be laid over the drawing; at most one thing at a time."""
    given = [
        Asked(option, what)
        for option, what, value in (("--rule", "a rule", rule), ("--against", "a comparison", against))
        if value is not None
    ]
    if len(given) > 1:
        raise typer.BadParameter(f"either {given[0].option} or {given[1].option}, not both", param_hint=given[1].option)
    return given[0] if given else None


def draw_overlay(names: Sequence[str], formats: Sequence[str], output: Path | None, *, against: str) -> Sequence[Drawn]:
    """Draw what was asked for into the folder one stands in, or where `output` says."""
    from pathways.commands.draw_against import draw_against

    return draw_against(names, against, Path.cwd(), formats=formats, to=output)
