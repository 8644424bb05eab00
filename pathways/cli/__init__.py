"""Words on a command line to calls of `pathways.commands`, and their results to words."""

from __future__ import annotations

import sys
from typing import Final, NoReturn

_INTERRUPTED: Final = 130


def main() -> None:
    """Run the command line; ends the process with the agreed exit code."""
    try:
        for stream in (sys.stdout, sys.stderr):
            reconfigure = getattr(stream, "reconfigure", None)
            if reconfigure is not None:  # a console that cannot show a character shows another, and does not stop us
                reconfigure(errors="replace")
        from pathways.cli.app import app

        app(prog_name="pathways")
    except KeyboardInterrupt:  # before the command line was read
        _interrupted()
    except SystemExit as end:
        if end.code == _INTERRUPTED:
            _interrupted()
        raise


def _interrupted() -> NoReturn:
    print("\ninterrupted", file=sys.stderr)
    raise SystemExit(_INTERRUPTED) from None
