"""What `pathways check --against` and `--mutants` print: about versions, and about the rules themselves."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import typer

from pathways.cli.guard import ExitCode, complain


def about_rules(
    names: Sequence[str],
    policies: Sequence[str],
    *,
    against: str | None,
    mutants: bool,
    at_most: int | None,
    format_: str,
    others: Sequence[str] = (),
) -> int:
    """Print what was asked for; return the exit code.

    Parameters
    ----------
    others
        Options that were given too and mean nothing here.
    """
    if not mutants and at_most is not None:
        raise typer.BadParameter("--at-most belongs to --mutants", param_hint="--at-most")
    if against is not None and mutants:
        raise typer.BadParameter("either --against or --mutants, not both", param_hint="--mutants")
    asked = "--mutants" if mutants else "--against"
    if others:
        raise typer.BadParameter(f"it means nothing together with {asked}", param_hint=others[0])
    if format_ not in ("text", "json"):
        raise typer.BadParameter(f"'{format_}' is not a format of {asked}: use text or json", param_hint="--format")
    if against is not None:
        return _versions(names, against, policies, format_)
    return _mutants(names, policies, at_most, format_)


def _versions(names: Sequence[str], other: str, policies: Sequence[str], format_: str) -> int:
    from pathways.commands.against import against
    from pathways.rules.versions.document import versions_document
    from pathways.rules.versions.text import versions_text

    found = against(names, other, Path.cwd(), policies=policies)
    shown = (found.comparison, found.old_file, found.new_file)
    typer.echo(_json(versions_document(*shown)) if format_ == "json" else versions_text(*shown))
    return found.exit_code


def _mutants(names: Sequence[str], policies: Sequence[str], at_most: int | None, format_: str) -> int:
    from pathways.commands.mutants import try_rules
    from pathways.rules.mutation import MOST
    from pathways.rules.mutation.document import mutation_document
    from pathways.rules.mutation.text import mutation_text

    tried = try_rules(names, Path.cwd(), policies=policies, most=at_most or MOST, tell=complain)
    typer.echo(_json(mutation_document(tried)) if format_ == "json" else mutation_text(tried))
    return ExitCode.CLEAN


def _json(document: Any) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2)
