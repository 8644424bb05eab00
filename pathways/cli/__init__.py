"""Words on a command line to calls of `pathways.commands`, and their results to words."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line; ends the process with the agreed exit code."""
    try:
        for stream in (sys.stdout, sys.stderr):
            reconfigure = getattr(stream, "reconfigure", None)
            if reconfigure is not None:  # a console that cannot show a character shows another, and does not stop us
                reconfigure(errors="replace")
        from pathways.cli.app import app

        app(prog_name="pathways")
    except KeyboardInterrupt:  # before any command has begun, which would have said so itself
        print("\ninterrupted", file=sys.stderr)
        raise SystemExit(130) from None
