"""Words on a command line to calls of `pathways.commands`, and their results to words."""

from __future__ import annotations

import os
import sys
import threading
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
    if any(not thread.daemon for thread in threading.enumerate() if thread is not threading.main_thread()):
        # Something is still at work, such as the kernel being compiled. Python would wait for it, and crash if it is
        # interrupted once more meanwhile. Every file is written whole or not at all, so nothing is lost.
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(_INTERRUPTED)
    raise SystemExit(_INTERRUPTED) from None
