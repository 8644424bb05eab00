"""Arguments and options that several verbs have."""

from __future__ import annotations

from typing import Annotated

import typer

Names = Annotated[
    list[str] | None, typer.Argument(metavar="[PATHWAY]...", help="Ids or files. All of them when left out.")
]
