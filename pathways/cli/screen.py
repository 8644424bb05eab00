"""The screen and the keyboard: what they can show, a path as one would type it, a line that is typed."""

from __future__ import annotations

import sys
from pathlib import Path

import typer


def ask(question: str) -> str:
    """One line from the person at the keyboard."""
    typer.echo(question, nl=False)
    sys.stdout.flush()
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line.rstrip("\r\n")


def colour() -> bool:
    import os

    return sys.stdout.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"


def unicode() -> bool:
    """Whether the screen can show ticks and crosses; an old Windows console cannot."""
    try:
        "\u2713\u2717\u2248\u2026\u25cb".encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return False
    return True


def short(path: Path) -> str:
    """A path as one would type it from here."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)
